"""Points -> an SVG: one line over the size of a library, both axes logarithmic."""

from __future__ import annotations

import math
from collections.abc import Sequence
from html import escape

from benchmarks.figures import Point

_WIDTH, _HEIGHT, _LEFT, _TOP, _RIGHT, _BOTTOM = 560, 320, 80, 46, 530, 260


def plot(points: Sequence[Point], name: str) -> str:
    """Draw what was measured under a name over the number of passages; ValueError where a value is not positive."""
    places = [(float(point.passages), point.measured[name]) for point in points]
    if not places or min(value for place in places for value in place) <= 0:
        raise ValueError(f"{name!r} cannot be drawn: its axes are logarithmic. Give points above 0.")
    across, up = _axis([x for x, _ in places]), _axis([y for _, y in places])
    drawn = [(_along(x, across, _LEFT, _RIGHT), _along(y, up, _BOTTOM, _TOP)) for x, y in places]
    labels = [
        *(_text(_along(10.0**e, across, _LEFT, _RIGHT), _BOTTOM + 20, f"{10**e:,}", "middle") for e in range(*across)),
        *(_text(_LEFT - 8, _along(10.0**e, up, _BOTTOM, _TOP) + 4, f"{10.0**e:g}", "end") for e in range(*up)),
        *(_text(x, y - 9, f"{value:g}", "middle") for (x, y), (_, value) in zip(drawn, places, strict=True)),
        _text(_LEFT, 24, f"{name}, over passages", "start"),
    ]
    line = " ".join(f"{x},{y}" for x, y in drawn)
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" '
            'font-family="sans-serif" font-size="13" fill="#222">',
            f"<title>{escape(name)}, over passages</title>",
            f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#fff"/>',
            f'<path d="M{_LEFT} {_TOP}V{_BOTTOM}H{_RIGHT}" fill="none" stroke="#222"/>',
            f'<polyline points="{line}" fill="none" stroke="#1f5fa8" stroke-width="2"/>',
            *(f'<circle cx="{x}" cy="{y}" r="4" fill="#1f5fa8"/>' for x, y in drawn),
            *labels,
            "</svg>\n",
        ]
    )


def _axis(values: Sequence[float]) -> tuple[int, int]:
    """Give the powers of ten that hold the values: from the first up to but not including the second."""
    return math.floor(math.log10(min(values))), math.ceil(math.log10(max(values))) + 1


def _along(value: float, axis: tuple[int, int], start: float, end: float) -> float:
    share = (math.log10(value) - axis[0]) / (axis[1] - 1 - axis[0] or 1)
    return round(start + share * (end - start), 1)


def _text(x: float, y: float, text: str, anchor: str) -> str:
    return f'<text x="{x}" y="{y}" text-anchor="{anchor}">{escape(text)}</text>'
