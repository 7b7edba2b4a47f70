"""A transcript and a library -> whether every quote still stands where it says, by sha256, offsets and exact text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from chatbot.cite import locate
from chatbot.transcript import Quoted, Transcript
from ingest.types import Document


class State(StrEnum):
    """What became of a quote: as it was; its words stand elsewhere, or in another version; nowhere."""

    OK = "ok"
    MOVED = "moved"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Check:
    """What became of one quote of a turn (counted from 1), and where its words stand today, if anywhere else."""

    turn: int
    quoted: Quoted
    state: State
    now: str = ""


def verify(transcript: Transcript, documents: Mapping[str, Document]) -> Iterator[Check]:
    """Check every quote of a transcript, in order; one that is shown in several places is checked at each."""
    for number, turn in enumerate(transcript.turns, 1):
        for quoted in turn.quotes:
            yield check(number, quoted, documents)


def check(turn: int, quoted: Quoted, documents: Mapping[str, Document]) -> Check:
    """Check one quote; the document of that sha256 is looked through first, then that of the name, then the others."""
    same = [document for document in documents.values() if document.sha256 == quoted.sha256]
    if any(locate(document, quoted.start, quoted.end) == quoted.quote for document in same):
        return Check(turn, quoted, State.OK)
    named = [document for document in documents.values() if document.name == quoted.doc]
    for document in (*same, *named, *documents.values()):
        at = _nearest(document.text, quoted)
        if at is not None:
            return Check(turn, quoted, State.MOVED, f"{document.name}:{at}:{at + len(quoted.quote)}")
    return Check(turn, quoted, State.MISSING)


def told(checked: Check) -> str:
    """Say in a line what became of a quote."""
    quoted = checked.quoted
    number = f"[{quoted.number}]" if quoted.number else "[-]"
    now = f" -> {checked.now}" if checked.now else ""
    place = f"{quoted.doc}:{quoted.start}:{quoted.end}"
    return f"{checked.state.value:8} message {checked.turn} {number} {place}{now}"


def _nearest(text: str, quoted: Quoted) -> int | None:
    """Find the place of a quote's exact words that is nearest to where it was; the first of two equally near."""
    at, found = text.find(quoted.quote), []
    while quoted.quote and at >= 0:
        found.append(at)
        at = text.find(quoted.quote, at + 1)
    return min(found, key=lambda place: (abs(place - quoted.start), place), default=None)
