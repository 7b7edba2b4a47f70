"""One sentence as words, and where the steps of a pattern stand in it; sets of places are bit masks.

Words are looked up, not searched for, so that thousands of patterns cost what a few do.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

# A gap never hides a negation: "my eyes are not sore" is not "eyes .. sore".
NO_GAP = frozenset({".", "no", "not", "never", "without"})
CLAUSE_OPENERS = frozenset("so and but or also ok okay hi hello hey please just well then oh".split())
Standing = tuple[int, tuple[tuple[int, tuple["Element", ...]], ...]]
"""Where an element's single words stand, and where each of its phrases may begin."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence as words, and where they stand. Sets of places are bit masks: bit 3 is the fourth word.

    `places` gives them by what patterns wait for: a word, a stem, "#"; `open` are those a gap may pass, `clauses` those
    that begin a clause; `known` remembers what an element found, since patterns share elements.
    """

    words: tuple[str, ...]
    places: Mapping[str, int]
    present: frozenset[str]
    open: int
    clauses: int
    known: dict[int, Standing] = field(default_factory=dict)


def sentence_of(line: str, stems: frozenset[str]) -> Sentence:
    """Index one sentence; `stems` are written with their star."""
    words = tuple(line.split())
    places: dict[str, int] = {}
    for place, word in enumerate(words):
        for key in keys_of(word, stems):
            places[key] = places.get(key, 0) | 1 << place
    passable = sum(1 << place for place, word in enumerate(words) if word not in NO_GAP)
    clauses = sum(1 << place for place in range(len(words)) if begins_clause(place, words))
    return Sentence(words, places, frozenset(places), passable, clauses)


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


@dataclass(frozen=True, slots=True)
class Element:
    """One step of a pattern: single words, phrases by their first word, a gap of some words, or a clause's beginning.

    `keys` are those with which it can begin; none where it may be missing or empty.
    """

    words: frozenset[str] = frozenset()
    phrases: Mapping[str, tuple[tuple[Element, ...], ...]] = field(default_factory=dict)
    gap: int = 0
    clause: bool = False
    optional: bool = False
    keys: frozenset[str] = frozenset()

    def after(self, reached: int, sentence: Sentence) -> int:
        """Find every place where this element can end when it begins at one of the places reached."""
        if self.clause:
            return reached & sentence.clauses
        for _ in range(self.gap):
            reached |= (reached & sentence.open) << 1
        if self.gap:
            return reached
        single, phrases = self.standing(sentence)
        found = (reached if self.optional else 0) | (reached & single) << 1
        for begins, phrase in phrases:
            if begun := reached & begins:
                found |= ends(phrase, begun, sentence)
        return found

    def standing(self, sentence: Sentence) -> Standing:
        """Find where the single words stand, and where the phrases may begin whose first words stand there."""
        known = sentence.known.get(id(self))
        if known is None:
            places, single = sentence.places, 0
            for key in self.words & sentence.present:
                single |= places[key]
            keys = self.phrases.keys() & sentence.present if self.phrases else ()
            begun = ((places[key], phrase) for key in keys for phrase in self.phrases[key])
            known = single, tuple((begins, phrase) for begins, phrase in begun if may_end(phrase, sentence.present))
            sentence.known[id(self)] = known
        return known

    def beginnings(self, sentence: Sentence) -> Iterator[int]:
        """Yield the places where this element may begin; one that may be empty, anywhere."""
        single, phrases = self.standing(sentence)
        mask = single if self.keys else (1 << len(sentence.words)) - 1
        for begins, _ in phrases:
            mask |= begins
        while mask:
            yield (mask & -mask).bit_length() - 1
            mask &= mask - 1


def may_end(phrase: Sequence[Element], present: frozenset[str]) -> bool:
    """Tell whether a sentence has a word for each later step of a phrase that needs one."""
    return all(not step.keys or not step.keys.isdisjoint(present) for step in phrase[1:])


def ends(steps: Sequence[Element], reached: int, sentence: Sentence) -> int:
    """Find every place where a sequence that begins at one of the places reached can end."""
    for step in steps:
        reached = step.after(reached, sentence)
        if not reached:
            break
    return reached
