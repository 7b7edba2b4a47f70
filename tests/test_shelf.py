"""A book that is written is read back the same, and a version that has none has an empty one."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.book import Asked, AskedKind, Claim, ClaimBook, Evidence, Polarity
from ingest.shelf import read_book, read_stated, read_vectors, write_book
from ingest.types import Span

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
SPANS = st.tuples(st.integers(0, 99), st.integers(0, 99)).map(lambda pair: Span(*pair))
EVIDENCE = st.builds(
    Evidence,
    document=TEXTS,
    start=st.integers(0, 99),
    end=st.integers(0, 99),
    item=st.none() | SPANS,
    frequency=st.none() | SPANS,
    weak=st.booleans(),
)
CLAIMS = st.builds(
    Claim, TEXTS, TEXTS, st.sampled_from(Polarity), st.lists(EVIDENCE, max_size=3).map(tuple), condition=TEXTS
)
ASKED = st.builds(Asked, TEXTS, st.sampled_from(AskedKind), TEXTS, st.lists(TEXTS, max_size=3).map(tuple))
NONE = np.zeros((0, 4), np.float32)
BOOKS = st.builds(
    ClaimBook,
    st.lists(CLAIMS, max_size=3).map(lambda claims: {claim.id: claim for claim in claims}),
    st.lists(ASKED, max_size=4).map(tuple),
    st.frozensets(TEXTS, max_size=3),
    st.lists(CLAIMS, max_size=3).map(lambda claims: {claim.id: claim for claim in claims}),
)


@settings(max_examples=50)
@given(BOOKS)
def test_every_field_of_a_book_comes_back_in_order(tmp_path_factory: pytest.TempPathFactory, book: ClaimBook) -> None:
    version = tmp_path_factory.mktemp("version")
    vectors = np.random.default_rng(len(book.asked)).random((len(book.asked), 4), dtype=np.float32)
    write_book(version, book, vectors, vectors[:2])
    found = read_book(version)
    assert found == book
    assert (list(found.claims), list(found.plain)) == (list(book.claims), list(book.plain))
    assert np.array_equal(read_vectors(version), vectors)
    assert np.array_equal(read_stated(version), vectors[:2])
    assert read_vectors(version).dtype == read_stated(version).dtype == np.float32


def test_ranges_come_back_as_ranges(tmp_path: Path) -> None:
    piece = Evidence("a.txt", 0, 9, Span(0, 4), Span(5, 9))
    book = ClaimBook({"t.c": Claim("t.c", "It heals.", Polarity.FOR, (piece,))})
    write_book(tmp_path, book, NONE, NONE)
    [found] = read_book(tmp_path).claims["t.c"].evidence
    assert found.item is not None
    assert found.item.overlaps(Span(3, 5))


def test_a_version_without_a_book_has_an_empty_one(tmp_path: Path) -> None:
    assert read_book(tmp_path) == ClaimBook()
    assert len(read_stated(tmp_path)) == 0


def test_a_book_from_before_there_were_plain_claims_has_none(tmp_path: Path) -> None:
    (tmp_path / "claims.json").write_text('{"claims": [], "asked": [], "documents": ["a.txt"]}', encoding="utf-8")
    assert read_book(tmp_path) == ClaimBook(documents=frozenset({"a.txt"}))


def test_a_file_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "questions.npy").mkdir()
    with pytest.raises(OSError, match=r"questions\.npy cannot be written"):
        write_book(tmp_path, ClaimBook(), NONE, NONE)
