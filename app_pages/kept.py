"""The line that says whether this conversation is kept, where and how long, with what can be done about it."""

from __future__ import annotations

import streamlit as st

from app_pages import draw, keeping, take
from app_pages.reach import is_here
from chatbot import kept_wording
from chatbot.settings import current_settings


def row() -> None:
    """Draw the line and the switch; where nothing is ever kept there is nothing to switch."""
    with st.container(key="kept", horizontal=True, vertical_alignment="center"):
        draw.show(draw.tag("p", draw.escape(_line()), class_="np-quiet np-kept"))
        if not keeping.can_keep():
            keeping.forget_all()
        else:
            # The value is given anew at each run: what is remembered is `is_private`, which outlives this page.
            st.session_state["private"] = keeping.is_private()
            st.toggle(kept_wording.PRIVATE, key="private", help=kept_wording.PRIVATE_HELP, on_change=keeping.switch)
        if keeping.turns():
            take.menu()


def _line() -> str:
    if not keeping.can_keep():
        return kept_wording.NEVER_KEPT
    if keeping.is_private():
        return kept_wording.NOT_KEPT
    form = kept_wording.KEPT if is_here() else kept_wording.KEPT_BY_ADDRESS
    return form.format(folder=keeping.folder(), days=current_settings().keep_days)
