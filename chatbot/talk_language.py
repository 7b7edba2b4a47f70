"""A folded message -> whether it is clearly in another language than English.

Words that several languages share ("no", "come", "was") show nothing. Words and languages are data (data/talk).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from py3langid.langid import MODEL_FILE, LanguageIdentifier
from rapidfuzz.distance import OSA

WORD = re.compile(r"[^\W\d_]+(?:[’-][^\W\d_]+)*")
LEAST_FOREIGN_LETTERS = 0.4  # share of letters outside Latin script that makes a message another language
SHORTEST_MISSPELT = 4  # letters: shorter words are one slip away from too many others
SPANISH_MARKS = frozenset("¿¡")


@dataclass(frozen=True, slots=True)
class Languages:
    """The words that tell languages apart, and the languages that are told apart by their letters."""

    english: frozenset[str]
    shared: frozenset[str]
    foreign: frozenset[str]
    languages: tuple[str, ...]
    sure: float


def languages_of(table: Mapping[str, Any]) -> Languages:
    """Build the words from their table."""
    english, shared, foreign = (frozenset(table[part].split()) for part in ("english", "shared", "foreign"))
    return Languages(english, shared, foreign, tuple(table["languages"]), table["sure"])


def is_foreign(folded: str, known: Languages) -> bool:
    """Tell whether a message is clearly not English: by its script, by known words, else by its letters."""
    if in_other_script(folded):
        return True
    words = set(WORD.findall(folded))
    foreign = len(words & known.foreign) + bool(SPANISH_MARKS & set(folded))
    english = len(words & known.english)
    if foreign or english:
        return foreign > english
    if len(words) < 2 or any(nearly_english(word, known) for word in words - known.shared):
        return False
    language, probability = identifier(known.languages).classify(" ".join(WORD.findall(folded)))
    return bool(language != "en" and probability >= known.sure)


def in_other_script(folded: str) -> bool:
    """Tell whether a large part of the letters is not Latin."""
    letters = [mark for mark in folded if mark.isalpha()]
    other = sum(not unicodedata.name(mark, "LATIN").startswith("LATIN") for mark in letters)
    return other >= LEAST_FOREIGN_LETTERS * len(letters)


def nearly_english(word: str, known: Languages) -> bool:
    """Tell whether a plain word is one slip away from an English one: a letter missing, extra, wrong or swapped."""
    if len(word) < SHORTEST_MISSPELT or not word.isascii():
        return False
    near = (other for other in known.english if len(other) >= SHORTEST_MISSPELT)
    return any(OSA.distance(word, other, score_cutoff=1) <= 1 for other in near)


@lru_cache(maxsize=2)
def identifier(languages: tuple[str, ...]) -> LanguageIdentifier:
    """Load the language identifier, restricted to some languages; takes about a second."""
    loaded = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    loaded.set_languages(list(languages))
    return loaded
