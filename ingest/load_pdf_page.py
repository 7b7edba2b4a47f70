"""The objects of a PDF page, bottom to top, as far as they decide what text can be seen.

Bounds are in points of the page; a form's own matrix is applied, because PDFium gives its objects in its own space.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from ingest.load_style import Colour

_DEEPEST_FORM = 6
_RECTANGLE_SEGMENTS = 6  # four sides, with their start and their closing
Handle = Any  # a pointer of PDFium
Matrix = tuple[float, float, float, float, float, float]
_SAME: Matrix = (1, 0, 0, 1, 0, 0)


class Box(NamedTuple):
    """A rectangle: left, bottom, right, top."""

    left: float
    bottom: float
    right: float
    top: float

    def has(self, x: float, y: float) -> bool:
        """Tell whether a point lies inside."""
        return self.left <= x <= self.right and self.bottom <= y <= self.top

    @property
    def centre(self) -> tuple[float, float]:
        """The point in the middle."""
        return (self.left + self.right) / 2, (self.bottom + self.top) / 2


class Thing(NamedTuple):
    """An object: a text with how it is painted, or what may lie behind or over it."""

    address: int
    kind: int
    box: Box
    colour: Colour
    opacity: float
    mode: int = 0
    size: float = 0.0
    is_solid: bool = False
    clip: Box | None = None
    is_layered: bool = False


def things(page: Handle) -> Iterator[Thing]:
    """Yield the objects of a page from the bottom to the top, those inside forms in their place."""
    for position in range(pdfium.FPDFPage_CountObjects(page)):
        yield from _things(pdfium.FPDFPage_GetObject(page, position), _SAME, 0)


def _things(handle: Handle, outer: Matrix, depth: int) -> Iterator[Thing]:
    kind = pdfium.FPDFPageObj_GetType(handle)
    if kind == pdfium.FPDF_PAGEOBJ_FORM:
        if depth < _DEEPEST_FORM:
            inner = _times(_matrix(handle), outer)
            for position in range(pdfium.FPDFFormObj_CountObjects(handle)):
                yield from _things(pdfium.FPDFFormObj_GetObject(handle, position), inner, depth + 1)
    elif kind == pdfium.FPDF_PAGEOBJ_TEXT:
        yield _text(handle, outer)
    elif kind == pdfium.FPDF_PAGEOBJ_PATH:
        if (path := _path(handle, outer)) is not None:
            yield path
    elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
        is_solid = not pdfium.FPDFPageObj_HasTransparency(handle)
        yield Thing(address(handle), kind, _box(handle, outer), (0.0, 0.0, 0.0), 1.0, is_solid=is_solid)


def _text(handle: Handle, outer: Matrix) -> Thing:
    mode = pdfium.FPDFTextObj_GetTextRenderMode(handle)
    colour, opacity = _colour(handle, is_stroke=mode in (1, 5))
    size = ctypes.c_float()
    pdfium.FPDFTextObj_GetFontSize(handle, size)
    scale = _times(_matrix(handle), outer)
    tall = abs(size.value) * (scale[2] ** 2 + scale[3] ** 2) ** 0.5
    wide = abs(size.value) * (scale[0] ** 2 + scale[1] ** 2) ** 0.5
    return Thing(
        address(handle),
        pdfium.FPDF_PAGEOBJ_TEXT,
        _box(handle, outer),
        colour,
        opacity,
        mode,
        min(tall, wide * 4),
        clip=_clip(handle, outer),
        is_layered=pdfium.FPDFPageObj_CountMarks(handle) > 0 and _is_layered(handle),
    )


def _path(handle: Handle, outer: Matrix) -> Thing | None:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(handle, fill, stroke)
    if fill.value == 0:
        return None
    colour, opacity = _colour(handle)
    is_solid = pdfium.FPDFPath_CountSegments(handle) <= _RECTANGLE_SEGMENTS
    is_solid = is_solid and not pdfium.FPDFPageObj_HasTransparency(handle)
    return Thing(address(handle), pdfium.FPDF_PAGEOBJ_PATH, _box(handle, outer), colour, opacity, is_solid=is_solid)


def address(handle: Handle) -> int:
    """Give what tells one object from another: PDFium hands out the same object at the same address."""
    return ctypes.cast(handle, ctypes.c_void_p).value or 0


def _colour(handle: Handle, is_stroke: bool = False) -> tuple[Colour, float]:
    """Give an object's colour and opacity; what has none of its own, such as a pattern, counts as black."""
    parts = [ctypes.c_uint() for _ in range(4)]
    ask = pdfium.FPDFPageObj_GetStrokeColor if is_stroke else pdfium.FPDFPageObj_GetFillColor
    if not ask(handle, *parts):
        return (0.0, 0.0, 0.0), 1.0
    red, green, blue, alpha = (part.value / 255 for part in parts)
    return (red, green, blue), alpha


def _matrix(handle: Handle) -> Matrix:
    found = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(handle, found):
        return _SAME
    return found.a, found.b, found.c, found.d, found.e, found.f


def _times(inner: Matrix, outer: Matrix) -> Matrix:
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


def _box(handle: Handle, outer: Matrix) -> Box:
    sides = [ctypes.c_float() for _ in range(4)]
    pdfium.FPDFPageObj_GetBounds(handle, *sides)
    left, bottom, right, top = (side.value for side in sides)
    if outer is _SAME:
        return Box(left, bottom, right, top)
    return _around([(left, bottom), (left, top), (right, bottom), (right, top)], outer)


def _around(points: list[tuple[float, float]], outer: Matrix) -> Box:
    if outer is not _SAME:
        a, b, c, d, e, f = outer
        points = [(a * x + c * y + e, b * x + d * y + f) for x, y in points]
    across, up = [x for x, _ in points], [y for _, y in points]
    return Box(min(across), min(up), max(across), max(up))


def _clip(handle: Handle, outer: Matrix) -> Box | None:
    """Give the box that the innermost clipping path leaves, or None where nothing is clipped."""
    path = pdfium.FPDFPageObj_GetClipPath(handle)
    count = pdfium.FPDFClipPath_CountPaths(path) if path else 0
    segments = pdfium.FPDFClipPath_CountPathSegments(path, count - 1) if count > 0 else 0
    if not 0 < segments <= _RECTANGLE_SEGMENTS:
        return None
    x, y = ctypes.c_float(), ctypes.c_float()
    points = []
    for position in range(segments):
        pdfium.FPDFPathSegment_GetPoint(pdfium.FPDFClipPath_GetPathSegment(path, count - 1, position), x, y)
        points.append((x.value, y.value))
    return _around(points, outer)


def _is_layered(handle: Handle) -> bool:
    """Tell whether an object belongs to a layer that may be switched off (optional content)."""
    for position in range(pdfium.FPDFPageObj_CountMarks(handle)):
        name = (ctypes.c_ushort * 8)()
        length = ctypes.c_ulong()
        mark = pdfium.FPDFPageObj_GetMark(handle, position)
        pdfium.FPDFPageObjMark_GetName(mark, name, ctypes.sizeof(name), length)
        if bytes(name)[: length.value].decode("utf-16-le", "replace").rstrip("\0") == "OC":
            return True
    return False
