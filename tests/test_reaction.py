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
        ("With a cream it stings, got it.", "what else is risky"),
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
        "Right, warts on my hand. Is it safe?",
        "Good. I am pregnant. Is it safe?",
        "Does it sting? And the pool?",
        "A pool. Is it safe?",
        "thanks",
        "thanks. ok.",
        "thanks. why?",
        "",
    ],
)
def test_what_says_something_of_the_reader_or_anything_new_stays(message: str) -> None:
    kept = without_reaction(message, lambda: _QUOTED)
    assert kept == message.removeprefix("Good. ")


def test_the_answer_before_is_looked_up_only_where_something_may_repeat_it() -> None:
    def never() -> list[str]:
        raise AssertionError

    assert without_reaction("thanks! How deep is it?", never) == "How deep is it?"
    assert without_reaction("I have eczema. Is it safe?", never) == "I have eczema. Is it safe?"


@given(st.text(max_size=80))
def test_what_is_left_is_the_end_of_the_message(message: str) -> None:
    assert " ".join(message.split()).endswith(" ".join(without_reaction(message, lambda: _QUOTED).split()))
