"""A web page -> its text as a reader sees it: no scripts, nothing hidden, no menus, links as their words.

Nothing is fetched and nothing is run: the page is bytes.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping

from lxml import etree
from webencodings import lookup

from ingest.errors import Refused
from ingest.load_css import Element, Own, declarations
from ingest.load_html_look import Look, look
from ingest.load_html_parts import NO_TEXT, is_furniture
from ingest.load_layout import Flow, Piece, PieceKind, laid_out
from ingest.load_parsed import CONVERT, Parsed, check_text
from ingest.load_text import UTF16_MARKS, decode, legacy_text
from ingest.load_walk import walk

_TAG = re.compile(r"<\s*(?:!doctype|/?[a-z][a-z0-9]*[\s>/])", re.IGNORECASE)
_DECLARED = re.compile(rb"<(?:meta[^>]{0,500}?charset|\?xml[^>]{0,200}?encoding)\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.I)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BLOCKS = frozenset(
    """p div section article main body blockquote figure figcaption address center details summary fieldset form
    legend header aside footer hgroup ul ol dl dt dd pre table caption thead tbody tfoot tr td th hr li dialog
    search""".split()
)
_LISTS = ("ul", "ol", "menu")
_MAIN_SHARE = 0.5  # of the page's text: a main part of less than that is not all there is to read


def parse(content: bytes, name: str) -> Parsed:
    """Read a web page.

    Raises:
        Refused: when it is no HTML, or nothing on it can be seen.
    """
    text = _decode(content, name)
    if "\0" in text:
        check_text(name, text)
    if not _TAG.search(text):
        raise Refused(f"{name} is not HTML: it has no tags.", "Give it the suffix .txt if it is plain text.")
    root = _tree(text)
    pieces = _Reader(declarations(root)).read(_main(root)) if root is not None else []
    if not pieces:
        raise Refused(f"{name} shows no text: it is made by a script or all hidden.", CONVERT)
    return Parsed(laid_out(pieces))


def _decode(content: bytes, name: str) -> str:
    """Decode by byte order mark, as UTF-8, as the page declares, or as Windows-1252; the first that fits every byte."""
    if content[:2] not in UTF16_MARKS:
        try:
            return content.removeprefix(codecs.BOM_UTF8).decode("utf-8")
        except UnicodeDecodeError:
            declared = _declared(content)
            if declared is not None:
                return declared
    return decode(content, name).removeprefix("\ufeff")


def encodings(content: bytes) -> tuple[str, ...]:
    """Name the encoding that a page declares, by the labels of the web (WHATWG Encoding), in Python's terms."""
    match = _DECLARED.search(content[:4096])
    found = lookup(match[1].decode("ascii", "replace")) if match else None
    if found is None or found.name in ("utf-8", "utf-16le", "utf-16be", "x-user-defined"):
        return ()
    return (found.codec_info.name,)


def _declared(content: bytes) -> str | None:
    """Decode as the page declares; None where that does not fit."""
    for encoding in encodings(content):
        # Windows-1252 is what pages declare without knowing, so the text must also read like it.
        if encoding == "cp1252":
            return legacy_text(content)
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            return None
    return None


def _tree(text: str) -> Element | None:
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    try:
        return etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.ParserError:
        return None


def _main(root: Element) -> Element:
    """Give the page's main part where it names one, and the whole where that would leave out too much."""
    found = root.xpath("//main | //*[@role='main']") or root.xpath("//article")
    whole = sum(len(part.strip()) for part in root.xpath("//body//text()[not(ancestor::script or ancestor::style)]"))
    if len(found) != 1 or sum(len(part.strip()) for part in found[0].itertext()) < _MAIN_SHARE * whole:
        return root
    return found[0]


class _Reader:
    """Walks over a page without recursion, because a page may be nested deeper than Python."""

    def __init__(self, styles: Mapping[Element, Own]) -> None:
        self._styles = styles
        self._flow = Flow()
        self._looks: list[Look] = []
        self._root: Element = None
        self._lists = 0
        self._grids: list[bool] = []

    def read(self, root: Element) -> list[Piece]:
        """Give the pieces of a page in reading order."""
        above = Look()
        for parent in reversed(list(root.iterancestors())):
            inherited = look(parent, self._styles.get(parent, {}), above)
            if inherited is None:
                return []
            above = inherited
        self._looks = [above]
        self._root = root
        walk(root, self._enter, self._leave)
        return self._flow.done()

    def _enter(self, element: Element) -> bool:
        """Begin an element, or say that nothing of it is read; the text before it belongs to its parent."""
        before = element.getprevious() if element is not self._root else None
        if before is not None:
            self._write(before.tail, element.getparent())
        if not isinstance(element.tag, str) or element.tag in NO_TEXT or is_furniture(element):
            return False
        seen = look(element, self._styles.get(element, {}), self._looks[-1])
        if seen is None:
            return False
        self._looks.append(seen)
        self._open(element)
        self._write(element.text, element)
        return True

    def _open(self, element: Element) -> None:
        tag = element.tag
        if tag == "table":
            self._grids.append(_is_grid(element))
        self._lists += tag in _LISTS
        if tag == "tr" and self._grids and self._grids[-1]:
            self._flow.begin_row()
        elif tag in _HEADINGS:
            self._flow.begin(PieceKind.HEADING, _HEADINGS[tag])
        elif tag == "li":
            self._flow.begin(PieceKind.ITEM, max(0, self._lists - 1))
        elif tag == "br":
            self._flow.write("\n")
        elif tag in _BLOCKS and not self._begins_item(element):
            self._flow.begin()

    def _begins_item(self, element: Element) -> bool:
        """Tell whether a block is the first thing in a list item, and so the item itself."""
        parent = element.getparent()
        is_first = parent is not None and parent.tag == "li" and element.getprevious() is None
        return is_first and not (parent.text or "").strip() and element.tag not in (*_LISTS, "table")

    def _leave(self, element: Element) -> None:
        tag = element.tag
        if len(element):
            self._write(element[-1].tail, element)
        self._looks.pop()
        self._lists -= tag in _LISTS
        if tag == "table":
            self._grids.pop()
        in_grid = bool(self._grids) and self._grids[-1]
        if tag == "tr" and in_grid:
            self._flow.end_row()
        elif tag in ("td", "th") and in_grid:
            self._flow.end_cell()
        elif tag in _BLOCKS or tag in _HEADINGS:
            self._flow.begin()

    def _write(self, text: str | None, element: Element) -> None:
        if text and self._looks[-1].is_seen:
            self._flow.write(text if _is_preformatted(element) else " ".join(re.split(r"\s+", text)))


def _is_preformatted(element: Element) -> bool:
    return element is not None and element.tag == "pre"


def _is_grid(table: Element) -> bool:
    """Tell a table of data from one that only places things: rows of several cells, and nothing large inside."""
    if (table.get("role") or "") in ("presentation", "none") or table.find(".//table") is not None:
        return False
    if table.find(".//ul") is not None or table.find(".//h2") is not None:
        return False
    return any(len(row.findall("td")) + len(row.findall("th")) > 1 for row in table.iter("tr"))
