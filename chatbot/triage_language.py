"""The small language in which triage rules are written, compiled to elements.

`word`  itself          `stem*`  words that begin so     `a|b`  either            `{name}`  any entry of a word class
`x?`    may be missing  `..`     up to three words       `...`  up to six words   `#`       a number in figures
`a_b`   "a b" as one    `^`      begins a clause   `p & q`  both, in either order, up to five words apart
It runs over what `triage_read` makes: words, "." and ",". No pattern reaches over a ".".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from chatbot.triage_line import Element, Row
from chatbot.triage_pattern import Pattern

T = TypeVar("T")
Classes = Mapping[str, Sequence[str]]
GAPS = {"..": 3, "...": 6, "&": 5}
CLAUSE = "^"
# What an entry of more than one word has.
MARKS = re.compile(r"[ |{?]")
NOTHING: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Entries:
    """Sorted entries of a word class: single words, rows of words and other phrases, these by their first word.

    `waits` are keys of which a line must have one where an entry stands.
    """

    words: frozenset[str]
    rows: Mapping[str, tuple[Row, ...]]
    phrases: Mapping[str, tuple[tuple[Element, ...], ...]]
    waits: frozenset[str]


class Language:
    """Compiles patterns over word classes; what two patterns share is compiled once.

    `counts` tell how often a word or stem stands in a message: patterns wait for what is rare.
    """

    def __init__(self, classes: Classes, counts: Mapping[str, int] | None = None) -> None:
        self.classes = classes
        self._counts = counts or {}
        self._often: dict[frozenset[str], int] = {}
        self._known: dict[str, Element] = {}
        self._classes: dict[str, Entries] = {}

    def pattern(self, text: str) -> Pattern:
        """Compile one pattern; one with "&" stands in either order.

        Raises:
            ValueError: when the pattern is empty, has only optional elements, or names an unknown word class.
        """
        halves = [self.sequence(half) for half in text.split(" & ")]
        needs = tuple(sorted((e.waits for half in halves for e in half if e.waits), key=self.often))
        if not all(halves) or len(halves) > 2 or not needs:
            raise ValueError(f"The pattern {text!r} is empty or joins more than two parts; write words, or 'p & q'.")
        if len(halves) == 1:
            return Pattern((halves[0],), needs)
        apart = Element(gap=GAPS["&"])
        return Pattern(((*halves[0], apart, *halves[1]), (*halves[1], apart, *halves[0])), needs)

    def often(self, keys: frozenset[str]) -> int:
        """Weigh how often one of the keys stands in a message."""
        if keys not in self._often:
            self._often[keys] = len(keys) + 100 * sum(self._counts.get(key, 0) for key in keys)
        return self._often[keys]

    def sequence(self, text: str) -> tuple[Element, ...]:
        """Compile elements that follow each other."""
        return tuple(self.element(part) for part in text.split())

    def element(self, text: str) -> Element:
        """Compile one element, or give the one compiled before."""
        if text not in self._known:
            self._known[text] = self._compiled(text)
        return self._known[text]

    def _compiled(self, text: str) -> Element:
        if text in GAPS or text == CLAUSE:
            return Element(gap=GAPS.get(text, 0), clause=text == CLAUSE)
        if text.isalnum():
            word = frozenset((text,))
            return Element(word, keys=word, waits=word)
        optional = text.endswith("?")
        parts = text.removesuffix("?").split("|")
        plain = [part.replace("_", " ") for part in parts if not part.startswith("{")]
        known = [self._class(part) for part in parts if part.startswith("{")]
        all_of = [self._sorted(plain), *known] if plain else known
        words, waits = (NOTHING.union(*sets) for sets in zip(*((e.words, e.waits) for e in all_of), strict=True))
        rows, phrases = joined([entries.rows for entries in all_of]), joined([entries.phrases for entries in all_of])
        if optional:
            return Element(words, rows, phrases, optional=True)
        return Element(words, rows, phrases, keys=words | rows.keys() | phrases.keys(), waits=waits)

    def _class(self, part: str) -> Entries:
        """Sort the entries of a word class, or give what was sorted before."""
        name = part.strip("{}")
        if name not in self.classes:
            raise ValueError(f"The word class {part} is not defined; add it under [class] in the triage data.")
        if name not in self._classes:
            self._classes[name] = self._sorted(self.classes[name])
        return self._classes[name]

    def _sorted(self, entries: Sequence[str]) -> Entries:
        words: set[str] = set()
        rows: dict[str, list[Row]] = {}
        phrases: dict[str, list[tuple[Element, ...]]] = {}
        waits: set[str] = set()
        for entry in entries:
            if not MARKS.search(entry):
                words.add(entry)
                continue
            steps = self.sequence(entry)
            needed: list[frozenset[str]] = [step.waits for step in steps if step.waits] or [
                frozenset(first_keys(steps))
            ]
            rarest = min(needed, key=self.often)
            waits |= rarest
            row = row_of(steps)
            for key in first_keys(steps):
                if row is None:
                    phrases.setdefault(key, []).append(steps)
                else:
                    rows.setdefault(key, []).append(row)
        return Entries(frozenset(words), closed(rows), closed(phrases), frozenset(words | waits))


def row_of(steps: Sequence[Element]) -> Row | None:
    """Give what follows the first word of a phrase where every step is one word of some; None for other phrases."""
    if any(step.rows or step.phrases or step.optional or not step.words for step in steps):
        return None
    return tuple(tuple(step.words) for step in steps[1:])


def closed(found: Mapping[str, Sequence[T]]) -> dict[str, tuple[T, ...]]:
    """Make the lists of a table unchangeable."""
    return {key: tuple(entries) for key, entries in found.items()}


def joined(tables: Sequence[Mapping[str, tuple[T, ...]]]) -> Mapping[str, tuple[T, ...]]:
    """Join tables of tuples; what one key has in several follows each other."""
    if len(tables) == 1:
        return tables[0]
    whole: dict[str, tuple[T, ...]] = {}
    for table in tables:
        for key, entries in table.items():
            whole[key] = whole.get(key, ()) + entries
    return whole


def first_keys(steps: Sequence[Element]) -> Iterator[str]:
    """Yield the keys with which a phrase can begin."""
    for step in steps:
        yield from step.words | step.rows.keys() | step.phrases.keys()
        if step.keys:
            return


def words_of(pattern: str) -> Iterator[str]:
    """Yield the words and stems a pattern is made of, stems with their star."""
    for element in pattern.replace("&", " ").replace("_", "|").split():
        for part in element.removesuffix("?").split("|"):
            if part.strip("*").isalnum():
                yield part
