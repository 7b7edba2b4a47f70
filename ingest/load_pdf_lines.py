"""The lines of a PDF's pages -> one text: heads and page numbers dropped, broken lines and pages joined.

Pure arithmetic on where lines stand. What it writes reads on over the ends of lines and pages.
"""

from __future__ import annotations

import re
import statistics
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from ingest.load_parsed import Parsed

_NUMBER = re.compile(
    r"(?:page|p\.)?\s*[-–—|]?\s*(?:\d{1,4}|[ivxl]{1,6})\s*[-–—|]?(?:\s*(?:/|of)\s*\d{1,4})?", re.IGNORECASE
)
_MARKER = re.compile(r"[•‣◦▪●■□○–—*·-]\s|\(?\d{1,3}[.)]\s|[a-z]\)\s")
_ENDED = re.compile(r"[.!?:…][\"'”’)\]]*$")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_EDGE_LINES = 2  # lines at the top and the bottom of a page that may be its head and foot
_WANDER = 4.0  # points by which a head may stand higher or lower on another page
_HEADING, _LONGEST_HEADING, _MOST_LEVELS = 1.15, 150, 4  # times the size of the body; characters; depths
_PARAGRAPH_GAP = 1.4  # times the usual distance of lines
_USUAL_LEADING = 1.2  # times the letters' size


class Line(NamedTuple):
    """A line of a page, in points from the lower left corner; `is_broken` where a hyphen at its end was left out."""

    text: str
    left: float
    right: float
    base: float
    size: float
    is_broken: bool = False


class _Placed(NamedTuple):
    """A line with its page, counted from 0, its column on that page, and how far right that column reaches."""

    line: Line
    page: int
    column: int
    edge: float


class _Usual(NamedTuple):
    """What is usual in a document: the distance of its lines in sizes, its headings' sizes, its whole words."""

    leading: float
    headings: tuple[float, ...]
    words: frozenset[str]

    def level(self, line: Line) -> int:
        """Give a heading's level from 1, or 0 for a line of the body."""
        if _rounded(line.size) not in self.headings or len(line.text) > _LONGEST_HEADING:
            return 0
        return min(self.headings.index(_rounded(line.size)) + 1, _MOST_LEVELS)


def joined(pages: Sequence[Sequence[Line]]) -> Parsed:
    """Write the pages' lines as one text, with the offsets at which the pages begin."""
    placed = _placed(without_edges(pages))
    usual = _usual(placed)
    starts: dict[int, int] = {}
    written: list[str] = []
    length = 0
    for position, here in enumerate(placed):
        between = _between(placed[position - 1], here, usual) if position else ""
        level = usual.level(here.line)
        text = ("#" * level + " " if level and between != " " else "") + here.line.text
        starts.setdefault(here.page, length + len(between))
        written += [between, text]
        length += len(between) + len(text)
    return Parsed("".join(written), _every(starts, len(pages), length))


def _every(starts: dict[int, int], pages: int, length: int) -> tuple[int, ...]:
    """Give every page its start; one without text begins where the next one does."""
    found: list[int] = []
    for page in reversed(range(pages)):
        found.append(starts.get(page, found[-1] if found else length))
    return tuple(reversed(found))


def without_edges(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """Leave out page numbers, and the heads and feet that stand at one height on several pages."""
    if len(pages) < 2:
        return [list(page) for page in pages]
    edges = [_edges(page) for page in pages]
    seen = Counter(key for page in edges for key in {_key(line) for line in page})
    return [
        [line for line in page if line not in edge or not _is_edge(line, edge, seen)]
        for page, edge in zip(pages, edges, strict=True)
    ]


def _edges(page: Sequence[Line]) -> list[Line]:
    by_height = sorted(page, key=lambda line: -line.base)
    return by_height if len(page) <= 2 * _EDGE_LINES else by_height[:_EDGE_LINES] + by_height[-_EDGE_LINES:]


def _is_edge(line: Line, edge: Sequence[Line], seen: Counter[str]) -> bool:
    is_outermost = line in (edge[0], edge[-1])
    return seen[_key(line)] > 1 or (is_outermost and _NUMBER.fullmatch(line.text) is not None)


def _key(line: Line) -> str:
    """Tell heads apart by their words and height: numbers count on, and a line of the body repeats by chance only."""
    return f"{round(line.base / _WANDER)} {re.sub(r'[0-9]+', '#', line.text)}"


def _placed(pages: Sequence[Sequence[Line]]) -> list[_Placed]:
    found: list[_Placed] = []
    for number, page in enumerate(pages):
        columns: list[list[Line]] = []
        for line in page:
            if columns and _is_under(columns[-1][-1], line):
                columns[-1].append(line)
            else:
                columns.append([line])
        for at, column in enumerate(columns):
            edge = max(line.right for line in column)
            found += [_Placed(line, number, at, edge) for line in column]
    return found


def _is_under(above: Line, line: Line) -> bool:
    return line.base < above.base and line.left < above.right and line.right > above.left


def _usual(placed: Sequence[_Placed]) -> _Usual:
    sizes: Counter[float] = Counter()
    for here in placed:
        sizes[_rounded(here.line.size)] += len(here.line.text)
    body = max(sizes, key=lambda size: (sizes[size], -size), default=0.0)
    gaps = [_gap(before.line, here.line) for before, here in pairwise(placed) if _is_beside(before, here)]
    near = [gap for gap in gaps if 0.8 < gap < 2.5]
    words = {word.lower() for here in placed for word in _WORD.findall(here.line.text)}
    return _Usual(
        leading=statistics.median(near) if near else _USUAL_LEADING,
        headings=tuple(sorted((size for size in sizes if size >= _HEADING * body), reverse=True)),
        words=frozenset(words),
    )


def _is_beside(before: _Placed, here: _Placed) -> bool:
    return (before.page, before.column) == (here.page, here.column)


def _gap(above: Line, line: Line) -> float:
    return (above.base - line.base) / max(line.size, 1.0)


def _rounded(size: float) -> float:
    return round(size * 2) / 2


def _between(before: _Placed, here: _Placed, usual: _Usual) -> str:
    """Give what joins two lines: a space, nothing or a hyphen inside a paragraph, one or two line breaks between."""
    above, line = before.line, here.line
    levels = usual.level(above), usual.level(line)
    is_near = _is_beside(before, here) and _gap(above, line) <= _PARAGRAPH_GAP * usual.leading
    if any(levels) or (_is_beside(before, here) and not is_near):
        return " " if levels[0] == levels[1] and is_near else "\n\n"
    if _MARKER.match(line.text):
        return "-\n" if above.is_broken else "\n"
    if above.is_broken:
        return _hyphen(above.text, line.text, usual.words)
    is_open = not _ENDED.search(above.text) and line.text[:1].islower()
    if is_open or ((is_near or not _ENDED.search(above.text)) and _is_full(before, line)):
        return " "
    return "\n" if is_near else "\n\n"


def _is_full(before: _Placed, line: Line) -> bool:
    """Tell whether a line reaches as far as it can: the next one's first word would not have fitted."""
    first = len(line.text.split(maxsplit=1)[0]) + 1
    letter = (line.right - line.left) / max(len(line.text), 1)
    return before.line.right + first * letter > before.edge


def _hyphen(above: str, line: str, words: frozenset[str]) -> str:
    """Decide whether the hyphen at a line's end is the word's own, by how the document writes it elsewhere."""
    start = re.search(r"[^\W\d_]+$", above)
    end = re.match(r"[^\W\d_]+", line)
    if start is None or end is None or not line[0].islower():
        return "-"
    return "-" if f"{start[0]}-{end[0]}".lower() in words else ""
