"""Kinds of answer: what a question's form asks for, and whether a text has it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.expect import Expected, expected, holds, lacks

ASKED = [
    ("How much does a treatment cost?", Expected.MONEY),
    ("what's the usual price for this", Expected.MONEY),
    ("Can you tell me how much it costs?", Expected.MONEY),
    ("tell me the price please", Expected.MONEY),
    ("how much is a visit", Expected.MONEY),
    ("whats it cost roughly", Expected.MONEY),
    ("What is elastin and where is it found?", Expected.DEFINITION),
    ("What needle size should be used?", Expected.LENGTH),
    ("how deep should the needles go?", Expected.LENGTH),
    ("How long will I look sunburnt?", Expected.DURATION),
    ("When can I go back to work?", Expected.DURATION),
    ("how many weeks until it heals", Expected.DURATION),
    ("How often should it be repeated?", Expected.FREQUENCY),
    ("How many visits do people have?", Expected.COUNT),
    ("Who wrote the review of lasers?", Expected.PERSON),
    ("In which year was it invented?", Expected.YEAR),
    ("What is the minimum age?", Expected.AGE),
    ("What percentage of people get an infection?", Expected.SHARE),
    ("what strength of cream is used", Expected.DOSE),
    ("Which brand should I buy?", Expected.BRAND),
    ("What is a granuloma?", Expected.DEFINITION),
    ("what does keloid mean", Expected.DEFINITION),
]
NOT_ASKED = [
    "Is it cheaper than a peel?",
    "when is it not safe?",
    "How much improvement does each visit bring?",
    "Which make-up can I use?",
    "how much downtime is there",
    "Can they change how deep the needles go?",
    "Does it cost a lot?",
    "What are the side effects?",
    "Who should not have it?",
    "Why does it work?",
    "What is best for scars?",
    "What is it like?",
    "Is it painful? How does it feel?",
]
HELD = [
    (Expected.MONEY, "A session is about $300.", "It is less expensive than other ways."),
    (Expected.LENGTH, "Needles of 0.5 mm are common.", "The needles are short and blunt."),
    (Expected.DURATION, "It fades within a few days.", "It fades with care."),
    (Expected.DURATION, "Wait at least 24 hours.", "Wait until it has healed."),
    (Expected.FREQUENCY, "It is done every six weeks.", "It is done in a clinic."),
    (Expected.COUNT, "Multiple sessions are needed.", "A session is needed."),
    (Expected.PERSON, "This was found by Maria Keller.", "This was found in a later review."),
    (Expected.YEAR, "A study of 2017 says so.", "A study says so."),
    (Expected.YEAR, "It fell in 1066.", "It fell in 106 parts."),
    (Expected.YEAR, "It was founded in 911 by monks.", "It was seen in 120 patients."),
    (Expected.YEAR, "It was used in the 3rd century.", "It was used often."),
    (Expected.YEAR, "On December 12 they came.", "They may 2 come."),
    (Expected.DURATION, "It was theirs until 1796.", "It was theirs until then."),
    (Expected.PERSON, "He appointed Émile of Jumièges.", "He appointed NASA Staff."),
    (Expected.AGE, "People under 22 should wait.", "Young people should wait."),
    (Expected.SHARE, "About 5 % of patients bruise.", "Few patients bruise."),
    (Expected.DEFINITION, "Elastin is a protein of the skin.", "Elastin declines with age."),
    (Expected.DOSE, "A cream with 4% lidocaine is used.", "A numbing cream is used."),
]


@pytest.mark.parametrize(("question", "kind"), ASKED)
def test_the_form_of_a_question_names_the_kind_of_answer(question: str, kind: Expected) -> None:
    assert expected(question) is kind


@pytest.mark.parametrize("question", NOT_ASKED)
def test_other_questions_name_no_kind(question: str) -> None:
    assert expected(question) is None


@pytest.mark.parametrize(("kind", "with_it", "without_it"), HELD)
def test_a_text_holds_a_kind_or_not(kind: Expected, with_it: str, without_it: str) -> None:
    assert holds(kind, with_it)
    assert not holds(kind, without_it)


def test_the_last_question_of_a_message_counts() -> None:
    assert expected("I had it done on Monday. How long should I stay out of the sun?") is Expected.DURATION


@given(st.text(max_size=200))
def test_any_message_is_read_without_error(message: str) -> None:
    assert expected(message) in (None, *Expected)


@pytest.mark.parametrize(("kind", "with_it", "without_it"), HELD)
def test_what_holds_a_kind_never_lacks_it(kind: Expected, with_it: str, without_it: str) -> None:
    assert not lacks(kind, [without_it, with_it])


@pytest.mark.parametrize(
    ("kind", "texts", "is_lacking"),
    [
        (None, ["It heals."], False),
        (Expected.DURATION, ["It is red.", "It is sore."], True),
        (Expected.DURATION, ["It is red.", "Wait until it has healed."], False),
        (Expected.DURATION, ["There is little downtime."], False),
        (Expected.MONEY, ["It is cheaper than a laser."], True),
        (Expected.SHARE, [], True),
        (Expected.COUNT, ["It is red."], False),
        (Expected.LENGTH, ["The needles reach the upper layers."], False),
        (Expected.PERSON, ["A doctor says so."], False),
    ],
)
def test_a_kind_is_surely_lacking_only_where_figures_or_words_of_number_would_give_it(
    kind: Expected | None, texts: list[str], is_lacking: bool
) -> None:
    assert lacks(kind, texts) == is_lacking
