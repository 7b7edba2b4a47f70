"""Sentences tile their span: nothing is lost, nothing is moved, whatever the text and however long."""

from __future__ import annotations

import re

import pysbd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.sentences import sentences, trim
from ingest.types import Span
from tests.conftest import SOURCES, hostile_texts


def said(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text, Span(0, len(text)))]


def assert_tiles(text: str, whole: Span) -> None:
    found = sentences(text, whole)
    edges = [whole.start, *(edge for span in found for edge in span), whole.end]
    assert edges == sorted(edges)
    assert all(text[start:end].strip() == text[start:end] != "" for start, end in found)
    gaps = [text[start:end] for start, end in zip(edges[::2], edges[1::2], strict=True)]
    assert "".join(gaps).strip() == ""


@given(hostile_texts, st.integers(0, 9), st.integers(0, 9))
def test_sentences_tile_any_part_of_any_text(text: str, left: int, right: int) -> None:
    assert_tiles(text, Span(min(left, len(text)), max(min(left, len(text)), len(text) - right)))


@pytest.mark.parametrize(
    "atom", ["a", "A. ", "1. ", "?!", "...", "'\"", "((", "e.g. ", "word ", "Needles hurt a bit. ", "∯"]
)
def test_sentences_tile_a_line_longer_than_the_splitter_takes_at_once(atom: str) -> None:
    text = (atom * 9000)[:9000]
    assert_tiles(text, Span(0, len(text)))


def test_a_long_text_is_not_split_where_it_is_portioned() -> None:
    text = "The needle is thin and the redness fades. " * 300
    assert set(said(text)) == {"The needle is thin and the redness fades."}


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\u2028", "\f"])
def test_a_line_break_inside_a_block_ends_no_sentence(ending: str) -> None:
    text = f"The skin may{ending}be red. It fades{ending}in two days."
    assert said(text) == [f"The skin may{ending}be red.", f"It fades{ending}in two days."]


def test_abbreviations_and_decimals_end_no_sentence() -> None:
    text = "Dr. Gaas uses 1.5 mm needles, e.g. on scars. Prof. Lee, M.D., does not."
    assert said(text) == ["Dr. Gaas uses 1.5 mm needles, e.g. on scars.", "Prof. Lee, M.D., does not."]


PIECES = ["It heals.", "It heals. ", "Dr. Gaas, e.g. ", "1. ", "“Yes!” ", "no", "No? ", "\u00a0", "a) ", "... ", "\t"]


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=9).map("".join))
def test_sentences_are_those_of_the_splitter_itself(text: str) -> None:
    try:
        expected = pysbd.Segmenter(language="en", char_span=True).segment(text)
    except (ValueError, IndexError, re.error):
        return
    spans = [Span(piece.start, piece.end) for piece in expected]
    if "".join(text[start:end] for start, end in spans) == text:
        assert said(text) == [text[start:end].strip() for start, end in spans if text[start:end].strip()]


def test_sentences_of_the_four_documents_are_those_of_the_splitter_itself() -> None:
    splitter = pysbd.Segmenter(language="en", char_span=True)
    for path in SOURCES.glob("*.txt"):
        for block in re.split(r"\s*\n\s*", path.read_bytes().decode().strip()):
            if len(block) < 4000:
                assert said(block) == [piece.sent.strip() for piece in splitter.segment(block)]


def test_digits_that_the_splitter_fails_on_are_split_plainly() -> None:
    assert said("**9\x1c1. ⚠️ It hurts. It heals.") == ["**9\x1c1. ⚠️ It hurts.", "It heals."]


@given(hostile_texts)
def test_trimming_is_stripping(text: str) -> None:
    start, end = trim(text, Span(0, len(text)))
    assert text[start:end] == text.strip()
