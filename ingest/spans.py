"""Text -> blocks as spans: headings, questions, list items, paragraphs. Pure arithmetic, no text is cut.

A block is one line or several wrapped ones. What a line is depends on how it looks and on its neighbours, never on
which document it is in.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from ingest.sentences import sentences, trim
from ingest.types import Span


class BlockKind(StrEnum):
    """What a block is on its page."""

    HEADING = "heading"
    QUESTION = "question"
    ITEM = "item"
    PARAGRAPH = "paragraph"


@dataclass(frozen=True, slots=True)
class Block:
    """A block of a page.

    `span` is its content without list markers, `label` a bold or colon-ended name before it, `level` a heading's depth.
    """

    kind: BlockKind
    span: Span
    level: int = 0
    label: Span | None = None


_LINE = re.compile(r"[^\r\n\u2028\u2029\f\v]+")
_HASHES = re.compile(r"[ \t]{0,3}(?P<marks>#{1,6})[ \t]+(?P<body>.*?)[ \t#]*$")
_BOLD_LINE = re.compile(r"[ \t]*(?P<marks>\*\*|__)(?P<body>[^*_\n]{2,100})(?P=marks)[ \t]*:?[ \t]*$")
_PICTURE = "[\u2190-\u21ff\u2300-\u23ff\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff]"
_EMOJI = f"(?:{_PICTURE}[\ufe0e\ufe0f\u200d\U0001f3fb-\U0001f3ff]*[ \t\xa0]*)"
_BULLET = r"[•‣◦▪●]|[·*+](?=\s)|[-–—](?=\s|[A-Z])|\(?\d{1,3}[.)](?=\s)|[a-z]\)(?=\s)"
_MARKER = re.compile(rf"[ \t\xa0]*(?:(?:{_BULLET})[ \t\xa0]*{_EMOJI}*|{_EMOJI}+)")
_LABEL = re.compile(
    r"(?:\*\*|__)(?P<bold>[^*_\n]{2,80}?):?(?:\*\*|__)[ \t]*:?[ \t]+|(?P<plain>[A-Z][^.:!?*\n]{2,40}):[ \t]+(?=[A-Z])"
)
_TERMINAL = re.compile(r"[.!?:;,…][\"'”’)\]*_]*$")
_REFERENCES = re.compile(
    r"(?:references?|sources?|bibliography|works cited|further reading|citations?)\s*:?", re.IGNORECASE
)
_URL = re.compile(r"(?:https?://|www\.)\S+")
_TITLE_CHARACTERS, _TITLE_WORDS, _WRAP_WIDTH = 100, 14, 100


def blocks(text: str, skips: Sequence[Span] = ()) -> tuple[Block, ...]:
    """Split a text into blocks, in order, leaving out what `skips` cover."""
    lines = _visible_lines(text, skips)
    wrapped = _is_wrapped(text, lines)
    found: list[Block] = []
    in_references = False
    for position, line in enumerate(lines):
        if (
            found
            and found[-1].kind in (BlockKind.PARAGRAPH, BlockKind.ITEM)
            and _continues(text, lines, position, wrapped)
        ):
            last = found[-1]
            found[-1] = Block(last.kind, Span(last.span.start, line.end), label=last.label)
            continue
        block = _classify(text, lines, position, in_references)
        if block.kind is BlockKind.HEADING:
            in_references = names_references(text[block.span.start : block.span.end])
        found.append(block)
    return tuple(found)


def names_references(heading: str) -> bool:
    """Tell whether a heading opens a list of other works."""
    return _REFERENCES.fullmatch(heading.strip()) is not None


def cut(span: Span, skips: Sequence[Span]) -> tuple[Span, ...]:
    """Return the parts of a span that no skip covers."""
    parts, start = [], span.start
    for skip in skips:
        if skip.end > start and skip.start < span.end:
            parts.append(Span(start, max(start, skip.start)))
            start = max(start, skip.end)
    parts.append(Span(start, max(start, span.end)))
    return tuple(part for part in parts if part.end > part.start)


def _visible_lines(text: str, skips: Sequence[Span]) -> tuple[Span, ...]:
    """Find the lines with something to show; a line is narrowed to what its skips leave at the ends."""
    lines = []
    for match in _LINE.finditer(text):
        parts = [part for part in cut(Span(*match.span()), skips) if text[part.start : part.end].strip()]
        if parts:
            lines.append(Span(parts[0].start, parts[-1].end))
    return tuple(lines)


def _is_wrapped(text: str, lines: Sequence[Span]) -> bool:
    """Tell whether the text is broken at a fixed width: no long line, and many lines near that width."""
    lengths = [len(text[line.start : line.end].rstrip()) for line in lines]
    return bool(lengths) and max(lengths) <= _WRAP_WIDTH and sum(length >= 55 for length in lengths) * 2 >= len(lengths)


def _gap(text: str, lines: Sequence[Span], position: int) -> int:
    """Count the line breaks between a line and the one before; 2 or more means a blank line (or a skipped one)."""
    between = text[lines[position - 1].end : lines[position].start]
    return len(re.findall(r"\r\n|[\r\n\u2028\u2029\f\v]", between))


def _continues(text: str, lines: Sequence[Span], position: int, wrapped: bool) -> bool:
    before, line = (text[span.start : span.end] for span in (lines[position - 1], lines[position]))
    if _gap(text, lines, position) != 1 or _MARKER.match(line) or _HASHES.match(line) or _BOLD_LINE.match(line):
        return False
    if wrapped and len(before.rstrip()) >= 45:
        return True
    return line.lstrip()[:1].islower() and not _TERMINAL.search(before.rstrip())


def _classify(text: str, lines: Sequence[Span], position: int, in_references: bool) -> Block:
    line = lines[position]
    content = text[line.start : line.end]
    if match := _HASHES.match(content) or _BOLD_LINE.match(content):
        level = len(match["marks"]) if match["marks"].startswith("#") else 7
        return Block(BlockKind.HEADING, _inside(line, match, "body"), level)
    marker = _MARKER.match(content)
    body = trim(text, Span(line.start + (marker.end() if marker else 0), line.end))
    if marker:
        return Block(BlockKind.ITEM, body) if in_references else _labelled(text, body, BlockKind.ITEM)
    if _is_title(text, lines, position) and not in_references:
        return Block(BlockKind.HEADING, trim(text, line), 1 if position == 0 else 2)
    if content.rstrip().endswith("?") and len(sentences(text, line)) == 1 and len(content) <= 200:
        return Block(BlockKind.QUESTION, trim(text, line))
    return _labelled(text, body, BlockKind.PARAGRAPH)


def _inside(line: Span, match: re.Match[str], group: str) -> Span:
    return Span(line.start + match.start(group), line.start + match.end(group))


def _labelled(text: str, body: Span, kind: BlockKind) -> Block:
    match = _LABEL.match(text, body.start, body.end)
    if match is None or (match["plain"] and kind is BlockKind.PARAGRAPH):
        return Block(kind, body)
    group = "bold" if match["bold"] else "plain"
    return Block(kind, Span(match.end(), body.end), label=Span(*match.span(group)))


def _introduces(text: str, lines: Sequence[Span], position: int) -> bool:
    """Tell whether a line leads into list items; a heading over references does not, it only names them."""
    line, after = lines[position], lines[position + 1 : position + 2]
    followed = any(_MARKER.match(text[span.start : span.end]) for span in after)
    return followed and not names_references(text[line.start : line.end])


def _is_title(text: str, lines: Sequence[Span], position: int) -> bool:
    """Tell whether a line is a bare title: short, unpunctuated, alone on its line, in a text of several."""
    content = text[lines[position].start : lines[position].end].strip()
    short_label = content.endswith(":") and len(content.split()) <= 3 and not _introduces(text, lines, position)
    if len(content) > _TITLE_CHARACTERS or len(content.split()) > _TITLE_WORDS or _URL.search(content):
        return False
    if (_TERMINAL.search(content) and not short_label) or len(lines) == 1:
        return False
    return position == 0 or content[0].isupper() or content[0].isdigit()
