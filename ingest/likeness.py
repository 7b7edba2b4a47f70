"""Passages + vectors -> pairs of passages of different documents that say the same, at a high bar.

How alike two passages are is the cosine of their vectors plus that of their rare words. The vectors have headings in
them, and a subject that all share makes all of them near; rare words in common tell them apart (docs/claims.md).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ingest.contrary import contrary
from ingest.rare_words import RareWords
from ingest.types import Passage, Vectors

BAR = 1.0
"""From which likeness on two passages say the same, where neither part of it is too low."""
LEAST_COSINE, LEAST_SHARED = 0.7, 0.2
# With how many passages before it one is paired at most: what hundreds of documents repeat is no statement of theirs.
_MOST_PARTNERS = 20
# How many pairs are weighed by their words at once, and how many by their vectors.
_CELLS, _COMPARED = 1_000_000, 8192


class Pair(NamedTuple):
    """Two passages, by their places, the earlier one first, and how alike they are."""

    likeness: float
    first: int
    second: int


def alike(passages: Sequence[Passage], vectors: Vectors, rows: NDArray[np.int64]) -> list[Pair]:
    """Find the passages that say the same, likest first, ties by place.

    `passages` lie document by document; `rows` has the row of `vectors` for each.
    """
    words = RareWords([passage.text for passage in passages])
    found: list[Pair] = []
    for begins, ends in _documents(passages):
        words.enter(begins)
        step = 1 + _CELLS // max(begins, 1)
        for first in range(begins, ends, step) if begins else ():
            shared = words.shared(first, min(first + step, ends))
            found += _near(shared, first, vectors, rows)
    same = (pair for pair in found if not contrary(_told(passages[pair.first]), _told(passages[pair.second])))
    return sorted(same, key=lambda pair: (-pair.likeness, pair.first, pair.second))


def _documents(passages: Sequence[Passage]) -> Iterator[tuple[int, int]]:
    """Yield where each document's passages begin and end."""
    begins = 0
    for _, held in groupby(passages, key=lambda passage: passage.document):
        ends = begins + sum(1 for _ in held)
        yield begins, ends
        begins = ends


def _near(shared: NDArray[np.float64], first: int, vectors: Vectors, rows: NDArray[np.int64]) -> Iterator[Pair]:
    """Pair passages from `first` on with the likest of those before them; `shared` has what words say of each pair."""
    later, earlier = np.nonzero(shared >= LEAST_SHARED)
    cosines = _cosines(vectors, rows[later + first], rows[earlier])
    likeness = cosines + shared[later, earlier]
    good = np.flatnonzero((likeness >= BAR) & (cosines >= LEAST_COSINE))
    order = good[np.lexsort((earlier[good], -likeness[good], later[good]))]
    for place, ranked in groupby(order.tolist(), key=lambda n: int(later[n])):
        best = list(ranked)[:_MOST_PARTNERS]
        yield from (Pair(float(likeness[n]), int(earlier[n]), place + first) for n in best)


def _cosines(vectors: Vectors, some: NDArray[np.int64], others: NDArray[np.int64]) -> NDArray[np.float64]:
    """Compare rows pair by pair, so many at once that little is copied."""
    portions = range(0, len(some), _COMPARED)
    found = [
        np.einsum("ij,ij->i", vectors[some[n : n + _COMPARED]], vectors[others[n : n + _COMPARED]]) for n in portions
    ]
    return np.concatenate(found).astype(np.float64) if found else np.zeros(0)


def _told(passage: Passage) -> str:
    """Write a passage with the line it stands under, which may deny it: "Do not have it with:"."""
    return f"{passage.lead_text} {passage.text}"
