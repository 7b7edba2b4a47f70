"""Which quotes say the same, and which documents state an item: groups and counts, read off the quotes alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from chatbot.types import Count, Quote, Statement
from chatbot.words import content_words, stem, stems
from ingest.book import ClaimBook
from ingest.types import Passage, PassageKind, Span, Vectors

# Cosine from which two sentences of different documents are shown as saying the same.
_SAME = 0.7
_FEWEST_ITEMS = 3

Closeness = Callable[[Sequence[Passage]], Vectors]


def group(quotes: Sequence[Quote], leads: Sequence[Quote], closeness: Closeness) -> tuple[Statement, ...]:
    """Group quotes by what they say: list items under their lead-in, and sentences that mean the same.

    A group begins at its best quote and takes only quotes near that one, so that chains do not join what differs.
    """
    if not quotes:
        return ()
    near = closeness([quote.passage for quote in quotes])
    lead_of = {(lead.document, lead.start): lead for lead in leads}
    taken: set[int] = set()
    statements = []
    for first, quote in enumerate(quotes):
        if first in taken:
            continue
        lead = _lead_key(quote)
        members = [
            i
            for i in range(len(quotes))
            if i not in taken and (_lead_key(quotes[i]) == lead if lead else _joins(quotes, near, first, i))
        ]
        taken.update(members)
        ordered = sorted((quotes[i] for i in members), key=lambda q: q.start) if lead else [quotes[i] for i in members]
        statements.append(Statement(tuple(ordered), lead_of.get(lead) if lead else None))
    return tuple(statements)


def count(quotes: Sequence[Quote]) -> tuple[Count, ...]:
    """Count the documents that state each item of a quoted list; () where no list of three items or more is quoted."""
    items = [quote for quote in quotes if quote.passage.kind is PassageKind.ITEM]
    if len(items) < _FEWEST_ITEMS:
        return ()
    counts = {quote.text.lower(): Count(quote.text, _stating(quote, quotes)) for quote in items}
    return tuple(sorted(counts.values(), key=lambda found: (-len(found.quotes), found.quotes[0].start)))


def _stating(item: Quote, quotes: Sequence[Quote]) -> tuple[Quote, ...]:
    """Pick the first quote of each document that has all words of an item, the item's own first."""
    wanted = {stem(word) for word in content_words(item.text)}
    found = {item.document: item}
    for quote in quotes:
        if wanted <= stems(quote.text):
            found.setdefault(quote.document, quote)
    return tuple(found.values())


def _joins(quotes: Sequence[Quote], near: Vectors, first: int, other: int) -> bool:
    if first == other:
        return True
    return _lead_key(quotes[other]) is None and bool(near[first, other] >= _SAME)


def _lead_key(quote: Quote) -> tuple[str, int] | None:
    passage = quote.passage
    is_item = passage.kind is PassageKind.ITEM and passage.lead_in is not None
    return (passage.document, passage.lead_in.start) if is_item and passage.lead_in else None


def tally(quotes: Sequence[Quote], book: ClaimBook, claims: Mapping[str, float]) -> tuple[Count, ...]:
    """Count the documents whose quotes state each claim, in the words of the quotes; () where fewer than three items.

    `claims` are the claims an answer lands on, nearest first. Claims that name the same thing are one item.
    """
    shown = {quote.passage.id: quote for quote in quotes}
    found: dict[frozenset[str], dict[str, tuple[Quote, str]]] = {}
    names: dict[frozenset[str], str] = {}
    for claim in claims:
        stated = [piece for piece in book.claims[claim].evidence if piece.passage in shown and piece.item]
        for piece in stated:
            name = _sliced(shown[piece.passage], piece.item)
            item = stems(_sliced(shown[stated[0].passage], stated[0].item))
            names.setdefault(item, name)
            often = _sliced(shown[piece.passage], piece.frequency)
            found.setdefault(item, {}).setdefault(piece.document, (shown[piece.passage], often))
    counts = [
        Count(names[item], tuple(quote for quote, _ in stating.values()), tuple(often for _, often in stating.values()))
        for item, stating in found.items()
    ]
    return tuple(sorted(counts, key=lambda count: -len(count.quotes))) if len(counts) >= _FEWEST_ITEMS else ()


def _sliced(quote: Quote, span: Span | None) -> str:
    return quote.passage.text[span.start - quote.passage.start : span.end - quote.passage.start] if span else ""
