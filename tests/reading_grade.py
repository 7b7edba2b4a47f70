"""How hard a text of ours is to read, by textstat; whatever is said, a figure like 112 is one short word."""

from __future__ import annotations

import re

import textstat


def grade(text: str) -> float:
    """Give the Flesch-Kincaid grade of a text."""
    return float(textstat.flesch_kincaid_grade(plain(text)))


def words_a_sentence(text: str) -> float:
    """Give the average number of words in a sentence."""
    return float(textstat.words_per_sentence(plain(text)))


def plain(text: str) -> str:
    """Write a text without what only looks like words or sentences: slashes between numbers, brackets, line breaks."""
    return re.sub(r"\s+", " ", text.replace(" / ", " ").replace("[", "").replace("]", "")).strip()
