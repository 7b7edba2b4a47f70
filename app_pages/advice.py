"""What stands below an answer as markup: what only a professional can tell, and situations that a person mentions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app_pages.blocks import quoted
from app_pages.draw import escape, tag
from chatbot import wording
from chatbot.advice import Consult, Mention
from chatbot.cite import Citation
from chatbot.types import Answer
from ingest.types import Document


def advice(answer: Answer, citations: Sequence[Citation], documents: Mapping[str, Document]) -> str:
    """Draw the advice of an answer; `citations` has one entry a cited quote, those of the advice last."""
    left = list(citations[len(answer.quotes) :])
    drawn = [_consult(answer.advice.consult)] if answer.advice.consult else []
    for mention in answer.advice.mentions:
        length = sum(len(said.shown) for said in mention.statements)
        card = _mention(mention, left[:length], documents)
        # Said in full below an answer before; who asks about a person's own case has to see it again.
        drawn.append(_folded(mention, card) if mention.is_earlier and not answer.advice.consult else card)
        left = left[length:]
    return "".join(drawn)


def _consult(said: Consult) -> str:
    note = tag("p", escape(said.note))
    return _card(wording.CONSULT_TITLE, note + _questions(wording.CONSULT_QUESTIONS, said.questions))


def _mention(mention: Mention, citations: Sequence[Citation], documents: Mapping[str, Document]) -> str:
    title, said = wording.mentioned(mention)
    left = iter(citations)
    quotes = (quoted(each, [next(left) for _ in each.shown], documents) for each in mention.statements)
    body = tag("p", escape(said)) + "".join(quotes) + _questions(wording.ASK_THEM, mention.ask)
    return _card(title.rstrip("."), body)


def _folded(mention: Mention, card: str) -> str:
    return tag("details", tag("summary", escape(wording.mentioned(mention)[0].rstrip("."))) + card, class_="np-more")


def _questions(label: str, questions: Sequence[str]) -> str:
    items = "".join(tag("li", escape(question)) for question in questions)
    return tag("div", tag("p", escape(label), class_="np-ask-label") + tag("ul", items), class_="np-ask")


def _card(title: str, body: str) -> str:
    # A group, not a landmark: the same card may stand below several answers, and landmarks need names of their own.
    return tag("div", tag("h3", escape(title)) + body, class_="np-advice", role="group", aria_label=title)
