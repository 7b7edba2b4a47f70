"""Question + Hits -> Answer: the sentences and items that speak to the question, or a refusal with what is nearest.

Extractive: an answer is made of quotes and one line of our own. Nothing here knows the subject of the library.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from chatbot import wording
from chatbot.agree import Closeness, count, group
from chatbot.along import Same, along
from chatbot.candidates import candidates
from chatbot.doubt import is_opposed
from chatbot.expect import Expected, expected, holds
from chatbot.types import Answer, Hit, ItemList, Outcome, Quote
from ingest.types import PassageKind

# Measured on the development questions (docs/answers.md): how near the best a quote must be, how many there
# may be, and below which relevance of the best nothing answers.
_NEAR_BEST, _NEAR_WEAK, _WEAK = 0.7, 0.85, 0.55
_NEAR_KIND = 0.6
# The same for a passage that says what a quote of another document says.
_NEAR_SAME = 0.6
_MOST_QUOTES = 12
# Where no passage shares a word with the question, only a close likeness counts: "can I do it while breastfeeding?".
_LOWEST, _LOWEST_UNCOVERED = 0.33, 0.6
_NEAR_SHOWN = 3
# What the text around the best passage weighs beside its standing, where confidence is even, and how fast it turns.
_READ, _EVEN, _STEEP = 3.0, 3.4, 2.0
# What a doubt takes from it: the kind of answer asked for, a name, or a denial is missing.
_DOUBT = 1.0
# A list of references names people and years; it states nothing of its own.
_NAMED_IN_REFERENCES = (Expected.PERSON, Expected.YEAR)

Lists = Mapping[str, ItemList]
"""The lists of the hits, by the id of the lead-in and of each item."""


class Known(NamedTuple):
    """What is known of the documents beside the hits: their lists, how alike passages are, and which say the same.

    `further` are hits from further down that say the same as some other passage.
    """

    lists: Lists
    closeness: Closeness
    same: Same = MappingProxyType({})
    further: Sequence[Hit] = ()


def answer(question: str, hits: Sequence[Hit], known: Known, total: int) -> Answer:
    """Answer a question that stands alone from what was found; `total` is the number of documents in the library."""
    wanted = expected(question)
    usable = [hit for hit in hits if hit.passage.kind is not PassageKind.REFERENCE or wanted in _NAMED_IN_REFERENCES]
    ranked = sorted(usable, key=lambda hit: (-hit.relevance, hit.passage.id))
    best = ranked[0].relevance if ranked else 0.0
    chosen = _choose(ranked, best)
    fitting = chosen if wanted is None else _holding(wanted, ranked, best)
    short = candidates(usable)
    confidence = _confidence(question, usable, bool(fitting))
    if not fitting or best < (_LOWEST if any(hit.coverage for hit in ranked) else _LOWEST_UNCOVERED):
        return _abstain(question, hits, ranked, (wanted if chosen else None, short, confidence, total))
    beside = _worth(along(fitting, [*ranked, *known.further], known.same), wanted, best)
    quotes, leads = _quotes([*fitting, *beside], known.lists)
    return Answer(
        question=question,
        understood=question,
        outcome=Outcome.ANSWERED,
        reply=wording.speak(len({quote.document for quote in quotes}), total),
        statements=group(quotes, leads, known.closeness),
        counts=count(quotes, known.same),
        candidates=short,
        hits=tuple(hits),
        confidence=confidence,
    )


def _abstain(
    question: str,
    hits: Sequence[Hit],
    ranked: Sequence[Hit],
    found: tuple[Expected | None, tuple[Quote, ...], float, int],
) -> Answer:
    wanted, short, confidence, total = found
    return Answer(
        question=question,
        understood=question,
        outcome=Outcome.ABSTAINED,
        reply=wording.do_not_say(total, wanted.value if wanted else None),
        near=tuple(Quote.whole(hit.passage) for hit in ranked[:_NEAR_SHOWN]),
        candidates=short,
        hits=tuple(hits),
        confidence=confidence,
    )


def _choose(ranked: Sequence[Hit], best: float) -> list[Hit]:
    """Take the passages whose relevance is near the best one's, list items not counted against the limit.

    Where even the best one is weak the rest is mostly noise, so only what is very near it is taken.
    """
    least = best * (_NEAR_BEST if best >= _WEAK else _NEAR_WEAK)
    chosen: list[Hit] = []
    for hit in ranked:
        sentences = sum(other.passage.kind is not PassageKind.ITEM for other in chosen)
        if hit.relevance < least or sentences >= _MOST_QUOTES:
            break
        chosen.append(hit)
    return chosen


def _holding(wanted: Expected, ranked: Sequence[Hit], best: float) -> list[Hit]:
    """Take the passages that hold the kind of answer wanted, also from a little further down than others."""
    holding = [hit for hit in ranked if holds(wanted, hit.passage.text) and hit.relevance >= _NEAR_KIND * best]
    return _choose(holding, holding[0].relevance) if holding else []


def _worth(beside: Sequence[Hit], wanted: Expected | None, best: float) -> list[Hit]:
    """Keep of the passages that say the same as a quote those that speak to the question as well, the best first."""
    near = [hit for hit in beside if hit.relevance >= _NEAR_SAME * best]
    fitting = [hit for hit in near if wanted is None or holds(wanted, hit.passage.text)]
    return sorted(fitting, key=lambda hit: (-hit.relevance, hit.passage.id))


def _quotes(chosen: Sequence[Hit], lists: Lists) -> tuple[list[Quote], list[Quote]]:
    """Turn passages into quotes, a lead-in into all items of its list; returns the quotes and the lead-ins to show."""
    quotes: dict[str, Quote] = {}
    leads: dict[str, Quote] = {}
    for hit in chosen:
        passage = hit.passage
        whole = lists.get(passage.id)
        if whole:
            leads[whole.lead_in.id] = Quote.whole(whole.lead_in)
        introduced = whole.items if whole else ()
        for quoted in introduced if passage.kind is PassageKind.LEAD_IN else (passage,):
            quotes.setdefault(quoted.id, Quote.whole(quoted))
    return list(quotes.values()), list(leads.values())


def _confidence(question: str, hits: Sequence[Hit], fits: bool) -> float:
    """Squash the best standing, what was read around it and what is to be doubted to 0..1; 0 without hits."""
    best = max(hits, key=lambda hit: (hit.standing, hit.passage.id), default=None)
    if best is None:
        return 0.0
    # A hit that was not read on counts as if its surroundings said what it says.
    read = best.window if best.window is not None else best.similarity
    doubts = (not fits) + best.unnamed + is_opposed(question, best.passage.text)
    return 1.0 / (1.0 + math.exp(-_STEEP * (best.standing + _READ * read - _DOUBT * doubts - _EVEN)))
