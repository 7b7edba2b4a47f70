"""A PDF -> the text a reader sees on its pages, in reading order, with the offsets at which the pages begin.

PDFium is built without JavaScript and XFA; actions, forms and attachments are not even looked at.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from ingest.errors import Refused
from ingest.load_layout import tidy
from ingest.load_parsed import CONVERT, LARGEST_TEXT, MOST_PAGES, SPLIT, Parsed
from ingest.load_pdf_lines import Line, joined
from ingest.load_pdf_page import Box, Handle, address, things
from ingest.load_pdf_seen import unseen

_HYPHENS = "\ufffe\x02"  # what PDFium gives for a hyphen at a line's end, which it takes to be soft
_LINE = re.compile(f"[^\r\n{_HYPHENS}]+[{_HYPHENS}]?")
_BROKEN = re.compile(r"(?<=[^\W\d_])-$")
_BULLETS = str.maketrans(
    {"\uf0b7": "•", "\uf0a7": "▪", "\uf0d8": "‣", "\uf06f": "◦", "\uf02d": "–"}
)  # Symbol, Wingdings
_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})
_LEAST_INK = 12  # steps of 255 between the darkest and the lightest point
_SCAN = (
    "It looks scanned: run a text recognition (OCR) and save the recognised text as .txt or as a PDF with visible text."
)


def parse(content: bytes, name: str) -> Parsed:
    """Read a PDF.

    Raises:
        Refused: when it is locked, damaged, too long, or no text on it can be seen.
    """
    document = _open(content, name)
    if len(document) > MOST_PAGES:
        raise Refused(f"{name} has {len(document):,} pages; the limit is {MOST_PAGES}.", SPLIT)
    pages = []
    for number in range(len(document)):
        pages.append(list(_lines(_page(document, number, name))))
        if sum(len(line.text) for line in pages[-1]) > LARGEST_TEXT:
            raise Refused(f"{name} has a page of more than {LARGEST_TEXT:,} characters.", CONVERT)
    if not any(pages):
        raise Refused(f"{name} shows no text on its {len(document)} pages.", _SCAN)
    return joined(pages)


def _open(content: bytes, name: str) -> pypdfium2.PdfDocument:
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise Refused(f"{name} is locked by a password.", "Save it without the password.") from error
        raise Refused(
            f"{name} is damaged: it cannot be read as a PDF.", "Open it and save or print it as PDF again."
        ) from error
    if len(document) == 0:
        raise Refused(f"{name} has no pages.", "Check that the right file was saved, or leave it out.")
    return document


def _page(document: pypdfium2.PdfDocument, number: int, name: str) -> pypdfium2.PdfPage:
    try:
        return document[number]
    except pypdfium2.PdfiumError as error:
        remedy = "Open it and save or print it as PDF again."
        raise Refused(f"{name} is damaged: page {number + 1} cannot be read.", remedy) from error


def _lines(page: pypdfium2.PdfPage) -> Iterator[Line]:
    texts = page.get_textpage()
    try:
        hidden = unseen(list(things(page.raw)), _box(page), _Ink(page).has)
        if hidden:
            yield from _seen_lines(texts.raw, hidden)
        else:
            yield from _all_lines(texts.raw, texts.get_text_range())
    finally:
        texts.close()
        page.close()


def _box(page: pypdfium2.PdfPage) -> Box:
    return Box(*page.get_bbox())


def _all_lines(texts: Handle, text: str) -> Iterator[Line]:
    """Read a page with nothing hidden: its text at once, and only the ends of its lines by their places."""
    has_wide = max(text, default="") > "\uffff"
    wide = [at for at, character in enumerate(text) if character > "\uffff"] if has_wide else []
    for match in _LINE.finditer(text):
        # PDFium counts in UTF-16, where rare characters are two.
        ends = (at + sum(place < at for place in wide) for at in (match.start(), match.end() - 1))
        first, last = (pdfium.FPDFText_GetCharIndexFromTextIndex(texts, at) for at in ends)
        yield from _line(texts, match[0], first, last)


def _seen_lines(texts: Handle, hidden: frozenset[int]) -> Iterator[Line]:
    """Read a page character by character, without those of hidden objects."""
    units, places = [], []
    for at in range(pdfium.FPDFText_CountChars(texts)):
        if address(pdfium.FPDFText_GetTextObject(texts, at)) not in hidden:
            units.append(pdfium.FPDFText_GetUnicode(texts, at) & 0xFFFF)
            places.append(at)
    text = "".join(chr(unit) if not 0xD800 <= unit < 0xE000 else "\ufffd" for unit in units)
    for match in _LINE.finditer(text):
        yield from _line(texts, match[0], places[match.start()], places[match.end() - 1])


def _line(texts: Handle, text: str, first: int, last: int) -> Iterator[Line]:
    broken = text[-1] in _HYPHENS
    content = tidy(text.strip(_HYPHENS).translate(_BULLETS).translate(_LIGATURES))
    if not content:
        return
    shorter = _BROKEN.sub("", content)
    left, base, _, _ = _character(texts, first)
    _, _, right, _ = _character(texts, last)
    yield Line(shorter, left, max(left, right), base, _size(texts, (first, last)), broken or shorter != content)


def _character(texts: Handle, at: int) -> tuple[float, float, float, float]:
    """Give a character's place: left, bottom of the line, right, top."""
    box = pdfium.FS_RECTF()
    pdfium.FPDFText_GetLooseCharBox(texts, at, box)
    x, y = ctypes.c_double(), ctypes.c_double()
    pdfium.FPDFText_GetCharOrigin(texts, at, x, y)
    return box.left, y.value, box.right, box.top


def _size(texts: Handle, ends: tuple[int, int]) -> float:
    """Give a line's size by the letters in it: a bullet before and a number after them may be of another size."""
    first, last = ends
    sizes = sorted(_height(texts, first + (last - first) * part // 4) for part in range(1, 4))
    return sizes[1]


def _height(texts: Handle, at: int) -> float:
    matrix = pdfium.FS_MATRIX()
    size = float(pdfium.FPDFText_GetFontSize(texts, at))
    if not pdfium.FPDFText_GetMatrix(texts, at, matrix):
        return size
    return size * float((matrix.c**2 + matrix.d**2) ** 0.5)


class _Ink:
    """Looks at the drawn page, once and only when asked."""

    def __init__(self, page: pypdfium2.PdfPage) -> None:
        self._page = page
        self._drawn: Any = None

    def has(self, box: Box) -> bool:
        """Tell whether anything differs from its surroundings inside a box."""
        if self._drawn is None:
            self._drawn = self._page.render(scale=1, grayscale=True)
        drawn, page = self._drawn, _box(self._page)
        rows = range(max(0, int(page.top - box.top)), min(drawn.height, int(page.top - box.bottom) + 1))
        left, right = max(0, int(box.left - page.left)), min(drawn.width, int(box.right - page.left) + 1)
        seen = b"".join(bytes(drawn.buffer[row * drawn.stride + left : row * drawn.stride + right]) for row in rows)
        return bool(seen) and max(seen) - min(seen) >= _LEAST_INK
