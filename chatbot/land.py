"""Question -> Landing: which written questions it resembles, so which claims answer it, or that none does.

Nearest neighbours vote. A question written for a claim or for several votes for the passages that state them; a near
miss, written because no document answers it, votes for the documents not saying. Likeness is the cosine of the two
questions plus a share of the rare words they have in common. (Nearest-neighbour classification: Cover & Hart, 1967.)
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from chatbot.words import content_words, stem
from ingest.book import AskedKind, ClaimBook
from ingest.subject import joined
from ingest.types import Vectors

# What the words in common weigh beside the cosine, how many neighbours vote, and how fast a vote fades with likeness.
_WORDS = 0.2
_NEIGHBOURS = 40
_NARROW, _MIDDLE, _WIDE = 0.04, 0.08, 0.16
# A sentence that only touches a claim gets half a vote; an answer of so many passages is a list.
_WEAK, _MANY = 0.5, 10
# Half of a follow-up's likeness is that of its words alone, and of the question before it, which weighs less.
_BEFORE = 0.3
_BETWEEN = "\0"  # no word of the subject reaches across it

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
        self._asked, self._vectors = book.asked, vectors
        self._about, self._own = about, own_words
        self._is_miss = np.array([asked.kind is AskedKind.NEAR_MISS for asked in book.asked], dtype=bool)
        # Most questions share their claims with others, and what states those is the same.
        stated = {claims: _passages(claims, book) for claims in {asked.claims for asked in book.asked}}
        self._passages = [stated[asked.claims] for asked in book.asked]
        self._index_words(self._words([asked.question for asked in book.asked]))

    def _index_words(self, words: Sequence[frozenset[str]]) -> None:
        rows: dict[str, list[int]] = defaultdict(list)
        for row, found in enumerate(words):
            for word in found:
                rows[word].append(row)
        self._rows = {word: np.array(where) for word, where in rows.items()}
        self._rarity = {word: self._rareness(len(where)) for word, where in rows.items()}
        self._totals = np.array([sum(self._rarity[word] for word in found) for found in words])
        self._missing, self._answered = Counter[str](), Counter[str]()
        for found, miss in zip(words, self._is_miss, strict=True):
            (self._missing if miss else self._answered).update(found)

    def _rareness(self, count: int) -> float:
        return math.log1p((len(self._asked) - count + 0.5) / (count + 0.5))

    def _words(self, questions: Sequence[str]) -> list[frozenset[str]]:
        """Stem the meaningful words of each question but the subject's, which is sought in all of them at once."""
        about = frozenset(map(stem, self._about))
        whole = joined(_BETWEEN.join(question.replace(_BETWEEN, " ") for question in questions), self._about)
        return [frozenset(map(stem, content_words(question))) - about for question in whole.split(_BETWEEN)]

    def likeness(self, question: str, vector: Vectors) -> Likeness:
        """Compare a question with every written one; `vector` is the unit vector of the question as it is asked."""
        [words] = self._words([question])
        shared = np.zeros(len(self._asked))
        for word in words & self._rows.keys():
            shared[self._rows[word]] += self._rarity[word]
        total = sum(self._rarity.get(word, self._rareness(0)) for word in words)
        found: Likeness = self._vectors @ vector + _WORDS * 2 * shared / (total + self._totals + 1e-9)
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
        many = np.array([len(self._passages[row]) >= _MANY for row in order]) & ~misses
        torn = np.array([self._asked[row].kind is AskedKind.DISAGREEMENT for row in order])
        strength, missed = _best(near[~misses], near), _best(near[misses], near)
        strange, strangest = self._strangeness(question)
        return Landing(
            votes=self._votes(order, near, fading, strength),
            claims=self._claims(order, middle / answered),
            strength=strength,
            gap=strength - missed,
            missed=(_share(fading[_NARROW], misses), _share(fading[_WIDE], misses)),
            lists=float(middle[many].sum() / answered),
            disputed=float(middle[torn].sum() / answered),
            strange=strange,
            strangest=strangest,
        )

    def _votes(
        self, order: NDArray[np.int64], near: Likeness, fading: Mapping[float, Likeness], strength: float
    ) -> dict[str, Vote]:
        shares: dict[float, defaultdict[str, float]] = {width: defaultdict(float) for width in fading}
        nearest: dict[str, float] = {}
        focus: defaultdict[str, float] = defaultdict(float)
        answered = dict.fromkeys(fading, 0.0)
        for place, row in enumerate(order):
            found = self._passages[row]
            for width, weights in fading.items():
                answered[width] += float(weights[place]) if found else 0.0
            for passage, weight in found.items():
                closeness = float(near[place]) - (0.0 if weight == 1 else 0.1)
                nearest[passage] = max(nearest.get(passage, -9.0), closeness)
                focus[passage] += float(fading[_MIDDLE][place]) * weight / math.sqrt(len(found))
                for width, weights in fading.items():
                    shares[width][passage] += float(weights[place]) * weight
        narrow, middle, wide = (
            {passage: share / (answered[width] or 1.0) for passage, share in shares[width].items()} for width in fading
        )
        most = max(focus.values(), default=1.0)
        return {
            name: Vote(narrow[name], middle[name], wide[name], nearest[name] - strength, focus[name] / most)
            for name in sorted(nearest)
        }

    def _claims(self, order: NDArray[np.int64], weights: Likeness) -> dict[str, float]:
        shares: defaultdict[str, float] = defaultdict(float)
        for row, weight in zip(order, weights, strict=True):
            for claim in self._asked[row].claims:
                shares[claim] += float(weight)
        return dict(sorted(shares.items(), key=lambda entry: (-entry[1], entry[0])))

    def _strangeness(self, question: str) -> tuple[float, float]:
        """Weigh by how much a question's words speak for a near miss: mean and highest log odds (naive Bayes)."""
        misses, others = max(int(self._is_miss.sum()), 1), max(int((~self._is_miss).sum()), 1)
        words = sorted(self._words([question])[0])
        asked = [(self._missing[word] + 0.3, self._answered[word] + 0.3 + (word in self._own)) for word in words]
        odds = [math.log((missed / misses) / (answered / others)) for missed, answered in asked]
        return (sum(odds) / len(odds), max(odds)) if odds else (0.0, 0.0)


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


def _best(some: Likeness, every: Likeness) -> float:
    return float(some.max()) if len(some) else float(every.min())


def _share(weights: Likeness, members: NDArray[np.bool_]) -> float:
    return float(weights[members].sum() / weights.sum())
