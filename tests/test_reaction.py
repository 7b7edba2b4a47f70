"""Reactions: what only judges or repeats the answer before is left off, and nothing that says what is asked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.reaction import without_reaction

_QUOTED = ("A cooling cream is put on, which may sting.", "Stay out of the pool for two days.")


@pytest.mark.parametrize(
    ("reaction", "asked"),
    [
        ("That is good news indeed.", "How long is a session?"),
        ("How very encouraging, thank you.", "Is there an age limit?"),
        ("I see.", "Would they turn her away?"),
        ("Makes sense.", "And the gym?"),
        ("With a cream, got it.", "what else is in the bag"),
        ("so I must stay out of the pool, ok.", "and the shower?"),
        ("Interesting, nothing about pools.", "Is wine allowed?"),
        ("ugh fine. Interesting.", "may I sleep?"),
        ("A cream. Right.", "And is wine allowed?"),
    ],
)
def test_a_reaction_is_left_off(reaction: str, asked: str) -> None:
    assert without_reaction(f"{reaction} {asked}", lambda: _QUOTED) == asked


@pytest.mark.parametrize(
    "message",
    [
        "I have eczema. Is it safe?",
        "ok my skin stings. is that normal?",
        "It stings. What can I put on?",
        "I used a cream. Is that bad?",
        "I used a cream, ok. Is that bad?",
        "I may not use the pool, thanks. Is it safe?",
        "Oh, skin is cooling. What now?",
        "Right, warts on my hand. Is it safe?",
        "Pool, right. How long should I wait?",
        "Good, no pool. Is it safe?",
        "Ok, with a cream. How many days?",
        "Okay, two days. Is the gym fine then?",
        "A pool. Ok. How many days?",
        "A pool. Right. How many days?",
        "Getting worse. Is that normal?",
        "Feels awful. Is that normal?",
        "Does it sting? And the pool?",
        "A pool. Is it safe?",
        "thanks",
        "thanks. ok.",
        "thanks. why?",
        "",
    ],
)
def test_what_says_something_of_the_reader_or_what_the_question_is_about_stays(message: str) -> None:
    assert without_reaction(message, lambda: _QUOTED) == message


def test_what_follows_a_reaction_stays_whole() -> None:
    message = "I am pregnant. Is it safe?"
    assert without_reaction(f"Good. {message}", lambda: _QUOTED) == message


def test_the_answer_before_is_looked_up_at_most_once_and_only_where_something_may_repeat_it() -> None:
    asked: list[int] = []

    def quoted() -> tuple[str, ...]:
        asked.append(1)
        return _QUOTED

    assert without_reaction("thanks! How deep is it?", quoted) == "How deep is it?"
    assert without_reaction("I have eczema. Is it safe?", quoted) == "I have eczema. Is it safe?"
    assert asked == []
    assert without_reaction("No pool, ok. A cream, right. Is wine allowed?", quoted) == "Is wine allowed?"
    assert asked == [1]


@given(st.text(max_size=80))
def test_what_is_left_is_the_end_of_the_message(message: str) -> None:
    assert " ".join(message.split()).endswith(" ".join(without_reaction(message, lambda: _QUOTED).split()))
