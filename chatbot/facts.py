"""Which facts of a question its quotes bear, and from how many documents: the agreement that an answer shows.

A fact's wording is a list of alternatives, each a list of words that must all stand in one quote, as whole words in
lower case; "re:" begins a regular expression. Curly quotes, no-break spaces and Markdown marks make no difference.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

_FOLDED = str.maketrans({"\xa0": " ", "\u2019": "'", "\u2018": "'", "\u201c": '"', "\u201d": '"', "*": "", "_": ""})

Shown = Sequence[tuple[str, str]]
"""(document, text) of each quote."""


def fold(text: str) -> str:
    """Write a text as facts are compared: lower case, plain quotes and blanks."""
    return " ".join(text.translate(_FOLDED).lower().split())


def bears(text: str, alternatives: Sequence[Sequence[str]]) -> bool:
    """Tell whether a folded text bears a fact."""
    return any(all(_has(text, words) for words in alternative) for alternative in alternatives)


def recall(facts: Sequence[Mapping[str, Any]], shown: Shown) -> float | None:
    """Give the share of the facts that are needed which any quote bears; None where none is needed."""
    texts = [fold(text) for _, text in shown]
    needed = [fact for fact in facts if not fact.get("optional")]
    return sum(any(bears(text, f["any_of"]) for text in texts) for f in needed) / len(needed) if needed else None


def agreement(facts: Sequence[Mapping[str, Any]], shown: Shown) -> tuple[bool, ...]:
    """Tell for each fact of a topic whether the quotes bear it from exactly as many documents as state it."""
    folded = [(document, fold(text)) for document, text in shown]
    found = []
    for fact in facts:
        if fact.get("optional") or not fact.get("topic"):
            continue
        others = fact.get("docs_alt", [])
        stating = {name for name, text in folded if bears(text, fact["any_of"])}
        stating &= set(fact["docs"]).union(*others)
        found.append(len(stating) in {fact["count"], *map(len, others)})
    return tuple(found)


def _has(text: str, words: str) -> bool:
    pattern = words[3:] if words.startswith("re:") else rf"(?<!\w){re.escape(fold(words))}(?!\w)"
    return re.search(pattern, text) is not None
