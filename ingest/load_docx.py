"""A Word document -> its text: headings, paragraphs, list items and rows of tables in reading order.

What is deleted, vanished or unreadable stays out, and so do comments, notes, headers and macros: only the body is read.
A Word document has no pages until something prints it.
"""

from __future__ import annotations

import io

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.exceptions import OpcError
from lxml import etree

from ingest.errors import Refused
from ingest.load_docx_look import Element, Styles, W, is_seen
from ingest.load_layout import Flow, Piece, PieceKind, laid_out
from ingest.load_package import check_package
from ingest.load_parsed import CONVERT, Parsed
from ingest.load_walk import walk

_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_COMPATIBLE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
# Revisions taken back, older drawings of what stands beside them newer, field codes, notes in the margin.
_UNREAD = frozenset(
    {f"{W}{tag}" for tag in ("del", "moveFrom", "delText", "instrText", "pPr", "rPr", "tblPr", "tcPr", "trPr", "sdtPr")}
    | {f"{W}{tag}" for tag in ("delInstrText", "rt", "sectPr", "tblGrid", "binData")}
    | {f"{_COMPATIBLE}Fallback"}
)
_SIGNS = {f"{W}tab": " ", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-", f"{W}ptab": " "}


def parse(content: bytes, name: str) -> Parsed:
    """Read a Word document.

    Raises:
        Refused: when it is none, is damaged, or shows no text.
    """
    check_package(content, name)
    try:
        document = docx.Document(io.BytesIO(content))
    except (OpcError, KeyError, ValueError, AttributeError, TypeError, etree.XMLSyntaxError) as error:
        remedy = "Open it in Word, save it again as .docx, or save its text as .txt (UTF-8)."
        raise Refused(f"{name} is no Word document that can be read ({type(error).__name__}).", remedy) from error
    pieces = _Reader(Styles(_styles(document.part))).read(document.element.find(f"{W}body"))
    if not pieces:
        raise Refused(f"{name} shows no text: it is empty, of pictures, or all hidden.", CONVERT)
    return Parsed(laid_out(pieces))


def _styles(part: Element) -> Element | None:
    """Find the styles as the document names them; python-docx would fill in its own where there are none."""
    try:
        return part.part_related_by(RELATIONSHIP_TYPE.STYLES).element
    except (KeyError, ValueError, AttributeError):
        return None


class _Reader:
    """Collects the pieces of a body; text boxes and tables inside paragraphs are read where they stand."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._flow = Flow()
        self._paragraphs: list[Element] = []
        self._grids: list[bool] = []

    def read(self, body: Element | None) -> list[Piece]:
        """Give the pieces in reading order."""
        if body is not None:
            walk(body, self._enter, self._leave)
        return self._flow.done()

    def _enter(self, element: Element) -> bool:
        """Begin an element, or say that nothing of it is read."""
        tag = element.tag
        if not isinstance(tag, str) or tag in _UNREAD or _is_withdrawn(element):
            return False
        if tag == f"{W}r":
            return not self._paragraphs or is_seen(element, self._paragraphs[-1], self._styles)
        if tag == f"{W}p":
            self._paragraphs.append(element)
            self._begin(element)
        elif tag == f"{W}tbl":
            self._grids.append(_is_grid(element))
        elif tag == f"{W}tr" and self._grids and self._grids[-1]:
            self._flow.begin_row()
        elif tag in (f"{W}t", f"{_MATH}t"):
            self._flow.write(element.text or "")
        elif tag in _SIGNS:
            self._flow.write(_SIGNS[tag])
        return True

    def _begin(self, paragraph: Element) -> None:
        level = self._styles.heading(paragraph)
        depth = None if level else self._styles.list_level(paragraph)
        if level:
            self._flow.begin(PieceKind.HEADING, level)
        elif depth is not None:
            self._flow.begin(PieceKind.ITEM, depth)
        else:
            self._flow.begin()

    def _leave(self, element: Element) -> None:
        tag = element.tag
        if tag == f"{W}p":
            self._paragraphs.pop()
            self._flow.begin()
        elif tag == f"{W}tbl":
            self._grids.pop()
        elif self._grids and self._grids[-1]:
            if tag == f"{W}tc":
                self._flow.end_cell()
            elif tag == f"{W}tr":
                self._flow.end_row()


def _is_withdrawn(element: Element) -> bool:
    """Tell whether a row is deleted, or a form's field only shows what to type there."""
    if element.tag == f"{W}tr":
        return element.find(f"{W}trPr/{W}del") is not None
    return element.tag == f"{W}sdt" and element.find(f"{W}sdtPr/{W}showingPlcHdr") is not None


def _is_grid(table: Element) -> bool:
    """Tell a table of data from one that only places things: rows of several cells, and no table inside."""
    rows = table.findall(f"{W}tr")
    return table.find(f".//{W}tbl") is None and any(len(row.findall(f"{W}tc")) > 1 for row in rows)
