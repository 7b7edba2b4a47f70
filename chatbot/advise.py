"""Answer + messages -> the same answer with advice below it, where a person mentions or asks what calls for some.

Nothing of the answer changes: not what it quotes, not its outcome, not an alarm. What the documents say about a
situation is found by looking up its own question, once, and only what speaks of the situation is shown.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from chatbot import wording
from chatbot.advice import Advice, Mention
from chatbot.consult import consult
from chatbot.quote import Quote, Statement
from chatbot.situation_book import Situation
from chatbot.situations import is_of_oneself, situations
from chatbot.types import Answer, Level, Message, Outcome

# How many of the user's turns count; how many situations a card has, and how many quotes each of them.
_TURNS, _MOST, _MOST_QUOTES = 12, 4, 3
# From which likeness of the best hit on a question without an answer is about the library's subject at all.
_ON_SUBJECT = 0.22


class Adviser:
    """Puts advice below answers. `look_up` answers a question; of written questions alone, answers are kept here."""

    def __init__(self, look_up: Callable[[str], Answer]) -> None:
        self._look_up = look_up
        self._kept: dict[str, tuple[Statement, ...]] = {}

    def advise(self, answer: Answer, message: str, history: Sequence[Message] = ()) -> Answer:
        """Add advice to an answer; small talk and emergencies get none, an urgent reply only what a doctor can tell."""
        if answer.outcome is Outcome.TALK or answer.level is Level.EMERGENCY:
            return answer
        if answer.level is not Level.NONE:
            return replace(answer, advice=Advice(consult(message)))
        mentions, about = self._mentions(answer, message, history)
        asked = consult(message) if mentions or _is_on_subject(answer) else None
        closing = wording.ask_about(about) if about else answer.closing
        return replace(answer, closing=closing, advice=Advice(asked, mentions))

    def _mentions(
        self, answer: Answer, message: str, history: Sequence[Message]
    ) -> tuple[tuple[Mention, ...], tuple[str, ...]]:
        now = situations(message)
        said = [turn.content for turn in history if turn.role == "user"][-_TURNS:]
        before = [found for content in reversed(said) for found in situations(content) if found not in now]
        chosen = (*now, *dict.fromkeys(before))[:_MOST]
        shown = {quote.passage.id for quote in answer.quotes}
        mentions: list[Mention] = []
        for situation in chosen:
            mention = self._mention(situation, shown)
            shown |= {quote.passage.id for said in mention.statements for quote in said.quotes}
            mentions.append(replace(mention, is_earlier=situation not in now))
        is_own = any(map(is_of_oneself, (message, *said)))
        about = (s.about if is_own else s.about.replace("your ", "the ") for s in chosen)
        return tuple(mentions), tuple(dict.fromkeys(about))

    def _mention(self, situation: Situation, shown: set[str]) -> Mention:
        """Say what the documents have on a situation, without what stands above already."""
        found = self._found(situation)
        fresh = tuple(kept for said in found if (kept := _without(said, shown)).quotes)
        return Mention(situation.name, situation.ask, _few(fresh), is_above=bool(found) and not fresh)

    def _found(self, situation: Situation) -> tuple[Statement, ...]:
        """Look a situation up, and keep of what is found what speaks of it."""
        if situation.name not in self._kept:
            answered = self._look_up(situation.question)
            said = answered.statements if answered.outcome is Outcome.ANSWERED else ()
            about = (replace(s, quotes=tuple(q for q in s.quotes if _speaks(q, situation)), side="") for s in said)
            self._kept[situation.name] = tuple(statement for statement in about if statement.quotes)
        return self._kept[situation.name]


def _speaks(quote: Quote, situation: Situation) -> bool:
    return situation.speaks.search(quote.text.casefold()) is not None


def _without(said: Statement, shown: set[str]) -> Statement:
    return replace(said, quotes=tuple(quote for quote in said.quotes if quote.passage.id not in shown))


def _few(said: Sequence[Statement]) -> tuple[Statement, ...]:
    """Take the first quote of each document, up to a few, in the order of the answer."""
    documents: set[str] = set()
    taken: list[Statement] = []
    for statement in said:
        kept: list[Quote] = []
        for quote in statement.quotes:
            if quote.document not in documents and len(documents) < _MOST_QUOTES:
                documents.add(quote.document)
                kept.append(quote)
        taken += [replace(statement, quotes=tuple(kept))] if kept else []
    return tuple(taken)


def _is_on_subject(answer: Answer) -> bool:
    """Tell whether a message that was not answered is at least near what the documents are about."""
    nearest = max((hit.similarity for hit in answer.hits), default=0.0)
    return answer.outcome is not Outcome.ABSTAINED or nearest >= _ON_SUBJECT
