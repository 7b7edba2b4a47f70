"""What a parser hands back, and how large anything may be before it is refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from ingest.errors import Refused

LARGEST_FILE = 10_000_000  # bytes
LARGEST_TEXT = 2_000_000  # code points
MOST_LINES = 50_000
MOST_PAGES = 500
LARGEST_UNPACKED = 50_000_000  # bytes
MOST_ENTRIES = 1_000
LARGEST_RATIO = 100  # unpacked to packed
SECONDS = 4  # of the processor, with the reader's start
SPLIT = "Split it into several documents."
CONVERT = "Save its text as .txt (UTF-8) and add that file."
CHECK_SAVED = "Check that the right file was saved, or leave it out."


class Parsed(NamedTuple):
    """A file's text as it will be stored, and where its pages begin in it; no pages where the format has none."""

    text: str
    pages: tuple[int, ...] = ()


Parser = Callable[[bytes, str], Parsed]
"""Reads a file's bytes; the name is for what it says when it refuses."""


def check_size(name: str, size: int) -> None:
    """Refuse a file of more bytes than are read."""
    if size > LARGEST_FILE:
        raise Refused(f"{name} has {size:,} bytes; the limit is {LARGEST_FILE:,}.", SPLIT)


def check_text(name: str, text: str) -> None:
    """Refuse a text with nothing in it, with characters that no text has, or too long to be one document."""
    if "\0" in text:
        raise Refused(f"{name} is not text: it has NUL characters.", CONVERT)
    if not text.replace("\ufeff", "").strip():
        raise Refused(f"{name} holds no text.", CHECK_SAVED)
    if len(text) > LARGEST_TEXT:
        raise Refused(f"{name} holds {len(text):,} characters; the limit is {LARGEST_TEXT:,}.", SPLIT)
    if (lines := text.count("\n") + text.count("\r")) > MOST_LINES:
        raise Refused(f"{name} has {lines:,} lines; the limit is {MOST_LINES:,}.", SPLIT)
