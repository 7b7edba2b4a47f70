"""The conversation: a message goes to `Chatbot.ask`, and what comes back is drawn."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

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
    pressed,
    replies,
    report,
    writing,
)
from app_pages.pressed import Press, Wanted
from app_pages.service import Service, numbers, service
from chatbot import wording
from chatbot.alarm import alarm
from chatbot.thread import Turn, said
from chatbot.types import Answer, Level, Outcome
from ingest.errors import NeedlepointError

_SHOWN = 20
_OF_PRESS = -2  # stands where the number of a turn does
_MESSAGE_LENGTH = 2_000


def page() -> None:
    """Draw the conversation of this session and answer what is still open."""
    turns = keeping.turns()
    _do_what_was_pressed(turns)
    with st.bottom:
        st.chat_input(
            wording.ASK_PLACEHOLDER, key="typed", max_chars=_MESSAGE_LENGTH, submit_mode="disable", on_submit=_submit
        )
    heard = next((number for number, turn in enumerate(turns) if _is_open(turn)), len(turns))
    draw.guide(f"chat {keeping.place()}", f"message-{len(turns)}", heard, pressed.hear)
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
    if not turns and (line := chosen.line(chosen.sentence(opened.chatbot.library))):
        draw.show(line)
    kept.row()
    _conversation(opened, turns)
    completing.choice(turns)
    pictured.fill(opened.chatbot.library)


def _submit() -> None:
    keeping.ask(st.session_state["typed"])


def _do_what_was_pressed(turns: list[Turn]) -> None:
    try:
        if press := pressed.taken():
            _do(press, turns)
    except Exception as error:  # noqa: BLE001  the rest of the page is drawn whatever is broken
        frame.failure(guard.report(error), _OF_PRESS)


def _do(press: Press, turns: list[Turn]) -> None:
    """Do what a button in a turn asks for; one of an answer that is no longer there asks for nothing."""
    turn, number = turns[press.number], press.number
    if press.wanted is Wanted.STOP:
        asking.stop(turns, number)
    elif press.wanted is Wanted.GO_ON:
        asking.go_on(turns, number)
    elif press.wanted is Wanted.AGAIN:
        keeping.ask(turn.message, turn.as_typed)
    elif press.wanted is Wanted.AS_TYPED:
        keeping.ask(turn.message, as_typed=True)
    elif turn.answer and press.wanted is Wanted.REPORT:
        report.dialog(turn)
    elif turn.answer and press.wanted is Wanted.CHOICE and press.place < len(turn.answer.choices):
        keeping.ask(turn.answer.choices[press.place])


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
        # One element for all that stands here in turn, so that the browser changes it and does not build it anew.
        slot = st.empty() if _is_open(turns[number]) else None
        try:
            if slot is None or asking.answer(opened, turns, number, slot):
                _turn(opened, turns, number, slot)
        except Exception as error:  # noqa: BLE001  the messages after this one may be an emergency
            with slot.container() if slot else st.container():
                draw.show(answered.turn(turns[number].message, number))
                frame.failure(guard.report(error), number)


def _turn(opened: Service, turns: list[Turn], number: int, slot: DeltaGenerator | None) -> None:
    if turns[number].answer:
        draw.show(answered.answered(opened.chatbot.library, turns[number], number), slot)
        try:
            writing.way(opened.chatbot, turns, number)
        except Exception as error:  # noqa: BLE001  the quotes stand
            frame.failure(guard.report(error), number)
    else:
        draw.show(asking.stopped(turns[number], number), slot)


def _is_open(turn: Turn) -> bool:
    return not turn.answer and not turn.stopped


def _warn(turns: list[Turn]) -> None:
    """Answer alarming messages also where there is no library: triage needs none."""
    for number, turn in enumerate(turns):
        warned = alarm(turn.message, said(turns[:number]), numbers())
        if warned.level is not Level.NONE:
            referred = Answer(turn.message, turn.message, Outcome.REFERRED, warned.level, warned.reply)
            below = draw.tag("div", replies.reply(referred), class_="np-answer")
            draw.show(answered.turn(turn.message, number, below))


if __name__ == "__main__":
    page()
