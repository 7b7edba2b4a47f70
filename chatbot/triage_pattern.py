"""The small language in which triage rules are written, and where a pattern stands in a sentence.

`word`  itself          `stem*`  words that begin so     `a|b`  either            `{name}`  any entry of a word class
`x?`    may be missing  `..`     up to three words       `...`  up to six words   `#`       a number in figures
`a_b`   "a b" as one    `^`      begins a clause   `p & q`  both, in either order, up to five words apart
It runs over what `triage_read` makes: words, "." and ",", one sentence at a time. Words are looked up, not searched
for: a pattern is tried only where a word of its rarest element stands, so thousands of patterns cost what a few do.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

Classes = Mapping[str, Sequence[str]]
GAPS = {"..": 3, "...": 6, "&": 5}
# A gap never hides a negation: "my eyes are not sore" is not "eyes .. sore".
NO_GAP = frozenset({".", "no", "not", "never", "without"})
CLAUSE = "^"
CLAUSE_OPENERS = frozenset("so and but or also ok okay hi hello hey please just well then oh".split())


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence as words; `keys` are what patterns wait for at each place: the word, its stems, "#"; `places` where.

    `walls` gives, for each place, the first word from there on that no gap may pass; `begun` remembers where an
    element can begin, since patterns share their elements.
    """

    words: tuple[str, ...]
    keys: tuple[tuple[str, ...], ...]
    places: Mapping[str, tuple[int, ...]]
    walls: tuple[int, ...]
    present: frozenset[str]
    begun: dict[int, frozenset[int]] = field(default_factory=dict)


def sentence_of(line: str, stems: frozenset[str]) -> Sentence:
    """Index one sentence; `stems` are written with their star."""
    words = tuple(line.split())
    keys = (*(tuple(keys_of(word, stems)) for word in words), ())  # behind the last word nothing can begin
    places: dict[str, list[int]] = {}
    for place, found in enumerate(keys[:-1]):
        for key in found:
            places.setdefault(key, []).append(place)
    walls = [len(words)]
    for place in range(len(words) - 1, -1, -1):
        walls.append(place if words[place] in NO_GAP else walls[-1])
    closed = {key: tuple(found) for key, found in places.items()}
    return Sentence(words, keys, closed, tuple(reversed(walls)), frozenset(closed))


def keys_of(word: str, stems: frozenset[str]) -> Iterator[str]:
    """Yield a word, "#" for a figure, and each stem the word begins with, as "swell*"."""
    yield word
    if word[0].isdigit():
        yield "#"
    yield from (stem for end in range(2, len(word) + 1) if (stem := word[:end] + "*") in stems)


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

    def after(self, place: int, sentence: Sentence) -> Iterator[int]:
        """Yield every place where this element can end when it begins at a place."""
        if self.gap:
            yield from range(place, min(place + self.gap, sentence.walls[place]) + 1)
        elif self.clause:
            yield from [place] if begins_clause(place, sentence.words) else []
        else:
            if self.optional:
                yield place
            for key in sentence.keys[place]:
                if key in self.words:
                    yield place + 1
                for phrase in self.phrases.get(key, ()):
                    yield from ends(phrase, place, sentence)

    def beginnings(self, sentence: Sentence) -> frozenset[int]:
        """Find where this element can begin; one with keys only, for one without can begin anywhere."""
        known = sentence.begun.get(id(self))
        if known is None:
            found = (sentence.places[key] for key in self.keys & sentence.present)
            known = sentence.begun[id(self)] = frozenset(place for places in found for place in places)
        return known


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
        woken = {id(p): p for key in present & self.keys for p in self.woken[key]}
        for pattern in woken.values():
            if not any(need.isdisjoint(present) for need in pattern.needs):
                yield pattern


def gather(patterns: Iterable[Pattern]) -> Patterns:
    """Index patterns by the keys that wake them."""
    woken: dict[str, list[Pattern]] = {}
    for pattern in patterns:
        for key in min(pattern.needs, key=len):
            woken.setdefault(key, []).append(pattern)
    return Patterns({key: tuple(found) for key, found in woken.items()}, frozenset(woken))


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


def ends(steps: Sequence[Element], place: int, sentence: Sentence) -> set[int]:
    """Find every place where a sequence that begins at a place can end."""
    reached = {place}
    for step in steps:
        if step.keys:
            reached &= step.beginnings(sentence)
        if not reached:
            break
        reached = {end for start in reached for end in step.after(start, sentence)}
    return reached


def begins_clause(place: int, words: Sequence[str]) -> bool:
    """Tell whether a place follows "." or ",", small opening words aside."""
    while place and words[place - 1] in CLAUSE_OPENERS:
        place -= 1
    return bool(place) and words[place - 1] in (".", ",")


def places(patterns: Patterns, sentence: Sentence) -> Iterator[tuple[int, int]]:
    """Yield where patterns stand, as half-open ranges of words; from one beginning, the longest."""
    for pattern in patterns.awake(sentence):
        for steps in pattern.orders:
            for start in sorted(steps[0].beginnings(sentence)) if steps[0].keys else range(len(sentence.words)):
                if found := ends(steps, start, sentence):
                    yield start, max(found)


def words_of(pattern: str) -> Iterator[str]:
    """Yield the words and stems a pattern is made of, stems with their star."""
    for element in pattern.replace("&", " ").replace("_", "|").split():
        for part in element.removesuffix("?").split("|"):
            if part.strip("*").isalnum():
                yield part
