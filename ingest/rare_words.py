"""Texts -> how much of their rare words each has in common with those before it.

A word weighs by how rare it is (inverse document frequency as in BM25); two texts have the cosine of what they weigh.
Which text has a word is kept by word, so only texts with a word in common cost anything.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

# A word that stands in more than this share of the texts, or in more than this many, says nothing; where it stands in
# few it always does.
_COMMON, _MOST_COMMON, _FEWEST_COMMON = 0.1, 1000, 10
_WORD = re.compile(r"[^\W_]+")

Numbers = NDArray[np.int64]


class RareWords:
    """Texts, numbered from 0, which are entered one after another and compared with those entered before."""

    def __init__(self, texts: Sequence[str]) -> None:
        said = [sorted(set(_WORD.findall(text.lower()))) for text in texts]
        counts, total = Counter(word for words in said for word in words), len(texts)
        weights = {word: float(np.log1p((total - n + 0.5) / (n + 0.5))) ** 2 for word, n in counts.items()}
        most = min(max(total * _COMMON, _FEWEST_COMMON), _MOST_COMMON)
        rare = {word: number for number, word in enumerate(sorted(w for w, n in counts.items() if 1 < n <= most))}
        self._words = [np.array([rare[word] for word in words if word in rare], np.int64) for words in said]
        self._weights = np.array([weights[word] for word in rare])
        # Common words are part of how long a text is.
        self._lengths = np.sqrt([sum(weights[word] for word in words) or 1.0 for words in said])
        sizes = np.array([counts[word] for word in rare], np.int64)
        self._starts, self._filled = np.cumsum(sizes) - sizes, np.zeros_like(sizes)
        self._holding: Numbers = np.zeros(sizes.sum(), np.int64)
        self.entered = 0

    def enter(self, last: int) -> None:
        """Enter the texts up to this one, which is not entered."""
        for number in range(self.entered, last):
            words = self._words[number]
            self._holding[self._starts[words] + self._filled[words]] = number
            self._filled[words] += 1
        self.entered = last

    def shared(self, first: int, last: int) -> NDArray[np.float64]:
        """Compare the texts from `first` on, before `last`, with all entered: cosines of shape (texts, entered)."""
        words = np.concatenate(self._words[first:last])
        texts = np.repeat(np.arange(last - first), [len(found) for found in self._words[first:last]])
        counts = self._filled[words]
        ends = np.cumsum(counts)
        places = np.arange(counts.sum()) + np.repeat(self._starts[words] - ends + counts, counts)
        cells = np.repeat(texts * self.entered, counts) + self._holding[places]
        summed = np.bincount(cells, np.repeat(self._weights[words], counts), (last - first) * self.entered)
        grid = np.asarray(summed, np.float64).reshape(last - first, self.entered)
        found: NDArray[np.float64] = grid / self._lengths[first:last, None] / self._lengths[: self.entered]
        return found
