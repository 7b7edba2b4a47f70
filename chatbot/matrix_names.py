"""What a claim of the table is called, and what it is about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from chatbot.words import stems
from ingest.book import ClaimBook
from ingest.types import Passage, Span

# The topic, and the stems of the name or, where only our words name it, the claim's id.
Thing = tuple[str, frozenset[str] | str]


@dataclass(frozen=True, slots=True)
class Naming:
    """What each claim is called, and what it is about, by its id; claims about the same thing have equal things.

    A claim is called as the first quote does that names the thing; by our own words where none does.
    """

    labels: Mapping[str, str]
    things: Mapping[str, Thing]


def name_claims(book: ClaimBook, passages: Mapping[str, Passage]) -> Naming:
    """Name all claims of a book; `passages` has those that the claims quote, by id."""
    labels: dict[str, str] = {}
    things: dict[str, Thing] = {}
    for claim in book.claims.values():
        pieces = sorted(claim.evidence, key=lambda piece: piece.weak)
        named = next((sliced(passages[piece.passage], piece.item) for piece in pieces if piece.item), "")
        labels[claim.id] = named or claim.wording
        things[claim.id] = (topic_of(claim.id), stems(named) or claim.id)
    return Naming(labels, things)


def topic_of(claim: str) -> str:
    """Read the topic off a claim's id."""
    return claim.rpartition(".")[0]


def sliced(passage: Passage, span: Span | None) -> str:
    """Slice a range of the document out of its passage; "" for None."""
    return passage.text[span.start - passage.start : span.end - passage.start] if span else ""
