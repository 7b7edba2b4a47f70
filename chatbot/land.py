"""Question -> Landing: which written questions it resembles, so which claims answer it, or that none does.

Nearest neighbours vote. A question written for a claim or for several votes for the passages that state them; a near
miss, written because no document answers it, votes for the documents not saying. Likeness is the cosine of the two
questions plus a share of the rare words they have in common. (Nearest-neighbour classification: Cover & Hart, 1967.)
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from chatbot.asked_words import AskedWords
from ingest.book import AskedKind, ClaimBook
from ingest.types import Vectors

# What the words in common weigh beside the cosine, how many neighbours vote, and how fast a vote fades with likeness.
_WORDS = 0.2
_NEIGHBOURS = 40
_NARROW, _MIDDLE, _WIDE = 0.04, 0.08, 0.16
# A sentence that only touches a claim gets half a vote; an answer of so many passages is a list.
_WEAK, _MANY = 0.5, 10
# From which likeness a written question says nearly the same (docs/quality.md has what it was chosen on).
_SAME = 0.9
# Half of a follow-up's likeness is that of its words alone, and of the question before it, which weighs less.
_BEFORE = 0.3

Likeness = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Vote:
    """What the neighbours say for one passage: shares 0 to 1 among near and among more distant neighbours.

    `nearest` is the likeness of the nearest question it answers, against the nearest that any passage does (0 or
    less); `focus` counts neighbours with few passages more.
    """

    narrow: float = 0.0
    middle: float = 0.0
    wide: float = 0.0
    nearest: float = -0.5
    focus: float = 0.0


@dataclass(frozen=True, slots=True)
class Landing:
    """Where a question lands: votes by passage id, claims by share, and how near questions are that nothing answers.

    `strength` is the likeness of the nearest answered question, `gap` how far it is ahead of the nearest near miss,
    `missed` the near misses' shares of the vote, `lists` the share that goes to questions with long answers,
    `strange` and `strangest` how much the question's words belong to near misses (log odds).
    """

    votes: Mapping[str, Vote] = field(default_factory=dict)
    claims: Mapping[str, float] = field(default_factory=dict)
    strength: float = 0.0
    gap: float = 0.0
    missed: tuple[float, float] = (0.0, 0.0)
    lists: float = 0.0
    disputed: float = 0.0
    strange: float = 0.0
    strangest: float = 0.0


class Lander:
    """The written questions of one library, ready for comparing."""

    def __init__(self, book: ClaimBook, vectors: Vectors, about: frozenset[str], own_words: frozenset[str]) -> None:
        self._asked, self._vectors, self._own = book.asked, np.asfortranarray(vectors), own_words
        self._is_miss = np.array([asked.kind is AskedKind.NEAR_MISS for asked in book.asked], dtype=bool)
        self._words = AskedWords([asked.question for asked in book.asked], self._is_miss.tolist(), about)
        # Most questions share their claims with others, and what states those is the same.
        stated = {claims: _passages(claims, book) for claims in {asked.claims for asked in book.asked}}
        self._names = sorted({passage for found in stated.values() for passage in found})
        place = {name: number for number, name in enumerate(self._names)}
        states = {claims: _States.of(found, place) for claims, found in stated.items()}
        self._states = [states[asked.claims] for asked in book.asked]
        long = {claims for claims, state in states.items() if len(state.passages) >= _MANY}
        self._is_long = np.array([asked.claims in long for asked in book.asked], dtype=bool) & ~self._is_miss
        self._is_torn = np.array([asked.kind is AskedKind.DISAGREEMENT for asked in book.asked], dtype=bool)

    def likeness(self, questions: Sequence[str], vectors: Vectors) -> Likeness:
        """Compare with every written question, the likest of some wordings of one question counting.

        `vectors` has a unit row for each wording, as it is asked. Each is compared by itself: with several at once
        OpenBLAS first copies the whole matrix (measured: 8 ms for two, 2.5 one after the other).
        """
        shares = self._words.shared(questions)
        ways = [self._vectors @ vector + _WORDS * share for vector, share in zip(vectors, shares, strict=True)]
        found: Likeness = reduce(np.maximum, ways)
        return found

    def land(self, question: str, likeness: Likeness) -> Landing:
        """Let the nearest written questions vote; ties are broken by their order in the book."""
        count = min(_NEIGHBOURS, len(likeness))
        high = np.flatnonzero(likeness >= np.partition(likeness, -count)[-count])
        order = high[np.argsort(-likeness[high], kind="stable")][:count]
        near, misses = likeness[order], self._is_miss[order]
        fading = {width: np.exp((near - near[0]) / width) for width in (_NARROW, _MIDDLE, _WIDE)}
        middle = fading[_MIDDLE]
        answered = max(float(middle[~misses].sum()), 1e-9)
        strength, missed = _best(near[~misses], near), _best(near[misses], near)
        # Of several that are equally like it all count, whatever their order in the book.
        same = order[~misses & (near == strength)] if strength > max(missed, _SAME) else ()
        like = " ".join(self._asked[row].question for row in same)
        strange, strangest = self._words.strangeness(question, self._own, like)
        return Landing(
            votes=self._votes(order, near, fading, strength),
            claims=self._claims(order, middle / answered),
            strength=strength,
            gap=strength - missed,
            missed=(_share(fading[_NARROW], misses), _share(fading[_WIDE], misses)),
            lists=float(middle[self._is_long[order]].sum() / answered),
            disputed=float(middle[self._is_torn[order]].sum() / answered),
            strange=strange,
            strangest=strangest,
        )

    def answered_with(self, stem: str) -> int:
        """Count the written questions with an answer that have a word of this stem."""
        return self._words.answered(stem)

    def _votes(
        self, order: NDArray[np.int64], near: Likeness, fading: Mapping[float, Likeness], strength: float
    ) -> dict[str, Vote]:
        states = [self._states[row] for row in order]
        counts = np.array([len(state.passages) for state in states])
        passages = np.concatenate([state.passages for state in states])
        weights = np.concatenate([state.weights for state in states])
        place, size = np.repeat(np.arange(len(order)), counts), len(self._names)
        shares = {}
        for width, fade in fading.items():
            answered = float(fade[counts > 0].sum()) or 1.0
            shares[width] = np.bincount(passages, fade[place] * weights, minlength=size) / answered
        focus = np.bincount(passages, fading[_MIDDLE][place] * weights / np.sqrt(counts[place]), minlength=size)
        nearest = np.full(size, -9.0)
        np.maximum.at(nearest, passages, near[place] - np.where(weights == 1.0, 0.0, 0.1))
        columns = [*(shares[width] for width in fading), nearest - strength, focus / (focus.max(initial=0.0) or 1.0)]
        voted = np.unique(passages)
        values = np.stack(columns, axis=1)[voted].tolist() if len(voted) else []
        return {self._names[number]: Vote(*value) for number, value in zip(voted.tolist(), values, strict=True)}

    def _claims(self, order: NDArray[np.int64], weights: Likeness) -> dict[str, float]:
        shares: defaultdict[str, float] = defaultdict(float)
        for row, weight in zip(order, weights, strict=True):
            for claim in self._asked[row].claims:
                shares[claim] += float(weight)
        return dict(sorted(shares.items(), key=lambda entry: (-entry[1], entry[0])))


def follow_up(whole: Likeness, alone: Likeness, before: Likeness) -> Likeness:
    """Weigh the ways a follow-up can be read: completed by the question before, and alone beside that question."""
    mixed: Likeness = 0.5 * whole + 0.5 * (alone + _BEFORE * before) / (1 + _BEFORE)
    return mixed


def _passages(claims: Sequence[str], book: ClaimBook) -> dict[str, float]:
    found: dict[str, float] = {}
    for claim in claims:
        for evidence in book.claims[claim].evidence:
            found[evidence.passage] = max(found.get(evidence.passage, 0.0), _WEAK if evidence.weak else 1.0)
    return found


class _States(NamedTuple):
    """The passages that a written question's claims are stated in, as numbers, and what a vote for each weighs."""

    passages: NDArray[np.int64]
    weights: NDArray[np.float64]

    @classmethod
    def of(cls, found: Mapping[str, float], place: Mapping[str, int]) -> _States:
        numbers = np.array([place[name] for name in found], dtype=np.int64)
        return cls(numbers, np.array(list(found.values()), dtype=np.float64))


def _best(some: Likeness, every: Likeness) -> float:
    return float(some.max()) if len(some) else float(every.min())


def _share(weights: Likeness, members: NDArray[np.bool_]) -> float:
    return float(weights[members].sum() / weights.sum())
