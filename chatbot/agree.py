"""Which quotes say the same, and which documents state an item: groups and counts, read off the quotes alone."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from chatbot import wording
from chatbot.often import Often, says
from chatbot.types import Count, Quote, Statement
from chatbot.words import content_words, stem, stems
from ingest.book import Claim, ClaimBook, Polarity
from ingest.contrary import FIGURE
from ingest.types import Passage, PassageKind, Span, Vectors

# Cosine from which two sentences of different documents are shown as saying the same.
_SAME = 0.7
_FEWEST_ITEMS = 3

_DENIES = re.compile(r"\b(?:no|not|never|nobody|none|neither|nor|without|cannot)\b|n['’]t\b", re.IGNORECASE)

Closeness = Callable[[Sequence[Passage]], Vectors]
_NONE: Mapping[str, frozenset[str]] = MappingProxyType({})


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


def count(quotes: Sequence[Quote], same: Mapping[str, frozenset[str]] = _NONE) -> tuple[Count, ...]:
    """Count the documents that state each item of a quoted list; () where no list of three items or more is quoted.

    A document states an item with all its words, or with a passage that says the `same`, by id.
    """
    items = [quote for quote in quotes if quote.passage.kind is PassageKind.ITEM]
    if len(items) < _FEWEST_ITEMS:
        return ()
    stating = (_stating(item, quotes, same.get(item.passage.id, frozenset())) for item in items)
    counts = {item.text.lower(): Count(item.text, found) for item, found in zip(items, stating, strict=True)}
    return tuple(sorted(counts.values(), key=lambda found: (-len(found.quotes), found.quotes[0].start)))


def _stating(item: Quote, quotes: Sequence[Quote], same: frozenset[str]) -> tuple[Quote, ...]:
    """Pick the first quote of each document that states an item, the item's own first."""
    wanted = {stem(word) for word in content_words(item.text)}
    found = {item.document: item}
    for quote in quotes:
        if wanted <= stems(quote.text) or quote.passage.id in same:
            found.setdefault(quote.document, quote)
    return tuple(found.values())


def _joins(quotes: Sequence[Quote], near: Vectors, first: int, other: int) -> bool:
    if first == other:
        return True
    if _lead_key(quotes[other]) is not None or near[first, other] < _SAME:
        return False
    return not differ(quotes[first].text, quotes[other].text)


def differ(one: str, other: str) -> bool:
    """Tell whether two sentences that are alike say the opposite or another number: one denies, or no figure is shared.

    Vectors of meaning put a sentence and its denial close together.
    """
    figures = [set(FIGURE.findall(text.casefold())) for text in (one, other)]
    return bool(_DENIES.search(one)) != bool(_DENIES.search(other)) or (all(figures) and not figures[0] & figures[1])


def _lead_key(quote: Quote) -> tuple[str, int] | None:
    passage = quote.passage
    is_item = passage.kind is PassageKind.ITEM and passage.lead_in is not None
    return (passage.document, passage.lead_in.start) if is_item and passage.lead_in else None


def tally(
    quotes: Sequence[Quote], book: ClaimBook, claims: Mapping[str, float], often: Often | None = None
) -> tuple[Count, ...]:
    """Count the documents whose quotes state each claim of one topic's list, in the words of the quotes.

    `claims` are the claims an answer lands on with their shares of the vote; the topic, and whether for or against, is
    that of most of them. Claims that name the same thing are one item. () where there are fewer than three items.
    `often` keeps to what a document's own word for how often calls so.
    """
    shown = {quote.passage.id: quote for quote in quotes}
    listed = [book.claims[name] for name in claims if book.claims[name].in_table]
    shares: defaultdict[tuple[str, Polarity], float] = defaultdict(float)
    for claim in listed:
        shares[_side(claim)] += claims[claim.id]
    side = min(shares, key=lambda side: (-shares[side], side), default=None)
    items: dict[frozenset[str], tuple[str, dict[str, tuple[Quote, str]]]] = {}
    for claim in listed:
        stated = [piece for piece in claim.evidence if piece.passage in shown and not piece.weak]
        if often:
            stated = [piece for piece in stated if says(often, _sliced(shown[piece.passage], piece.frequency))]
        name = next((_sliced(shown[piece.passage], piece.item) for piece in stated if piece.item), "")
        if _side(claim) == side and name:
            _, stating = items.setdefault(stems(name), (name, {}))
            for piece in stated:
                quote = shown[piece.passage]
                stating.setdefault(piece.document, (quote, _sliced(quote, piece.frequency)))
    counts = [Count(name, *map(tuple, zip(*stating.values(), strict=True))) for name, stating in items.values()]
    return tuple(sorted(counts, key=lambda count: -len(count.quotes))) if len(counts) >= _FEWEST_ITEMS else ()


def sides(
    quotes: Sequence[Quote], leads: Sequence[Quote], closeness: Closeness, pointing: Mapping[str, Polarity]
) -> tuple[Statement, ...]:
    """Group quotes as `group` does, all that point for something before all that point against it.

    `pointing` has the way each passage points, by its id; a passage that is not in it stands after both sides. Where
    all quotes point one way there are no sides, and no labels.
    """
    ways = {pointing.get(quote.passage.id) for quote in quotes}
    if not {Polarity.FOR, Polarity.AGAINST} <= ways:
        return group(quotes, leads, closeness)
    found: list[Statement] = []
    for way, label in ((Polarity.FOR, wording.SIDE_FOR), (Polarity.AGAINST, wording.SIDE_AGAINST), (None, "")):
        pointed = [quote for quote in quotes if pointing.get(quote.passage.id) is way]
        found += [replace(statement, side=label) for statement in group(pointed, leads, closeness)]
    return tuple(found)


def pointing(quotes: Sequence[Quote], book: ClaimBook, claims: Mapping[str, float]) -> dict[str, Polarity]:
    """Tell which way the quotes point, by passage id: as the claims do that an answer lands on, weighed by share."""
    shown = {quote.passage.id for quote in quotes}
    shares: defaultdict[str, defaultdict[Polarity, float]] = defaultdict(lambda: defaultdict(float))
    for name, share in claims.items():
        for evidence in book.claims[name].evidence:
            if evidence.passage in shown:
                shares[evidence.passage][book.claims[name].polarity] += share
    return {passage: max(found, key=lambda way: (found[way], way)) for passage, found in shares.items()}


def _side(claim: Claim) -> tuple[str, Polarity]:
    return claim.id.rpartition(".")[0], claim.polarity


def _sliced(quote: Quote, span: Span | None) -> str:
    return quote.passage.text[span.start - quote.passage.start : span.end - quote.passage.start] if span else ""
