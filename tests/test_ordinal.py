"""Counting: which quote of the answer before a message means."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.ordinal import counts, quote_counted, quoted_before
from chatbot.types import Message

_QUOTES = ("It may swell.", "It may itch.", "It may burn.")
_BEFORE = (Message("user", "what can happen?"), Message("assistant", "Two of four documents speak to this:"))


def _counted(message: str, *history: Message) -> str:
    said = history or _BEFORE
    return quote_counted(message, said, lambda: quoted_before(said, lambda _: _QUOTES))


@pytest.mark.parametrize(
    ("message", "quote"),
    [
        ("the second one?", 1),
        ("the second?", 1),
        ("tell me more about the first one", 0),
        ("tell me more about the first", 0),
        ("more on number 3 please", 2),
        ("what does the last one mean?", -1),
        ("and the 2nd quote", 1),
        ("explain [3]", 2),
        ("whats #1 about", 0),
    ],
)
def test_a_number_stands_for_the_quote_that_has_it(message: str, quote: int) -> None:
    assert counts(message)
    assert _counted(message) == _QUOTES[quote]


@pytest.mark.parametrize(
    "message",
    [
        "second opinion?",
        "is the first day worst",
        "the fourth one?",
        "number 0",
        "the other one",
        "what can happen?",
        "what do I do first?",
        "what about the first one",
        "and the second?",
        "how do I last",
    ],
)
def test_what_counts_to_no_quote_is_an_ordinary_message(message: str) -> None:
    assert _counted(message) == ""


@pytest.mark.parametrize("before", ["how long does the first visit take?", "how many sessions do I need", "number 2"])
def test_who_counted_before_or_asked_about_sessions_may_mean_something_else(before: str) -> None:
    assert _counted("the second one?", Message("user", before)) == ""


def test_quotes_that_stand_in_what_was_said_are_the_ones_that_are_counted() -> None:
    said = Message("assistant", '\u201cIt may peel there.\u201d [000] "It may crack there." [002]')
    assert _counted("the second one?", Message("user", "what can happen?"), said) == "It may crack there."
    assert _counted("the third one?", Message("user", "what can happen?"), said) == ""


def test_a_title_in_a_reply_of_ours_is_no_quote() -> None:
    ours = Message("assistant", "This document does not say: \u201cThe Summer Leaflet\u201d.")
    assert _counted("the first one?", Message("user", "what can happen?"), ours) == _QUOTES[0]


@given(st.text(max_size=60))
def test_without_an_answer_before_nothing_is_counted(message: str) -> None:
    assert quote_counted(message, (), lambda: _QUOTES) == ""
