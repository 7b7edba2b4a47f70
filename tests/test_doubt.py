"""Doubt: a text near a question can lack a name of it, or say that something is so where the question says not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.doubt import is_opposed, is_unnamed

NAMED = [
    ("Who told the Normans about Rollo?", "A Norman told of Rollo’s ships."),
    ("What happened in 1066?", "In 1066 they came."),
    ("Is 5% enough?", "A cream of 5 % is."),
    ("Norway was asked by whom?", "They were asked."),
    ("I think I know. Why is it so?", "It is so."),
    ("WHO ASKED ROME", "They were asked."),
]
UNNAMED = [
    ("Who told the Danes about Rollo?", "A Norman told of Rollo’s ships."),
    ("What happened in 1066?", "In 1067 they came, 10661 of them."),
    ("Is 5% enough?", "A cream of 15 % is."),
    ("Is it in HIV-2?", "It is in HIV-1."),
]
OPPOSED = [
    "Who did not sign the treaty?",
    "who didnt sign the treaty",
    "Which king signed without a witness?",
    "Where has it never been signed?",
    "They signed what except the treaty?",
]
NOT_OPPOSED = [
    "Who signed the treaty?",
    "Didn’t the king sign the treaty?",
    "Why didn’t the king sign the treaty?",
    "Who should not sign the treaty?",
    "Who can’t sign?",
    "Was it signed or not? Who signed?",
    "I do not know much. Who signed the treaty?",
    "What happens if the king does not sign?",
]


@given(st.text(), st.text(), st.text())
def test_a_text_with_the_question_in_it_lacks_no_name_of_it(before: str, question: str, after: str) -> None:
    assert not is_unnamed(question, f"{before} {question} {after}")


@given(st.text(), st.text())
def test_a_text_that_denies_something_opposes_nothing(question: str, text: str) -> None:
    assert not is_opposed(question, f"{text} not {text}")
    assert not is_opposed(question, question)


@pytest.mark.parametrize(("question", "text"), NAMED)
def test_a_name_is_found_in_any_form(question: str, text: str) -> None:
    assert not is_unnamed(question, text)


@pytest.mark.parametrize(("question", "text"), UNNAMED)
def test_a_name_or_number_that_stands_nowhere_is_missed(question: str, text: str) -> None:
    assert is_unnamed(question, text)


@pytest.mark.parametrize("question", OPPOSED)
def test_who_did_not_is_not_answered_by_who_did(question: str) -> None:
    assert is_opposed(question, "The king signed the treaty.")
    assert not is_opposed(question, "The king never signed the treaty.")
    assert not is_opposed(question, "The king didn’t sign.")


@pytest.mark.parametrize("question", NOT_OPPOSED)
def test_other_ways_to_say_not_ask_for_what_is_so(question: str) -> None:
    assert not is_opposed(question, "The king signed the treaty.")
