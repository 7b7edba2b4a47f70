"""One turn on the page, as markup: the message, its quotes, where they stand in the library of today, what can be done.

A turn is one element, and all are drawn anew at every message: what a long conversation waits for is how many they are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from app_pages import advice, blocks, chosen, copying, covered, keeping, replies
from app_pages.draw import escape, tag
from app_pages.pressed import Wanted, button
from chatbot import cite, kept_wording, wording
from chatbot.cite import Citation
from chatbot.thread import Turn, fingerprint
from chatbot.types import Answer, Level
from ingest.errors import Violation
from ingest.store import Library
from ingest.types import Document

# Of how many answers the markup is kept: as many as a page shows before somebody asks for earlier ones.
_MOST_KEPT = 20


def turn(message: str, number: int, below: str = "") -> str:
    """Draw a message with what stands below it; it is a heading, so that a screen reader finds each question."""
    asked = tag("h2", escape(message), class_="np-message np-exact", id=f"message-{number + 1}")
    return tag("div", asked + below, class_="np-turn")


def answered(library: Library, said: Turn, number: int) -> str:
    """Draw a turn and its answer; of one that was drawn before, as it was.

    Every message draws the conversation anew, and making the markup of twenty answers takes longer than finding one.
    """
    kept: dict[int, tuple[Library, Turn, str]] = st.session_state.setdefault(keeping.DRAWN, {})
    before = kept.pop(number, None)
    if before and before[0] is library and before[1] is said:
        kept[number] = before
    else:
        kept[number] = library, said, _made(library, said, number)
    for oldest in list(kept)[:-_MOST_KEPT]:
        del kept[oldest]
    return kept[number][2]


def unfinished(library: Library, said: Turn, number: int, found: Answer) -> str:
    """Draw what stands of an answer whose rest is still looked for; it is said aloud when all of it is there."""
    documents = library.documents()
    citations = cite.number(found, documents)
    quotes = tag(
        "div", "".join(_quotes(found, citations, documents)), class_="np-answer np-unfinished", aria_busy="true"
    )
    above = chosen.line(cite.searched(found, documents)) + replies.understood(found)
    return turn(said.message, number, above + quotes)


def _made(library: Library, said: Turn, number: int) -> str:
    """Make the markup; an answer that rests on another library than today's says so and can be asked again."""
    if said.answer is None:
        return turn(said.message, number)
    is_old = said.library not in ("", fingerprint(library.manifest))
    try:
        below = _whole(library, said.answer, number)
    except Violation as error:
        is_old = True
        without = replies.reply(said.answer) + replies.closing(said.answer)
        below = tag("div", without, class_="np-answer") + tag("p", escape(str(error)), class_="np-note", role="status")
    return turn(said.message, number, below + (_again(number) if is_old else ""))


def _whole(library: Library, answer: Answer, number: int) -> str:
    documents = library.documents()
    citations = cite.number(answer, documents)
    parts = (
        *_quotes(answer, citations, documents),
        advice.advice(answer, citations, documents),
        covered.instead(answer, library.book, documents),
        replies.closing(answer),
        _ways(answer, documents, number),
    )
    # An alarm says itself.
    aloud = wording.spoken(answer.reply, len(answer.quotes)) if answer.level is Level.NONE else ""
    spoken = {"data_said": aloud} if aloud else {}
    whole = tag("div", "".join(parts), class_="np-answer", data_number=str(number), **spoken)
    searched = chosen.line(cite.searched(answer, documents))
    return searched + _understood(answer, number) + whole + _choices(answer, number)


def _quotes(answer: Answer, citations: Sequence[Citation], documents: Mapping[str, Document]) -> tuple[str, ...]:
    return (
        replies.reply(answer),
        replies.below(answer),
        blocks.counts(answer, citations, cite.total(answer, documents)),
        blocks.statements(answer, citations, documents),
        blocks.near(answer, documents),
    )


def _ways(answer: Answer, documents: Mapping[str, Document], number: int) -> str:
    copied = copying.of_answer(cite.render(answer, documents)) if _has_sources(answer) else ""
    return tag("div", copied + button(kept_wording.REPORT, Wanted.REPORT, number, look="np-copy"), class_="np-ways")


def _has_sources(answer: Answer) -> bool:
    """Tell whether an answer has anything to be copied with its sources; nobody copies small talk or an alarm."""
    return answer.level is Level.NONE and bool(answer.cited or answer.near or answer.advice.mentions)


def _understood(answer: Answer, number: int) -> str:
    """Say how the message was understood, beside the way to have it answered as it was typed."""
    note = replies.understood(answer)
    if not note or answer.level is not Level.NONE:
        return ""
    return tag("div", note + button(wording.ASK_AS_TYPED, Wanted.AS_TYPED, number), class_="np-beside")


def _choices(answer: Answer, number: int) -> str:
    if not answer.choices:
        return ""
    offered = (button(question, Wanted.CHOICE, number, place) for place, question in enumerate(answer.choices))
    title = tag("p", escape(wording.CHOICES_TITLE), class_="np-quiet")
    return tag("div", title + "".join(offered), class_="np-choices")


def _again(number: int) -> str:
    note = tag("p", escape(kept_wording.OLDER_LIBRARY), class_="np-quiet")
    return tag("div", note + button(kept_wording.ASK_AGAIN, Wanted.AGAIN, number), class_="np-beside")
