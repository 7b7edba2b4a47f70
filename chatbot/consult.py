"""A message -> what only a professional can tell of it: a decision about oneself or a diagnosis. By rules.

How people ask, and what is said to them, is data (data/advice/consult.toml).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import tomli

from chatbot.advice import Consult
from chatbot.expression import Expression
from chatbot.plain import in_plain_words, read_said
from chatbot.situation_book import ADVICE
from chatbot.situations import fold, sentences


@dataclass(frozen=True, slots=True)
class Kind:
    """What is asked, how it is asked or, of a decision, what it is about, and what is said to it."""

    name: str
    said: Consult
    asks: tuple[Expression, ...]
    about: Expression | None


@dataclass(frozen=True, slots=True)
class Decisions:
    """How people ask somebody else to decide for them."""

    kinds: tuple[Kind, ...]
    decides: tuple[Expression, ...]
    others: tuple[Expression, ...]
    facts: Expression
    short: Expression
    of_oneself: Expression


def consult(message: str, folder: Path = ADVICE) -> Consult | None:
    """Give the line and the questions for a message that asks for a decision or a diagnosis, None for any other."""
    found = kind_of(message, folder)
    return found.said if found else None


def kind_of(message: str, folder: Path = ADVICE) -> Kind | None:
    """Find what a message asks that only a professional can tell; the first kind in the data that fits."""
    book = decisions(folder)
    typed = fold(message)
    ways = dict.fromkeys((typed, fold(in_plain_words(typed, read_said()))))
    parted = [(way, sentences(way)) for way in ways]
    return next((kind for kind in book.kinds for way, parts in parted if _fits(kind, way, parts, book)), None)


def _fits(kind: Kind, text: str, parts: Sequence[str], book: Decisions) -> bool:
    """Tell whether a text, whose sentences are the `parts`, asks for what a kind is."""
    if any(pattern.search(part) for part in dict.fromkeys((*parts, " ".join(text.split()))) for pattern in kind.asks):
        return True
    if kind.about is None or not kind.about.search(text):
        return False
    is_short = any(book.short.search(part) for part in parts) and book.of_oneself.search(text)
    return bool(is_short) or any(_decides(part, book) for part in parts)


def _decides(sentence: str, book: Decisions) -> bool:
    """Tell whether a sentence asks for a decision; "how often should I" asks for a fact."""
    if any(pattern.search(sentence) for pattern in book.others):
        return False
    found = (match for pattern in book.decides for match in pattern.finditer(sentence))
    return any(not book.facts.search(sentence[: match.start()]) for match in found)


@lru_cache(maxsize=4)
def decisions(folder: Path = ADVICE) -> Decisions:
    """Read the kinds of a folder.

    Raises:
        FileNotFoundError: when the file is missing. KeyError, ValueError: when it is not as it should be.
    """
    table = tomli.loads((folder / "consult.toml").read_text(encoding="utf-8"))
    kinds = tuple(
        Kind(
            name=entry["name"],
            said=Consult(entry["note"], tuple(entry["questions"])),
            asks=tuple(map(Expression, entry.get("asks", []))),
            about=Expression(entry.get("about", "")) if entry.get("decides") else None,
        )
        for entry in table["kind"]
    )
    decides, others = (tuple(map(Expression, table[name])) for name in ("decides", "not_a_decision"))
    facts, short, of_oneself = (Expression(table[name]) for name in ("asks_for_facts", "short", "of_oneself"))
    return Decisions(kinds, decides, others, facts, short, of_oneself)
