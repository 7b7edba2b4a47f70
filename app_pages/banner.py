"""The emergency banner: from the message that raised it on, on every page and at every later turn, until dismissed.

It stands above the input, which is always in view, and is a live region, so that a screen reader says it at once.
"""

from __future__ import annotations

from dataclasses import replace

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from app_pages import draw, keeping, replies
from chatbot import wording
from chatbot.thread import Turn
from chatbot.triage import triage
from chatbot.types import Level


def place() -> DeltaGenerator:
    """Keep a place for the banner above the input; `fill` it when the page's messages have been answered."""
    with st.bottom:
        return st.container(key="banner")


def fill(reserved: DeltaGenerator) -> None:
    """Draw the last emergency of this session that nobody has dismissed, with the button that dismisses it."""
    standing = [turn for turn in keeping.turns() if not turn.dismissed and _reply(turn)]
    if not standing:
        return
    with reserved:
        draw.show(replies.banner(_reply(standing[-1])))
        st.button(wording.DISMISS, key="dismiss", on_click=_dismiss)


def _reply(turn: Turn) -> str:
    """Give the reply to an emergency; without a library there is no answer, and triage needs none."""
    found = turn.answer or triage(turn.message)
    return found.reply if found.level is Level.EMERGENCY else ""


def _dismiss() -> None:
    said = keeping.turns()
    for number, turn in enumerate(said):
        if not turn.dismissed and _reply(turn):
            keeping.put(said, number, replace(turn, dismissed=True))
