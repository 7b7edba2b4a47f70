"""Terms of a question and a passage -> how much of the question the passage covers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from chatbot.terms import Needles, Term, held, stemmed
from ingest.types import Passage

# What a word in the heading or the sentence before counts, against one in the passage itself.
_AROUND = 0.6
Weighed = Sequence[tuple[float, Needles]]
"""The terms of a question: the share of the weight that each has, and what is looked for."""


def coverage(weights: Mapping[Term, float], passage: Passage) -> float:
    """Tell how much of a question a passage covers, 0 to 1, rare terms counting more.

    What counts is its own words and those of the question it answers in its document, and less those it stands under.
    """
    return covered(weighed(weights), *passage_stems(passage))


def passage_stems(passage: Passage) -> tuple[str, str]:
    """Stem what a passage says and, apart, what it stands under."""
    answered = passage.lead_text if passage.lead_text.endswith("?") else ""
    return stemmed(f"{answered} {passage.text}"), stemmed(passage.context)


def weighed(weights: Mapping[Term, float]) -> Weighed:
    """Give each term's share of the weight with what is looked for; made once a question, used for every passage."""
    total = sum(weights.values()) or 1.0
    return tuple((weight / total, term.needles) for term, weight in weights.items())


def covered(terms: Weighed, text: str, around: str) -> float:
    """Tell how much of the terms the stems of a passage hold; see `coverage`."""
    found = 0.0
    for share, needles in terms:
        inside = held(needles, text)
        found += share * (inside if inside == 1.0 else max(inside, _AROUND * held(needles, around)))
    return found
