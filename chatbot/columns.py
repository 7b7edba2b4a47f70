"""Passages measured against a question, as columns: many are weighed at once, and few of them become hits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from chatbot.types import COVERAGE_WEIGHT, MOST_HITS, STANDING, Hit
from ingest.types import Passage

_PAGE = 2
Scores = NDArray[np.float64]
Places = NDArray[np.int64]


class Measured(NamedTuple):
    """Some passages and what `Hit` has of each: columns of similarity, coverage, page and around, one row a measure."""

    passages: Sequence[Passage]
    measures: Scores

    @property
    def scores(self) -> Scores:
        """Weigh the measures by `STANDING`."""
        return np.array(STANDING) @ self.measures

    def on(self, pages: Mapping[str, float]) -> Measured:
        """Give the same with a score for each document's page, 0 for those that have none."""
        measures = self.measures.copy()
        measures[_PAGE] = [pages.get(passage.document, 0.0) for passage in self.passages]
        return self._replace(measures=measures)

    def most_relevant(self, among: Places, limit: int) -> list[int]:
        """Give the places of the most relevant of the best `MOST_HITS` among some places, ties by id."""
        relevance = (self.measures[0] + COVERAGE_WEIGHT * self.measures[1]).tolist()
        top = among[best(self.scores[among], MOST_HITS)].tolist()
        return sorted(top, key=lambda place: (-relevance[place], self.passages[place].id))[:limit]

    def hits(self, scores: Scores, places: Iterable[int]) -> tuple[Hit, ...]:
        """Make hits of the passages at these places, in this order."""
        columns, scored = self.measures.T.tolist(), scores.tolist()
        return tuple(Hit(self.passages[place], scored[place], *columns[place]) for place in places)


def best(scores: Scores, limit: int) -> Places:
    """Give the places of the highest scores, best first; those of one score stay in their order."""
    return np.argsort(-scores, kind="stable")[:limit]
