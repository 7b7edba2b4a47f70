"""The vocabulary for speaking of documents: patterns as data (data/about), filled in with their pieces and compiled."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import tomli

from chatbot.expression import Expression

FOLDER = Path(__file__).parent.parent / "data" / "about"
_SLOT = re.compile(r"\{([a-z_]+)\}")
_WORD = re.compile(r"[^\W_]+")
_APOSTROPHES = str.maketrans(dict.fromkeys("'\u2018\u2019\u02bc\u00b4`", "’"))


@lru_cache(maxsize=2)
def vocabulary(file: str) -> Mapping[str, Any]:
    """Read one file of the vocabulary, once."""
    return tomli.loads((FOLDER / file).read_text(encoding="utf-8"))


def compiled(pattern: str, pieces: Mapping[str, str]) -> Expression:
    """Give a pattern ready for use after its {pieces}, which may hold pieces themselves, are filled in.

    Raises:
        KeyError: when the pattern names a piece that there is not.
    """
    while (filled := _SLOT.sub(lambda slot: pieces[slot[1]], pattern)) != pattern:
        pattern = filled
    return Expression(pattern, re.IGNORECASE)


def any_of(expressions: Iterable[str]) -> str:
    """Join expressions into one, the longest first; none of them gives one that never fits."""
    ordered = sorted(set(expressions), key=lambda expression: (-len(expression), expression))
    return f"(?:{'|'.join(ordered)})" if ordered else r"(?!)"


def key(text: str) -> str:
    """Write a name as it is compared with others: its words in lower case, one blank between them."""
    return " ".join(words(text))


def words(text: str) -> list[str]:
    """List the words of a text in lower case; an underscore is between words too."""
    return _WORD.findall(text.lower())


def loosely(text: str) -> str:
    """Write an expression that fits a name however its words are cased and set apart."""
    return r"[\W_]+".join(words(text))


def folded(question: str) -> str:
    """Fold a question: case, width, apostrophes, blanks, invisible characters."""
    plain = unicodedata.normalize("NFKC", question).casefold().translate(_APOSTROPHES)
    visible = "".join(mark for mark in plain if unicodedata.category(mark) != "Cf")
    return " ".join(visible.split())
