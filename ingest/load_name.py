"""The name an upload comes with: never a path to write to, and shown only after cleaning."""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePosixPath

from ingest.errors import Refused

_LONGEST = 100  # characters
_UNSHOWN = frozenset(
    {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
)  # controls, bidi and other unseen, no characters at all
_RENAME = "Rename the file with ordinary characters and its right suffix."


def shown_name(name: str) -> str:
    """Make a name that can be shown: its last part, without what is unseen, at most 100 characters with its suffix."""
    last = re.split(r"[/\\]", name)[-1]
    seen = "".join(" " if character.isspace() else character for character in last if _is_shown(character))
    clean = " ".join(unicodedata.normalize("NFC", seen).split())
    if len(clean) <= _LONGEST:
        return clean
    suffix = PurePosixPath(clean).suffix[:10]
    return f"{clean[: _LONGEST - len(suffix) - 1]}…{suffix}"


def check_name(name: str) -> tuple[str, str]:
    """Give the name to show and the suffix to read by, in lower case.

    Raises:
        Refused: when the name hides what it ends in, or is of a hidden file.
    """
    shown = shown_name(name)
    if "\0" in name or not shown or shown.startswith("."):
        raise Refused(f"{shown or 'The file'!r} is no file name that can be used.", _RENAME)
    return shown, PurePosixPath(shown).suffix.lower()


def _is_shown(character: str) -> bool:
    return character.isspace() or unicodedata.category(character) not in _UNSHOWN
