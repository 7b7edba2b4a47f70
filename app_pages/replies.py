"""Our own words in an answer, as markup: replies, warnings, how a question was understood, the professional line."""

from __future__ import annotations

import re

from app_pages.draw import escape, tag
from chatbot import wording, written_wording
from chatbot.types import Answer, Level

_FIRST_SENTENCE = re.compile(r"([.!])\s+")  # of a warning: it says what to do and is set apart
_LABELS = {Level.EMERGENCY: wording.EMERGENCY_LABEL, Level.URGENT: wording.URGENT_LABEL}


def reply(answer: Answer) -> str:
    """Draw our own words; a warning is a box with a label, so that colour is not what tells it."""
    if not answer.reply.strip():
        return ""
    if answer.level is Level.NONE:
        return tag("div", _paragraphs(answer.reply), class_="np-reply")
    label = tag("p", escape(_LABELS[answer.level]), class_="np-alarm-label")
    urge, _, rest = _FIRST_SENTENCE.sub("\\1\n\n", answer.reply, count=1).partition("\n\n")
    body = label + tag("p", escape(urge), class_="np-urge") + _paragraphs(rest)
    return tag("div", body, class_=f"np-alarm np-{answer.level}", role="alert")


def banner(reply: str) -> str:
    """Draw the emergency that still stands: its label and the first sentence, which says whom to call."""
    urge = _FIRST_SENTENCE.sub("\\1\n\n", reply, count=1).partition("\n\n")[0]
    body = tag("p", escape(wording.EMERGENCY_LABEL), class_="np-alarm-label") + tag("p", escape(urge), class_="np-urge")
    return tag("div", body, class_="np-alarm np-emergency np-banner", role="alert")


def below(answer: Answer) -> str:
    """Set the quotes under an alarm apart from it."""
    is_below = answer.level is not Level.NONE and answer.statements
    return tag("p", escape(wording.BELOW_AN_ALARM), class_="np-quiet") if is_below else ""


def closing(answer: Answer) -> str:
    """Draw the professional line, so that it goes wherever a copy of the answer goes."""
    return tag("p", escape(answer.closing or wording.PROFESSIONAL_LINE), class_="np-closing")


def _paragraphs(text: str) -> str:
    return "".join(tag("p", escape(part)) for part in text.split("\n\n") if part.strip())


def understood(answer: Answer) -> str:
    """Say how the question was understood, when that is not how it was typed."""
    if not answer.understood or answer.understood == answer.question:
        return ""
    said = wording.UNDERSTOOD_AS.format(question=answer.understood)
    if answer.rewritten and answer.rewritten.is_used:
        said = written_wording.REWRITTEN_BY.format(understood=said, model=answer.rewritten.model)
    return tag("p", escape(said), class_="np-quiet")
