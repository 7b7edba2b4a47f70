"""What a language model has written so far -> drafts: sentences that each name the passages they stand on.

A model is asked for one JSON object a line. Some put them into a list, a code fence or another object; what is whole
and of the form is read, wherever it stands, and the rest is passed over.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

# Inside a string of JSON the quotation mark would be escaped, so a draft in somebody's words does not begin here.
_BEGINS = re.compile(r'\{\s*"(?:statement|quotes|questions)"\s*:')
_MOST_CHARACTERS = 40_000


@dataclass(frozen=True, slots=True)
class Draft:
    """A sentence of a model, and the passages it names by number with the words it claims to have copied from each.

    `questions` are those that it says the sentence answers, where it was asked for any.
    """

    said: str
    quotes: tuple[tuple[int, str], ...]
    questions: tuple[str, ...] = ()


def drafts(pieces: Iterable[str]) -> Iterator[Draft]:
    """Yield each draft as soon as it is whole; reading ends where there is more than any answer needs."""
    text, at = "", 0
    for piece in pieces:
        text += piece
        # Only a closing brace can complete an object.
        if "}" in piece:
            found, at = _whole(text, at)
            yield from found
        if len(text) > _MOST_CHARACTERS:
            return


def _whole(text: str, at: int) -> tuple[list[Draft], int]:
    """Read the drafts that are whole from a place on; returns them and the place after the last."""
    found: list[Draft] = []
    while begins := _BEGINS.search(text, at):
        draft, end = _decoded(text, begins.start())
        if not end:
            later = _BEGINS.search(text, begins.end())
            if not later or not _decoded(text, later.start())[1]:
                break
            at = later.start()
            continue
        found += [draft] if draft else []
        at = end
    return found, at


def _decoded(text: str, at: int) -> tuple[Draft | None, int]:
    """Decode the object that begins at a place: the draft, if it is one, and its end; 0 where it is not whole."""
    try:
        value, end = json.JSONDecoder().raw_decode(text, at)
    except (ValueError, RecursionError):
        return None, 0
    return _draft(value), end


def _draft(value: object) -> Draft | None:
    if not isinstance(value, dict) or not isinstance(value.get("statement"), str):
        return None
    quotes = value.get("quotes")
    named = [_named(quote) for quote in quotes] if isinstance(quotes, list) else []
    asked = value.get("questions")
    questions = tuple(q.strip() for q in asked if isinstance(q, str)) if isinstance(asked, list) else ()
    return Draft(" ".join(value["statement"].split(" ")), tuple(quote for quote in named if quote), questions)


def _named(value: object) -> tuple[int, str] | None:
    if not isinstance(value, dict):
        return None
    passage, quote = value.get("passage"), value.get("quote")
    return (passage, quote) if isinstance(passage, int) and isinstance(quote, str) else None
