"""Where patterns stand in a line of words; a pattern is tried only where words of its rarest elements stand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from chatbot.triage_line import Element, Line, ends


@dataclass(frozen=True, eq=False)
class Pattern:
    """What a line must have where a pattern stands, a key of every set; and how it is compiled."""

    needs: tuple[frozenset[str], ...]
    compile: Callable[[], tuple[tuple[Element, ...], ...]]

    @cached_property
    def orders(self) -> tuple[tuple[Element, ...], ...]:
        """Give the pattern as one sequence of elements for each order, compiled when it is first needed."""
        return self.compile()


@dataclass(frozen=True, slots=True)
class Patterns:
    """Patterns by the keys of the element that the fewest words can fill."""

    woken: Mapping[str, tuple[Pattern, ...]]
    keys: frozenset[str]

    def awake(self, line: Line) -> Iterator[tuple[Pattern, int]]:
        """Yield the patterns that may stand in a line, each once, with the places of the sentences where they may."""
        present, needed = line.present, line.needed
        if self.keys.isdisjoint(present):
            return
        get = needed.get
        for pattern in dict.fromkeys(chain.from_iterable(map(self.woken.__getitem__, present & self.keys))):
            among = -1
            for need in pattern.needs:
                held = get(need)
                # Most lines have none of the keys: asked here, which spares a call.
                if held is None:
                    held = needed[need] = 0 if need.isdisjoint(present) else line.having(need)
                among &= held
                if not among:
                    break
            else:
                yield pattern, among


def gather(patterns: Iterable[Pattern]) -> Patterns:
    """Index patterns by the keys that wake them."""
    woken: dict[str, list[Pattern]] = {}
    for pattern in patterns:
        for key in pattern.needs[0]:
            woken.setdefault(key, []).append(pattern)
    return Patterns({key: tuple(found) for key, found in woken.items()}, frozenset(woken))


def places(patterns: Patterns, line: Line, within: int = -1) -> Iterator[tuple[int, int]]:
    """Yield where patterns stand, as half-open ranges of words; from one beginning, the longest.

    `within` are the places of the sentences that matter.
    """
    for pattern, among in patterns.awake(line):
        if here := among & within:
            yield from stands(pattern, here, line)


def stands(pattern: Pattern, among: int, line: Line) -> Iterator[tuple[int, int]]:
    """Yield where one pattern stands in some sentences, as `places` does."""
    # What ends behind a word, or behind the "." that closes its sentence.
    closing = among << 1 | among << 2
    for steps in pattern.orders:
        if ends(steps[2:], line.after_two(*steps[:2]) & closing if len(steps) > 1 else among, line) or len(steps) == 1:
            for start in steps[0].beginnings(among, line):
                if found := ends(steps, 1 << start, line):
                    yield start, found.bit_length() - 1
