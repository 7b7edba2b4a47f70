"""Several answers to one message -> one answer: nothing is quoted twice, and each is told what was not said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import zip_longest

from chatbot import wording
from chatbot.types import MOST_HITS, Answer, Hit, Outcome, Statement


def together(parts: Sequence[tuple[str, Answer]], total: int) -> Answer:
    """Join the answers to several questions of one message; what the documents do not say is said of each."""
    said = [part for _, part in parts if part.outcome is Outcome.ANSWERED]
    best = max((part for _, part in parts), key=lambda part: part.confidence)
    if not said:
        return best
    shown: set[str] = set()
    statements = [_unseen(statement, shown) for part in said for statement in part.statements]
    silent = [question for question, part in parts if part.outcome is not Outcome.ANSWERED]
    speaking = {quote.document for part in said for quote in part.quotes}
    return replace(
        best,
        outcome=Outcome.ANSWERED,
        reply=" ".join([*map(wording.not_said, silent), *_torn(said), wording.speak(len(speaking), total)]),
        statements=tuple(statement for statement in statements if statement.quotes),
        counts=tuple(count for part in said for count in part.counts),
        near=(),
        hits=_in_turn([part.hits for part in said]),
    )


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


def of_named(answer: Answer, titles: Sequence[str]) -> Answer:
    """Word an answer as one from the documents that a question names; nothing is counted over the others."""
    if answer.outcome is Outcome.ANSWERED:
        return replace(answer, counts=())
    return replace(answer, reply=wording.named_do_not_say(titles))


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
