"""One answer on the page: its quotes, where they stand in the library of today, and what can be done with it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import streamlit as st

from app_pages import advice, blocks, chosen, copying, covered, draw, frame, keeping, replies, report
from chatbot import cite, kept_wording, wording
from chatbot.cite import Citation
from chatbot.thread import Turn, fingerprint
from chatbot.types import Answer, Level
from ingest.errors import Violation
from ingest.store import Library
from ingest.types import Document

# Of how many answers the markup is kept: as many as a page shows before somebody asks for earlier ones.
_MOST_KEPT = 20


def show(library: Library, turn: Turn, number: int) -> None:
    """Draw an answered turn; one that rests on another library than today's says so and can be asked again."""
    if turn.answer is None:
        return
    is_old = turn.library not in ("", fingerprint(library.manifest))
    try:
        _draw(library, turn.answer, number)
        report.button(turn, number)
    except Violation as error:
        is_old = True
        without = replies.reply(turn.answer) + replies.closing(turn.answer)
        draw.show(draw.tag("div", without, class_="np-answer"))
        frame.notice(str(error))
    if is_old:
        with st.container(key=f"older_{number}", horizontal=True, vertical_alignment="center"):
            draw.show(draw.tag("p", draw.escape(kept_wording.OLDER_LIBRARY), class_="np-quiet"))
            asked = (turn.message, turn.as_typed)
            st.button(kept_wording.ASK_AGAIN, key=f"again_{number}", on_click=keeping.ask, args=asked)


def show_quotes(library: Library, answer: Answer) -> None:
    """Draw what stands of an answer whose rest is still looked for; it is said aloud when all of it is there."""
    documents = library.documents()
    citations = cite.number(answer, documents)
    chosen.line(cite.searched(answer, documents))
    if note := replies.understood(answer):
        draw.show(note)
    parts = _quotes(answer, citations, documents)
    draw.show(draw.tag("div", "".join(parts), class_="np-answer np-unfinished", aria_busy="true"))


def _quotes(answer: Answer, citations: Sequence[Citation], documents: Mapping[str, Document]) -> tuple[str, ...]:
    return (
        replies.reply(answer),
        replies.below(answer),
        blocks.counts(answer, citations, cite.total(answer, documents)),
        blocks.statements(answer, citations, documents),
        blocks.near(answer, documents),
    )


def _draw(library: Library, answer: Answer, number: int) -> None:
    searched, markup = _made(library, answer, number)
    chosen.line(searched)
    _understood(answer, number)
    draw.show(markup)
    _choices(answer, number)


def _made(library: Library, answer: Answer, number: int) -> tuple[str, str]:
    """Give what was searched and the markup; of an answer that was drawn before, as they were.

    Every message draws the conversation anew, and making the markup of twenty answers takes longer than finding one.
    """
    kept: dict[int, tuple[Library, Answer, tuple[str, str]]] = st.session_state.setdefault(keeping.DRAWN, {})
    before = kept.pop(number, None)
    if before and before[0] is library and before[1] is answer:
        kept[number] = before
    else:
        kept[number] = library, answer, _markup(library, answer, number)
    for oldest in list(kept)[:-_MOST_KEPT]:
        del kept[oldest]
    return kept[number][2]


def _markup(library: Library, answer: Answer, number: int) -> tuple[str, str]:
    documents = library.documents()
    citations = cite.number(answer, documents)
    parts = (
        *_quotes(answer, citations, documents),
        advice.advice(answer, citations, documents),
        covered.instead(answer, library.book, documents),
        replies.closing(answer),
        copying.of_answer(cite.render(answer, documents)) if _has_sources(answer) else "",
    )
    said = (
        {"data_said": wording.spoken(answer.reply, len(answer.quotes))} if answer.level is Level.NONE else {}
    )  # an alarm says itself
    whole = draw.tag("div", "".join(parts), class_="np-answer", data_number=str(number), **said)
    return cite.searched(answer, documents), whole


def _has_sources(answer: Answer) -> bool:
    """Tell whether an answer has anything to be copied with its sources; nobody copies small talk or an alarm."""
    return answer.level is Level.NONE and bool(answer.cited or answer.near or answer.advice.mentions)


def _understood(answer: Answer, number: int) -> None:
    """Say how the message was understood, beside the way to have it answered as it was typed."""
    note = replies.understood(answer)
    if note and answer.level is Level.NONE:
        with st.container(key=f"understood_{number}", horizontal=True, vertical_alignment="center"):
            draw.show(note)
            st.button(
                wording.ASK_AS_TYPED, key=f"as_typed_{number}", on_click=keeping.ask, args=(answer.question, True)
            )


def _choices(answer: Answer, number: int) -> None:
    if answer.choices:
        draw.show(draw.tag("p", draw.escape(wording.CHOICES_TITLE), class_="np-quiet"))
        with st.container(key=f"choices_{number}"):
            for place, question in enumerate(answer.choices):
                # Streamlit reads a label as Markdown, and these words are not ours.
                st.button(plain(question), key=f"choice_{number}_{place}", on_click=keeping.ask, args=(question,))


def plain(text: str) -> str:
    """Spell text as a label of a button: Streamlit reads labels as Markdown."""
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", text)
