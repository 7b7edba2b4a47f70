"""Spelling: slips are mended towards the library's words, real words are left alone."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.converse import Chatbot
from chatbot.spell import correct

LIBRARY = {"swelling": 4, "scar": 9, "keloid": 2, "microneedling": 50, "numbing": 1, "redness": 3, "reddish": 1}
ENGLISH = frozenset({"scarf", "dwelling", "is", "the", "how", "normal", "scare"})


def _spellings(letter: str, shortest: int, longest: int) -> Mapping[str, int]:
    return {word: n for word, n in LIBRARY.items() if word[0] == letter and shortest <= len(word) <= longest}


def _correct(question: str) -> str:
    return correct(question, _spellings, ENGLISH)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("sweling", "swelling"),
        ("swelilng", "swelling"),
        ("mcironedling", "microneedling"),
        ("Numming", "numbing"),
        ("rednes", "redness"),
    ],
)
def test_a_slip_becomes_the_librarys_word(written: str, meant: str) -> None:
    assert _correct(f"is the {written}, normal?") == f"is the {meant}, normal?"


@pytest.mark.parametrize(
    "word", ["scarf", "scare", "dwelling", "keloids", "scars", "scar", "xyz", "swl", "botox", "2mm"]
)
def test_real_words_plurals_short_words_and_strangers_are_left_alone(word: str) -> None:
    assert _correct(f"how is {word}") == f"how is {word}"


@given(st.text(max_size=80))
def test_without_a_word_list_nothing_is_touched(question: str) -> None:
    assert correct(question, _spellings, frozenset()) == question


@given(st.text(max_size=80))
def test_mending_twice_changes_nothing_more(question: str) -> None:
    assert _correct(_correct(question)) == _correct(question)


def test_a_misspelt_question_is_answered_as_the_right_one_and_says_so(chatbot: Chatbot) -> None:
    slipped = chatbot.ask("Does it cause sweling?")
    assert slipped.understood == "Does it cause swelling?"
    assert slipped.quotes == chatbot.ask("Does it cause swelling?").quotes
