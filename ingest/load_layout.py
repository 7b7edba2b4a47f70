"""Headings, paragraphs, list items and table rows -> plain text, in the signs that `ingest/spans.py` reads.

What a page shows by size, dots and boxes is written as "# ", "- " and " | ", so that structure survives as text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

_SPACE = re.compile(r"[^\S\n]+")
_AROUND_BREAK = re.compile(r" ?\n ?")
_BREAKS = re.compile(r"\n{3,}")
_UNSPOKEN = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_OWN_MARK = re.compile(r"\A[•‣◦▪●·–—-]\s+")


class PieceKind(StrEnum):
    """What a piece of a page is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    ROW = "row"


class Piece(NamedTuple):
    """A piece of a page in reading order; `level` is a heading's depth from 1, or a list's from 0."""

    kind: PieceKind
    text: str
    level: int = 0


class Flow:
    """Collects a page's text as a parser walks over it; a block's end makes a piece of what was written since."""

    def __init__(self) -> None:
        self.pieces: list[Piece] = []
        self._written: list[str] = []
        self._kind, self._level = PieceKind.PARAGRAPH, 0
        self._cells: list[str] | None = None

    def write(self, text: str) -> None:
        """Add text to the block that is open."""
        self._written.append(text)

    def begin(self, kind: PieceKind = PieceKind.PARAGRAPH, level: int = 0) -> None:
        """End the block that is open, and begin one; in a table's row all blocks are one."""
        if self._cells is not None:
            self._written.append(" ")
            return
        self._end()
        self._kind, self._level = kind, level

    def begin_row(self) -> None:
        """Begin a row of a table."""
        self._end()
        self._cells = []

    def end_cell(self) -> None:
        """End a cell of the row that is open."""
        if self._cells is not None:
            cell = " ".join(tidy("".join(self._written)).split())
            self._cells += [cell] if cell else []
            self._written.clear()

    def end_row(self) -> None:
        """End the row that is open."""
        self.end_cell()
        cells, self._cells = self._cells, None
        if cells:
            self.pieces.append(Piece(PieceKind.ROW, " | ".join(cells)))
        self._kind, self._level = PieceKind.PARAGRAPH, 0

    def _end(self) -> None:
        if text := tidy("".join(self._written)):
            self.pieces.append(Piece(self._kind, text, self._level))
            # What follows in the same item or heading is a paragraph beside it.
            self._kind, self._level = PieceKind.PARAGRAPH, 0
        self._written.clear()

    def done(self) -> list[Piece]:
        """End what is open, and give all pieces."""
        self.end_row() if self._cells is not None else self._end()
        return self.pieces


def letters(text: str) -> str:
    """Keep what stays the same however a text is set: its letters and digits, ligatures taken apart, in small."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(character for character in folded if character.isalnum())


def tidy(text: str) -> str:
    """Leave single spaces and at most one blank line, and nothing that has no sign of its own."""
    plain = _SPACE.sub(" ", _UNSPOKEN.sub("", text))
    return _BREAKS.sub("\n\n", _AROUND_BREAK.sub("\n", plain)).strip()


def laid_out(pieces: Sequence[Piece]) -> str:
    """Write pieces as one text: items and rows line under line, all else with a blank line between."""
    written: list[str] = []
    for position, piece in enumerate(pieces):
        if position:
            is_list = piece.kind is pieces[position - 1].kind and piece.kind in (PieceKind.ITEM, PieceKind.ROW)
            written.append("\n" if is_list else "\n\n")
        written.append(_line(piece))
    return "".join(written)


def _line(piece: Piece) -> str:
    if piece.kind is PieceKind.HEADING:
        return f"{'#' * min(max(piece.level, 1), 6)} {' '.join(piece.text.split())}"
    if piece.kind is PieceKind.PARAGRAPH:
        return piece.text
    indent = "  " * min(piece.level, 8)
    return f"{indent}- {_OWN_MARK.sub('', ' '.join(piece.text.split())) or piece.text}"
