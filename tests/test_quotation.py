"""Quotes as they are quoted elsewhere: nothing of their words changes, and nothing unknown is made up."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot import wording
from chatbot.quotation import quotation
from chatbot.quote import Quote
from ingest.types import Document, Facts, Passage, PassageKind, Span

TEXT = "Redness fades. Swelling may last two days."


def document(text: str = TEXT, facts: Facts = Facts("On needles"), pages: tuple[int, ...] = ()) -> Document:  # noqa: B008
    return Document("a.txt", text, "0" * 64, facts, pages=pages)


def quote(start: int, end: int, text: str = TEXT) -> Quote:
    return Quote(Passage("a.txt", 0, len(text), text, PassageKind.SENTENCE, Span(0, len(text))), start, end)


@given(st.text(min_size=1))
def test_the_words_are_copied_as_they_stand(text: str) -> None:
    assert quotation([quote(0, len(text), text)], document(text)).startswith(f"“{text}”\n— ")


def test_what_is_unknown_is_said_to_be_and_the_place_stands_for_the_address() -> None:
    expected = f"“Redness fades.”\n— On needles, {wording.AUTHOR_UNKNOWN}, {wording.UNDATED}. a.txt, characters 0 to 14"
    assert quotation([quote(0, 14)], document()) == expected


def test_what_is_known_is_said_with_the_page_and_the_address() -> None:
    facts = Facts("On needles", author="A. Author", date="2021", url="https://example.org/needles")
    said = quotation([quote(15, 42), quote(0, 14)], document(facts=facts, pages=(0, 15)))
    assert said == (
        "“Swelling may last two days.”\n“Redness fades.”\n— On needles, A. Author, 2021, page 1. "
        "https://example.org/needles"
    )
    assert "page 2" in quotation([quote(15, 42)], replace(document(), pages=(0, 15)))


def test_publisher_and_day_of_access_are_named_where_they_are_known_and_an_address_was_accessed() -> None:
    facts = Facts("On needles", publisher="P. House", date="2021", url="https://example.org/n", accessed="2 May 2026")
    said = quotation([quote(0, 14)], document(facts=facts))
    assert said == (
        f"“Redness fades.”\n— On needles, {wording.AUTHOR_UNKNOWN}, P. House, 2021. "
        "https://example.org/n (accessed 2 May 2026)"
    )
    assert "accessed" not in quotation([quote(0, 14)], document(facts=replace(facts, url=None)))


def test_nothing_is_not_quoted() -> None:
    with pytest.raises(ValueError, match="empty"):
        quotation([], document())
