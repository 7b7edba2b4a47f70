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


def stated(book: ClaimBook) -> list[str]:
    """List the passages that state the claims of a book, by id, in order."""
    return sorted({piece.passage for claim in book.claims.values() for piece in claim.evidence})


def alone_as(names: Sequence[str], passages: Sequence[Passage], documents: Iterable[Document]) -> list[str]:
    """Write the passages named as they are compared with each other: their own words, without what they stand under."""
    about, texts = _about(documents), {passage.id: passage.text for passage in passages}
    return [joined(texts[name], about) for name in names]


def _about(documents: Iterable[Document]) -> frozenset[str]:
    return subject(document.facts.title for document in vouched({entry.name: entry for entry in documents}).values())
