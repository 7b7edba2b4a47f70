"""Whose words a quote reports: who is named in it as saying so."""

from __future__ import annotations

from dataclasses import replace

from chatbot import wording
from chatbot.expect import Expected, holds
from chatbot.types import Answer, Outcome


def who_says(found: Answer) -> Answer:
    """Keep of an answer the quotes that name somebody, if any does; without a name the documents themselves say it."""
    if found.outcome is not Outcome.ANSWERED:
        return found
    naming = [
        replace(statement, quotes=named, lead_in=None, side="")
        for statement in found.statements
        if (named := tuple(quote for quote in statement.quotes if holds(Expected.PERSON, quote.text)))
    ]
    if not naming:
        return replace(found, reply=wording.WHO_SAYS)
    return replace(found, reply=wording.NAMED_AS_SAYING, statements=tuple(naming), counts=())
