"""Question + Landing + Hits -> Answer: the passages that the claims it lands on are stated in, or a refusal.

Where people have written down what the documents state and what is asked about it, that decides; the search alone
answers for documents nobody has written about.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from chatbot import wording
from chatbot.agree import Closeness, pointing, sides, tally
from chatbot.attribute import of_whom
from chatbot.candidates import candidates
from chatbot.evidence import Judge, passage_columns, question_features, read_judge
from chatbot.expect import Expected, lacks
from chatbot.explain import NOTHING, Term, explains
from chatbot.land import Landing
from chatbot.often import Often, asked_for, says
from chatbot.serious import asks_for_serious, is_serious
from chatbot.types import MOST_HITS, Answer, Hit, ItemList, Outcome, Quote, Statement
from ingest.book import ClaimBook
from ingest.types import PassageKind

# From which share of the neighbours' votes an answer is a list, or one in which the documents pull apart.
_LIST, _DISPUTED = 0.5, 0.6
_NEAR_SHOWN = 3
# From here on a question comes so near written ones as a whole that a strange word in it is a way of speaking.
_SURE_AS_A_WHOLE = 0.97
# From which likeness on a written question asks the same, nearly word for word.
_SAME = 1.15


@dataclass(frozen=True, slots=True)
class Found:
    """What was found for one question: where it lands, the passages to judge, their lists, how alike they are.

    `only` names the documents that the question is about, none where it is about all; `judge` stands in for the shipped
    one. `unborne` are words that the question takes for granted and nothing bears out (`chatbot.premise`); `wanted` is
    the kind of answer that the question asks for, `term` what it wants explained.
    """

    landing: Landing
    hits: tuple[Hit, ...]
    lists: Mapping[str, ItemList]
    closeness: Closeness
    only: frozenset[str] = frozenset()
    judge: Judge | None = None
    unborne: tuple[str, ...] = ()
    wanted: Expected | None = None
    term: Term = NOTHING


def answer_from_claims(question: str, found: Found, book: ClaimBook, total: int) -> Answer:
    """Answer a question that stands alone from claims; `total` is the number of documents in the library."""
    judge = found.judge or read_judge()
    ranked = _ranked(question, found, judge)
    sure = judge.answerable.probability(question_features(question, found.landing, found.hits))
    saying = [(hit, p) for hit, p in ranked if hit.passage.kind is not PassageKind.LEAD_IN and _is_asked(hit, found)]
    best = saying[0][1] if saying else 0.0
    is_list = found.landing.lists >= _LIST
    cut = judge.least(best, is_list=is_list)
    # Somebody who asks one document hears that it does not say, rather than the best it has.
    chosen = [hit for hit, probability in saying if probability >= (cut if found.only else min(cut, best))]
    often = asked_for(question) if is_list else None
    chosen = _of_speakers(question, _narrowed(question, chosen, often) if is_list else chosen)
    hits = tuple(hit for hit, _ in ranked[:MOST_HITS])
    lack = _lack(found, [hit.passage.text for hit in chosen], sure)
    if lack is not None:
        return _refuse(question, hits, min(sure, judge.answer / 2), total, lack or None)
    if not chosen or sure < judge.answer:
        return _refuse(question, hits, sure, total)
    quotes = [Quote.whole(hit.passage) for hit in chosen]
    leads = {
        found.lists[quote.passage.id].lead_in.id: found.lists[quote.passage.id].lead_in
        for quote in quotes
        if quote.passage.id in found.lists
    }
    disputed = found.landing.disputed >= _DISPUTED
    ways = pointing(quotes, book, found.landing.claims) if disputed else {}
    statements = sides(quotes, [Quote.whole(lead) for lead in leads.values()], found.closeness, ways)
    return Answer(
        question=question,
        understood=question,
        outcome=Outcome.ANSWERED,
        reply=_speak(statements, disputed, total),
        statements=statements,
        counts=tally(quotes, book, found.landing.claims, often) if is_list else (),
        candidates=candidates(hits),
        hits=hits,
        confidence=sure,
    )


def _narrowed(question: str, chosen: Sequence[Hit], often: Often | None) -> Sequence[Hit]:
    """Keep of a list what is said to be rare, common or serious where that is asked for, and is said of anything."""
    if often:
        return [hit for hit in chosen if says(often, hit.passage.text)] or chosen
    asks = asks_for_serious(question)
    return [hit for hit in chosen if asks and is_serious(hit.passage.text)] or chosen


def _of_speakers(question: str, chosen: Sequence[Hit]) -> list[Hit]:
    spoken = of_whom(question, [hit.passage.text for hit in chosen])
    return [hit for hit, is_theirs in zip(chosen, spoken, strict=True) if is_theirs]


def _lack(found: Found, texts: Sequence[str], sure: float) -> str | None:
    """Say what texts lack that the question asks for, "" where that has no name; None where they lack nothing."""
    term, is_sure = found.term
    asks = bool(term) and found.landing.strength < _SAME and (is_sure or sure < _SURE_AS_A_WHOLE)
    if asks and not any(explains(term, text) for text in texts):
        return Expected.DEFINITION.value
    if sure >= _SURE_AS_A_WHOLE:
        return None
    kind = found.wanted if lacks(found.wanted, texts) else None
    return kind.value if kind else "" if found.unborne else None


def _refuse(question: str, hits: tuple[Hit, ...], sure: float, total: int, missing: str | None = None) -> Answer:
    return Answer(
        question,
        question,
        Outcome.ABSTAINED,
        reply=wording.do_not_say(total, missing),
        near=tuple(Quote.whole(hit.passage) for hit in hits[:_NEAR_SHOWN]),
        candidates=candidates(hits),
        hits=hits,
        confidence=sure,
    )


def _speak(statements: Sequence[Statement], disputed: bool, total: int) -> str:
    said = wording.speak(len({quote.document for statement in statements for quote in statement.quotes}), total)
    note = wording.DISPUTED if any(statement.side for statement in statements) else wording.UNEVEN
    return f"{note} {said}" if disputed else said


def _ranked(question: str, found: Found, judge: Judge) -> list[tuple[Hit, float]]:
    chances = judge.passage.probabilities(passage_columns(question, found.landing, found.hits)).tolist()
    scored = [(hit.scored(chance), chance) for hit, chance in zip(found.hits, chances, strict=True)]
    return sorted(scored, key=lambda entry: (not _is_asked(entry[0], found), -entry[1], entry[0].passage.id))


def _is_asked(hit: Hit, found: Found) -> bool:
    return not found.only or hit.passage.document in found.only
