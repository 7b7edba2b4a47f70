"""What a Word document's styles and formats say about a piece of text: whether it is seen, and what kind it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from ingest.load_style import BLACK, WHITE, Colour, is_same

Element = Any  # lxml publishes no types
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_OFF = ("0", "false", "off", "none")
_TINIEST = 4  # half-points: nobody reads two-point letters
_NARROWEST = 10  # per cent of a letter's width
_HEX = re.compile(r"[0-9a-fA-F]{6}")
_LIGHT = frozenset({"background1", "light1", "bg1", "lt1"})
_HIGHLIGHTS: Mapping[str, Colour] = {"white": WHITE, "black": BLACK, "yellow": (1.0, 1.0, 0.0), "none": WHITE}
_MARKERS: Colour = (0.5, 0.5, 0.5)  # any other highlighter
_DEEPEST = 20


class Styles:
    """The styles of a document, by id; `part` is the root of styles.xml, or None where there is none."""

    def __init__(self, part: Element | None) -> None:
        found = part.findall(f"{W}style") if part is not None else []
        self._styles: dict[str, Element] = {style.get(f"{W}styleId", ""): style for style in found}
        self._defaults = part.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr") if part is not None else None
        normal = [style for style in found if style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") == "1"]
        self._normal = normal[0].get(f"{W}styleId", "") if normal else ""

    def chain(self, name: str) -> Iterator[Element]:
        """Yield a style and those it is based on, nearest first."""
        for _ in range(_DEEPEST):
            style = self._styles.get(name)
            if style is None:
                return
            yield style
            name = _value(style.find(f"{W}basedOn"))

    def formats(self, run: Element, paragraph: Element) -> Iterator[Element]:
        """Yield the formats that hold for a run, nearest first: its own, its style's, its paragraph's, the default."""
        own = run.find(f"{W}rPr")
        if own is not None:
            yield own
            yield from self._of(_value(own.find(f"{W}rStyle")))
        yield from self._of(_value(paragraph.find(f"{W}pPr/{W}pStyle")) or self._normal)
        if self._defaults is not None:
            yield self._defaults

    def _of(self, name: str) -> Iterator[Element]:
        for style in self.chain(name):
            if (found := style.find(f"{W}rPr")) is not None:
                yield found

    def heading(self, paragraph: Element) -> int:
        """Give a heading's level from 1, or 0 where the paragraph is none."""
        outline = paragraph.find(f"{W}pPr/{W}outlineLvl")
        for style in self.chain(_value(paragraph.find(f"{W}pPr/{W}pStyle"))):
            named = re.fullmatch(r"heading (\d)", _value(style.find(f"{W}name")).lower())
            if named:
                return max(1, int(named[1]))
            if _value(style.find(f"{W}name")).lower() == "title":
                return 1
            outline = style.find(f"{W}pPr/{W}outlineLvl") if outline is None else outline
        level = _value(outline)
        return int(level) + 1 if level in set("012345678") and level else 0

    def list_level(self, paragraph: Element) -> int | None:
        """Give the depth of a list item from 0, or None where the paragraph is none."""
        own = paragraph.find(f"{W}pPr/{W}numPr")
        for style in self.chain(_value(paragraph.find(f"{W}pPr/{W}pStyle"))):
            own = style.find(f"{W}pPr/{W}numPr") if own is None else own
            if own is None and _value(style.find(f"{W}name")).lower().startswith("list "):
                return 0
        if own is None or _value(own.find(f"{W}numId")) == "0":
            return None
        level = _value(own.find(f"{W}ilvl"))
        return int(level) if level.isdecimal() else 0


def is_seen(run: Element, paragraph: Element, styles: Styles) -> bool:
    """Tell whether a reader sees a run: not vanished, not tiny, not in the colour of what lies behind it."""
    formats = list(styles.formats(run, paragraph))
    if any(_is_on(_first(formats, mark)) for mark in ("vanish", "webHidden", "specVanish")):
        return False
    if _at_most(_first(formats, "sz"), _TINIEST) or _at_most(_first(formats, "w"), _NARROWEST):
        return False
    if formats and formats[0].find(f"{W14}textFill/{W14}noFill") is not None:
        return False
    behind = _behind(run, paragraph, formats)
    return behind is None or not is_same(_front(_first(formats, "color"), behind), behind)


def _first(formats: list[Element], mark: str) -> Element | None:
    return next((found for entry in formats if (found := entry.find(W + mark)) is not None), None)


def _is_on(mark: Element | None) -> bool:
    return mark is not None and _value(mark).lower() not in _OFF


def _at_most(mark: Element | None, most: int) -> bool:
    value = _value(mark)
    return value.isdecimal() and int(value) <= most


def _value(mark: Element | None) -> str:
    return "" if mark is None else str(mark.get(f"{W}val") or "")


def _front(mark: Element | None, behind: Colour) -> Colour:
    """Give the colour of letters; "auto" is whatever can be read on what lies behind."""
    if mark is not None and mark.get(f"{W}themeColor", "").lower() in _LIGHT:
        return WHITE
    found = _hex(_value(mark))
    return found or (WHITE if is_same(BLACK, behind) else BLACK)


def _behind(run: Element, paragraph: Element, formats: list[Element]) -> Colour | None:
    """Give the colour behind a run, None where it cannot be known: highlighter, shading, the cell's, the page's."""
    highlight = _value(_first(formats, "highlight")).lower()
    if highlight and highlight != "none":
        return _HIGHLIGHTS.get(highlight, _MARKERS)
    shades = [_first(formats, "shd"), paragraph.find(f"{W}pPr/{W}shd")]
    shades += [cell.find(f"{W}tcPr/{W}shd") for cell in run.iterancestors(f"{W}tc")]
    shades += [table.find(f"{W}tblPr/{W}shd") for table in run.iterancestors(f"{W}tbl")]
    for shade in shades:
        if shade is not None:
            if shade.get(f"{W}themeFill") and shade.get(f"{W}themeFill", "").lower() not in _LIGHT:
                return _hex(shade.get(f"{W}fill", ""))
            if found := _hex(shade.get(f"{W}fill", "")):
                return found
    pages = run.getroottree().getroot().findall(f"{W}background")
    return next((found for page in pages if (found := _hex(page.get(f"{W}color", "")))), WHITE)


def _hex(value: str) -> Colour | None:
    if not _HEX.fullmatch(value):
        return None
    red, green, blue = (int(value[at : at + 2], 16) / 255 for at in (0, 2, 4))
    return red, green, blue
