"""Misspelt words -> words of the library; what was understood is shown.

A word is touched only when the library has no form of it and the language model's own word list has it not, so that
"scarf" does not become "scar". Distance is optimal string alignment: a letter added, lost or changed, or two
neighbours swapped.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from rapidfuzz.distance import OSA

from chatbot.contraction import with_apostrophes
from chatbot.words import stem

# With its apostrophe, so that no part of "doesn't" is taken for a word.
_WORD = re.compile(r"[^\W\d_]+(?:['’]t\b)?")
_SHORTEST, _LONG = 4, 8

Spellings = Callable[[str, int, int], Mapping[str, int]]
"""The library's words with a first letter and a range of lengths, and how often each stands there."""


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
