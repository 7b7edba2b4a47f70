"""Several questions in one message: each is found whole, in order, and nothing that leans on another is cut off."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.split import questions


@pytest.mark.parametrize(
    ("message", "parts"),
    [
        ("Will it hurt? What does it cost?", ("Will it hurt?", "What does it cost?")),
        ("how long is a session and can I drive home after", ("how long is a session", "can I drive home after")),
        ("does it hurt and do the results last", ("does it hurt", "do the results last")),
        ("how many sessions and what are the risks", ("how many sessions", "what are the risks")),
        ("I have rosacea. Is it safe? Does it fade scars?", ("I have rosacea. Is it safe?", "Does it fade scars?")),
    ],
)
def test_questions_that_stand_alone_are_separated(message: str, parts: tuple[str, ...]) -> None:
    """What is said before a question stays with it."""
    assert questions(message) == parts


@pytest.mark.parametrize(
    "message",
    [
        "Is it fine for oily skin? do the texts agree?",
        "no downtime but red for days?? which is it",
        "can I buy a roller and do my own face",
        "could I buy a roller and do it myself",
        "redness and swelling after it?",
        "I have a party tonight. Help.",
        "is it safe?",
        "",
    ],
)
def test_what_is_one_question_stays_whole(message: str) -> None:
    """A part that points back, or is no question, is not separated."""
    assert questions(message) == (message,)


@given(st.text(max_size=200))
def test_no_word_is_lost_but_what_joins_two_questions(message: str) -> None:
    """The parts are pieces of the message, in its order."""
    at = 0
    for part in questions(message):
        for word in part.split():
            at = message.index(word, at) + len(word)
