"""Which text a style hides from a reader: colours on colours, sizes, places. Shared by the formats that have styles."""

from __future__ import annotations

from functools import lru_cache

Colour = tuple[float, float, float]
"""Red, green and blue from 0 to 1."""

WHITE: Colour = (1.0, 1.0, 1.0)
BLACK: Colour = (0.0, 0.0, 0.0)
_LEAST_CONTRAST = 1.2  # WCAG 2's ratio runs from 1 (the same) to 21; it wants 4.5, and nobody reads 1.2
FAINTEST = 0.1  # opacity


@lru_cache(maxsize=4096)
def is_same(front: Colour, back: Colour) -> bool:
    """Tell whether text of one colour cannot be seen on another, by WCAG's contrast ratio."""
    lighter, darker = sorted((_luminance(front), _luminance(back)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05) < _LEAST_CONTRAST


def _luminance(colour: Colour) -> float:
    """Give a colour's relative luminance (WCAG 2.2, definition of relative luminance)."""
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (min(max(value, 0.0), 1.0) for value in colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
