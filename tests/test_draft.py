"""What a model sends is read as it comes, in whatever wrapping; what is not of the form is passed over."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.draft import Draft, drafts

GOOD = [Draft("It is red.", ((1, "It is red."),)), Draft('It is "so" {odd}.', ((2, "a } b"), (3, "c")))]
LINES = [
    json.dumps({"statement": draft.said, "quotes": [{"passage": n, "quote": words} for n, words in draft.quotes]})
    for draft in GOOD
]
WRAPPED = [
    "\n".join(LINES),
    "Sure! Here it is:\n```json\n" + "\n".join(LINES) + "\n```\nAnything else?",
    '{"statements": [' + ", ".join(LINES) + "]}",
    "[" + ",\n".join(LINES) + "]",
    json.dumps([json.loads(line) for line in LINES], indent=2),
]


@pytest.mark.parametrize("text", WRAPPED)
@pytest.mark.parametrize("size", [1, 3, 1_000])
def test_drafts_are_read_out_of_any_wrapping_in_pieces_of_any_size(text: str, size: int) -> None:
    assert list(drafts(text[at : at + size] for at in range(0, len(text), size))) == GOOD


def test_a_draft_is_there_as_soon_as_it_is_whole() -> None:
    sent: list[str] = []

    def pieces() -> object:
        for line in LINES:
            sent.append(line)
            yield line

    read = drafts(pieces())  # type: ignore[arg-type]
    assert next(read) == GOOD[0]
    assert sent == LINES[:1]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "I am sorry, I cannot help with that.",
        LINES[0][:-2],
        '{"statement": 7, "quotes": []}',
        '{"quotes": [{"passage": 1, "quote": "a"}]}',
        '{"statement": ' * 50_000,
        "[" * 100_000,
    ],
)
def test_what_is_no_draft_is_passed_over(text: str) -> None:
    assert list(drafts([text])) == []


def test_half_an_object_does_not_hide_the_whole_one_after_it() -> None:
    assert list(drafts([LINES[0][:30] + "\n" + LINES[1]])) == GOOD[1:]


def test_quotes_that_are_not_of_the_form_are_left_out() -> None:
    text = '{"statement": "A.", "quotes": [7, {"passage": "1", "quote": "a"}, {"passage": 2, "quote": "b"}]}'
    assert list(drafts([text])) == [Draft("A.", ((2, "b"),))]
    assert list(drafts(['{"statement": "A.", "quotes": "b"}'])) == [Draft("A.", ())]


def test_reading_ends_where_a_model_does_not() -> None:
    def endless() -> object:
        while True:
            yield "no end " * 1_000

    assert list(drafts(endless())) == []  # type: ignore[arg-type]


@given(st.text(max_size=60))
def test_no_text_is_too_odd(text: str) -> None:
    assert all(isinstance(draft, Draft) for draft in drafts([text, '{"statement": ', text, "}"]))
