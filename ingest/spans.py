"""Text -> blocks as spans: headings, questions, list items, paragraphs. Pure arithmetic, no text is cut.

A block is one line or several wrapped ones. What a line is depends on how it looks and on its neighbours, never on
which document it is in.
"""

from __future__ import annotations

import re
from bisect import bisect_right
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
_HASHES = re.compile(r"[ \t]{0,3}(?P<marks>#{1,6})[ \t]+(?P<body>.*(?<![ \t#]))")
_BOLD_LINE = re.compile(r"[ \t]*(?P<marks>\*\*|__)(?P<body>[^*_\n]{2,100})(?P=marks)[ \t]*:?[ \t]*$")
_PICTURE = "[\u2190-\u21ff\u2300-\u23ff\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff]"
_EMOJI = f"(?:{_PICTURE}[\ufe0e\ufe0f\u200d\U0001f3fb-\U0001f3ff]*[ \t\xa0]*)"
_BULLET = r"[•‣◦▪●]|[·*+](?=\s)|[-–—](?=\s|[A-Z])|\(?\d{1,3}[.)](?=\s)|[a-z]\)(?=\s)"
_MARKER = re.compile(rf"[ \t\xa0]*(?:(?:{_BULLET})[ \t\xa0]*{_EMOJI}*|{_EMOJI}+)")
_LABEL = re.compile(
    r"(?:\*\*|__)(?P<bold>[^*_\n]{2,80}?)(?::(?:\*\*|__)|(?:\*\*|__)[ \t]*[:–—])[ \t]+"
    r"|(?P<plain>[A-Z][^.:!?*\n]{2,40}):[ \t]+(?=[A-Z])"
)
_TERMINAL = re.compile(r"[.!?:;,…][\"'”’)\]*_]*$")
_ENDING = re.compile(r"[.!?:…][\"'”’)\]*_]*$")
_REFERENCES = re.compile(
    r"(?:references?|sources?|bibliography|works cited|further reading|citations?)\s*:?", re.IGNORECASE
)
_URL = re.compile(r"(?:https?://|www\.)\S+")
_TITLE_CHARACTERS, _TITLE_WORDS = 100, 14
_NARROWEST, _WIDEST = 30, 100  # no page is broken into lines shorter or longer than these


def blocks(text: str, skips: Sequence[Span] = ()) -> tuple[Block, ...]:
    """Split a text into blocks, in order, leaving out what `skips` cover."""
    lines = _visible_lines(text, skips)
    width = _wrap_width(text, lines)
    found: list[Block] = []
    in_references = False
    for position, line in enumerate(lines):
        if (
            found
            and found[-1].kind in (BlockKind.PARAGRAPH, BlockKind.ITEM)
            and _continues(text, lines, position, width)
        ):
            last = found[-1]
            found[-1] = Block(last.kind, Span(last.span.start, line.end), label=last.label)
            continue
        runs_on = position + 1 < len(lines) and _continues(text, lines, position + 1, width)
        block = _classify(text, lines, position, in_references, runs_on)
        if block.kind is BlockKind.HEADING:
            in_references = names_references(text[block.span.start : block.span.end])
        found.append(block)
    return tuple(found)


def names_references(heading: str) -> bool:
    """Tell whether a heading opens a list of other works."""
    return _REFERENCES.fullmatch(heading.strip()) is not None


def cut(span: Span, skips: Sequence[Span]) -> tuple[Span, ...]:
    """Return the parts of a span that none of the skips, sorted and disjoint, covers."""
    parts, start = [], span.start
    for position in range(bisect_right(skips, start, key=lambda skip: skip.end), len(skips)):
        skip = skips[position]
        if skip.start >= span.end:
            break
        parts.append(Span(start, max(start, skip.start)))
        start = skip.end
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


def _wrap_width(text: str, lines: Sequence[Span]) -> int:
    """Return the width at which a text is broken into lines, or 0: where most lines break off in mid-sentence."""
    width = max((len(text[line.start : line.end].rstrip()) for line in lines), default=0)
    inner = [position for position in range(1, len(lines)) if _is_inner(text, lines, position)]
    broken = sum(_breaks_off(text, lines, position) for position in inner)
    return width if _NARROWEST <= width <= _WIDEST and broken >= 2 and broken * 2 >= len(inner) else 0


def _is_inner(text: str, lines: Sequence[Span], position: int) -> bool:
    """Tell whether a line stands right under another and does not look like the start of something."""
    line = text[lines[position].start : lines[position].end]
    return _gap(text, lines, position) == 1 and not any(mark.match(line) for mark in (_MARKER, _HASHES, _BOLD_LINE))


def _breaks_off(text: str, lines: Sequence[Span], position: int) -> bool:
    """Tell whether a sentence runs from the line before into this one, by its lack of a full stop and of a capital."""
    before, line = (text[span.start : span.end].strip() for span in lines[position - 1 : position + 1])
    return len(before) >= _NARROWEST // 2 and not _ENDING.search(before) and line.lstrip("\"'“‘(")[:1].islower()


def _gap(text: str, lines: Sequence[Span], position: int) -> int:
    """Count the line breaks between a line and the one before; 2 or more means a blank line (or a skipped one)."""
    between = text[lines[position - 1].end : lines[position].start]
    return len(re.findall(r"\r\n|[\r\n\u2028\u2029\f\v]", between))


def _continues(text: str, lines: Sequence[Span], position: int, width: int) -> bool:
    """Tell whether a line goes on with the one before: its first word would not have fitted there, or it breaks off."""
    if not _is_inner(text, lines, position):
        return False
    before, line = (text[span.start : span.end] for span in lines[position - 1 : position + 1])
    is_full = 0 < 0.85 * width <= len(before.rstrip()) + 1 + len(line.split()[0])
    return is_full or (len(before.split()) > 4 and _breaks_off(text, lines, position))


def _classify(text: str, lines: Sequence[Span], position: int, in_references: bool, runs_on: bool) -> Block:
    line = lines[position]
    content = text[line.start : line.end]
    if match := _HASHES.match(content) or _BOLD_LINE.match(content):
        level = len(match["marks"]) if match["marks"].startswith("#") else 7
        return Block(BlockKind.HEADING, _inside(line, match, "body"), level)
    marker = _MARKER.match(content)
    body = trim(text, Span(line.start + (marker.end() if marker else 0), line.end))
    if marker:
        return Block(BlockKind.ITEM, body) if in_references else _labelled(text, body, BlockKind.ITEM)
    if not (in_references or runs_on) and _is_title(text, lines, position):
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
    if (_TERMINAL.search(content) and not short_label) or len(lines) == 1 or not re.search(r"[^\W_]", content):
        return False
    return position == 0 or content[0].isupper() or content[0].isdigit()
