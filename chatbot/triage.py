"""A message -> how urgent it is, and the fixed reply that goes first. No model, no network, no library is needed.

The highest level that any rule finds wins; nothing else in a message lowers it. Signs, combinations, scopes and texts
are data (data/triage); levels and facts follow public first-aid and health-service pages and await a clinician.
"""

from __future__ import annotations

import gc
from functools import lru_cache
from pathlib import Path

from chatbot.triage_index import line_of
from chatbot.triage_read import listed, read
from chatbot.triage_rules import Rulebook, load
from chatbot.triage_scope import present
from chatbot.types import Level, Triage

RULES = Path(__file__).parent.parent / "data" / "triage"


def rulebook(folder: Path = RULES) -> Rulebook:
    """Give the rules of a folder, read once."""
    return _read_once(folder)


def triage(text: str, folder: Path = RULES) -> Triage:
    """Judge one message; level NONE has no rows, reason or reply. The first rule found gives reason and reply."""
    book = rulebook(folder)
    found = signs(text, folder)
    rules = [rule for rule in book.rules if rule.holds(found)]
    if not rules:
        return Triage(Level.NONE)
    first = rules[0]
    rows = tuple(dict.fromkeys(rule.row for rule in rules if rule.level is first.level and rule.row))
    return Triage(first.level, book.reasons[first.name], first.reply, rows)


def level(text: str, folder: Path = RULES) -> str:
    """Name the level of one message: "emergency", "urgent" or "none"."""
    return triage(text, folder).level.value


def signs(text: str, folder: Path = RULES) -> frozenset[str]:
    """Name the signs that a message states as present."""
    book = rulebook(folder)
    return present(book, line_of(listed(read(text, book.spelling, book.thermometer)), book.stems))


# Behind `rulebook`, because a cache takes a default for another argument and would read the rules twice.
@lru_cache(maxsize=4)
def _read_once(folder: Path) -> Rulebook:
    # A hundred thousand small objects are made and all are kept: to look for garbage among them takes 40 % of the time.
    collects = gc.isenabled()
    gc.disable()
    try:
        return load(folder)
    finally:
        if collects:
            gc.enable()
