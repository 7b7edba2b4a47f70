"""Turns -> a visit sheet: my questions, what the sources say, where they differ or are silent, what to tell and ask.

Everything in quotation marks is somebody's exact words. A sheet is to fit one page, so it says how much it leaves out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from chatbot import sheet_wording, wording
from chatbot.thread import Origin, Turn
from chatbot.types import Answer, Level, Outcome, Statement

_FIRST_SENTENCE = re.compile(r".*?[.!](?=\s|$)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Entry:
    """Quotes of one source under each other, an item after its lead-in; `source` numbers the sheet's sources from 1."""

    quotes: tuple[str, ...]
    source: int
    side: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, what is shown of what was quoted for it, and how many statements are left out."""

    question: str
    entries: tuple[Entry, ...]
    more: int = 0


@dataclass(frozen=True, slots=True)
class Sheet:
    """What stands on the page, part by part; `differ` are the questions on which the sources disagree."""

    says: tuple[Asked, ...]
    differ: tuple[Asked, ...]
    silent: tuple[str, ...]
    tell: tuple[str, ...]
    sources: tuple[str, ...]


def sheet(turns: Sequence[Turn], entries: int = 3, items: int = 6) -> Sheet:
    """Make a sheet of a conversation.

    Args:
        turns: the conversation; what was asked twice stands on the sheet once, as answered last.
        entries: how many statements a question shows at most, of a disagreement each side so many.
        items: how many quotes a statement shows at most.
    """
    last = {turn.answer.understood.casefold(): turn for turn in turns if turn.answer}
    held = [(turn, turn.answer) for turn in last.values() if turn.answer]
    sources = list(dict.fromkeys(turn.origin(name) for turn, answer in held for name in answer.documents))
    quoted = [(answer, _asked(turn, answer, sources, (entries, items))) for turn, answer in held if answer.statements]
    return Sheet(
        says=tuple(asked for answer, asked in quoted if not _is_torn(answer)),
        differ=tuple(asked for answer, asked in quoted if _is_torn(answer)),
        silent=tuple(answer.understood for _, answer in held if _is_silent(answer)),
        tell=(*_situations(answer for _, answer in held), *(line for _, answer in held for line in _tell(answer))),
        sources=tuple(_named(origin) for origin in sources),
    )


def _asked(turn: Turn, answer: Answer, sources: Sequence[Origin], limits: tuple[int, int]) -> Asked:
    shown: list[Statement] = []
    for statement in answer.statements:
        if sum(other.side == statement.side for other in shown) < limits[0]:
            shown.append(statement)
    entries = [entry for statement in shown for entry in _entries(turn, statement, sources, limits[1])]
    return Asked(answer.understood, tuple(entries), len(answer.statements) - len(shown))


def _entries(turn: Turn, statement: Statement, sources: Sequence[Origin], items: int) -> Iterator[Entry]:
    """Give the quotes of a statement by their document: what several say alike stands there as each says it."""
    shown = statement.shown[: items + bool(statement.lead_in)]
    for name in dict.fromkeys(quote.document for quote in shown):
        quotes = tuple(quote.text for quote in shown if quote.document == name)
        yield Entry(quotes, sources.index(turn.origin(name)) + 1, statement.side)


def _is_torn(answer: Answer) -> bool:
    return any(statement.side for statement in answer.statements)


def _is_silent(answer: Answer) -> bool:
    """Tell a question that the documents leave open from one that was no question to them."""
    return answer.outcome is Outcome.ABSTAINED and bool(answer.near)


def _tell(answer: Answer) -> Iterator[str]:
    if answer.level is not Level.NONE:
        first = _FIRST_SENTENCE.match(answer.reply)
        advice = first.group().strip() if first else answer.reply
        yield sheet_wording.TELL_ALARM.format(message=answer.question, advice=advice)
    if _is_torn(answer):
        yield sheet_wording.ASK_DIFFER.format(question=answer.understood)
    if _is_silent(answer):
        yield sheet_wording.ASK_SILENT.format(question=answer.understood)


def _situations(answers: Iterable[Answer]) -> Iterator[str]:
    """Say what of oneself to tell, and what to ask of it, each situation once."""
    mentions = (mention for answer in answers for mention in answer.advice.mentions)
    for mention in {mention.situation: mention for mention in mentions}.values():
        yield sheet_wording.TELL_SITUATION.format(situation=mention.situation, questions=" ".join(mention.ask))


def _named(origin: Origin) -> str:
    known = (origin.title, origin.author or wording.AUTHOR_UNKNOWN, origin.date or wording.UNDATED, origin.url)
    return " · ".join(part for part in known if part)
