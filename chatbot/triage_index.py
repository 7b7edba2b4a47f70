"""A line of words -> where each word, stem and sentence of it stands, found once for all patterns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import reduce
from itertools import accumulate
from operator import xor
from typing import TypeVar

from chatbot.triage_line import Line

T = TypeVar("T")
# A gap never hides a negation: "my eyes are not sore" is not "eyes .. sore".
NO_GAP = frozenset({".", "no", "not", "never", "without"})
CLAUSE_OPENERS = frozenset("so and but or also ok okay hi hello hey please just well then oh".split())


def line_of(text: str, stems: frozenset[str]) -> Line:
    """Index a line of words that begins and ends with "."; `stems` are written with their star."""
    words = tuple(text.split())
    sentence = tuple(accumulate(int(word == ".") for word in words))
    spans = masks(sentence)
    where = masks(words)
    around = dict.fromkeys(where, 0)
    for word, number in set(zip(words, sentence, strict=True)):
        around[word] |= spans[number]
    places: dict[str, int] = {}
    held: dict[str, int] = {}
    for word, here in where.items():
        for key in keys_of(word, stems):
            places[key] = places.get(key, 0) | here
            held[key] = held.get(key, 0) | around[word]
    passable = reduce(xor, (where[word] for word in NO_GAP & where.keys()), (1 << len(words)) - 1)
    clauses = sum(1 << place for place in range(len(words)) if begins_clause(place, words))
    return Line(words, places, frozenset(places), passable, clauses, sentence, spans, held)


def masks(entries: Sequence[T]) -> dict[T, int]:
    """Give the places of each different entry."""
    found: dict[T, int] = {}
    for place, entry in enumerate(entries):
        found[entry] = found.get(entry, 0) | 1 << place
    return found


def keys_of(word: str, stems: frozenset[str]) -> Iterator[str]:
    """Yield a word, "#" for a figure, and each stem the word begins with, as "swell*"."""
    yield word
    if word[0].isdigit():
        yield "#"
    yield from (stem for end in range(2, len(word) + 1) if (stem := word[:end] + "*") in stems)


def begins_clause(place: int, words: Sequence[str]) -> bool:
    """Tell whether a place follows "." or ",", small opening words aside."""
    while place and words[place - 1] in CLAUSE_OPENERS:
        place -= 1
    return bool(place) and words[place - 1] in (".", ",")
