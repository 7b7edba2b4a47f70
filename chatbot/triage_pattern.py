"""The small language in which triage rules are written, and where a pattern stands in a sentence.

`word`  itself          `stem*`  words that begin so     `a|b`  either            `{name}`  any entry of a word class
`x?`    may be missing  `..`     up to three words       `...`  up to six words   `#`       a number in figures
`a_b`   "a b" as one    `^`      begins a clause   `p & q`  both, in either order, up to five words apart
It runs over what `triage_read` makes: words, "." and ",", one sentence at a time. A pattern is
tried only where a word of its rarest element stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from chatbot.triage_sentence import Element, Sentence, ends

Classes = Mapping[str, Sequence[str]]
# Words of nearly every message: to wait for them wakes a pattern for nothing.
COMMON = frozenset(
    "i my me it is am are was the a an and or to of in on at for with has have had not no so she he , .".split()
)
GAPS = {"..": 3, "...": 6, "&": 5}
CLAUSE = "^"


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern as one sequence of elements for each order, and what a sentence must have: a key of every set."""

    orders: tuple[tuple[Element, ...], ...]
    needs: tuple[frozenset[str], ...]


@dataclass(frozen=True, slots=True)
class Patterns:
    """Patterns by the keys of the element that the fewest words can fill."""

    woken: Mapping[str, tuple[Pattern, ...]]
    keys: frozenset[str]

    def awake(self, sentence: Sentence) -> Iterator[Pattern]:
        """Yield the patterns that may stand in a sentence, each once."""
        present = sentence.present
        if self.keys.isdisjoint(present):
            return
        woken = {id(p): p for key in present & self.keys for p in self.woken[key]}
        for pattern in woken.values():
            for need in pattern.needs:
                if need.isdisjoint(present):
                    break
            else:
                yield pattern


def gather(patterns: Iterable[Pattern]) -> Patterns:
    """Index patterns by the keys that wake them."""
    woken: dict[str, list[Pattern]] = {}
    for pattern in patterns:
        for key in min(pattern.needs, key=often):
            woken.setdefault(key, []).append(pattern)
    return Patterns({key: tuple(found) for key, found in woken.items()}, frozenset(woken))


def often(keys: frozenset[str]) -> int:
    """Weigh how often one of the keys stands in a message: common words weigh most."""
    return len(keys) + 100 * len(keys & COMMON)


class Language:
    """Compiles patterns over word classes; what two patterns share is compiled once."""

    def __init__(self, classes: Classes) -> None:
        self.classes = classes
        self._known: dict[str, Element] = {}

    def pattern(self, text: str) -> Pattern:
        """Compile one pattern; one with "&" stands in either order.

        Raises:
            ValueError: when the pattern is empty, has only optional elements, or names an unknown word class.
        """
        halves = [self.sequence(half) for half in text.split(" & ")]
        needs = tuple(keys for half in halves for element in half if (keys := element.keys))
        if not all(halves) or len(halves) > 2 or not needs:
            raise ValueError(f"The pattern {text!r} is empty or joins more than two parts; write words, or 'p & q'.")
        if len(halves) == 1:
            return Pattern((halves[0],), needs)
        apart = Element(gap=GAPS["&"])
        return Pattern(((*halves[0], apart, *halves[1]), (*halves[1], apart, *halves[0])), needs)

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
        words: set[str] = set()
        phrases: dict[str, list[tuple[Element, ...]]] = {}
        for entry in self._alternatives(text.removesuffix("?")):
            if not set(entry) & set(" |{?"):
                words.add(entry)
                continue
            steps = self.sequence(entry)
            for key in first_keys(steps):
                phrases.setdefault(key, []).append(steps)
        closed = {key: tuple(found) for key, found in phrases.items()}
        optional = text.endswith("?")
        keys = frozenset() if optional else frozenset(words) | closed.keys()
        return Element(frozenset(words), closed, optional=optional, keys=keys)

    def _alternatives(self, text: str) -> Iterator[str]:
        for part in text.split("|"):
            if not part.startswith("{"):
                yield part.replace("_", " ")
            elif part.strip("{}") in self.classes:
                yield from self.classes[part.strip("{}")]
            else:
                raise ValueError(f"The word class {part} is not defined; add it under [class] in the triage data.")


def first_keys(steps: Sequence[Element]) -> Iterator[str]:
    """Yield the keys with which a phrase can begin."""
    for step in steps:
        yield from step.words | step.phrases.keys()
        if step.keys:
            return


def places(patterns: Patterns, sentence: Sentence) -> Iterator[tuple[int, int]]:
    """Yield where patterns stand, as half-open ranges of words; from one beginning, the longest."""
    for pattern in patterns.awake(sentence):
        yield from stands(pattern, sentence)


def stands(pattern: Pattern, sentence: Sentence) -> Iterator[tuple[int, int]]:
    """Yield where one pattern stands, as `places` does."""
    anywhere = (1 << len(sentence.words)) - 1
    for steps in pattern.orders:
        if ends(steps, anywhere, sentence):
            for start in steps[0].beginnings(sentence):
                if found := ends(steps, 1 << start, sentence):
                    yield start, found.bit_length() - 1


def words_of(pattern: str) -> Iterator[str]:
    """Yield the words and stems a pattern is made of, stems with their star."""
    for element in pattern.replace("&", " ").replace("_", "|").split():
        for part in element.removesuffix("?").split("|"):
            if part.strip("*").isalnum():
                yield part
