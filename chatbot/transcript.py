"""Turns -> a transcript that others can check: every quote with its document's sha256, its place and its exact text.

data/schema/transcript.schema.json describes the JSON; `chatbot.verify` holds it against a library.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import count
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from chatbot import kept_wording, wording
from chatbot.advice import Advice
from chatbot.thread import Origin, Turn
from chatbot.types import Answer, Quote
from ingest.errors import NeedlepointError

FORMAT, VERSION = "needlepoint-transcript", 1


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quote as it was shown; `number` as on the page, 0 for what was shown without one."""

    doc: str
    sha256: str
    start: int
    end: int
    quote: str
    number: int = 0


@dataclass(frozen=True, slots=True)
class Said:
    """A statement: its quotes in reading order, a list's lead-in first, and the side it takes where sources differ.

    `said` is the sentence that a language model wrote from the quotes, empty where none did; `asked` is one of several
    questions of a message, where the answer to it begins.
    """

    quotes: tuple[Quoted, ...]
    side: str = ""
    said: str = ""
    asked: str = ""


@dataclass(frozen=True, slots=True)
class Counted:
    """An item and the quotes that state it, one a document."""

    item: str
    quotes: tuple[Quoted, ...]


@dataclass(frozen=True, slots=True)
class Advised:
    """One piece of the advice below an answer; its quotes are none of the answer's."""

    title: str
    said: str
    quotes: tuple[Quoted, ...]
    ask: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Exchange:
    """A message and the answer to it; `outcome` is "open" where there is none yet. `near` is not an answer."""

    message: str
    asked: str
    understood: str
    outcome: str
    level: str
    reply: str
    statements: tuple[Said, ...] = ()
    counts: tuple[Counted, ...] = ()
    near: tuple[Quoted, ...] = ()
    advice: tuple[Advised, ...] = ()
    closing: str = ""

    @property
    def quotes(self) -> Iterator[Quoted]:
        """Give every quote once more than it needs be: shown, counted, near, in the advice."""
        for said in self.statements:
            yield from said.quotes
        for found in self.counts:
            yield from found.quotes
        yield from self.near
        for advised in self.advice:
            yield from advised.quotes


@dataclass(frozen=True, slots=True)
class Transcript:
    """A conversation as it is handed on; times are ISO 8601, UTC."""

    format: str
    version: int
    title: str
    exported: str
    documents: tuple[Origin, ...]
    turns: tuple[Exchange, ...]


def transcript(turns: Sequence[Turn], title: str, exported: str) -> Transcript:
    """Take down a conversation with what was known of its sources when they were quoted."""
    documents = dict.fromkeys(origin for turn in turns for origin in turn.origins)
    return Transcript(FORMAT, VERSION, title, exported, tuple(documents), tuple(map(_exchange, turns)))


def to_json(made: Transcript) -> str:
    """Write a transcript as JSON, indented."""
    return _form().dump_json(made, indent=2).decode() + "\n"


def read_transcript(path: Path) -> Transcript:
    """Read a transcript.

    Raises:
        NeedlepointError: when the file is not one, or of a form that this program does not know.
        OSError: when it cannot be read.
    """
    try:
        found = _form().validate_json(path.read_bytes(), strict=True)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        at = ".".join(map(str, first["loc"])) or "the file"
        raise NeedlepointError(
            f"{path} is not a transcript ({at}: {first['msg']}).", kept_wording.WANTS_TRANSCRIPT
        ) from error
    if (found.format, found.version) != (FORMAT, VERSION):
        reason = f"{path} is a {found.format!r} of version {found.version}."
        raise NeedlepointError(reason, kept_wording.WANTS_TRANSCRIPT)
    return found


def _exchange(turn: Turn) -> Exchange:
    answer = turn.answer
    if answer is None:
        return Exchange(turn.message, turn.asked, turn.message, "open", "none", "")
    numbers = count(1)
    statements = tuple(
        Said(tuple(_quoted(turn, quote, next(numbers)) for quote in said.shown), said.side, said.said, said.asked)
        for said in answer.statements
    )
    return Exchange(
        message=turn.message,
        asked=turn.asked,
        understood=answer.understood,
        outcome=answer.outcome.value,
        level=answer.level.value,
        reply=answer.reply,
        statements=statements,
        counts=_counts(turn, answer),
        near=tuple(_quoted(turn, quote) for quote in answer.near),
        advice=tuple(_advised(turn, answer.advice, numbers)),
        closing=answer.closing or wording.PROFESSIONAL_LINE,
    )


def _advised(turn: Turn, advice: Advice, numbers: Iterator[int]) -> Iterator[Advised]:
    if advice.consult:
        yield Advised(wording.CONSULT_TITLE, advice.consult.note, (), advice.consult.questions)
    for mention in advice.mentions:
        shown = (quote for said in mention.statements for quote in said.shown)
        quotes = tuple(_quoted(turn, quote, next(numbers)) for quote in shown)
        yield Advised(*wording.mentioned(mention), quotes, mention.ask)


def _counts(turn: Turn, answer: Answer) -> tuple[Counted, ...]:
    return tuple(Counted(found.item, tuple(_quoted(turn, quote) for quote in found.quotes)) for found in answer.counts)


def _quoted(turn: Turn, quote: Quote, number: int = 0) -> Quoted:
    sha256 = turn.origin(quote.document).sha256
    return Quoted(quote.document, sha256, quote.start, quote.end, quote.text, number)


@cache
def _form() -> TypeAdapter[Transcript]:
    return TypeAdapter(Transcript)
