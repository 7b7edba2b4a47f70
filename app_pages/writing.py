"""The choice of each answer on the page: its quotes, or a written answer, which a language model writes meanwhile.

Nothing is sent before the reader chooses; what would be sent where stands beside the choice.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from threading import Event, Thread

import streamlit as st

from app_pages import blocks, draw, guard, keeping
from chatbot import cite, wording
from chatbot import written_wording as words
from chatbot.advice import NO_ADVICE
from chatbot.chat_model import ChatModel, chat_model
from chatbot.compose import advised, compose, is_writable
from chatbot.converse import Chatbot
from chatbot.generate import Writer, open_writer
from chatbot.settings import current_settings
from chatbot.thread import Turn, fingerprint, said, with_answer
from chatbot.types import Answer, Message, Statement, Written
from ingest.errors import NeedlepointError

_AT_HAND, _WANTED = "writing", "written_wanted"


@dataclass
class Writing:
    """One answer as it is written: what was verified so far is replaced whole, so any thread may read it."""

    found: Answer
    told: tuple[Statement, ...] = ()
    wrote: Answer | None = None
    stopped: Event = field(default_factory=Event)

    def run(self, model: ChatModel, opened: Callable[[], Writer], write: Callable[[Writer], Answer]) -> None:
        """Write it; whatever goes wrong is told above the quotes, and is never an exception."""
        try:
            self.wrote = write(opened())
        except NeedlepointError as error:
            self.wrote = _failed(self.found, model, str(error))
        except Exception as error:  # noqa: BLE001  its message may hold what was asked
            self.wrote = _failed(self.found, model, wording.FAILED.format(trace=guard.report(error)))

    def heard(self, statements: tuple[Statement, ...], _: int) -> None:
        """Take down what was verified so far."""
        self.told = statements


def way(chatbot: Chatbot, turns: list[Turn], number: int) -> None:
    """Draw the choice below an answer that can be written, or how the writing goes."""
    turn, library = turns[number], chatbot.library
    if not current_settings().chat_model or turn.answer is None or turn.library != fingerprint(library.manifest):
        return
    found = turn.quotes or turn.answer
    try:
        model = chat_model(current_settings().chat_model, current_settings().chat_bases)
    except NeedlepointError as error:
        draw.show(draw.tag("p", draw.escape(str(error)), class_="np-quiet"))
        return
    if model is None or not is_writable(found, library.documents()):
        return
    if st.session_state.pop(_WANTED, None) == number:
        _begin(chatbot, model, found, said(turns[:number]))
    at_hand: Writing | None = st.session_state.get(_AT_HAND)
    if at_hand and at_hand.found == found:
        _under_way(chatbot, turns, number, at_hand)
    else:
        _choice(chatbot, model, turns, number)


def _begin(chatbot: Chatbot, model: ChatModel, found: Answer, history: Sequence[Message]) -> None:
    """Have it written in a thread of its own; keys that lie in Streamlit's secrets go into the environment."""
    st.secrets.load_if_toml_exists()
    settings, writing = current_settings(), Writing(found)

    def write(writer: Writer) -> Answer:
        return advised(chatbot, compose(chatbot, writer, found, writing.heard, writing.stopped), history)

    def opened() -> Writer:
        return open_writer(settings.chat_model, settings.chat_bases, settings.chat_seconds)

    st.session_state[_AT_HAND] = writing
    Thread(target=writing.run, args=(model, opened, write), daemon=True, name="write").start()


@st.fragment(run_every=0.5)
def _under_way(chatbot: Chatbot, turns: list[Turn], number: int, writing: Writing) -> None:
    """Show the sentences verified so far; at the end the answer takes its place."""
    if writing.wrote:
        st.session_state.pop(_AT_HAND, None)
        _put(chatbot, turns, number, writing.wrote)
        st.rerun()
    documents = chatbot.library.documents()
    so_far = replace(writing.found, statements=writing.told, advice=NO_ADVICE)
    drawn = blocks.statements(so_far, cite.number(so_far, documents), documents)
    note = draw.tag("p", draw.escape(words.WRITING), class_="np-quiet", role="status")
    draw.show(draw.tag("div", note + drawn, class_="np-writing"))
    st.button(words.STOP, key=f"stop_{number}", on_click=writing.stopped.set)


def _choice(chatbot: Chatbot, model: ChatModel, turns: list[Turn], number: int) -> None:
    key, answer = f"way_{number}", turns[number].answer
    is_written = bool(answer and answer.written and not answer.written.instead)
    # The value is given anew at each run: what is shown decides, and a choice that failed is none.
    st.session_state[key] = words.WAY_WRITTEN if is_written else words.WAY_QUOTES

    def choose() -> None:
        if st.session_state[key] == words.WAY_WRITTEN:
            st.session_state[_WANTED] = number
        elif is_written and st.session_state[key] == words.WAY_QUOTES:
            _put(chatbot, turns, number, turns[number].quotes)

    ways = [words.WAY_QUOTES, words.WAY_WRITTEN]
    with st.container(key=f"ways_{number}"):
        st.segmented_control(words.WAYS, ways, key=key, on_change=choose, label_visibility="collapsed")
        draw.show(draw.tag("p", draw.escape(model.leaves), class_="np-quiet"))


def _put(chatbot: Chatbot, turns: list[Turn], number: int, answer: Answer | None) -> None:
    """Show another answer in the place of the one before; the quotes are kept beside a written one."""
    if answer:
        turn, library = turns[number], chatbot.library
        found = turn.quotes or turn.answer
        put = with_answer(turn, answer, library.documents(), fingerprint(library.manifest))
        keeping.put(turns, number, replace(put, quotes=found if answer.written else None))


def _failed(found: Answer, model: ChatModel, why: str) -> Answer:
    return replace(found, reply=f"{why}\n\n{found.reply}", written=Written(model.title, 0, why))
