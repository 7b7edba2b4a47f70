"""Kept questions asked again over the library of today: whose answers changed, and because of which documents.

Nothing is written, neither the new answers nor that a conversation was read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from chatbot.converse import Chatbot
from chatbot.thread import Turn, fingerprint, said
from chatbot.threads import Threads
from chatbot.types import Answer, Level, Outcome
from ingest.types import Document

_SEARCHED = (Outcome.ANSWERED, Outcome.ABSTAINED)


class Fate(StrEnum):
    """What became of a document between two answers."""

    REMOVED = "removed"
    CHANGED = "changed"
    NEW = "new"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class Cause:
    """A document whose quotes came or went; it is `new` where the answer before had nothing of it."""

    title: str
    fate: Fate
    gone: int
    fresh: int


@dataclass(frozen=True, slots=True)
class Change:
    """A kept question whose answer is another one now; no causes where only our own words differ."""

    thread: str
    question: str
    before: Outcome
    now: Outcome
    causes: tuple[Cause, ...]


Heard = Callable[[int, int], None]
"""Is told how many questions have been asked, and of how many."""


def drift(chatbot: Chatbot, threads: Threads, heard: Heard = lambda done, total: None) -> Iterator[Change]:
    """Ask again what was answered from another library than today's, and yield what changed, last used first.

    Raises:
        NeedlepointError: when the conversations cannot be read.
    """
    now = fingerprint(chatbot.library.manifest)
    kept = [(entry.id, found.turns) for entry in threads.listed() if (found := threads.read(entry.id))]
    todo = [(name, turns, at) for name, turns in kept for at, turn in enumerate(turns) if _is_open(turn, now)]
    for done, (name, turns, at) in enumerate(todo):
        heard(done, len(todo))
        if change := compare(name, turns[at], _again(chatbot, turns, at), chatbot.library.documents()):
            yield change
    heard(len(todo), len(todo))


def compare(thread: str, turn: Turn, answer: Answer, documents: Mapping[str, Document]) -> Change | None:
    """Compare an answer with the one before it by the words quoted and by its outcome; None where both are the same.

    A quote that only moved is the same.
    """
    if turn.answer is None:
        return None
    before, now = _words(turn.answer), _words(answer)
    gone, fresh = before - now, now - before
    if not gone and not fresh and answer.outcome is turn.answer.outcome:
        return None
    counts = [Counter(name for name, _ in found.elements()) for found in (gone, fresh)]
    names = sorted(counts[0].keys() | counts[1].keys())
    causes = (_cause(turn, name, documents.get(name), (counts[0][name], counts[1][name])) for name in names)
    return Change(thread, turn.message, turn.answer.outcome, answer.outcome, tuple(causes))


def _is_open(turn: Turn, now: str) -> bool:
    answer = turn.answer
    is_searched = answer is not None and answer.level is Level.NONE and answer.outcome in _SEARCHED
    return is_searched and turn.library != now


def _again(chatbot: Chatbot, turns: Sequence[Turn], at: int) -> Answer:
    """Ask a kept question again, as a language model completed it where one did: it is not asked once more."""
    turn, before = turns[at], turns[at].answer
    limited = chatbot.limited_to(frozenset(before.searched if before else ()))
    if before and before.rewritten and before.rewritten.is_used:
        return limited.ask_completed(turn.message, before.understood, said(turns[:at]))
    return limited.ask(turn.message, said(turns[:at]), turn.as_typed)


def _words(answer: Answer) -> Counter[tuple[str, str]]:
    return Counter((quote.document, quote.text) for quote in answer.quotes)


def _cause(turn: Turn, name: str, document: Document | None, counts: tuple[int, int]) -> Cause:
    origin = turn.origin(name)
    title = document.facts.title if document else origin.title
    if document is None:
        fate = Fate.REMOVED
    elif not origin.sha256:
        fate = Fate.NEW
    else:
        fate = Fate.SAME if origin.sha256 == document.sha256 else Fate.CHANGED
    return Cause(title, fate, *counts)
