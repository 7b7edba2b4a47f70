"""The nouns of advice: what a professional should hear of first, and what only a professional can tell."""

from __future__ import annotations

from dataclasses import dataclass

from chatbot.quote import Quote, Statement


@dataclass(frozen=True, slots=True)
class Mention:
    """A situation that a person mentions and a professional should hear of first.

    `situation` names it in our words, `ask` are questions to take along. `statements` are what the documents say about
    it and the answer above does not; `is_above` tells that the answer does; `is_earlier` that a message before this one
    mentioned it.
    """

    situation: str
    ask: tuple[str, ...]
    statements: tuple[Statement, ...] = ()
    is_above: bool = False
    is_earlier: bool = False


@dataclass(frozen=True, slots=True)
class Consult:
    """One line saying that a program cannot tell what was asked, and questions to take to somebody who can."""

    note: str
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Advice:
    """What stands below an answer; empty where nothing calls for it."""

    consult: Consult | None = None
    mentions: tuple[Mention, ...] = ()

    @property
    def quotes(self) -> tuple[Quote, ...]:
        """List the quotes of the card in reading order."""
        return tuple(quote for mention in self.mentions for said in mention.statements for quote in said.shown)


NO_ADVICE = Advice()
