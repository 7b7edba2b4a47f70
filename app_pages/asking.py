"""A question while it is answered, in a thread of its own: its quotes are drawn before the rest of the answer is found.

A reader who stops it, or does something else meanwhile, is not kept waiting, and loses nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from threading import Event, Lock, Thread

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from app_pages import answered, chosen, completing, draw, frame, keeping, pressed
from app_pages.pressed import Wanted
from app_pages.service import Service
from chatbot import kept_wording, wording
from chatbot.thread import Turn, fingerprint, said, with_answer
from chatbot.types import Answer, Heard
from ingest.errors import NeedlepointError

# Seconds: an answer that is there sooner than the first gets no button that stops it, one whose rest comes sooner after
# its quotes than the second is drawn once. Neither would be seen.
_UNTIL_STOP, _AFTER_QUOTES = 0.8, 0.1
_LOOK_EVERY = 0.1
_AT_HAND = "asking"


@dataclass
class Asking:
    """One question under way; what is known of its answer is replaced whole, so any thread may read it.

    `place` names the question; `told` is set as soon as its quotes stand, or it is over.
    """

    place: str
    quoted: Answer | None = None
    answer: Answer | None = None
    failed: Exception | None = None
    told: Event = field(default_factory=Event)
    over: Event = field(default_factory=Event)

    def run(self, ask: Callable[[Heard], Answer]) -> None:
        """Answer it; what goes wrong is raised by `found`, where there is a reader to tell."""
        try:
            self.answer = ask(self._hear)
        except Exception as error:  # noqa: BLE001  a thread has nobody to tell
            self.failed = error
        finally:
            self.over.set()
            self.told.set()

    def found(self) -> Answer | None:
        """Give the answer, or raise what went wrong."""
        if self.failed:
            raise self.failed
        return self.answer

    def _hear(self, quoted: Answer) -> None:
        self.quoted = quoted
        self.told.set()


def answer(opened: Service, turns: list[Turn], number: int, slot: DeltaGenerator) -> Turn | None:
    """Answer what is still open, and draw in the slot how it goes; None where it failed, which is drawn too."""
    asking, library = _at_hand(opened, turns, number), opened.chatbot.library
    try:
        draw.show(_waiting(opened, turns[number], number), slot)
        if not _wait(asking.told, _UNTIL_STOP):
            stop = pressed.button(kept_wording.STOP, Wanted.STOP, number)
            draw.show(_waiting(opened, turns[number], number, stop), slot)
            _wait(asking.told)
        if asking.quoted and not _wait(asking.over, _AFTER_QUOTES):
            draw.show(answered.unfinished(library, turns[number], number, asking.quoted), slot)
        _wait(asking.over)
        return _put(opened, turns, number, asking)
    except NeedlepointError as error:
        with slot.container():
            draw.show(answered.turn(turns[number].message, number))
            frame.problem(wording.NOT_ANSWERED_TITLE, error, number)
        return None


def stopped(turn: Turn, number: int) -> str:
    """Draw a question that was stopped, with the way to have it answered after all."""
    note = draw.tag("p", draw.escape(kept_wording.STOPPED), class_="np-quiet np-stopped", role="status")
    go_on = pressed.button(kept_wording.ASK_NOW, Wanted.GO_ON, number)
    return answered.turn(turn.message, number, draw.tag("div", note + go_on, class_="np-beside"))


def stop(turns: list[Turn], number: int) -> None:
    """Stop answering; what is found nevertheless is thrown away."""
    st.session_state.pop(_AT_HAND, None)
    if not turns[number].answer:
        keeping.put(turns, number, replace(turns[number], stopped=True))


def go_on(turns: list[Turn], number: int) -> None:
    """Answer a question that was stopped."""
    keeping.put(turns, number, replace(turns[number], stopped=False))


def _at_hand(opened: Service, turns: list[Turn], number: int) -> Asking:
    """Begin to answer; a run that finds its question under way waits for that.

    Streamlit begins the next run while the interrupted one is still waiting.
    """
    turn = turns[number]
    # Not by how many messages there are: one that is typed meanwhile would have this one searched for again beside it.
    place = f"{keeping.conversation()} {number} {turn.as_typed} {turn.message}"
    found: Asking | None = st.session_state.get(_AT_HAND)
    if found and found.place == place:
        return found
    names = chosen.names(opened.chatbot.library)
    # A limited one keeps nothing of what it looks up for written questions; all sessions share the one that is not.
    chatbot = opened.chatbot.limited_to(names) if names else opened.chatbot
    history, asking, rewriter = said(turns[:number]), Asking(place), completing.rewriter()

    def ask(heard: Heard) -> Answer:
        return completing.answer(chatbot, rewriter, turn, history, heard)

    st.session_state[_AT_HAND] = asking
    Thread(target=asking.run, args=(ask,), daemon=True, name="ask").start()
    return asking


def _put(opened: Service, turns: list[Turn], number: int, asking: Asking) -> Turn | None:
    """Put the answer into its place, once, whichever runs have waited for it."""
    one_at_a_time: Lock = st.session_state.setdefault("one_at_a_time", Lock())
    with one_at_a_time:
        turn, library = turns[number], opened.chatbot.library
        if st.session_state.get(_AT_HAND) is asking:
            st.session_state.pop(_AT_HAND)
        found = asking.found()
        if found and not turn.answer and not turn.stopped:
            keeping.put(turns, number, with_answer(turn, found, library.documents(), fingerprint(library.manifest)))
    return turns[number] if turns[number].answer else None


def _wait(event: Event, seconds: float = float("inf")) -> bool:
    """Wait for an event, so many seconds at most; tells whether it came.

    Streamlit ends an interrupted run where it reads its session, so that is read while waiting.
    """
    while not event.wait(min(_LOOK_EVERY, seconds)):
        seconds -= _LOOK_EVERY
        if seconds <= 0:
            return False
        st.session_state.get(_AT_HAND)
    return True


def _waiting(opened: Service, turn: Turn, number: int, below: str = "") -> str:
    is_ready = opened.ready.is_set()
    # A short wait is not said aloud: the answer is, and a reader wants to hear of it once. A long one is drawn twice,
    # at first with nothing below, and said the second time.
    spoken = {"role": "status"} if below and not is_ready else {}
    note = wording.SEARCHING if is_ready else wording.STILL_LOADING
    waiting = draw.tag("p", draw.escape(note), class_="np-waiting", **spoken)
    return answered.turn(turn.message, number, waiting + (draw.tag("div", below) if below else ""))
