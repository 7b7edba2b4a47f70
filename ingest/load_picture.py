"""A quote of a PDF -> a picture of its page with the quote marked, drawn in a process of its own."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from ingest.errors import Refused
from ingest.load_apart import apart
from ingest.load_layout import letters
from ingest.load_parsed import LARGEST_FILE
from ingest.types import Document, Span

_PNG = b"\x89PNG\r\n\x1a\n"
_BUILD = "Put the file back and build the library again; the text below is all of it."
_READ = "Read the whole text instead."


class Picture(NamedTuple):
    """A page as it looks, as PNG; `is_marked` tells whether the quote was found on it, `top` how far down (0 to 1)."""

    png: bytes
    page: int
    is_marked: bool
    top: float = 0.0


def picture(folders: Iterable[Path], document: Document, quote: Span) -> Picture:
    """Draw the page that a quote of a document begins on, from the file that the document was made from.

    Raises:
        Refused: when the document has no pages, its file is not kept any more or has changed, or cannot be drawn.
    """
    page = document.page_of(quote.start)
    if page is None:
        raise Refused(f"{document.name} has no pages.", _READ)
    content = _content(folders, document)
    ends = (*document.pages[1:], len(document.text))
    words = document.text[quote.start : min(quote.end, ends[page - 1])]
    before = len(letters(document.text[document.pages[page - 1] : quote.start]))
    wanted = {"page": page, "words": words, "before": before}
    told = apart({"name": document.name, "suffix": ".pdf", "wanted": wanted}, content)
    top = told.get("top")
    placed = top if isinstance(top, float) and 0 <= top <= 1 else 0.0
    return Picture(_checked(told.get("image"), document.name), page, told.get("marked") is True, placed)


def _content(folders: Iterable[Path], document: Document) -> bytes:
    """Read the file that a document was made from: the one of its name and its content, in one of the folders."""
    for folder in folders:
        path = folder / document.name
        try:
            inside = path.resolve().is_relative_to(folder.resolve())
            content = path.read_bytes() if inside and path.stat().st_size <= LARGEST_FILE else b""
        except OSError:
            continue
        if hashlib.sha256(content).hexdigest() == document.sha256:
            return content
    raise Refused(f"The file {document.name} is not kept any more, or has changed since it was read.", _BUILD)


def _checked(image: object, name: str) -> bytes:
    """Take nothing for a picture that is none: the child read a file that nobody vouches for."""
    try:
        png = base64.b64decode(image, validate=True) if isinstance(image, str) else b""
    except ValueError:
        png = b""
    if not png.startswith(_PNG):
        raise Refused(f"No picture of {name} could be drawn.", _READ)
    return png
