"""The conversation: a message goes to `Chatbot.ask`, and what comes back is drawn."""

from __future__ import annotations

import streamlit as st

from app_pages import (
    answered,
    asking,
    chosen,
    completing,
    draw,
    frame,
    guard,
    keeping,
    kept,
    pictured,
    replies,
    writing,
)
from app_pages.service import Service, numbers, service
from chatbot import wording
from chatbot.alarm import alarm
from chatbot.thread import Turn, said
from chatbot.types import Answer, Level, Outcome
from ingest.errors import NeedlepointError

_SHOWN = 20
_MESSAGE_LENGTH = 2_000


def page() -> None:
    """Draw the conversation of this session and answer what is still open."""
    turns = keeping.turns()
    with st.bottom:
        st.chat_input(
            wording.ASK_PLACEHOLDER, key="typed", max_chars=_MESSAGE_LENGTH, submit_mode="disable", on_submit=_submit
        )
    heard = next((number for number, turn in enumerate(turns) if _is_open(turn)), len(turns))
    draw.guide(f"chat {keeping.place()}", look=f"message-{len(turns)}", heard=heard)
    frame.notice(keeping.trouble())
    try:
        opened = service()
    except NeedlepointError as error:
        frame.problem(wording.NO_LIBRARY_TITLE, error)
        _warn(turns)
        return
    except Exception as error:  # noqa: BLE001  an emergency is answered whatever is broken
        frame.failure(guard.report(error))
        _warn(turns)
        return
    frame.notice(opened.chatbot.library.notice)
    frame.notice(opened.words_only)
    if not turns:
        _starters()
    chosen.line("" if turns else chosen.sentence(opened.chatbot.library))
    kept.row()
    _conversation(opened, turns)
    completing.choice(turns)
    pictured.fill(opened.chatbot.library)


def _submit() -> None:
    keeping.ask(st.session_state["typed"])


def _show_earlier() -> None:
    st.session_state["shown"] = st.session_state.get("shown", _SHOWN) + _SHOWN


def _starters() -> None:
    draw.show(draw.tag("h2", draw.escape(wording.STARTERS_TITLE), class_="np-starters"))
    with st.container(key="starters"):
        for number, question in enumerate(wording.STARTERS):
            st.button(question, key=f"starter_{number}", on_click=keeping.ask, args=(question,), width="stretch")


def _conversation(opened: Service, turns: list[Turn]) -> None:
    """Draw the last turns, oldest first; a long conversation is not redrawn whole at every message."""
    first = max(0, len(turns) - st.session_state.get("shown", _SHOWN))
    if first:
        st.button(wording.SHOW_EARLIER, key="show_earlier", on_click=_show_earlier)
    for number in range(first, len(turns)):
        _message(turns[number].message, number + 1)
        with st.chat_message("assistant"):
            # One place for all that stands here in turn, so that the browser changes it and does not build it anew.
            slot = st.empty()
            try:
                turn = asking.answer(opened, turns, number, slot) if _is_open(turns[number]) else turns[number]
                if turn:
                    with slot.container():
                        _drawn(opened, turns, number)
            except Exception as error:  # noqa: BLE001  the messages after this one may be an emergency
                with slot.container():
                    frame.failure(guard.report(error), number)


def _drawn(opened: Service, turns: list[Turn], number: int) -> None:
    if turns[number].answer:
        answered.show(opened.chatbot.library, turns[number], number)
        writing.way(opened.chatbot, turns, number)
    else:
        asking.stopped(turns, number)


def _is_open(turn: Turn) -> bool:
    return not turn.answer and not turn.stopped


def _message(text: str, number: int) -> None:
    with st.chat_message("user"):
        draw.show(draw.tag("div", draw.escape(text), class_="np-message np-exact", id=f"message-{number}"))


def _warn(turns: list[Turn]) -> None:
    """Answer alarming messages also where there is no library: triage needs none."""
    for number, turn in enumerate(turns, 1):
        warned = alarm(turn.message, said(turns[: number - 1]), numbers())
        if warned.level is not Level.NONE:
            _message(turn.message, number)
            referred = Answer(turn.message, turn.message, Outcome.REFERRED, warned.level, warned.reply)
            with st.chat_message("assistant"):
                draw.show(draw.tag("div", replies.reply(referred), class_="np-answer"))


if __name__ == "__main__":
    page()
