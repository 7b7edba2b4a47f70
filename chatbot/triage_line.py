"""A message as one line of words, and where the steps of a pattern stand in it; sets of places are bit masks.

Words are looked up, not searched for, so that thousands of patterns cost what a few do. All sentences are searched
at once: no pattern reaches over a ".", because no gap passes it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import or_

Row = tuple[tuple[str, ...], ...]
"""The words that may stand after the first of a phrase, place by place."""
Standing = tuple[tuple[tuple[int, int], ...], tuple[tuple[int, tuple["Element", ...]], ...]]
"""Where what an element is made of begins: words and rows of words by length, and each of its other phrases."""


@dataclass(frozen=True, slots=True)
class Line:
    """A message as words, and where they stand. Sets of places are bit masks: bit 3 is the fourth word.

    `places` gives them by what patterns wait for: a word, a stem, "#"; `open` are those a gap may pass, `clauses` those
    that begin a clause. `sentence` numbers the sentence of each word, `spans` has the places of each sentence, `held`
    those of the sentences with a key. `known`, `needed` and `opened` remember what was found: patterns share elements.
    """

    words: tuple[str, ...]
    places: Mapping[str, int]
    present: frozenset[str]
    open: int
    clauses: int
    sentence: tuple[int, ...]
    spans: Mapping[int, int]
    held: Mapping[str, int]
    known: dict[Element, Standing] = field(default_factory=dict)
    needed: dict[frozenset[str], int] = field(default_factory=dict)
    opened: dict[tuple[Element, Element], int] = field(default_factory=dict)

    def having(self, keys: frozenset[str]) -> int:
        """Find the sentences that have one of the keys, as the places of all their words."""
        found = 0
        for key in keys & self.present:
            found |= self.held[key]
        return found

    def after_two(self, first: Element, second: Element) -> int:
        """Find every place where two elements that many patterns begin with can end, one behind the other."""
        found = self.opened.get((first, second))
        if found is None:
            found = ends((first, second), (1 << len(self.words)) - 1, self)
            self.opened[first, second] = found
        return found


@dataclass(frozen=True, slots=True, eq=False)
class Element:
    """One step of a pattern: single words, phrases, a gap of some words, or a clause's beginning.

    Phrases stand by their first word: `rows` are those of words alone, as the words that may follow, place by place;
    `phrases` those with gaps, options or phrases in them. `keys` are those with which the element can begin; none where
    it may be missing or empty.
    """

    words: frozenset[str] = frozenset()
    rows: Mapping[str, tuple[Row, ...]] = field(default_factory=dict)
    phrases: Mapping[str, tuple[tuple[Element, ...], ...]] = field(default_factory=dict)
    gap: int = 0
    clause: bool = False
    optional: bool = False
    keys: frozenset[str] = frozenset()

    def after(self, reached: int, line: Line) -> int:
        """Find every place where this element can end when it begins at one of the places reached."""
        if self.clause:
            return reached & line.clauses
        if self.gap:
            for _ in range(self.gap):
                reached |= (reached & line.open) << 1
            return reached
        whole, phrases = line.known.get(self) or self.standing(line)
        found = reached if self.optional else 0
        for length, begins in whole:
            found |= (reached & begins) << length
        for begins, phrase in phrases:
            if begun := reached & begins:
                found |= ends(phrase, begun, line)
        return found

    def standing(self, line: Line) -> Standing:
        """Find where words and rows of words stand, by length, and where the phrases may begin."""
        known = line.known.get(self)
        if known is None:
            known = tuple(self._whole(line).items()), tuple(self._begun(line))
            line.known[self] = known
        return known

    def beginnings(self, among: int, line: Line) -> Iterator[int]:
        """Yield those of some places where this element may begin; one that may be empty, all of them."""
        whole, phrases = self.standing(line)
        mask = 0 if self.keys else among
        for begins in (*(begins for _, begins in whole), *(begins for begins, _ in phrases)):
            mask |= begins
        mask &= among
        while mask:
            yield (mask & -mask).bit_length() - 1
            mask &= mask - 1

    def _whole(self, line: Line) -> dict[int, int]:
        """Find where single words and rows of words begin, by how many words they have."""
        places, whole = line.places, {}  # type: Mapping[str, int], dict[int, int]
        if single := self.words & line.present:
            whole[1] = reduce(or_, map(places.__getitem__, single))
        for key in self.rows.keys() & line.present if self.rows else ():
            for row in self.rows[key]:
                if begins := standing_row(places[key], row, places):
                    whole[len(row) + 1] = whole.get(len(row) + 1, 0) | begins
        return whole

    def _begun(self, line: Line) -> Iterator[tuple[int, tuple[Element, ...]]]:
        """Yield where phrases may begin of which the line has a word for each later step that needs one."""
        for key in self.phrases.keys() & line.present if self.phrases else ():
            for phrase in self.phrases[key]:
                if may_end(phrase, line.present):
                    yield line.places[key], phrase


def standing_row(begins: int, row: Row, places: Mapping[str, int]) -> int:
    """Find where a row of words stands whose first word stands at the places `begins`."""
    for distance, words in enumerate(row, 1):
        here = 0
        for word in words:
            here |= places.get(word, 0)
        begins &= here >> distance
        if not begins:
            break
    return begins


def may_end(phrase: Sequence[Element], present: frozenset[str]) -> bool:
    """Tell whether a line has a word for each later step of a phrase that needs one."""
    return not any(step.keys and step.keys.isdisjoint(present) for step in phrase[1:])


def ends(steps: Sequence[Element], reached: int, line: Line) -> int:
    """Find every place where a sequence that begins at one of the places reached can end."""
    for step in steps:
        reached = step.after(reached, line)
        if not reached:
            break
    return reached
