"""The words of the written questions: how rare they are, what a question shares with each, what tells a near miss."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from chatbot.words import BETWEEN, content_words, is_content, stem, tokens
from ingest.subject import joined

_NONE, _NEXT = -1, -2  # the number of a word that does not count, and of the end of a question


class AskedWords:
    """The words of written questions, counted; `about` are the subject's, which all share and which count nowhere."""

    def __init__(self, questions: Sequence[str], is_miss: Sequence[bool], about: frozenset[str]) -> None:
        self._about = about
        rows, words, self._vocabulary = self._occurrences(questions)
        size, self._count = len(self._vocabulary), len(questions)
        counts = np.bincount(words, minlength=size)
        self._rarity = np.log1p((self._count - counts + 0.5) / (counts + 0.5))
        self._totals = np.bincount(rows, self._rarity[words], minlength=self._count)
        self._rows = np.split(rows[np.argsort(words, kind="stable")], np.cumsum(counts)[:-1]) if size else []
        self._missing = np.bincount(words[np.array(is_miss, dtype=bool)[rows]], minlength=size)
        self._answered = counts - self._missing
        self._misses = max(sum(map(bool, is_miss)), 1)
        self._others = max(self._count - sum(map(bool, is_miss)), 1)

    def _occurrences(self, questions: Sequence[str]) -> tuple[NDArray[np.int64], NDArray[np.int64], dict[str, int]]:
        """Tell which stems stand in which question, each pair once, by row and then by stem; and the stems' numbers.

        All questions are read as one text: a call for each of many thousands would take most of a second.
        """
        whole = joined(BETWEEN.join(question.replace(BETWEEN, " ") for question in questions), self._about)
        written = tokens(whole)
        kinds = dict.fromkeys(written)
        found = {word: stem(word) for word in kinds if word != BETWEEN and is_content(word)}
        about = frozenset(map(stem, self._about))
        stems = {name: number for number, name in enumerate(dict.fromkeys(found.values())) if name not in about}
        vocabulary = {name: number for number, name in enumerate(stems)}
        codes = {word: vocabulary.get(found.get(word, ""), _NONE) for word in kinds} | {BETWEEN: _NEXT}
        numbers = np.fromiter(map(codes.__getitem__, written), dtype=np.int64, count=len(written))
        rows, is_word = np.cumsum(numbers == _NEXT), numbers >= 0
        pairs = np.unique(rows[is_word] * max(len(vocabulary), 1) + numbers[is_word])
        return *np.divmod(pairs, max(len(vocabulary), 1)), vocabulary

    def _words(self, question: str) -> list[str]:
        """Stem the meaningful words of a question but the subject's, each once."""
        about = frozenset(map(stem, self._about))
        return sorted(frozenset(map(stem, content_words(joined(question, self._about)))) - about)

    def _rareness(self, word: str) -> float:
        number = self._vocabulary.get(word)
        return math.log1p((self._count + 0.5) / 0.5) if number is None else float(self._rarity[number])

    def shared(self, questions: Sequence[str]) -> NDArray[np.float64]:
        """Compare questions with the written ones by rare words in common: 0 to 1, shape (questions, written)."""
        shares = np.zeros((len(questions), self._count))
        for place, words in enumerate(map(self._words, questions)):
            for number in (self._vocabulary[word] for word in words if word in self._vocabulary):
                shares[place, self._rows[number]] += self._rarity[number]
            shares[place] *= 2 / (sum(map(self._rareness, words)) + self._totals + 1e-9)
        return shares

    def answered(self, stem: str) -> int:
        """Count the questions with an answer that have a word of this stem."""
        number = self._vocabulary.get(stem)
        return 0 if number is None else int(self._answered[number])

    def strangeness(self, question: str, own_words: frozenset[str], like: str = "") -> tuple[float, float]:
        """Weigh by how much a question's words speak for a near miss: mean and highest log odds (naive Bayes).

        `own_words` are stems of the documents, which speak a little against one. `like` is a question with an answer
        that says nearly the same: a word that it has too does not speak for a near miss, however many of those have it.
        """
        borne = frozenset(self._words(like))
        found = [(word in borne, self._odds(word, word in own_words)) for word in self._words(question)]
        odds = [min(weight, 0.0) if is_borne else weight for is_borne, weight in found]
        return (sum(odds) / len(odds), max(odds)) if odds else (0.0, 0.0)

    def _odds(self, word: str, is_own: bool) -> float:
        number = self._vocabulary.get(word)
        missing, answered = (0, 0) if number is None else (int(self._missing[number]), int(self._answered[number]))
        return math.log(((missing + 0.3) / self._misses) / ((answered + 0.3 + is_own) / self._others))
