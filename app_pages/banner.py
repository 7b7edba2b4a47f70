"""The emergency banner: from the message that raised it on, on every page and at every later turn, until dismissed.

It stands above the input, which is always in view, and is a live region, so that a screen reader says it at once.
"""

from __future__ import annotations

from dataclasses import replace

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from app_pages import blocks, draw
from app_pages.exchange import Exchange
from chatbot import wording
from chatbot.triage import triage
from chatbot.types import Level


def place() -> DeltaGenerator:
    """Keep a place for the banner above the input; `fill` it when the page's messages have been answered."""
    with st.bottom:
        return st.container(key="banner")


def fill(reserved: DeltaGenerator) -> None:
    """Draw the last emergency of this session that nobody has dismissed, with the button that dismisses it."""
    exchanges: list[Exchange] = st.session_state.get("exchanges", [])
    standing = [exchange for exchange in exchanges if not exchange.dismissed and _reply(exchange)]
    if not standing:
        return
    with reserved:
        draw.show(blocks.banner(_reply(standing[-1])))
        st.button(wording.DISMISS, key="dismiss", on_click=_dismiss)


def _reply(exchange: Exchange) -> str:
    """Give the reply to an emergency; without a library there is no answer, and triage needs none."""
    found = exchange.answer or triage(exchange.message)
    return found.reply if found.level is Level.EMERGENCY else ""


def _dismiss() -> None:
    exchanges: list[Exchange] = st.session_state.get("exchanges", [])
    exchanges[:] = [replace(exchange, dismissed=True) for exchange in exchanges]
