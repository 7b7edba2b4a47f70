"""A conversation: its turns, each a message as typed and its answer, written as text that is read back equal."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from chatbot.types import Answer, Message
from ingest.types import Document

# What an answer rests on; the other entries of a manifest say how and with what it was written.
_CONTENT = ("documents", "claims", "embedder", "recipe")


@dataclass(frozen=True, slots=True)
class Origin:
    """What was known of a document when it was quoted, so that an old answer can be cited; None means unknown."""

    name: str
    sha256: str
    title: str
    author: str | None = None
    date: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """One message as typed, and its answer once there is one.

    `as_typed` lets nothing be added to it or mended; `dismissed` says that its emergency banner was dismissed,
    `stopped` that the reader wants no answer to it for now.
    `quotes` is the answer in quotes where `answer` was written from it by a language model, or could not be.
    `asked` is a time (ISO 8601, UTC), `library` the fingerprint of what was answered from, `row` where it is kept, 0
    where it is not.
    """

    message: str
    answer: Answer | None = None
    as_typed: bool = False
    dismissed: bool = False
    asked: str = ""
    library: str = ""
    origins: tuple[Origin, ...] = ()
    row: int = 0
    quotes: Answer | None = None
    stopped: bool = False

    def origin(self, document: str) -> Origin:
        """Say what was known of a quoted document; of one that nothing is known of, its name."""
        return next((origin for origin in self.origins if origin.name == document), Origin(document, "", document))


@dataclass(frozen=True, slots=True)
class Thread:
    """A conversation that is kept: its unguessable id, its title, its turns in order; times as in Turn."""

    id: str
    title: str
    created: str
    used: str
    turns: tuple[Turn, ...] = ()


def said(turns: Sequence[Turn]) -> list[Message]:
    """Tell what was said before, in our own words alone: quotes of an older library must not stand in the way."""
    messages: list[Message] = []
    for turn in turns:
        messages.append(Message("user", turn.message))
        if turn.answer:
            messages.append(Message("assistant", turn.answer.reply))
    return messages


def fingerprint(manifest: Mapping[str, Any]) -> str:
    """Name what a library holds: equal for equal documents, claims, model and recipe, whatever its version's name."""
    content = json.dumps([manifest.get(key) for key in _CONTENT], sort_keys=True)
    return hashlib.sha256(content.encode()).hexdigest()[:16]


def with_answer(turn: Turn, answer: Answer, documents: Mapping[str, Document], library: str) -> Turn:
    """Add an answer, with what is known today of every document it shows."""
    counted = (quote for found in answer.counts for quote in found.quotes)
    shown = dict.fromkeys(quote.document for quote in (*answer.cited, *answer.near, *counted))
    origins = tuple(_origin(documents[name]) for name in shown if name in documents)
    return replace(turn, answer=answer, library=library, origins=origins)


def written(turn: Turn) -> str:
    """Write a turn as JSON; what the search found and did not show is left out, and so is the row."""
    answer, quotes = (said and replace(said, hits=(), candidates=()) for said in (turn.answer, turn.quotes))
    return _form().dump_json(replace(turn, answer=answer, quotes=quotes, row=0)).decode()


def read(text: str) -> Turn:
    """Read a turn as it was written.

    Raises:
        ValueError: when the text is not of this form, or a quote in it leaves its passage.
    """
    return _form().validate_json(text)


def _origin(document: Document) -> Origin:
    facts = document.facts
    return Origin(document.name, document.sha256, facts.title, facts.author, facts.date, facts.url)


@cache
def _form() -> TypeAdapter[Turn]:
    return TypeAdapter(Turn)
