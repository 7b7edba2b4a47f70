"""The comparison as a file for a spreadsheet: one line a quote, with its source and its place there."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping

from chatbot import matrix_wording, wording
from chatbot.matrix import Cell, Matrix, Row
from ingest.book import Polarity
from ingest.types import Document

_WAYS = {Polarity.FOR: matrix_wording.WAY_FOR, Polarity.AGAINST: matrix_wording.WAY_AGAINST}


def to_csv(matrix: Matrix, documents: Mapping[str, Document]) -> bytes:
    """Write every quote, and every document that says nothing; UTF-8 with the mark by which spreadsheets know it.

    Quotes stand between quotation marks, exactly as in the source.
    """
    written = io.StringIO(newline="")
    writer = csv.writer(written)
    writer.writerow(matrix_wording.CSV_COLUMNS)
    for row in matrix.rows:
        silent = [Cell(name) for name in matrix.apart]
        for cell in (*row.cells, *silent):
            for line in _lines(matrix, row, cell, documents[cell.document]):
                writer.writerow([_safe(value) for value in line])
    return written.getvalue().encode("utf-8-sig")


def _lines(matrix: Matrix, row: Row, cell: Cell, document: Document) -> Iterator[tuple[str, ...]]:
    facts = document.facts
    stated = matrix_wording.COUNT_OF.format(count=row.count, total=matrix.total)
    point = (row.label, " ".join(row.wordings), _WAYS[row.polarity] if matrix.both_ways else "", stated)
    source = (facts.title, facts.author or wording.AUTHOR_UNKNOWN, facts.date or wording.UNDATED)
    if not cell.quotes:
        is_apart = cell.document in matrix.apart
        said = matrix_wording.NOT_COMPARED if is_apart else matrix_wording.NOT_MENTIONED
        yield (*point, *source, said, "", "", "", "", document.sha256)
    for quote, often in zip(cell.quotes, cell.often, strict=True):
        said = matrix_wording.STATED if cell.states else matrix_wording.TOUCHED
        place = (str(quote.start), str(quote.end), document.sha256)
        yield (*point, *source, said, f"“{quote.text}”", often, *place)


def _safe(value: str) -> str:
    """Keep a spreadsheet from reading foreign words as a formula (OWASP, CSV Injection)."""
    return f"'{value}" if value.startswith(("=", "+", "-", "@", "\t", "\r", "\n")) else value
