"""Several answers to one message -> one answer: nothing is quoted twice, and each is told what was not said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import zip_longest

from chatbot import library_wording, wording
from chatbot.types import MOST_HITS, Answer, Hit, Outcome, Quote, Statement
from ingest.types import Passage, Vectors

Closeness = Callable[[Sequence[Passage]], Vectors]

# From which confidence on a reader's own documents speak, and with how many passages, of one and of all of them.
_SURELY, _MOST_OF_ONE, _MOST = 0.75, 2, 6
# The cosine from which on two passages say the same in the same words.
_SAME = 0.92


def together(parts: Sequence[tuple[str, Answer]], total: int) -> Answer:
    """Join the answers to several questions of one message; what the documents do not say is said of each."""
    said = [part for _, part in parts if part.outcome is Outcome.ANSWERED]
    best = max((part for _, part in parts), key=lambda part: part.confidence)
    if not said:
        return best
    shown: set[str] = set()
    new = [(question, _new(question, part, shown)) for question, part in parts if part.outcome is Outcome.ANSWERED]
    # One table of what several questions list would count what it helps with beside who should not have it.
    counted = [part.counts for part in said if part.counts]
    above = [question for question, statements in new if not statements]
    silent = [question for question, part in parts if part.outcome is not Outcome.ANSWERED]
    speak = wording.speak(len({quote.document for part in said for quote in part.quotes}), total)
    return replace(
        best,
        outcome=Outcome.ANSWERED,
        reply=" ".join([*map(wording.not_said, silent), *_torn(said), *map(library_wording.said_too, above), speak]),
        statements=tuple(statement for _, statements in new for statement in statements),
        counts=counted[0] if len(counted) == 1 else (),
        near=(),
        hits=_in_turn([part.hits for part in said]),
    )


def _new(question: str, part: Answer, shown: set[str]) -> list[Statement]:
    """Give what one of several questions adds, under that question."""
    left = (_unseen(statement, shown) for statement in part.statements)
    statements = [statement for statement in left if statement.quotes]
    return [replace(statement, asked="" if place else question) for place, statement in enumerate(statements)]


def _unseen(statement: Statement, shown: set[str]) -> Statement:
    """Leave out the quotes that stand further up already."""
    fresh = tuple(quote for quote in statement.quotes if quote.passage.id not in shown)
    shown.update(quote.passage.id for quote in fresh)
    return replace(statement, quotes=fresh)


def joint(claimed: Answer, elsewhere: Answer, total: int) -> Answer:
    """Join the answer from claims with what a search finds in documents that nobody has written claims about."""
    if elsewhere.outcome is not Outcome.ANSWERED:
        return claimed
    if claimed.outcome is not Outcome.ANSWERED:
        return elsewhere
    speaking = {quote.document for quote in (*claimed.quotes, *elsewhere.quotes)}
    shown = {quote.passage.id for quote in claimed.quotes}
    others = (_unseen(statement, shown) for statement in elsewhere.statements)
    return replace(
        claimed,
        reply=" ".join([*_torn([claimed]), wording.speak(len(speaking), total)]),
        statements=(*claimed.statements, *(statement for statement in others if statement.quotes)),
        hits=_in_turn([claimed.hits, elsewhere.hits]),
    )


def apart(found: Answer, own: Answer, closeness: Closeness) -> Answer:
    """Put what a reader's own documents say at the end of an answer from the library, of which nothing changes.

    Only where they surely say it, and what the library is quoted with above is not said again. An abstention of the
    library stays one in words; its outcome says that something was quoted.
    """
    quotes = _few(own, found, closeness) if own.outcome is Outcome.ANSWERED and own.confidence >= _SURELY else []
    if not quotes or found.outcome not in (Outcome.ANSWERED, Outcome.ABSTAINED):
        return found
    said = tuple(
        Statement(tuple(quote for quote in quotes if quote.document == name))
        for name in dict.fromkeys(quote.document for quote in quotes)
    )
    hits = _in_turn([found.hits, own.hits])
    if found.outcome is Outcome.ANSWERED:
        return replace(found, statements=(*found.statements, *said), hits=hits)
    reply = f"{found.reply} {wording.YOURS_SAYS}"
    return replace(own, reply=reply, statements=said, counts=(), near=(), candidates=found.candidates, hits=hits)


def _few(own: Answer, found: Answer, closeness: Closeness) -> list[Quote]:
    """Choose the best few passages, without what the library says in the same words."""
    ranks = {hit.passage.id: rank for rank, hit in enumerate(own.hits)}
    best = sorted(own.quotes, key=lambda quote: (ranks.get(quote.passage.id, len(ranks)), quote.passage.id))
    shown = [quote.passage for quote in found.quotes]
    alike = closeness([*shown, *(quote.passage for quote in best)])
    chosen: list[int] = []
    count: Counter[str] = Counter()
    for place, quote in enumerate(best, len(shown)):
        is_new = all(alike[place][other] < _SAME for other in (*range(len(shown)), *chosen))
        if is_new and count[quote.document] < _MOST_OF_ONE and len(chosen) < _MOST:
            chosen.append(place)
            count[quote.document] += 1
    return [best[place - len(shown)] for place in chosen]


def of_named(answer: Answer, titles: Sequence[str]) -> Answer:
    """Word an answer as one from the documents that a question names; nothing is counted over the others."""
    if answer.outcome is Outcome.ANSWERED:
        return replace(answer, counts=())
    return replace(answer, reply=wording.named_do_not_say(titles))


def of_chosen(answer: Answer, titles: Sequence[str]) -> Answer:
    """Word an abstention of the documents that a reader chose to search, if any: it says nothing of the others."""
    is_silent = titles and answer.outcome is Outcome.ABSTAINED
    return replace(answer, reply=library_wording.chosen_do_not_say(titles)) if is_silent else answer


def _torn(said: Sequence[Answer]) -> list[str]:
    """Keep the note that the documents pull in different directions, if any of the answers has it."""
    notes = (wording.DISPUTED, wording.UNEVEN)
    return [note for note in notes if any(part.reply.startswith(note) for part in said)][:1]


def _in_turn(found: Sequence[Sequence[Hit]]) -> tuple[Hit, ...]:
    """Join what several searches found, the best of each first, every passage once, as many as a record holds."""
    best: dict[str, Hit] = {}
    for turn in zip_longest(*found):
        for hit in filter(None, turn):
            best.setdefault(hit.passage.id, hit)
    return tuple(best.values())[:MOST_HITS]
