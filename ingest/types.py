"""The nouns that flow from a file to a library.

All offsets are code points of `Document.text`, half-open: `text[start:end]`. This page imports nothing of ours.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
"""Rows of unit length, one a text: shape (texts, dimension)."""


class Span(NamedTuple):
    """A half-open range of code points in one document's text."""

    start: int
    end: int

    def overlaps(self, other: Span) -> bool:
        """Tell whether the two ranges share at least one code point."""
        return self.start < other.end and other.start < self.end


class Stage(StrEnum):
    """What an ingest is at."""

    READING = "reading"
    CUTTING = "cutting"
    EMBEDDING = "embedding"
    PUBLISHING = "publishing"


class PassageKind(StrEnum):
    """What a passage is: a lead-in introduces a list and is quoted above its items, a reference names another work."""

    SENTENCE = "sentence"
    ITEM = "item"
    LEAD_IN = "lead-in"
    REFERENCE = "reference"


@dataclass(frozen=True, slots=True)
class Reference:
    """A work that a document names as its own source; None where the document does not say."""

    title: str
    authors: tuple[str, ...] = ()
    date: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """What the manifest knows about a document; None means unknown, and is said to be unknown.

    `accessed` says when the file was taken from its address, which a quotation of a web page names.
    """

    title: str
    kind: str | None = None
    publisher: str | None = None
    author: str | None = None
    date: str | None = None
    url: str | None = None
    references: tuple[Reference, ...] = ()
    notes: tuple[str, ...] = ()
    as_printed: tuple[str, ...] = ()
    accessed: str | None = None

    @property
    def is_vouched(self) -> bool:
        """Tell whether somebody vouches for the document: the manifest says more of it than a title."""
        return self != Facts(self.title)


@dataclass(frozen=True, slots=True)
class Source:
    """One file (or one line of a jsonl corpus) as decoded: whole, or refused; `pages` as in Document."""

    name: str
    text: str
    sha256: str
    facts: Facts
    pages: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A source whose text is final; `skips` are sorted ranges that are never indexed and never inside a quote.

    `pages` are the offsets at which its pages begin, the first one's first; empty where the format has no pages.
    """

    name: str
    text: str
    sha256: str
    facts: Facts
    skips: tuple[Span, ...] = ()
    pages: tuple[int, ...] = ()

    def page_of(self, offset: int) -> int | None:
        """Give the page that an offset lies on, counted from 1 as in the file; None where there are no pages."""
        return max(1, bisect_right(self.pages, offset)) if self.pages else None


def vouched(documents: Mapping[str, Document]) -> Mapping[str, Document]:
    """Keep the documents that somebody vouches for; where nobody does for any, all are alike and all are kept."""
    kept = {name: document for name, document in documents.items() if document.facts.is_vouched}
    return kept or documents


@dataclass(frozen=True, slots=True)
class Passage:
    """One sentence or list item: `document.text[start:end] == text`.

    `searched` is what finds it (headings, lead-in and text) and may be more than what is quoted. `lead_in` is the
    line a list item stands under, or the question it answers. `block` is the paragraph or list it belongs to.
    """

    document: str
    start: int
    end: int
    text: str
    kind: PassageKind
    block: Span
    headings: tuple[str, ...] = ()
    label: str = ""
    lead_in: Span | None = None
    lead_text: str = ""
    id: str = field(init=False, repr=False, compare=False)
    """The passage's name for good: equal ids mean the same characters of the same document."""

    def __post_init__(self) -> None:
        # Kept, because an answer asks some hundred passages for it several times.
        object.__setattr__(self, "id", f"{self.document}:{self.start}:{self.end}")

    @property
    def context(self) -> str:
        """Join the words around the passage that say what it is about: headings, lead-in, label."""
        return " ".join(part for part in (*self.headings[-1:], self.lead_text, self.label) if part)

    @property
    def searched(self) -> str:
        """Join everything that helps to find the passage."""
        return f"{self.context} {self.text}".strip()


@dataclass(frozen=True, slots=True)
class Refusal:
    """A file that was not taken: which, why, and what to do about it."""

    path: str
    reason: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What an ingest would do to the library, by document name."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    refused: tuple[Refusal, ...] = field(default=())
    claims_changed: bool = False

    @property
    def is_empty(self) -> bool:
        """Tell whether the library already holds exactly what was asked for."""
        return not (self.added or self.changed or self.removed or self.claims_changed)


@dataclass(frozen=True, slots=True)
class Report:
    """What an ingest did: the plan it followed, the version it published and its size.

    `restored` names the version that the library was set back to, where it was left at that.
    """

    plan: Plan
    version: str
    documents: int
    passages: int
    restored: str = ""
