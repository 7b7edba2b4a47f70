"""The small language in which triage rules are written, compiled to elements.

`word`  itself          `stem*`  words that begin so     `a|b`  either            `{name}`  any entry of a word class
`x?`    may be missing  `..`     up to three words       `...`  up to six words   `#`       a number in figures
`a_b`   "a b" as one    `^`      begins a clause   `p & q`  both, in either order, up to five words apart
It runs over what `triage_read` makes: words, "." and ",". No pattern reaches over a ".".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from chatbot.triage_line import Element, Row
from chatbot.triage_pattern import Pattern

T = TypeVar("T")
Classes = Mapping[str, Sequence[str]]
GAPS = {"..": 3, "...": 6, "&": 5}
CLAUSE = "^"
# What an entry of more than one word has, and what an element has that is more than some words.
MARKS = re.compile(r"[ |{?]")
MORE = re.compile(r"[_{?]")
NOTHING: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Entries:
    """Sorted entries of a word class: single words, rows of words and other phrases, these by their first word."""

    words: frozenset[str]
    rows: Mapping[str, tuple[Row, ...]]
    phrases: Mapping[str, tuple[tuple[Element, ...], ...]]


class Language:
    """Compiles patterns over word classes; what two patterns share is compiled once.

    `counts` tell how often a word or stem stands in a message: patterns wait for what is rare, and most of them for
    good, so each is compiled when a message first has what it waits for.
    """

    def __init__(self, classes: Classes, counts: Mapping[str, int] | None = None) -> None:
        self.classes = classes
        self._counts = counts or {}
        self._often: dict[frozenset[str], int] = {}
        self._waits: dict[str, frozenset[str]] = {}
        self._known: dict[str, Element] = {}
        self._classes: dict[str, Entries] = {}

    def pattern(self, text: str) -> Pattern:
        """Read one pattern; one with "&" stands in either order.

        Raises:
            ValueError: when the pattern is empty, has only optional elements, or names an unknown word class.
        """
        halves = text.split(" & ")
        needs = tuple(sorted(filter(None, map(self.waits, text.split())), key=self.often))
        if not all(map(str.split, halves)) or len(halves) > 2 or not needs:
            raise ValueError(f"The pattern {text!r} is empty or joins more than two parts; write words, or 'p & q'.")
        return Pattern(needs, partial(self._orders, *halves))

    def _orders(self, first: str, second: str = "") -> tuple[tuple[Element, ...], ...]:
        one, other, apart = self.sequence(first), self.sequence(second), Element(gap=GAPS["&"])
        return ((*one, apart, *other), (*other, apart, *one)) if second else (one,)

    def often(self, keys: frozenset[str]) -> int:
        """Weigh how often one of the keys stands in a message."""
        if keys not in self._often:
            self._often[keys] = len(keys) + 100 * sum(self._counts.get(key, 0) for key in keys)
        return self._often[keys]

    def waits(self, text: str) -> frozenset[str]:
        """Tell the keys of which a line must have one where an element stands; none where it may be missing or empty.

        Raises:
            ValueError: when the element names an unknown word class.
        """
        if text not in self._waits:
            self._waits[text] = self._awaited(text)
        return self._waits[text]

    def _awaited(self, text: str) -> frozenset[str]:
        if text in GAPS or text == CLAUSE:
            return NOTHING
        if not MORE.search(text):
            return frozenset(text.split("|"))
        parts = text.removesuffix("?").split("|")
        if parts == [text] and text.startswith("{"):
            return NOTHING.union(*map(self._awaited_by, self._named(text)))
        more = list(filter(MORE.search, parts))
        found = [self.waits(p) if p.startswith("{") else self._awaited_by(p.replace("_", " ")) for p in more]
        return NOTHING if text.endswith("?") else frozenset(parts).difference(more).union(*found)

    def _awaited_by(self, entry: str) -> frozenset[str]:
        """Choose the keys that one entry waits for, rare ones rather than the first."""
        if not MARKS.search(entry):
            return frozenset((entry,))
        needed = list(filter(None, map(self.waits, entry.split())))
        return min(needed, key=self.often) if needed else frozenset(first_keys(self.sequence(entry)))

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
            return Element(word, keys=word)
        optional = text.endswith("?")
        parts = text.removesuffix("?").split("|")
        plain = [part.replace("_", " ") for part in parts if not part.startswith("{")]
        known = [self._class(part) for part in parts if part.startswith("{")]
        all_of = [self._sorted(plain), *known] if plain else known
        words = NOTHING.union(*(entries.words for entries in all_of))
        rows, phrases = joined([entries.rows for entries in all_of]), joined([entries.phrases for entries in all_of])
        if optional:
            return Element(words, rows, phrases, optional=True)
        return Element(words, rows, phrases, keys=words | rows.keys() | phrases.keys())

    def _class(self, part: str) -> Entries:
        """Sort the entries of a word class, or give what was sorted before."""
        if part not in self._classes:
            self._classes[part] = self._sorted(self._named(part))
        return self._classes[part]

    def _named(self, part: str) -> Sequence[str]:
        name = part.strip("{}")
        if name not in self.classes:
            raise ValueError(f"The word class {part} is not defined; add it under [class] in the triage data.")
        return self.classes[name]

    def _sorted(self, entries: Sequence[str]) -> Entries:
        words: set[str] = set()
        rows: dict[str, list[Row]] = {}
        phrases: dict[str, list[tuple[Element, ...]]] = {}
        for entry in entries:
            if not MARKS.search(entry):
                words.add(entry)
                continue
            steps = self.sequence(entry)
            row = row_of(steps)
            for key in first_keys(steps):
                if row is None:
                    phrases.setdefault(key, []).append(steps)
                else:
                    rows.setdefault(key, []).append(row)
        return Entries(frozenset(words), closed(rows), closed(phrases))


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


def words_of(patterns: Iterable[str]) -> frozenset[str]:
    """Collect the words and stems that patterns are made of, stems with their star."""
    # As one text, each element once: most stand in many patterns.
    elements = frozenset(" ".join(patterns).replace("&", " ").replace("_", "|").split())
    parts = NOTHING.union(*(element.removesuffix("?").split("|") for element in elements))
    return frozenset(part for part in parts if part.strip("*").isalnum())
