"""The conversation: a message goes to `Chatbot.ask`, and what comes back is drawn."""

from __future__ import annotations

import re
from dataclasses import replace
from threading import Lock

import streamlit as st

from app_pages import blocks, draw, frame, guard
from app_pages.exchange import Exchange, said
from app_pages.service import Service, numbers, service
from chatbot import cite, wording
from chatbot.alarm import alarm
from chatbot.types import Answer, Level, Outcome
from ingest.errors import NeedlepointError, Violation
from ingest.types import vouched

_SHOWN = 20
_MESSAGE_LENGTH = 2_000


def page() -> None:
    """Draw the conversation of this session and answer what is still open."""
    exchanges: list[Exchange] = st.session_state.setdefault("exchanges", [])
    with st.bottom:
        st.chat_input(
            wording.ASK_PLACEHOLDER, key="typed", max_chars=_MESSAGE_LENGTH, submit_mode="disable", on_submit=_submit
        )
    draw.guide(f"chat {len(exchanges)}", look=f"message-{len(exchanges)}")
    try:
        opened = service()
    except NeedlepointError as error:
        frame.problem(wording.NO_LIBRARY_TITLE, error)
        _warn(exchanges)
        return
    except Exception as error:  # noqa: BLE001  an emergency is answered whatever is broken
        frame.failure(guard.report(error))
        _warn(exchanges)
        return
    frame.notice(opened.chatbot.library.notice)
    if not exchanges:
        _starters()
    _conversation(opened, exchanges)


def _ask(message: str, as_typed: bool = False) -> None:
    st.session_state["exchanges"].append(Exchange(message, as_typed=as_typed))


def _submit() -> None:
    _ask(st.session_state["typed"])


def _show_earlier() -> None:
    st.session_state["shown"] = st.session_state.get("shown", _SHOWN) + _SHOWN


def _starters() -> None:
    draw.show(draw.tag("h2", draw.escape(wording.STARTERS_TITLE), class_="np-starters"))
    with st.container(key="starters"):
        for number, question in enumerate(wording.STARTERS):
            st.button(question, key=f"starter_{number}", on_click=_ask, args=(question,), width="stretch")


def _conversation(opened: Service, exchanges: list[Exchange]) -> None:
    """Draw the last exchanges, oldest first; a long conversation is not redrawn whole at every message."""
    first = max(0, len(exchanges) - st.session_state.get("shown", _SHOWN))
    if first:
        st.button(wording.SHOW_EARLIER, key="show_earlier", on_click=_show_earlier)
    for number in range(first, len(exchanges)):
        _message(exchanges[number].message, number + 1)
        with st.chat_message("assistant"):
            try:
                answer = exchanges[number].answer or _answer(opened, exchanges, number)
                if answer:
                    _draw(opened, answer, number)
            except Exception as error:  # noqa: BLE001  the messages after this one may be an emergency
                frame.failure(guard.report(error), number)


def _message(text: str, number: int) -> None:
    with st.chat_message("user"):
        draw.show(draw.tag("div", draw.escape(text), class_="np-message np-exact", id=f"message-{number}"))


def _answer(opened: Service, exchanges: list[Exchange], number: int) -> Answer | None:
    """Ask what is still open; a reader who interrupts finds the message kept and answered in the next run."""
    waiting = st.empty()
    note = wording.SEARCHING if opened.ready.is_set() else wording.STILL_LOADING
    with waiting:
        draw.show(draw.tag("p", draw.escape(note), class_="np-waiting", role="status"))
    try:
        return _ask_alone(opened, exchanges, number)
    except NeedlepointError as error:
        frame.problem(wording.NOT_ANSWERED_TITLE, error, number)
        return None
    finally:
        waiting.empty()


def _ask_alone(opened: Service, exchanges: list[Exchange], number: int) -> Answer:
    """Ask, one question at a time in a session; a run that waited takes the answer of the one it interrupted.

    Streamlit begins the next run while the interrupted one is still searching.
    """
    one_at_a_time: Lock = st.session_state.setdefault("one_at_a_time", Lock())
    with one_at_a_time:
        exchange, before = exchanges[number], said(exchanges[:number])
        answer = exchange.answer or opened.chatbot.ask(exchange.message, before, exchange.as_typed)
        exchanges[number] = replace(exchange, answer=answer)
        return answer


def _warn(exchanges: list[Exchange]) -> None:
    """Answer alarming messages also where there is no library: triage needs none."""
    for number, exchange in enumerate(exchanges, 1):
        warned = alarm(exchange.message, said(exchanges[: number - 1]), numbers())
        if warned.level is not Level.NONE:
            _message(exchange.message, number)
            referred = Answer(exchange.message, exchange.message, Outcome.REFERRED, warned.level, warned.reply)
            with st.chat_message("assistant"):
                draw.show(draw.tag("div", blocks.reply(referred), class_="np-answer"))


def _draw(opened: Service, answer: Answer, number: int) -> None:
    documents = opened.chatbot.library.documents()
    try:
        citations = cite.number(answer, documents)
    except Violation as error:
        frame.notice(str(error))
        return
    parts = (
        blocks.reply(answer),
        blocks.below(answer),
        blocks.statements(answer, citations, documents),
        blocks.counts(answer, citations, answer.of(len(vouched(documents)))),
        blocks.near(answer, documents),
        blocks.closing(answer),
    )
    _understood(answer, number)
    draw.show(draw.tag("div", "".join(parts), class_="np-answer"))
    _choices(answer, number)


def _understood(answer: Answer, number: int) -> None:
    """Say how the message was understood, beside the way to have it answered as it was typed."""
    note = blocks.understood(answer)
    if note and answer.level is Level.NONE:
        with st.container(key=f"understood_{number}", horizontal=True, vertical_alignment="center"):
            draw.show(note)
            st.button(wording.ASK_AS_TYPED, key=f"as_typed_{number}", on_click=_ask, args=(answer.question, True))


def _choices(answer: Answer, number: int) -> None:
    if answer.choices:
        draw.show(draw.tag("p", draw.escape(wording.CHOICES_TITLE), class_="np-quiet"))
        with st.container(key=f"choices_{number}"):
            for place, question in enumerate(answer.choices):
                # Streamlit reads a label as Markdown, and these words are not ours.
                st.button(_plain(question), key=f"choice_{number}_{place}", on_click=_ask, args=(question,))


def _plain(text: str) -> str:
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", text)


if __name__ == "__main__":
    page()
