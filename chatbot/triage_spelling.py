"""Which words and stems of the triage rules typos are mended towards, read off the rules themselves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import chain
from typing import Any

from chatbot.triage_language import words_of
from chatbot.triage_read import Spelling

MENDED_FROM = 7  # letters: a shorter word of the rules is mended towards only when the table of spelling names it


def spelling_of(data: Mapping[str, Any]) -> Spelling:
    """Collect which words typos are mended towards, and which words are right as they are."""
    table, words = data["spelling"], rule_words(data)
    plain = {word for word in words if word.isalpha() and len(word) >= MENDED_FROM}
    stems = frozenset(word[:-1] for word in words if word.endswith("*"))
    return Spelling(
        mended=by_letter(plain | set(table["mended"])),
        stems=stems,
        long_stems=by_letter(stem for stem in stems if len(stem) >= MENDED_FROM and stem.isalpha()),
        known=frozenset(
            {word for word in words if not word.endswith("*")}
            | plain
            | set(table["mended"])
            | set(table["leave_alone"])
        ),
        rewritten=data["rewrite"],
        lookalikes={ord(mark): letter for mark, letter in data["lookalike"].items()},
    )


def by_letter(words: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    """Sort words by their first letter."""
    found: dict[str, list[str]] = {}
    for word in sorted(words):
        found.setdefault(word[0], []).append(word)
    return {letter: tuple(group) for letter, group in found.items()}


def rule_words(data: Mapping[str, Any]) -> frozenset[str]:
    """Collect every word and stem in classes, signs and scopes."""
    lists = [*data["class"].values()]
    lists += [entry.get(part, []) for entry in data["sign"] for part in ("says", "unless")]
    lists += [entry.get(part, []) for entry in data["scope"] for part in ("cues", "unless", "stops")]
    return words_of(chain.from_iterable(lists))
