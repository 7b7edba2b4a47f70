"""A message and the turns before it -> how urgent it is, and the reply that goes first; needs no model and no library.

A sign in this turn counts together with the signs of earlier turns: a treatment named first and a symptom two turns
later, or fever in one and spreading redness in the next. What earlier turns say by themselves has been answered there.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from chatbot import wording
from chatbot.followup import may_depend
from chatbot.numbers import OF_MANY_REGIONS, Numbers, is_crisis
from chatbot.triage import rulebook, signs, triage
from chatbot.types import Answer, Level, Message, Outcome, Triage

# How many of the user's turns count, and how many of them are read as one text with a follow-up.
_TURNS, _READ_TOGETHER = 12, 4
_ASKS = re.compile(
    r"^\W*(?:(?:is|are|does|do|can|could|will|would|should|what|how|when|where|why|which|who)\b[^.!;\n]*)\W*$",
    re.IGNORECASE,
)
_SOMEBODY = re.compile(
    r"\b(?:i|i'm|my|me|mine|we|our|he|she|his|her|him|they|their|now|today|tonight)\b", re.IGNORECASE
)
# A message that goes on with the sentence before it.
_GOES_ON = re.compile(r"^\W*(?:and|but|plus|which|that|for|since)\b", re.IGNORECASE)
_RANK = {Level.NONE: 0, Level.URGENT: 1, Level.EMERGENCY: 2}


@dataclass(frozen=True, slots=True)
class Alarm:
    """How urgent a message is, the reply with the numbers to call, and whether it is a crisis of mind."""

    level: Level
    reply: str = ""
    is_crisis: bool = False


def alarm(message: str, history: Sequence[Message] = (), numbers: Numbers = OF_MANY_REGIONS) -> Alarm:
    """Judge a message by itself and with the user's turns before it; the highest level wins."""
    said = [turn.content for turn in history if turn.role == "user"][-_TURNS:]
    found = triage(message)
    for other in (_completed(message, said), _together(message, said)):
        found = other if _RANK[other.level] > _RANK[found.level] else found
    return Alarm(found.level, numbers.written_into(found.reply), is_crisis(found.reply))


def refer(message: str, warned: Alarm, said: Answer | None = None) -> Answer:
    """Answer with the reply to an alarm, and with what was found for the message below it."""
    closing = wording.CRISIS_CLOSING if warned.is_crisis else wording.ALARM_CLOSING
    alone = Answer(message, message, Outcome.REFERRED, warned.level, warned.reply, closing=closing)
    if said is None or said.outcome is not Outcome.ANSWERED:
        return alone
    found = replace(alone, statements=said.statements, candidates=said.candidates)
    return replace(found, hits=said.hits, confidence=said.confidence)


def _completed(message: str, said: Sequence[str]) -> Triage:
    """Find what the signs of this message complete that neither it nor the turns before mean alone."""
    here = signs(message) if said and not _is_general(message) else frozenset()
    if not here:
        return Triage(Level.NONE)
    before = frozenset().union(*map(signs, said))
    book = rulebook()
    first, known = (
        next((rule for rule in book.rules if rule.holds(present)), None) for present in (here | before, before)
    )
    if first is None or (known and _RANK[known.level] >= _RANK[first.level]):
        return Triage(Level.NONE)
    return Triage(first.level, book.reasons[first.name], first.reply)


def _is_general(message: str) -> bool:
    """Tell whether a message only asks, and of nobody: "Is it painful?" says nothing of the fever two turns before."""
    return _ASKS.match(message) is not None and _SOMEBODY.search(message) is None


def _together(message: str, said: Sequence[str]) -> Triage:
    """Read a follow-up as one text with the turns before; it counts where it is worse than they are without it."""
    goes_on = _GOES_ON.match(message) is not None and not _is_general(_GOES_ON.sub("", message))
    if not said or not (goes_on or may_depend(message)):
        return Triage(Level.NONE)
    before = ".\n".join(said[-_READ_TOGETHER:]).rstrip(" .")
    both = triage(f"{before}, {message}" if goes_on else f"{before}.\n{message}")
    return both if _RANK[both.level] > _RANK[triage(before).level] else Triage(Level.NONE)
