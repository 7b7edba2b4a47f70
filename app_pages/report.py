"""Say what is wrong with an answer or a quote."""

from __future__ import annotations

import streamlit as st

from app_pages import draw, frame, keeping
from app_pages.service import conversations
from chatbot import kept_wording
from chatbot.objection import Kind
from chatbot.thread import Turn
from ingest.errors import NeedlepointError

_LABELS = {Kind.DOES_NOT_ANSWER: kept_wording.DOES_NOT_ANSWER, Kind.MISREAD: kept_wording.MISREAD}


@st.dialog(kept_wording.REPORT, width="medium")
def dialog(turn: Turn) -> None:
    """Open the ways to object to an answer and to each of its quotes."""
    answer = turn.answer
    if answer is None:
        return
    try:
        given = conversations().objections(turn.row) if turn.row else {}
    except NeedlepointError as error:
        frame.notice(str(error))
        given = {}
    note = kept_wording.FEEDBACK_KEPT if turn.row else kept_wording.FEEDBACK_NOT_KEPT
    draw.show(draw.tag("p", draw.escape(note), class_="np-quiet"))
    draw.show(draw.tag("h3", draw.escape(kept_wording.WHOLE_ANSWER)))
    _object(turn, None, given.get(None))
    for place, quote in enumerate(answer.quotes):
        draw.show(draw.tag("h3", draw.escape(kept_wording.QUOTE_NUMBER.format(number=place + 1))))
        shown = draw.tag("span", draw.escape(quote.text), class_="np-exact")
        draw.show(draw.tag("blockquote", shown, class_="np-quote"))
        _object(turn, place, given.get(place))


def _object(turn: Turn, place: int | None, given: str | None) -> None:
    """Offer what can be said against an answer or a quote; in private there is nowhere to keep it."""
    key = f"object_{turn.row}_{'answer' if place is None else place}"
    kinds = [kind.value for kind in Kind]
    if turn.row:
        form = kept_wording.OBJECT_TO_ANSWER if place is None else kept_wording.OBJECT_TO_QUOTE
        label = form.format(number=(place or 0) + 1)
        chosen = st.pills(label, kinds, format_func=_label, default=given, key=key, label_visibility="collapsed")
        if chosen != given:
            keeping.object_to(turn, place, chosen or "")


def _label(kind: str) -> str:
    return _LABELS[Kind(kind)]
