"""Which texts of a PDF page a reader sees: not those without ink, off it, tiny, covered, or in the page's colour."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ingest.load_pdf_page import Box, Thing
from ingest.load_style import FAINTEST, WHITE, Colour, is_same

TEXT, PATH, IMAGE = 1, 2, 3  # PDFium's numbers of the kinds of objects
_NO_INK = (3, 7)  # text rendering modes: neither filled nor stroked (ISO 32000-1, table 106)
_TINIEST = 2.0  # points
HasInk = Callable[[Box], bool]


def unseen(found: Sequence[Thing], page: Box, has_ink: HasInk) -> frozenset[int]:
    """Give the addresses of the texts that cannot be seen; `has_ink` looks where rules cannot tell."""
    hidden = set()
    areas = [(order, thing) for order, thing in enumerate(found) if thing.kind != TEXT]
    for order, thing in enumerate(found):
        if thing.kind == TEXT and (_has_no_ink(thing, page) or _is_lost(order, thing, areas, has_ink)):
            hidden.add(thing.address)
    return frozenset(hidden)


def _has_no_ink(text: Thing, page: Box) -> bool:
    if text.mode in _NO_INK or text.opacity < FAINTEST or text.size <= _TINIEST:
        return True
    return not page.has(*text.box.centre) or (text.clip is not None and not _meets(text.box, text.clip))


def _meets(one: Box, other: Box) -> bool:
    """Tell whether at least a half of a text's width and height lies inside what is not clipped."""
    across = min(one.right, other.right) - max(one.left, other.left)
    up = min(one.top, other.top) - max(one.bottom, other.bottom)
    return across >= (one.right - one.left) / 2 and up >= (one.top - one.bottom) / 2


def _is_lost(order: int, text: Thing, areas: Sequence[tuple[int, Thing]], has_ink: HasInk) -> bool:
    """Tell whether a text is covered by what is drawn after it, or has the colour of what is drawn before it."""
    x, y = text.box.centre
    around = [(at, area) for at, area in areas if area.box.has(x, y)]
    if any(at > order and area.is_solid and area.opacity > 1 - FAINTEST for at, area in around):
        return True
    behind = _behind([area for at, area in around if at < order])
    if behind is not None and is_same(text.colour, behind):
        return True
    return (text.is_layered or behind is None) and not has_ink(text.box)


def _behind(areas: Sequence[Thing]) -> Colour | None:
    """Give the colour of the topmost area, or None where it is a picture or of a shape that may not reach so far."""
    if not areas:
        return WHITE
    top = areas[-1]
    if top.kind == IMAGE or not top.is_solid:
        return None
    return top.colour
