"""Where in a line of words a sign does not count: under a negation, inside a question about what might be, long ago.

After NegEx and ConText (Chapman 2001, Harkema 2009): a cue opens a scope, a stop or the sentence's end closes it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from chatbot.triage_pattern import places, stands
from chatbot.triage_rules import Rulebook, Scope, Sign
from chatbot.triage_sentence import Sentence

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


def present(book: Rulebook, sentences: Sequence[Sentence]) -> frozenset[str]:
    """Name the signs that some sentence states as present."""
    return frozenset(name for sentence in sentences for name in present_in(sentence, book))


def present_in(sentence: Sentence, book: Rulebook) -> Iterator[str]:
    """Yield the signs that one sentence states as present; scopes are looked at only where a sign stands."""
    standing: dict[str, tuple[Sign, list[tuple[int, int]]]] = {}
    for pattern in book.says.awake(sentence):
        if found := list(stands(pattern, sentence)):
            sign = book.owners[id(pattern)]
            standing.setdefault(sign.name, (sign, []))[1].extend(found)
    if not standing:
        return
    silent = [stretch for scope in book.scopes for stretch in stretches(scope, sentence)]
    yield from (sign.name for sign, found in standing.values() if stated(sign, found, silent, sentence))


def stated(sign: Sign, found: Sequence[tuple[int, int]], silent: Sequence[Stretch], sentence: Sentence) -> bool:
    """Tell whether a sign stands at least once outside every scope that can silence it."""
    closed = [stretch for stretch in silent if stretch.scope not in sign.survives]
    loud = [place for place in found if not any(covers(stretch, place) for stretch in closed)]
    excused = list(places(sign.unless, sentence)) if loud else []
    return any(not overlaps(place, excused) for place in loud)


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


def stretches(scope: Scope, sentence: Sentence) -> Iterator[Stretch]:
    """Yield what each cue of a scope silences."""
    cues = list(places(scope.cues, sentence))
    if not cues:
        return
    excused = list(places(scope.unless, sentence))
    stops = {start for start, _ in places(scope.stops, sentence)}
    for start, end in cues:
        if overlaps((start, end), excused):
            continue
        last = forward(sentence.words, end, stops, scope.reach) if scope.direction in ("after", "around") else end
        first = (
            backward(sentence.words, start, stops, scope.reach) if scope.direction in ("before", "around") else start
        )
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
