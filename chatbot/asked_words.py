"""The words of the written questions: how rare they are, what a question shares with each, what tells a near miss."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from chatbot.words import content_words, stem
from ingest.subject import joined

_BETWEEN = "\0"  # no word of the subject reaches across it


class AskedWords:
    """The words of written questions, counted; `about` are the subject's, which all share and which count nowhere."""

    def __init__(self, questions: Sequence[str], is_miss: Sequence[bool], about: frozenset[str]) -> None:
        self._about = about
        words = self._words(questions)
        self._count = len(words)
        rows: dict[str, list[int]] = defaultdict(list)
        for row, found in enumerate(words):
            for word in found:
                rows[word].append(row)
        self._rows = {word: np.array(where) for word, where in rows.items()}
        self._rarity = {word: self._rareness(len(where)) for word, where in rows.items()}
        self._totals = np.array([sum(self._rarity[word] for word in found) for found in words])
        self._missing, self._answered = Counter[str](), Counter[str]()
        for found, miss in zip(words, is_miss, strict=True):
            (self._missing if miss else self._answered).update(found)
        self._misses = max(sum(map(bool, is_miss)), 1)
        self._others = max(len(words) - sum(map(bool, is_miss)), 1)

    def _rareness(self, count: int) -> float:
        return math.log1p((self._count - count + 0.5) / (count + 0.5))

    def _words(self, questions: Sequence[str]) -> list[frozenset[str]]:
        """Stem the meaningful words of each question but the subject's, which is sought in all of them at once."""
        about = frozenset(map(stem, self._about))
        whole = joined(_BETWEEN.join(question.replace(_BETWEEN, " ") for question in questions), self._about)
        return [frozenset(map(stem, content_words(question))) - about for question in whole.split(_BETWEEN)]

    def shared(self, questions: Sequence[str]) -> NDArray[np.float64]:
        """Compare questions with the written ones by rare words in common: 0 to 1, shape (written, questions)."""
        shares = np.zeros((self._count, len(questions)))
        for column, words in enumerate(self._words(questions)):
            for word in words & self._rows.keys():
                shares[self._rows[word], column] += self._rarity[word]
            total = sum(self._rarity.get(word, self._rareness(0)) for word in words)
            shares[:, column] *= 2 / (total + self._totals + 1e-9)
        return shares

    def answered(self, stem: str) -> int:
        """Count the questions with an answer that have a word of this stem."""
        return self._answered[stem]

    def strangeness(self, question: str, own_words: frozenset[str]) -> tuple[float, float]:
        """Weigh by how much a question's words speak for a near miss: mean and highest log odds (naive Bayes).

        `own_words` are stems of the documents, which speak a little against one.
        """
        words = sorted(self._words([question])[0])
        asked = [(self._missing[word] + 0.3, self._answered[word] + 0.3 + (word in own_words)) for word in words]
        odds = [math.log((missed / self._misses) / (answered / self._others)) for missed, answered in asked]
        return (sum(odds) / len(odds), max(odds)) if odds else (0.0, 0.0)
