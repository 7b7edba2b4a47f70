"""Misspelt words -> words of the library and of the questions written for it; what was understood is shown.

A word is touched only when the library has no form of it and the language model's own word list has it not, so that
"scarf" does not become "scar". Distance is optimal string alignment: a letter added, lost or changed, or two
neighbours swapped.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property

from rapidfuzz.distance import OSA

from chatbot.contraction import with_apostrophes
from chatbot.words import BETWEEN, stem, tokens

# With its apostrophe, so that no part of "doesn't" is taken for a word.
_WORD = re.compile(r"[^\W\d_]+(?:['’]t\b)?")
_SHORTEST, _LONG = 4, 8

Spellings = Callable[[str, int, int], Mapping[str, int]]
"""The library's words with a first letter and a range of lengths, and how often each stands there."""


class AskedSpellings:
    """The words of a library and of the questions written for it: people ask in words that no document has.

    Some questions are written with slips, so of theirs only words count that the language model's list has too.
    """

    def __init__(self, library: Spellings, questions: Iterable[str], known: frozenset[str]) -> None:
        self._library, self._questions, self._known = library, questions, known

    def __call__(self, first: str, shortest: int, longest: int) -> Mapping[str, int]:
        """Give the words that begin with a letter and have a range of lengths, and how often each stands there."""
        found = Counter(self._library(first, shortest, longest))
        found.update({word: n for word, n in self._asked[first].items() if shortest <= len(word) <= longest})
        return found

    @cached_property
    def _asked(self) -> Mapping[str, Mapping[str, int]]:
        """Count the words of all questions, by first letter; only once somebody makes a slip."""
        found: defaultdict[str, dict[str, int]] = defaultdict(dict)
        for word, count in Counter(tokens(BETWEEN.join(self._questions))).items():
            if word in self._known:
                found[word[0]][word] = count
        return found


def correct(question: str, spellings: Spellings, known: frozenset[str]) -> str:
    """Mend the words of a question that are one slip away from a word of the library, two for long words."""
    if not known:
        return question
    return _WORD.sub(lambda match: _mend(match.group(), spellings, known), question)


def _mend(written: str, spellings: Spellings, known: frozenset[str]) -> str:
    word = written.lower()
    if len(word) < _SHORTEST or word in known or "'" in with_apostrophes(word) or "’" in word:
        return written
    slips = 2 if len(word) >= _LONG else 1
    near = spellings(word[0], len(word) - slips, len(word) + slips)
    distances = {other: OSA.distance(word, other, score_cutoff=slips) for other in near}
    fitting = [other for other, distance in distances.items() if distance <= slips]
    if not fitting or stem(word) in map(stem, near):
        return written
    return min(fitting, key=lambda other: (distances[other], -near[other], other))
