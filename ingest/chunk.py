"""Document -> Passages: one for each sentence and list item, with the headings and the lead-in it stands under.

Boundaries are computed first; the text is sliced once, at the end. Questions and headings are context, never passages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from ingest.errors import Violation
from ingest.sentences import sentences, trim
from ingest.spans import Block, BlockKind, blocks, cut, names_references
from ingest.types import Document, Passage, PassageKind, Span

_ANAPHOR = re.compile(
    r"(?:this|these|those|that|it|they|such|both|he|she|here|the (?:latter|former|same))\b"
    r"|(?:also|additionally|moreover|furthermore|however|therefore|hence|for example|in addition|as a result)\b",
    re.IGNORECASE,
)
_URL_ONLY = re.compile(r"(?:https?://|www\.)\S+")
_FULL_STOP = re.compile(r"[.!?][\"'”’)\]*]*$")


@dataclass(frozen=True, slots=True)
class _Place:
    """Where in the document we are: what the next block stands under."""

    headings: tuple[tuple[int, Span], ...] = ()
    lead_in: Span | None = None
    question: Span | None = None
    list_span: Span | None = None
    in_references: bool = False


@dataclass(frozen=True, slots=True)
class _Unit:
    """A sentence or item before its text is sliced."""

    span: Span
    kind: PassageKind
    lead: Span | None


def chunk(document: Document) -> tuple[Passage, ...]:
    """Cut a document into passages, in reading order; no passage touches a skip span."""
    found = _without_stacks(blocks(document.text, document.skips))
    place = _Place()
    passages: list[Passage] = []
    for position, block in enumerate(found):
        place = _enter(document.text, place, found, position)
        passages.extend(_passages(document, block, place, _next_kind(found, position)))
        place = _leave(place, block, passages)
    return tuple(passages)


def verify(document: Document, passages: Sequence[Passage]) -> None:
    """Prove that every passage is its slice of the document and free of skip spans.

    Raises:
        Violation: naming the document and the first passage that is not.
    """
    for passage in passages:
        span = Span(passage.start, passage.end)
        if document.text[span.start : span.end] != passage.text or cut(span, document.skips) != (span,):
            raise Violation(
                f"In {document.name} the passage at [{passage.start}, {passage.end}) is not the text of the document.",
                "Nothing was published. This is a defect of the program: please report it with that file.",
            )


def _without_stacks(found: Sequence[Block]) -> list[Block]:
    """Take three or more headings in a row for what they are: lines without full stops, lost if they were headings."""
    kept: list[Block] = []
    for _, run in groupby(found, key=lambda block: block.kind is BlockKind.HEADING and block.level <= 2):
        members = list(run)
        is_stack = members[0].kind is BlockKind.HEADING and len(members) >= 3
        kept += [replace(block, kind=BlockKind.PARAGRAPH, level=0) for block in members] if is_stack else members
    return kept


def _next_kind(found: Sequence[Block], position: int) -> BlockKind | None:
    return found[position + 1].kind if position + 1 < len(found) else None


def _enter(text: str, place: _Place, found: Sequence[Block], position: int) -> _Place:
    """Take in the headings, the question and the list that begin with a block."""
    block = found[position]
    if block.kind is BlockKind.HEADING:
        kept = tuple(entry for entry in place.headings if entry[0] < block.level)
        title = text[block.span.start : block.span.end]
        return _Place(headings=(*kept, (block.level, block.span)), in_references=names_references(title))
    if block.kind is BlockKind.QUESTION:
        return _Place(headings=place.headings, question=block.span, in_references=place.in_references)
    if block.kind is BlockKind.ITEM and place.list_span is None:
        last = position
        while _next_kind(found, last) is BlockKind.ITEM:
            last += 1
        return replace(place, list_span=Span(block.span.start, found[last].span.end))
    return place


def _leave(place: _Place, block: Block, passages: Sequence[Passage]) -> _Place:
    """A paragraph ends the list before it; its last line may introduce the list after it."""
    if block.kind is not BlockKind.PARAGRAPH:
        return place
    last = passages[-1] if passages else None
    lead = Span(last.start, last.end) if last and last.kind is PassageKind.LEAD_IN else None
    return replace(place, lead_in=lead, list_span=None)


def _passages(document: Document, block: Block, place: _Place, following: BlockKind | None) -> Iterator[Passage]:
    if block.kind not in (BlockKind.PARAGRAPH, BlockKind.ITEM):
        return
    text = document.text
    around = place.list_span if block.kind is BlockKind.ITEM and place.list_span else block.span
    headings = tuple(text[span.start : span.end] for _, span in place.headings)
    label = text[block.label.start : block.label.end] if block.label else ""
    for unit in _units(document, block, place, following):
        yield Passage(
            document=document.name,
            start=unit.span.start,
            end=unit.span.end,
            text=text[unit.span.start : unit.span.end],
            kind=unit.kind,
            block=around,
            headings=headings,
            label=label,
            lead_in=place.lead_in if block.kind is BlockKind.ITEM else None,
            lead_text=text[unit.lead.start : unit.lead.end] if unit.lead else "",
        )


def _units(document: Document, block: Block, place: _Place, following: BlockKind | None) -> Iterator[_Unit]:
    """Yield the sentences of a block that can be quoted; a question inside it leads the sentences after it."""
    text = document.text
    lead = place.question or (place.lead_in if block.kind is BlockKind.ITEM else None)
    found = sentences(text, block.span)
    before: Span | None = None
    for position, sentence in enumerate(found):
        content = text[sentence.start : sentence.end]
        if content.endswith("?"):
            lead = sentence
            continue
        is_last = position == len(found) - 1
        kind = _kind(content, block, place, following if is_last else None)
        context = before if before and lead is None and _ANAPHOR.match(content) else lead
        for part in cut(sentence, document.skips):
            if _says_something(text, piece := trim(text, part)):
                yield _Unit(piece, kind, context)
        before = sentence


def _kind(content: str, block: Block, place: _Place, following: BlockKind | None) -> PassageKind:
    if place.in_references:
        return PassageKind.REFERENCE
    if block.kind is BlockKind.PARAGRAPH and content.endswith(":") and following is BlockKind.ITEM:
        return PassageKind.LEAD_IN
    if block.kind is BlockKind.ITEM and place.lead_in and not _FULL_STOP.search(content):
        return PassageKind.ITEM
    return PassageKind.SENTENCE


def _says_something(text: str, span: Span) -> bool:
    content = text[span.start : span.end]
    return any(character.isalnum() for character in content) and _URL_ONLY.fullmatch(content) is None
