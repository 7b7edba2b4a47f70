"""Feedback -> a case for a question set: what was asked, after what, what was shown, and what a reader objects to.

What would be right nobody knows yet: a person reads the case, sets `expect` and `evidence`, and puts it into a set.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Any

from chatbot.thread import Turn, said
from chatbot.threads import Feedback
from chatbot.types import Quote


class Kind(StrEnum):
    """What a reader can object to: it is no answer to the question, or it is read as what it does not say."""

    DOES_NOT_ANSWER = "does_not_answer"
    MISREAD = "misread"


def cases(feedback: Sequence[Feedback]) -> list[dict[str, Any]]:
    """Write each piece of feedback as a line of a question set (`chatbot.question_set`), still to be judged."""
    return [_case(given) for given in feedback]


def _case(given: Feedback) -> dict[str, Any]:
    turn, answer = given.turn, given.turn.answer
    shown = answer.quotes if answer else ()
    part = "answer" if given.place is None else str(given.place + 1)
    objected = None if given.place is None or given.place >= len(shown) else _quote(turn, shown[given.place])
    return {
        "id": f"feedback-{turn.row}-{part}",
        "question": turn.message,
        "history": [{"role": message.role, "content": message.content} for message in said(given.before)],
        "category": "feedback",
        "tags": [given.kind],
        "expect": "review",
        "evidence": [],
        "objected": objected,
        "outcome": answer.outcome.value if answer else "open",
        "shown": [_quote(turn, quote) for quote in shown],
        "library": turn.library,
    }


def _quote(turn: Turn, quote: Quote) -> dict[str, Any]:
    place = {"doc": quote.document, "quote": quote.text, "start": quote.start, "end": quote.end}
    return {**place, "sha256": turn.origin(quote.document).sha256}
