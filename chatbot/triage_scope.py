"""Where in a line of words a sign does not count: under a negation, inside a question about what might be, long ago.

After NegEx and ConText (Chapman 2001, Harkema 2009): a cue opens a scope, a stop or the sentence's end closes it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from chatbot.triage_pattern import places
from chatbot.triage_rules import Scope, Sign

JOINERS = frozenset({"or", "nor"})
# "no fever, pus or swelling" denies all three: the commas of such a list join as "or" does.
LIST_ITEM = r"(?:(?!(?:i|my|it|is|are|am|has|have|and|but|the|there|his|her|he|she|now) )[a-z]+ ){1,3}"
LIST_COMMA = re.compile(rf", (?={LIST_ITEM}(?:, {LIST_ITEM})*(?:, )?n?or )")


@dataclass(frozen=True, slots=True)
class Stretch:
    """The words [start, end) that a cue standing at [cue_start, cue_end) silences."""

    scope: str
    cue_start: int
    cue_end: int
    start: int
    end: int


def present(signs: Sequence[Sign], scopes: Sequence[Scope], line: str) -> frozenset[str]:
    """Name the signs that a line of words states as present."""
    joined = LIST_COMMA.sub("or ", line)
    tokens = joined.split()
    silent = [stretch for scope in scopes for stretch in stretches(scope, joined, tokens)]
    return frozenset(sign.name for sign in signs if stated(sign, silent, joined))


def stated(sign: Sign, silent: Sequence[Stretch], line: str) -> bool:
    """Tell whether a sign stands at least once outside every scope that can silence it."""
    found = list(places(sign.says, line))
    if not found:
        return False
    excused = list(places(sign.unless, line))
    closed = [stretch for stretch in silent if stretch.scope not in sign.survives]
    return any(not overlaps(place, excused) and not any(covers(s, place) for s in closed) for place in found)


def overlaps(place: tuple[int, int], others: Sequence[tuple[int, int]]) -> bool:
    """Tell whether a range shares a word with one of the others."""
    return any(start < place[1] and place[0] < end for start, end in others)


def covers(stretch: Stretch, place: tuple[int, int]) -> bool:
    """Tell whether a stretch silences a sign; a negative word inside the sign itself ("cannot breathe") does not."""
    start, end = place
    part_of_sign = start <= stretch.cue_start and stretch.cue_end <= end
    if part_of_sign and stretch.start == stretch.cue_start:
        return False
    return stretch.start <= start < stretch.end or stretch.start < end <= stretch.end


def stretches(scope: Scope, line: str, tokens: Sequence[str]) -> Iterator[Stretch]:
    """Yield what each cue of a scope silences."""
    cues = list(places(scope.cues, line))
    if not cues:
        return
    excused = list(places(scope.unless, line))
    stops = {start for start, _ in places(scope.stops, line)}
    for start, end in cues:
        if overlaps((start, end), excused):
            continue
        last = forward(tokens, end, stops, scope.reach) if scope.direction in ("after", "around") else end
        first = backward(tokens, start, stops, scope.reach) if scope.direction in ("before", "around") else start
        yield Stretch(scope.name, start, end, first, last)


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
