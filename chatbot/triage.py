"""A message -> how urgent it is, and the fixed reply that goes first. No model, no network, no library is needed.

The highest level that any rule finds wins; nothing else in a message lowers it. Signs, combinations, scopes and texts
are data (data/triage); levels and facts follow public first-aid and health-service pages and await a clinician.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from chatbot.triage_read import read
from chatbot.triage_rules import Rule, Rulebook, load
from chatbot.triage_scope import present
from chatbot.types import Level, Triage

RULES = Path(__file__).parent.parent / "data" / "triage"


@lru_cache(maxsize=4)
def rulebook(folder: Path = RULES) -> Rulebook:
    """Give the rules of a folder, read once."""
    return load(folder)


def triage(text: str, folder: Path = RULES) -> Triage:
    """Judge one message; level NONE has no reason and no reply."""
    book = rulebook(folder)
    rule = first_rule(text, book)
    return Triage(rule.level, book.reasons[rule.name], rule.reply) if rule else Triage(Level.NONE)


def level(text: str, folder: Path = RULES) -> str:
    """Name the level of one message: "emergency", "urgent" or "none"."""
    return triage(text, folder).level.value


def signs(text: str, folder: Path = RULES) -> frozenset[str]:
    """Name the signs that a message states as present."""
    book = rulebook(folder)
    return present(book.signs, book.scopes, read(text, book.spelling, book.thermometer))


def first_rule(text: str, book: Rulebook) -> Rule | None:
    """Find the rule of highest precedence that a message fulfils."""
    found = present(book.signs, book.scopes, read(text, book.spelling, book.thermometer))
    return next((rule for rule in book.rules if rule.holds(found)), None)
