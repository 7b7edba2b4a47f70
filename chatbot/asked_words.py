"""The words of the written questions: how rare they are, what a question shares with each, what tells a near miss."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from itertools import chain, count

import numpy as np
from numpy.typing import NDArray

from chatbot.words import BETWEEN, content_words, is_content, stem, words
from ingest.subject import joined


class AskedWords:
    """The words of written questions, counted; `about` are the subject's, which all share and which count nowhere."""

    def __init__(self, questions: Sequence[str], is_miss: Sequence[bool], about: frozenset[str]) -> None:
        self._about = about
        rows, numbers, self._vocabulary = self._occurrences(questions)
        size, self._count = len(self._vocabulary), len(questions)
        counts = np.bincount(numbers, minlength=size)
        self._rarity = np.log1p((self._count - counts + 0.5) / (counts + 0.5))
        self._totals = np.bincount(rows, self._rarity[numbers], minlength=self._count)
        self._rows = np.split(rows[np.argsort(numbers, kind="stable")], np.cumsum(counts)[:-1]) if size else []
        self._missing = np.bincount(numbers[np.array(is_miss, dtype=bool)[rows]], minlength=size)
        self._answered = counts - self._missing
        self._misses = max(sum(map(bool, is_miss)), 1)
        self._others = max(self._count - sum(map(bool, is_miss)), 1)

    def _occurrences(self, questions: Sequence[str]) -> tuple[NDArray[np.int64], NDArray[np.int64], dict[str, int]]:
        """Tell which stems stand in which question, each pair once, by row and then by stem; and the stems' numbers.

        All questions are read as one text, and what stands between blanks is looked into once, however often it does:
        most of it stands there many times.
        """
        text = joined(f" {BETWEEN} ".join([question.replace(BETWEEN, " ") for question in questions]), self._about)
        pieces: defaultdict[str, int] = defaultdict(count().__next__)
        written = text.split()
        numbers = np.fromiter(map(pieces.__getitem__, written), dtype=np.int64, count=len(written))
        about = frozenset(map(stem, self._about))
        content = (map(stem, filter(is_content, words(piece))) for piece in pieces)
        found = [[name for name in stems if name not in about] for stems in content]
        vocabulary = {name: number for number, name in enumerate(dict.fromkeys(chain.from_iterable(found)))}
        codes = np.array([vocabulary[name] for names in found for name in names], dtype=np.int64)
        places, stems = _opened(numbers, np.array([len(names) for names in found], dtype=np.int64))
        rows, size = np.cumsum(numbers == pieces[BETWEEN])[places], max(len(vocabulary), 1)
        pairs = np.sort(rows * size + codes[stems])
        return *np.divmod(pairs[np.diff(pairs, prepend=-1) > 0], size), vocabulary

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
        for place, asked in enumerate(map(self._words, questions)):
            for number in (self._vocabulary[word] for word in asked if word in self._vocabulary):
                shares[place, self._rows[number]] += self._rarity[number]
            shares[place] *= 2 / (sum(map(self._rareness, asked)) + self._totals + 1e-9)
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


def _opened(bags: NDArray[np.int64], sizes: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Open numbered bags, number n with the next `sizes[n]` things: for each thing its bag's place, and its own."""
    counts = sizes[bags]
    places = np.repeat(np.arange(len(bags)), counts)
    first = (np.cumsum(sizes) - sizes)[bags] - (np.cumsum(counts) - counts)
    return places, np.arange(len(places)) + first[places]
