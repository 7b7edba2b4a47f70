"""The choice of a conversation on the page: follow-ups completed by rules, or from now on by a language model.

It begins with rules and holds for this conversation in this session alone. What is sent where stands beside the choice,
and nothing is sent before it is made.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import streamlit as st

from app_pages import draw, keeping
from chatbot import written_wording as words
from chatbot.chat_model import ChatModel, chat_model
from chatbot.connect import connect
from chatbot.converse import Chatbot
from chatbot.follow import ask_rewritten
from chatbot.rewrite import Rewriter, leaves, seconds_of
from chatbot.settings import current_settings
from chatbot.thread import Turn
from chatbot.types import Answer, Heard, Message
from ingest.errors import NeedlepointError

_CHOSEN = "completed_in"


def choice(turns: Sequence[Turn]) -> None:
    """Draw the choice below a conversation that has begun, where a language model is set up."""
    model = _model() if turns else None
    if model is None:
        return
    # The value is given anew at each run, so that a new conversation begins with rules.
    st.session_state["completed"] = words.BY_MODEL if _is_chosen() else words.BY_RULES

    def choose() -> None:
        is_model = st.session_state["completed"] == words.BY_MODEL
        st.session_state[_CHOSEN] = keeping.conversation() if is_model else None

    ways = [words.BY_RULES, words.BY_MODEL]
    with st.container(key="completing"):
        st.segmented_control(words.COMPLETED, ways, key="completed", on_change=choose, label_visibility="collapsed")
        draw.show(draw.tag("p", draw.escape(leaves(model)), class_="np-quiet"))


def rewriter() -> Rewriter | None:
    """Give what was chosen, None for rules; its client is opened in the thread of a question, once one needs it.

    Keys that lie in Streamlit's secrets go into the environment.
    """
    model = _model() if _is_chosen() else None
    if model is None:
        return None
    st.secrets.load_if_toml_exists()
    seconds = seconds_of(current_settings().chat_seconds)

    def ask(instructions: str, message: str) -> Iterator[str]:
        yield from connect(model, seconds)(instructions, message)

    return Rewriter(model, ask, seconds)


def answer(
    chatbot: Chatbot, chosen: Rewriter | None, turn: Turn, history: Sequence[Message], heard: Heard = None
) -> Answer:
    """Answer a turn as its conversation is to be understood; what is asked as typed is completed by nobody."""
    if chosen is None or turn.as_typed:
        return chatbot.ask(turn.message, history, turn.as_typed, heard)
    return ask_rewritten(chatbot, chosen, turn.message, history, heard)


def _is_chosen() -> bool:
    return st.session_state.get(_CHOSEN) == keeping.conversation()


def _model() -> ChatModel | None:
    """Read what is set up; a setting that names no model is told of below each answer."""
    try:
        return chat_model(current_settings().chat_model, current_settings().chat_bases)
    except NeedlepointError:
        return None
