"""Terms of a question and passages -> how much of the question each passage covers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from chatbot.terms import Needles, Term, held, stemmed
from ingest.types import Passage

# What a word in the heading or the sentence before counts, against one in the passage itself.
_AROUND = 0.6


class Stems(NamedTuple):
    """The stems of what a passage says and, apart, of what it stands under; `words` are all of them."""

    text: str
    around: str
    words: frozenset[str]


class Wanted(NamedTuple):
    """A term to look for: its share of the weight of a question's, its needles, and the words these begin with."""

    share: float
    needles: Needles
    begins: frozenset[str]


def coverage(weights: Mapping[Term, float], passage: Passage) -> float:
    """Tell how much of a question a passage covers, 0 to 1, rare terms counting more.

    What counts is its own words and those of the question it answers in its document, and less those it stands under.
    """
    return covered(weighed(weights), passage_stems(passage))


def passage_stems(passage: Passage) -> Stems:
    """Stem what a passage says and, apart, what it stands under."""
    answered = passage.lead_text if passage.lead_text.endswith("?") else ""
    text, around = stemmed(f"{answered} {passage.text}"), stemmed(passage.context)
    return Stems(text, around, frozenset((*text.split(), *around.split())))


def weighed(weights: Mapping[Term, float]) -> tuple[Wanted, ...]:
    """Give each term's share of the weight with what is looked for; made once a question, used for every passage."""
    total = sum(weights.values()) or 1.0
    return tuple(wanted(weight / total, term.needles) for term, weight in weights.items())


def wanted(share: float, needles: Needles) -> Wanted:
    """Make a term ready to be looked for."""
    asked, others = needles
    return Wanted(share, needles, frozenset(word for needle in (asked, *others) for word in needle.split()[:1]))


def covered(terms: Sequence[Wanted], passage: Stems) -> float:
    """Tell how much of the terms the stems of a passage hold; see `coverage`."""
    found = 0.0
    for share, needles, begins in terms:
        # Most passages have no word of most terms, which a set tells in a tenth of the time.
        if not begins.isdisjoint(passage.words):
            inside = held(needles, passage.text)
            found += share * (inside if inside == 1.0 else max(inside, _AROUND * held(needles, passage.around)))
    return found
