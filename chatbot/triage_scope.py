"""Where in a line of words a sign does not count: under a negation, inside a question about what might be, long ago.

After NegEx and ConText (Chapman 2001, Harkema 2009): a cue opens a scope, a stop or the sentence's end closes it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from operator import or_

from chatbot.triage_line import Line
from chatbot.triage_pattern import places, stands
from chatbot.triage_rules import Rulebook, Scope, Sign

JOINERS = frozenset({"or", "nor"})


@dataclass(frozen=True, slots=True)
class Stretch:
    """The words [start, end) that a cue standing at [cue_start, cue_end) silences; `shared`: whatever shares one."""

    scope: str
    cue_start: int
    cue_end: int
    start: int
    end: int
    shared: bool = False


def present(book: Rulebook, line: Line) -> frozenset[str]:
    """Name the signs that some sentence of a line states as present; scopes are looked at only where a sign stands."""
    stated: set[str] = set()
    awake = list(book.says.awake(line))
    heard = Heard(book, line, reduce(or_, (among for _, among in awake), 0))
    for pattern, among in awake:
        sign = book.owners[pattern]
        if sign.name not in stated and any(heard.counts(sign, place) for place in stands(pattern, among, line)):
            stated.add(sign.name)
    return frozenset(stated)


class Heard:
    """What keeps a sign of one line from counting; found once, where it is first asked for.

    `within` are the places of the sentences in which any sign may stand.
    """

    def __init__(self, book: Rulebook, line: Line, within: int) -> None:
        self._book, self._line, self._within = book, line, within
        self._excused: dict[str, list[tuple[int, int]]] = {}

    @cached_property
    def _silent(self) -> Mapping[int, Sequence[Stretch]]:
        """What each scope silences, by the number of its sentence."""
        silent: dict[int, list[Stretch]] = {}
        for scope in self._book.scopes:
            for stretch in stretches(scope, self._line, self._within):
                silent.setdefault(self._line.sentence[stretch.cue_start], []).append(stretch)
        return silent

    def counts(self, sign: Sign, place: tuple[int, int]) -> bool:
        """Tell whether a sign that stands at a place is outside every scope that can silence it, and not excused."""
        for stretch in self._silent.get(self._line.sentence[place[0]], ()):
            if stretch.scope not in sign.survives and covers(stretch, place):
                return False
        if sign.name not in self._excused:
            self._excused[sign.name] = list(places(sign.unless, self._line))
        return not overlaps(place, self._excused[sign.name])


def overlaps(place: tuple[int, int], others: Sequence[tuple[int, int]]) -> bool:
    """Tell whether a range shares a word with one of the others."""
    return any(start < place[1] and place[0] < end for start, end in others)


def covers(stretch: Stretch, place: tuple[int, int]) -> bool:
    """Tell whether a stretch silences a sign; a negative word inside the sign itself ("cannot breathe") does not."""
    start, end = place
    if stretch.shared:
        return stretch.start < end and start < stretch.end
    part_of_sign = start <= stretch.cue_start and stretch.cue_end <= end
    if part_of_sign and stretch.start == stretch.cue_start:
        return False
    return stretch.start <= start < stretch.end or stretch.start < end <= stretch.end


def stretches(scope: Scope, line: Line, within: int) -> Iterator[Stretch]:
    """Yield what each cue of a scope silences in the sentences that matter."""
    cues = list(places(scope.cues, line, within))
    if not cues:
        return
    cued = reduce(or_, (line.spans[line.sentence[start]] for start, _ in cues))
    excused = list(places(scope.unless, line, cued))
    stops = {start for start, _ in places(scope.stops, line, cued)}
    for start, end in cues:
        if overlaps((start, end), excused):
            continue
        last = forward(line.words, end, stops, scope.reach) if scope.direction in ("after", "around") else end
        first = backward(line.words, start, stops, scope.reach) if scope.direction in ("before", "around") else start
        yield Stretch(scope.name, start, end, first, last, scope.direction == "here")


def forward(tokens: Sequence[str], start: int, stops: set[int], reach: int) -> int:
    """Find the end of a scope that runs on from `start`; "or" lets a list go on."""
    words = 0
    for place in range(start, len(tokens)):
        words = 0 if tokens[place] in JOINERS else words + 1
        if tokens[place] == "." or place in stops or (reach and words > reach):
            return place
    return len(tokens)


def backward(tokens: Sequence[str], end: int, stops: set[int], reach: int) -> int:
    """Find the beginning of a scope that runs back from `end`."""
    for words, place in enumerate(range(end - 1, -1, -1), start=1):
        if tokens[place] == "." or (reach and words > reach):
            return place + 1
        if place in stops:
            return place
    return 0
