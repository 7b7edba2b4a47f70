"""The situations as read from data/advice: how people mention them, and how a sentence denies or generalises."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import tomli

from chatbot.expression import Expression

ADVICE = Path(__file__).parent.parent / "data" / "advice"
_THERE = "{it}"
# A gap of any words never hides a negation: "I have never had keloids".
_GAP, _OPEN_GAP = r"(?:\w+ )", r"(?:(?!(?:no|not|never|nor|without) )\w+ )"


@dataclass(frozen=True, slots=True)
class Situation:
    """One situation as data: our words for it, the question to look it up with, and how people mention it.

    `plain` counts wherever it is not denied; `has`, `may_have` and `theirs` are of words that count only where somebody
    has what they name. `lasts`: it matters after it is over. `speaks` finds the words by which a quote is about it.
    """

    name: str
    about: str
    question: str
    ask: tuple[str, ...]
    lasts: bool
    plain: Expression
    theirs: Expression | None
    has: tuple[Expression, ...]
    may_have: tuple[Expression, ...]
    besides: Expression | None
    speaks: Expression


@dataclass(frozen=True, slots=True)
class Reading:
    """How a sentence denies something, asks in general, or asks about somebody; and the words slips are mended to."""

    denies: tuple[Expression, ...]
    over: tuple[Expression, ...]
    between: Expression
    general: tuple[Expression, ...]
    somebody: Expression
    permission: Expression
    does: Expression
    mended: tuple[str, ...]
    known: frozenset[str]


@dataclass(frozen=True, slots=True)
class Book:
    """Everything known about situations, read once."""

    situations: tuple[Situation, ...]
    reading: Reading


@lru_cache(maxsize=4)
def situation_book(folder: Path = ADVICE) -> Book:
    """Read the situations of a folder.

    Raises:
        FileNotFoundError: when a file is missing. KeyError, ValueError: when one is not as it should be.
    """
    table = tomli.loads((folder / "reading.toml").read_text(encoding="utf-8"))
    entries = tomli.loads((folder / "situations.toml").read_text(encoding="utf-8"))["situation"]
    return Book(tuple(_situation(entry, table) for entry in entries), _reading(table))


def _reading(table: dict[str, Any]) -> Reading:
    denies, over, general = (tuple(map(Expression, table[name])) for name in ("denies", "over", "general"))
    between = Expression(rf"(?:[\s,/:-]|\b(?:{table['fillers']})\b)*")
    somebody, permission, does = (Expression(table[name]) for name in ("somebody", "permission", "does"))
    known = frozenset((*table["mended"], *table["leave_alone"]))
    return Reading(denies, over, between, general, somebody, permission, does, tuple(table["mended"]), known)


def _situation(entry: dict[str, Any], table: dict[str, Any]) -> Situation:
    theirs = entry.get("only_theirs", [])
    it = "|".join(map(_expression, theirs)) or "(?!)"
    has, may_have = (
        tuple(
            Expression(pattern.replace(_GAP, _OPEN_GAP).replace(_THERE, rf"(?:{it})(?!\w)")) for pattern in table[name]
        )
        for name in ("has", "may_have")
    )
    return Situation(
        name=entry["name"],
        about=entry["about"],
        question=entry["question"],
        ask=tuple(entry["ask"]),
        lasts=entry.get("lasts", False),
        plain=_words(entry["plain"]),
        theirs=_words(theirs) if theirs else None,
        has=has if theirs else (),
        may_have=may_have if theirs else (),
        besides=_words(entry["besides"]) if "besides" in entry else None,
        speaks=_words(entry.get("speaks", [*entry["plain"], *theirs])),
    )


def _words(entries: Sequence[str]) -> Expression:
    return Expression(rf"(?<!\w)(?:{'|'.join(map(_expression, entries))})(?!\w)")


def _expression(entry: str) -> str:
    """Spell an entry as a regular expression; one that begins with "~" is one already."""
    if entry.startswith("~"):
        return entry[1:].replace(_GAP, _OPEN_GAP)
    parts = ("|".join(re.escape(word).replace(r"\*", r"\w*") for word in part.split("|")) for part in entry.split())
    return r"[\s-]+".join(f"(?:{part})" for part in parts)
