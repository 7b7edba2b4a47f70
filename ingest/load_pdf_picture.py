"""A page of a PDF -> a picture of it with some words marked; runs in the child, as the parser does.

The words are found again by their letters and digits alone: the stored text has other breaks, hyphens and spaces.
"""

from __future__ import annotations

import base64
import struct
import zlib
from collections.abc import Iterator
from typing import Any, NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

from ingest.errors import Refused
from ingest.load_layout import letters
from ingest.load_parsed import CHECK_SAVED
from ingest.load_pdf_page import Handle

_SCALE = 1.75  # pixels a point: legible on a phone that zooms in, some 200 kB
_LONGEST_SIDE = 1600  # pixels
_SHORTEST_PIECE = 12  # letters: shorter pieces of a torn quote stand everywhere
_ENOUGH = 0.8  # of the letters have to be found
_CLOSING = ".!?)]\"'”’"
# As a highlighter does: white becomes yellow, black stays black.
_GREEN = bytes(value * 232 // 255 for value in range(256))
_BLUE = bytes(value * 110 // 255 for value in range(256))
_PIXEL = 3  # bytes: red, green, blue


class _Page(NamedTuple):
    """The letters and digits of a page in its own order, and the character of the page that each belongs to."""

    text: str
    places: list[int]


def draw(content: bytes, name: str, page: int, words: str, before: int) -> dict[str, Any]:
    """Draw a page, counted from 1, and mark words on it.

    Args:
        content: the file.
        name: what to call it when it is refused.
        page: which page, counted from 1.
        words: what to mark.
        before: how many letters and digits stand before them on the page, to tell equal words apart.

    Returns:
        `image`, a PNG in base64; `marked`, whether the words were found; `top`, how far down the page, from 0 to 1.

    Raises:
        Refused: when there is no such page.
    """
    document = pypdfium2.PdfDocument(content)
    if not 0 < page <= len(document):
        raise Refused(f"{name} has no page {page}.", CHECK_SAVED)
    opened = document[page - 1]
    texts = opened.get_textpage()
    found = _find(_read(texts.raw), letters(words), before)
    boxes = [box for first, last in found for box in _boxes(texts, first, last)]
    scale = min(_SCALE, _LONGEST_SIDE / max(opened.get_size()))
    drawn = opened.render(scale=scale, rev_byteorder=True)
    pixels = bytearray(drawn.buffer)
    convert = drawn.get_posconv(opened)
    highest = drawn.height
    for left, bottom, right, top in boxes:
        corners = (convert.to_bitmap(left, top), convert.to_bitmap(right, bottom))
        highest = min(highest, *(y for _, y in corners))
        _mark(pixels, drawn, sorted(x for x, _ in corners), sorted(y for _, y in corners))
    image = base64.b64encode(_png(pixels, drawn)).decode("ascii")
    return {"image": image, "marked": bool(boxes), "top": max(0, highest) / drawn.height if boxes else 0.0}


def _read(texts: Handle) -> _Page:
    text, places = [], []
    for at in range(pdfium.FPDFText_CountChars(texts)):
        found = letters(chr(pdfium.FPDFText_GetUnicode(texts, at)))
        text.append(found)
        places += [at] * len(found)
    return _Page("".join(text), places)


def _find(page: _Page, words: str, before: int) -> list[tuple[int, int]]:
    """Find words as ranges of the page's characters, both ends included; none where too little of them is there."""
    found = list(_pieces(page.text, words, before))
    if not words or sum(end - start for start, end in found) < _ENOUGH * len(words):
        return []
    return [(page.places[start], page.places[end - 1]) for start, end in found]


def _pieces(text: str, words: str, before: int) -> Iterator[tuple[int, int]]:
    """Yield where words stand, nearest to where they are expected; in pieces where something stands in between."""
    starts = [at for at in range(len(text)) if text.startswith(words, at)] if words else []
    if starts:
        start = min(starts, key=lambda at: abs(at - before))
        yield start, start + len(words)
    elif len(words) >= 2 * _SHORTEST_PIECE:
        half = len(words) // 2
        yield from _pieces(text, words[:half], before)
        yield from _pieces(text, words[half:], before + half)


def _boxes(texts: pypdfium2.PdfTextPage, first: int, last: int) -> Iterator[tuple[float, float, float, float]]:
    """Yield the boxes of characters, one a line: left, bottom, right, top in points."""
    length = last - first + 1
    if chr(pdfium.FPDFText_GetUnicode(texts.raw, last + 1)) in _CLOSING:
        length += 1
    for number in range(texts.count_rects(first, length)):
        yield texts.get_rect(number)


def _mark(pixels: bytearray, drawn: pypdfium2.PdfBitmap, across: list[int], down: list[int]) -> None:
    """Colour a rectangle of pixels, with a little around it, and underline it."""
    left, right = max(0, across[0] - 2), min(drawn.width, across[1] + 2)
    top, bottom = max(0, down[0] - 2), min(drawn.height, down[1] + 2)
    for row in range(top, bottom):
        start, end = row * drawn.stride + left * _PIXEL, row * drawn.stride + right * _PIXEL
        # A line below, so that the mark is seen where yellow is not.
        if row >= bottom - 2:
            pixels[start:end] = b"\x6b\x4f\x00" * max(0, right - left)
            continue
        for channel, table in ((1, _GREEN), (2, _BLUE)):
            part = slice(start + channel, end, _PIXEL)
            pixels[part] = pixels[part].translate(table)


def _png(pixels: bytearray, drawn: pypdfium2.PdfBitmap) -> bytes:
    """Write pixels as a PNG of eight bits a channel (https://www.w3.org/TR/png-3/)."""
    wide = drawn.width * _PIXEL
    rows = (bytes(pixels[row * drawn.stride : row * drawn.stride + wide]) for row in range(drawn.height))
    raw = zlib.compress(b"".join(b"\0" + row for row in rows), 6)
    head = struct.pack(">IIBBBBB", drawn.width, drawn.height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", raw) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
