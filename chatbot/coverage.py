"""Terms of a question and passages -> how much of the question each passage covers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from chatbot.terms import ANOTHER_WORD, Needles, Term, stemmed
from ingest.types import Passage

# What a word in the heading or the sentence before counts, against one in the passage itself.
_AROUND = 0.6
Weighed = Sequence[tuple[float, Needles]]
"""The terms of a question: the share of the weight that each has, and what is looked for."""
Stems = tuple[str, str]
"""The stems of what a passage says and, apart, of what it stands under."""


def coverage(weights: Mapping[Term, float], passage: Passage) -> float:
    """Tell how much of a question a passage covers, 0 to 1, rare terms counting more.

    What counts is its own words and those of the question it answers in its document, and less those it stands under.
    """
    return float(covered(weighed(weights), [passage_stems(passage)])[0])


def passage_stems(passage: Passage) -> Stems:
    """Stem what a passage says and, apart, what it stands under."""
    answered = passage.lead_text if passage.lead_text.endswith("?") else ""
    return stemmed(f"{answered} {passage.text}"), stemmed(passage.context)


def weighed(weights: Mapping[Term, float]) -> Weighed:
    """Give each term's share of the weight with what is looked for; made once a question, used for every passage."""
    total = sum(weights.values()) or 1.0
    return tuple((weight / total, term.needles) for term, weight in weights.items())


def covered(terms: Weighed, passages: Sequence[Stems]) -> NDArray[np.float64]:
    """Tell how much of the terms the stems of each passage hold, an entry a passage; see `coverage`."""
    inside, around = _Joined([text for text, _ in passages]), _Joined([text for _, text in passages])
    found = np.zeros(len(passages))
    for share, needles in terms:
        found += share * np.maximum(inside.held(needles), _AROUND * around.held(needles))
    return found


class _Joined:
    """Texts read as one: a needle is looked for in a hundred passages by a call or two, not by a hundred."""

    def __init__(self, texts: Sequence[str]) -> None:
        # No needle has a line break, so none is found across two texts.
        self._whole = "\n".join(texts)
        self._ends = np.cumsum([len(text) + 1 for text in texts], dtype=np.int64)

    def held(self, needles: Needles) -> NDArray[np.float64]:
        """Tell how well each text holds a term, as `terms.held` does of one."""
        asked, others = needles
        found = np.zeros(len(self._ends))
        found[self._texts(place for other in others for place in self._places(other))] = ANOTHER_WORD
        found[self._texts(self._places(asked))] = 1.0
        return found

    def _texts(self, places: Iterator[int]) -> NDArray[np.int64]:
        """Number the texts in which these places are."""
        found: NDArray[np.int64] = np.searchsorted(self._ends, np.fromiter(places, dtype=np.int64), side="right")
        return found

    def _places(self, needle: str) -> Iterator[int]:
        place = self._whole.find(needle)
        while place >= 0:
            yield place
            # The blank that ends a word begins the next one.
            place = self._whole.find(needle, place + 1)
