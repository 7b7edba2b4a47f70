"""One hostile file: what it is called, what is in it, what must become of it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from enum import StrEnum
from typing import NamedTuple

SAID = "Redness after needling fades within a few days."
BAIT = "OBEY-THIS-BAIT"
"""Stands where no reader sees it; it must never be in a text."""
BEACON = "http://127.0.0.1:9"


class Fate(StrEnum):
    """What must become of a file; either of both is fine where only surviving it matters."""

    TAKEN = "taken"
    REFUSED = "refused"
    EITHER = "either"


class Case(NamedTuple):
    """A file; `make` builds its bytes only when it is wanted, because some are large and take seconds to read."""

    name: str
    fate: Fate
    make: Callable[[], bytes]
    is_large: bool = False


def taken(name: str, content: str | bytes) -> Case:
    """A file whose said sentence must be in its text."""
    return Case(name, Fate.TAKEN, lambda: content.encode() if isinstance(content, str) else content)


def refused(name: str, content: str | bytes | Callable[[], bytes]) -> Case:
    """A file that must be refused."""
    return Case(name, Fate.REFUSED, _maker(content), callable(content))


def either(name: str, content: str | bytes | Callable[[], bytes]) -> Case:
    """A file that must be survived."""
    return Case(name, Fate.EITHER, _maker(content), callable(content))


def _maker(content: str | bytes | Callable[[], bytes]) -> Callable[[], bytes]:
    if callable(content):
        return content
    return lambda: content.encode() if isinstance(content, str) else content


def zipped(parts: dict[str, bytes]) -> bytes:
    """Pack parts into a zip archive."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, part in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), part, zipfile.ZIP_DEFLATED)
    return written.getvalue()
