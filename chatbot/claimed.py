"""Question + Landing + Hits -> Answer: the passages that the claims it lands on are stated in, or a refusal.

Where people have written down what the documents state and what is asked about it, that decides; the search alone
answers for documents nobody has written about.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from chatbot import wording
from chatbot.agree import Closeness, group, tally
from chatbot.evidence import Judge, passage_features, question_features, read_judge
from chatbot.land import Landing
from chatbot.types import Answer, Hit, ItemList, Outcome, Quote
from ingest.book import ClaimBook
from ingest.types import PassageKind

_LIST = 0.5
_NEAR_SHOWN = 3
_CANDIDATE_CHARACTERS = 600


@dataclass(frozen=True, slots=True)
class Found:
    """What was found for one question: where it lands, the passages to judge, their lists, how alike they are."""

    landing: Landing
    hits: tuple[Hit, ...]
    lists: Mapping[str, ItemList]
    closeness: Closeness


def answer_from_claims(question: str, found: Found, book: ClaimBook, total: int) -> Answer:
    """Answer a question that stands alone from claims; `total` is the number of documents in the library."""
    judge = read_judge()
    ranked = _ranked(question, found, judge)
    sure = judge.answerable.probability(question_features(question, found.landing, found.hits))
    cut = judge.show_in_list if found.landing.lists >= _LIST else judge.show
    chosen = [hit for hit, probability in ranked if probability >= min(cut, ranked[0][1])]
    candidates = _within([Quote.whole(hit.passage) for hit, _ in ranked])
    hits = tuple(hit for hit, _ in ranked)
    if not chosen or sure < judge.answer:
        near = tuple(Quote.whole(hit.passage) for hit in hits[:_NEAR_SHOWN])
        reply = wording.do_not_say(total, None)
        return Answer(
            question,
            question,
            Outcome.ABSTAINED,
            reply=reply,
            near=near,
            candidates=candidates,
            hits=hits,
            confidence=sure,
        )
    quotes = [Quote.whole(hit.passage) for hit in chosen if hit.passage.kind is not PassageKind.LEAD_IN]
    leads = {
        found.lists[quote.passage.id].lead_in.id: found.lists[quote.passage.id].lead_in
        for quote in quotes
        if quote.passage.id in found.lists
    }
    return Answer(
        question=question,
        understood=question,
        outcome=Outcome.ANSWERED,
        reply=wording.speak(len({quote.document for quote in quotes}), total),
        statements=group(quotes, [Quote.whole(lead) for lead in leads.values()], found.closeness),
        counts=tally(quotes, book, found.landing.claims) if found.landing.lists >= _LIST else (),
        candidates=candidates,
        hits=hits,
        confidence=sure,
    )


def joint(claimed: Answer, elsewhere: Answer, total: int) -> Answer:
    """Join the answer from claims with what a search finds in documents that nobody has written claims about."""
    if elsewhere.outcome is not Outcome.ANSWERED:
        return claimed
    if claimed.outcome is not Outcome.ANSWERED:
        return elsewhere
    speaking = {quote.document for quote in (*claimed.quotes, *elsewhere.quotes)}
    return replace(
        claimed,
        reply=wording.speak(len(speaking), total),
        statements=(*claimed.statements, *elsewhere.statements),
        hits=(*claimed.hits, *elsewhere.hits),
    )


def _ranked(question: str, found: Found, judge: Judge) -> list[tuple[Hit, float]]:
    features = passage_features(question, found.landing, found.hits)
    judged = [(hit, judge.passage.probability(features[hit.passage.id])) for hit in found.hits]
    return sorted(judged, key=lambda entry: (-entry[1], entry[0].passage.id))


def _within(quotes: Sequence[Quote]) -> tuple[Quote, ...]:
    taken: list[Quote] = []
    room = _CANDIDATE_CHARACTERS
    for quote in quotes:
        if not taken or len(quote.text) <= room:
            taken.append(quote)
            room -= len(quote.text)
    return tuple(taken)
