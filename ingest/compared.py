"""What is compared with a question: the words that find a passage, and those of the written questions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ingest.book import ClaimBook
from ingest.subject import as_asked, joined, subject
from ingest.types import Document, Passage, vouched


def asked_as(book: ClaimBook, documents: Iterable[Document]) -> list[str]:
    """Write what finds each question of the book."""
    about = _about(documents)
    return [as_asked(asked.question, about) for asked in book.asked]


def searched_as(passages: Sequence[Passage], documents: Iterable[Document]) -> list[str]:
    """Write what finds each passage, the library's subject in one spelling."""
    about = _about(documents)
    return [joined(passage.searched, about) for passage in passages]


def _about(documents: Iterable[Document]) -> frozenset[str]:
    return subject(document.facts.title for document in vouched({entry.name: entry for entry in documents}).values())
