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
        ("will it sting & how far apart do I go", ("will it sting", "how far apart do I go")),
        ("can I see a difference and how far up is it", ("can I see a difference", "how far up is it")),
        ("may I swim and is wine ok again", ("may I swim", "is wine ok again")),
        ("does it fade moles? And can those grow back?", ("does it fade moles?", "And can those grow back?")),
        ("do moles fade, and if so how many visits is it", ("do moles fade", "how many visits is it")),
        ("is it hot, can I cool it, and may I wash?", ("is it hot", "can I cool it", "may I wash?")),
        ("I smoke and is it hot and can I nap?", ("I smoke and is it hot", "can I nap?")),
        ("did Dr. Who say why? is it hot?", ("did Dr. Who say why?", "is it hot?")),
        ("went today. it burns, is that ok, and can I nap?", ("went today. it burns, is that ok", "can I nap?")),
    ],
)
def test_questions_are_separated(message: str, parts: tuple[str, ...]) -> None:
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
        "is it rough, is it like a shave?",
        "When I smile it creases. Can that be mended?",
        "something swelled up?? is that real",
        "what is swollen and is red",
        "who can and should have it",
        "which does one see, pus? blood?",
        "what's the difference between a pen and what clinics do?",
        "I have a party tonight. Help.",
        "is it safe?",
        "",
    ],
)
def test_what_is_one_question_stays_whole(message: str) -> None:
    """A part that weighs what was said, says it in other words, or is no question, is not separated."""
    assert questions(message) == (message,)


@given(
    st.text(max_size=200)
    | st.lists(st.sampled_from("is it hot and, can I nap? no. what does it do also".split())).map(" ".join)
)
def test_parts_are_pieces_of_the_message_in_its_order(message: str) -> None:
    at = 0
    for part in questions(message):
        at = message.index(part, at) + len(part)
