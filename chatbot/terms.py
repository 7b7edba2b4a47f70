"""Question -> Terms: what to look for, each in all the ways it can be said, and how much of them a passage holds.

The subject that the library's titles share ("microneedling") is left out: every passage is about it, so it tells
nothing apart. Other words for one thing come from data/lexicon; they help finding and are never shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

import tomli

from chatbot.words import content_words, stem, words
from ingest.subject import joined

LEXICON = Path(__file__).resolve().parent.parent / "data" / "lexicon"
# What a passage gets for another word of the same meaning instead of the word asked for.
_ANOTHER_WORD = 0.75

Lexicon = Mapping[str, "Term"]


class Phrase(NamedTuple):
    """A word or phrase as written and as stems; the index stems again, and a stem's stem is not always itself."""

    written: str
    stems: str


Needles = tuple[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Term:
    """One thing a question asks about: the phrase used for it and other ways to say it."""

    asked: Phrase
    others: tuple[Phrase, ...] = ()

    def held(self, text: str) -> float:
        """Tell how well a stemmed text, padded with blanks, holds the term: 0 to 1."""
        return held(self.needles, text)

    @property
    def needles(self) -> Needles:
        """Give what is looked for in stemmed texts: the phrase asked for, and the others."""
        return f" {self.asked.stems} ", tuple(f" {other.stems} " for other in self.others)

    @property
    def phrases(self) -> tuple[str, ...]:
        """List all ways to say it, as written."""
        return tuple(phrase.written for phrase in (self.asked, *self.others))


def held(needles: Needles, text: str) -> float:
    """Tell how well a stemmed text, padded with blanks, holds a term: 0 to 1."""
    asked, others = needles
    if asked in text:
        return 1.0
    for other in others:
        if other in text:
            return _ANOTHER_WORD
    return 0.0


def stemmed(text: str) -> str:
    """Stem a text's words and pad it with blanks, for `Term.held`; not cached, because questions are stemmed too."""
    return f" {' '.join(stem(word) for word in words(text))} "


def without(question: str, about: frozenset[str]) -> str:
    """Drop the library's subject from a question, however it is written."""
    return " ".join(word for word in words(joined(question, about)) if word not in about)


def terms(question: str, lexicon: Lexicon) -> tuple[Term, ...]:
    """Split a question into terms: phrases of the lexicon, longest first, then single words that carry meaning."""
    rest = stemmed(question)
    found: list[Term] = []
    said = frozenset(rest.split())
    begun = (key for key in lexicon if key.partition(" ")[0] in said)
    for stems in sorted((key for key in begun if f" {key} " in rest), key=lambda key: (-len(key), key)):
        if f" {stems} " in rest:
            found.append(lexicon[stems])
            rest = rest.replace(f" {stems} ", "  ")
    kept = set(rest.split())
    found += [Term(Phrase(word, stem(word))) for word in content_words(question) if stem(word) in kept]
    return tuple(dict.fromkeys(found))


@cache
def read_lexicon(folder: Path = LEXICON) -> Lexicon:
    """Read the lexicon: a term for each phrase, by its stems; empty where there is no folder."""
    entries: dict[str, Term] = {}
    for path in sorted(folder.glob("*.toml")):
        for group in tomli.loads(path.read_text(encoding="utf-8")).get("groups", ()):
            phrases = tuple({phrase.stems: phrase for phrase in map(_phrase, group)}.values())
            for phrase in phrases:
                before = entries[phrase.stems].others if phrase.stems in entries else ()
                entries[phrase.stems] = Term(phrase, (*before, *(other for other in phrases if other != phrase)))
    return entries


def _phrase(written: str) -> Phrase:
    return Phrase(written, stemmed(written).strip())
