"""Foreign text on its way to a terminal or a log: what those would obey is spelled out or left out.

A terminal obeys C0 and C1 control characters (a carriage return overwrites the line, an escape moves the cursor), and
shows text with directional marks in another order than it has.
"""

from __future__ import annotations

import unicodedata


def spelled(text: str) -> str:
    r"""Spell out what is not printable, line breaks too: for names and sentences of one line, `\x1b[2J` for ESC [2J."""
    return "".join(c if _is_plain(c) else c.encode("unicode_escape").decode() for c in text)


def readable(text: str) -> str:
    """Leave out what is not printable and keep lines and words apart: for answers of many lines."""
    return "".join(c if c in "\n\t" or _is_plain(c) else " " if c.isspace() and c != "\r" else "" for c in text)


def spelled_json(text: str) -> str:
    r"""Spell out the same as \u escapes inside JSON that was written with its own characters; it means the same."""
    return "".join(c if c == "\n" or _is_plain(c) else "".join(map(_escape, _units(c))) for c in text)


def _is_plain(character: str) -> bool:
    """Tell whether a terminal only draws it; Python counts all spaces but the ordinary one as not printable."""
    return character.isprintable() or unicodedata.category(character) == "Zs"


def _units(character: str) -> list[int]:
    """Give a character's UTF-16 units, which are what JSON escapes."""
    raw = character.encode("utf-16-be", "surrogatepass")
    return [int.from_bytes(raw[at : at + 2]) for at in range(0, len(raw), 2)]


def _escape(unit: int) -> str:
    return f"\\u{unit:04x}"
