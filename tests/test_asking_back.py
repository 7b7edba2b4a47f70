"""Asking back: why, what otherwise, in other words, and who says so."""

from __future__ import annotations

import pytest

from chatbot.asking_back import as_why, asks_again, asks_which_document, asks_who_says


@pytest.mark.parametrize(
    "message",
    [
        "how come?",
        "what's the harm in it?",
        "whats the problem",
        "what happens otherwise",
        "what if I don't?",
        "if i do anyway",
    ],
)
def test_reasons_and_what_follows_are_asked_for_in_many_words(message: str) -> None:
    assert "why" in as_why(message)


@pytest.mark.parametrize(
    "message",
    [
        "what's the risk?",
        "what's the problem with my skin type",
        "what if I don't sleep",
        "does it harm",
    ],
)
def test_what_asks_for_something_of_its_own_is_left_as_it_is(message: str) -> None:
    assert as_why(message) == message


@pytest.mark.parametrize(
    "message",
    [
        "in plain english please",
        "can you say that simpler",
        "I don't understand",
        "who says so?",
        "which source?",
    ],
)
def test_a_message_can_ask_for_the_question_before_it_again(message: str) -> None:
    assert asks_again(message)


@pytest.mark.parametrize(
    "message",
    [
        "is there a leaflet in English?",
        "Collagen in simple terms",
        "I don't understand the numbing",
        "who may have it?",
    ],
)
def test_what_has_words_of_its_own_does_not(message: str) -> None:
    assert not asks_again(message)


def test_who_says_so_is_a_person_or_a_document() -> None:
    assert asks_who_says("who says that?")
    assert not asks_which_document("who says that?")
    assert asks_which_document("which source said this")
    assert not asks_who_says("who should not have microneedling?")
