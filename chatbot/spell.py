"""Misspelt words -> words of the library and of the questions written for it; what was understood is shown.

A word is touched only when the library has no form of it and neither the language model's own word list nor a
dictionary has it, so that "scarf" does not become "scar". Distance is optimal string alignment: a letter added, lost or
changed, or two neighbours swapped.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property

from rapidfuzz.distance import OSA

from chatbot.contraction import with_apostrophes
from chatbot.english import is_english
from chatbot.words import BETWEEN, is_content, stem, tokens

# With its apostrophe, so that no part of "doesn't" is taken for a word.
_WORD = re.compile(r"[^\W\d_]+(?:['’]t\b)?")
# A word with a capital amid a sentence, and a sentence that does not give every word one.
_NAME = re.compile(r"(?<=[^.?!:\s] )[A-Z]")
_NOT_A_TITLE = re.compile(r"(?<=\s)[a-z]")
_SHORTEST, _LONG = 4, 8
# How often a word that no list has must be written to be one, and how much more often what it could be a slip of.
_OFTEN, _FAR_MORE = 3, 10
_DOUBLED = re.compile(r"(.)\1+")
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_KEYS = {key: (row, column) for row, keys in enumerate(_ROWS) for column, key in enumerate(keys)}
# Each row of a keyboard stands half a key to the right of the one above it.
_STEPS = ((0, -1), (0, 1), (-1, 0), (-1, 1), (1, -1), (1, 0))
BESIDE = frozenset(
    (one, other)
    for one, (row, column) in _KEYS.items()
    for step in _STEPS
    for other, at in _KEYS.items()
    if at == (row + step[0], column + step[1])
)
"""The pairs of letters whose keys lie beside each other (QWERTY)."""
# How much seldomer one kind of slip is than the one before it, as a power of ten of how often words stand there.
_SELDOMER = 0.6

Spellings = Callable[[str, int, int], Mapping[str, int]]
"""The library's words with a first letter and a range of lengths, and how often each stands there."""


class AskedSpellings:
    """The words of a library and of the questions written for it: people ask in words that no document has.

    Some questions are written with slips. So of theirs those words count that the language model's list has too, or
    that stand there often and are no slip of one that stands there far more often.
    """

    def __init__(self, library: Spellings, questions: Sequence[str], known: frozenset[str]) -> None:
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
        counts = Counter(tokens(BETWEEN.join(self._questions)))
        for word, count in counts.items():
            if word in self._known:
                found[word[0]][word] = count
        often = [
            word for word, count in counts.items() if count >= _OFTEN and word.isalpha() and word not in self._known
        ]
        for word in often:
            if not any(_is_slip(word, other, counts) for other in found[word[0]]):
                found[word[0]][word] = counts[word]
        return found


def _is_slip(word: str, other: str, counts: Mapping[str, int]) -> bool:
    return counts[other] >= _FAR_MORE * counts[word] and OSA.distance(word, other, score_cutoff=1) <= 1


def correct(question: str, spellings: Spellings, known: frozenset[str]) -> str:
    """Mend the words of a question that are one slip away from a word of the library, two for long words.

    What looks like a name may be one: it is a slip of a single letter in a word that carries meaning, or stays.
    """
    if not known:
        return question
    names = {match.start() for match in _NAME.finditer(question)} if _NOT_A_TITLE.search(question) else set()
    return _WORD.sub(lambda match: _mend(match.group(), spellings, known, match.start() in names), question)


def _mend(written: str, spellings: Spellings, known: frozenset[str], is_name: bool = False) -> str:
    word = written.lower()
    if len(word) < _SHORTEST or _is_known(word, known) or "'" in with_apostrophes(word) or "’" in word:
        return written
    slips = 2 if len(word) >= _LONG and not is_name else 1
    near = spellings(word[0], len(word) - slips, len(word) + slips)
    if word in near:
        return written
    distances = {other: OSA.distance(word, other, score_cutoff=slips) for other in near}
    fitting = [
        other for other, distance in distances.items() if distance <= slips and (is_content(other) or not is_name)
    ]
    if not fitting or stem(word) in map(stem, near):
        return written
    weights = {other: _SELDOMER * _unlikely(word, other) - math.log10(near[other]) for other in fitting}
    return min(fitting, key=lambda other: (distances[other], weights[other], other))


def _is_known(word: str, known: frozenset[str]) -> bool:
    """Tell whether the language model's list has a word, or a dictionary has: "calories" are no "carries"."""
    return word in known or is_english(word)


def _unlikely(written: str, meant: str) -> int:
    """Rank how seldom fingers slip so: letters swapped or doubled, one left out, the key beside, anything else.

    Most letters that are typed for others lie beside them (Grudin 1983, after Kukich, ACM Computing Surveys 1992); the
    order of the other kinds was chosen on slips made at random in `data/evaluation/tuning.jsonl`.
    """
    if sorted(written) == sorted(meant) or _DOUBLED.sub(r"\1", written) == _DOUBLED.sub(r"\1", meant):
        return 0
    if len(written) < len(meant):
        return 1
    different = [(one, other) for one, other in zip(written, meant, strict=False) if one != other]
    beside = len(written) == len(meant) and all(pair in BESIDE for pair in different)
    return 2 if beside else 3
