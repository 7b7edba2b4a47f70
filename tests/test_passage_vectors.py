"""Vectors of passages: cosines by one product are those of the rows, and what stands around is a mean."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.passage_vectors import REACH, PassageVectors, Rows, lengths, window
from ingest.types import Vectors

SIZES = st.lists(st.integers(1, 7), min_size=1, max_size=6)


def library_of(sizes: list[int]) -> tuple[Vectors, Rows]:
    """Make unit vectors for documents of these many passages; the places begin with that of no row."""
    drawn = np.random.default_rng(sum(sizes)).standard_normal((sum(sizes), 5)).astype(np.float32)
    places = [-1, *(number for number, size in enumerate(sizes) for _ in range(size))]
    return drawn / np.linalg.norm(drawn, axis=1, keepdims=True), np.array(places)


def around(row: int, places: Rows, reach: int) -> list[int]:
    """List what stands around a row, the plain way."""
    rows = range(1, len(places))
    return [other for other in rows if abs(other - row) <= reach and places[other] == places[row]]


@given(SIZES, st.integers(0, 9))
def test_a_window_holds_the_rows_of_the_same_document_within_reach(sizes: list[int], reach: int) -> None:
    _, places = library_of(sizes)
    rows = range(1, len(places))
    for row, inside, is_there in zip(rows, *window(rows, places, reach), strict=True):
        assert inside[is_there].tolist() == around(row, places, reach)


@given(SIZES, st.integers(1, 9))
def test_lengths_are_those_of_the_sums_of_what_stands_around(sizes: list[int], reach: int) -> None:
    vectors, places = library_of(sizes)
    sums = [vectors[[other - 1 for other in around(row, places, reach)]].sum(axis=0) for row in range(1, len(places))]
    assert np.allclose(lengths(vectors, places, reach), np.linalg.norm(sums, axis=1), atol=1e-5)


@settings(deadline=None)
@given(SIZES, st.data())
def test_around_is_the_cosine_to_the_mean_of_what_stands_there(sizes: list[int], data: st.DataObject) -> None:
    vectors, places = library_of(sizes)
    asked, rows = vectors[0], data.draw(st.lists(st.integers(1, len(vectors)), min_size=1))
    cosines, beside = PassageVectors(vectors, places).near(asked, rows)
    assert np.allclose(cosines, vectors[np.array(rows) - 1] @ asked, atol=1e-6)
    for row, found in zip(rows, beside, strict=True):
        summed = vectors[[other - 1 for other in around(row, places, REACH)]].sum(axis=0)
        assert found == pytest.approx(summed @ asked / np.linalg.norm(summed), abs=1e-5)


@given(SIZES)
def test_comparing_all_first_changes_nothing(sizes: list[int]) -> None:
    vectors, places = library_of(sizes)
    found, rows = PassageVectors(vectors, places), list(range(1, len(places)))
    alone, beforehand = found.near(vectors[-1], rows), found.near(vectors[-1], rows, found.compare(vectors[-1]))
    assert all(np.allclose(*pair, atol=1e-6) for pair in zip(alone, beforehand, strict=True))
    assert np.array_equal(found.of(rows), vectors)
