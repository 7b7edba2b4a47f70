"""How an element looks as far as it can hide its text: what it declares, on top of what it inherits."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from tinycss2 import color4

from ingest.load_css import Element, Own
from ingest.load_style import BLACK, FAINTEST, WHITE, Colour, is_same

_LENGTH = re.compile(r"(-?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)\s*(px|pt|pc|in|cm|mm|r?em|ex|ch|%|v[wh]|vmin|vmax)?")
_PIXELS = {"px": 1, "pt": 4 / 3, "pc": 16, "in": 96, "cm": 37.8, "mm": 3.78, "rem": 16, "vw": 12.8, "vh": 8, "": 1}
_FAR = 300  # pixels to the left of or above a page: no ornament is moved so far
_VERY_FAR = 3_000  # pixels to the right
_TINIEST = 2  # pixels: smaller letters cannot be read
_NO_AREA = re.compile(
    r"rect\((?:\s*-?[01]?(?:px|em)?[\s,]*){4}\)|inset\(\s*(?:[5-9]\d|\d{3,})(?:\.\d+)?%|(?:circle|ellipse)\(\s*0"
    r"|polygon\((?:\s*0[a-z%]*\s+0[a-z%]*\s*,?)+\)"
)
_NO_SCALE = re.compile(r"scale(?:3d|[xy])?\(\s*(?:[^),]*,\s*)?0*\.?0*\s*[),]|matrix\(\s*0\s*,\s*0\s*,\s*0\s*,\s*0\b")
_MOVED = re.compile(r"translate(?:3d|[xyz])?\(([^)]*)\)")
_FADED = re.compile(r"opacity\(\s*([\d.]+)\s*(%?)")
_PICTURE = re.compile(r"url\(|gradient\(|image\(|image-set\(")
_SIZES = ("width", "height", "max-width", "max-height")
_PLACES = ("left", "top", "right", "bottom", "inset", "inset-inline-start", "inset-block-start")


@dataclass(frozen=True, slots=True)
class Look:
    """What an element's children inherit; a colour is None where it cannot be known."""

    size: float = 16.0
    colour: Colour | None = BLACK
    background: Colour | None = WHITE
    opacity: float = 1.0
    is_visible: bool = True

    @property
    def is_seen(self) -> bool:
        """Tell whether text with this look can be read."""
        if not self.is_visible or self.size <= _TINIEST or self.opacity < FAINTEST:
            return False
        return self.colour is None or self.background is None or not is_same(self.colour, self.background)


def look(element: Element, own: Own, above: Look) -> Look | None:
    """Give an element's look, or None where nothing inside it can be seen whatever it declares."""
    if is_hidden(element) or (own and _is_gone(own, above.size)):
        return None
    seen = _painted(own, _by_attributes(element, above)) if own else _by_attributes(element, above)
    return None if seen.opacity < FAINTEST else seen


def is_hidden(element: Element) -> bool:
    """Tell whether an element's attributes hide it."""
    if "hidden" in element.attrib or element.get("aria-hidden", "").strip().lower() == "true":
        return True
    return element.tag == "dialog" and "open" not in element.attrib


def _is_gone(own: Own, size: float) -> bool:
    """Tell whether declarations take the element off the page: not shown, moved away, or with no area."""
    if own.get("display", "").startswith("none") or own.get("content-visibility") == "hidden":
        return True
    if _NO_AREA.search(f"{own.get('clip', '')} {own.get('clip-path', '')}"):
        return True
    is_clipped = any(own.get(name, "visible")[:6] not in ("visibl", "") for name in _OVERFLOWS)
    if is_clipped and any(_within(own.get(name), size, 1) for name in _SIZES):
        return True
    return _is_away(own, size) or _NO_SCALE.search(own.get("transform", "")) is not None or own.get("scale") == "0"


_OVERFLOWS = ("overflow", "overflow-x", "overflow-y")


def _within(value: str | None, size: float, most: float) -> bool:
    lengths = _lengths(value or "", size)
    return bool(lengths) and abs(lengths[0]) <= most


def _is_away(own: Own, size: float) -> bool:
    moved = [own.get("margin", ""), own.get("margin-left", ""), own.get("margin-top", ""), own.get("text-indent", "")]
    moved += [own.get("margin-right", "") if own.get("float") else "", own.get("translate", "")]
    moved += _MOVED.findall(own.get("transform", ""))
    if own.get("position", "static") != "static":
        moved += [own.get(name, "") for name in _PLACES]
        if any(length >= _VERY_FAR for length in _lengths(own.get("left", ""), size)):
            return True
    return any(length <= -_FAR for value in moved for length in _lengths(value, size))


def _lengths(value: str, size: float) -> list[float]:
    """Read the lengths of a value in pixels; a percentage is taken of a page's width."""
    found = []
    for number, unit in _LENGTH.findall(value):
        scale = size if unit in ("em", "ex", "ch") else 12.8 if unit == "%" else _PIXELS.get(unit, 1)
        found.append(float(number) * scale)
    return found


def _by_attributes(element: Element, above: Look) -> Look:
    """Take the colours of old pages: <body text bgcolor>, <font color>, <td bgcolor>."""
    front = element.get("color") if element.tag == "font" else element.get("text") if element.tag == "body" else None
    seen = replace(above, colour=_colour(front)[0]) if front else above
    back = element.get("bgcolor")
    return replace(seen, background=_colour(back)[0]) if back else seen


def _painted(own: Own, above: Look) -> Look:
    visibility = own.get("visibility", "")
    shown = {"hidden": False, "collapse": False, "visible": True}.get(visibility, above.is_visible)
    opacity = above.opacity * _share(own.get("opacity", "1"))
    for number, percent in _FADED.findall(own.get("filter", "")):
        opacity *= _share(number + percent)
    seen = replace(above, is_visible=shown, opacity=opacity, size=_size(own, above.size))
    for name in ("background", "background-color"):
        if name in own:
            seen = replace(seen, background=_background(own[name], seen.background))
    front = own.get("-webkit-text-fill-color") or own.get("color")
    if front and front not in ("inherit", "currentcolor", "unset", "revert"):
        colour, alpha = _colour(front)
        seen = replace(seen, colour=seen.background if alpha < FAINTEST and seen.background else colour)
        seen = replace(seen, opacity=0.0) if alpha < FAINTEST and not seen.background else seen
    return seen


def _size(own: Own, above: float) -> float:
    """Compute a font size in pixels; of the shorthand `font`, the length before the slash."""
    value = own.get("font-size") or own.get("font", "").partition("/")[0]
    match = next(iter(_LENGTH.findall(value)), None) if value else None
    if match is None or (not match[1] and float(match[0]) != 0):
        return above
    number, unit = float(match[0]), match[1]
    if unit in ("em", "%", "ex", "ch"):
        return above * number / (100 if unit == "%" else 2 if unit in ("ex", "ch") else 1)
    return number * _PIXELS.get(unit, 1)


def _background(value: str, above: Colour | None) -> Colour | None:
    """Read a background's colour: a picture may be of any colour, and what is transparent shows what is below."""
    if _PICTURE.search(value):
        return None
    for part in [value, *re.split(r"\s+(?![^(]*\))", value)]:
        colour, alpha = _colour(part)
        if colour is not None:
            return above if alpha < FAINTEST else colour
    return above


def _colour(value: str) -> tuple[Colour | None, float]:
    """Read a colour and how opaque it is; None where it is none that is known here."""
    try:
        parsed = color4.parse_color(value)
        if parsed is None or isinstance(parsed, str):
            return None, 1.0
        plain = parsed.to("srgb")
    except (ValueError, NotImplementedError):
        return None, 1.0
    red, green, blue = (float(part or 0) for part in plain.coordinates)
    return (red, green, blue), float(plain.alpha)


def _share(value: str) -> float:
    number = next(iter(_LENGTH.findall(value)), None)
    if number is None:
        return 1.0
    return float(number[0]) / (100 if number[1] == "%" else 1)
