"""Which kept questions have other answers since the library changed, and because of which documents."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from app_pages import draw, keeping, rechecking
from app_pages.reach import is_here
from app_pages.service import conversations
from chatbot import library_wording as words
from ingest.errors import NeedlepointError


def can_show() -> bool:
    """Tell whether this reader may see what is kept: on a server it is other people's."""
    return is_here() and keeping.can_keep()


def begin() -> None:
    """Ask the kept questions again, where the reader may see what comes of it."""
    if can_show():
        rechecking.begin()


def show() -> None:
    """Draw how a round goes or ended, or the way to begin one; nothing where nothing is kept."""
    try:
        kept = {entry.id for entry in conversations().listed()} if can_show() else set()
    except NeedlepointError:
        return  # The page of what is kept says so.
    if not kept:
        return
    draw.show(draw.tag("h2", draw.escape(words.RECHECK_TITLE)))
    told = rechecking.now()
    # By itself, because a drawing of the whole page would take away what it says but once.
    (st.fragment(_state, run_every=1.0) if told and not told.is_over else _state)(kept)


def _state(kept: set[str]) -> None:
    told = rechecking.now()
    if told is None:
        draw.show(draw.tag("p", draw.escape(words.RECHECK_HELP), class_="np-quiet"))
        st.button(words.RECHECK, key="recheck", on_click=rechecking.begin)
    elif told.is_over:
        _over(told, kept)
    else:
        said = words.RECHECKING.format(done=told.done, total=told.total) if told.total else words.RECHECK_STARTING
        draw.show(draw.tag("p", draw.escape(said), class_="np-note np-recheck"))


def _over(told: rechecking.Checked, kept: set[str]) -> None:
    changes = [change for change in told.changes if change["thread"] in kept]
    said = told.failed or words.rechecked(len(changes), told.total)
    body = draw.tag("p", draw.escape(said)) + "".join(_change(change) for change in changes)
    draw.show(draw.tag("div", body, class_="np-problem np-recheck", role="status"))
    st.button(words.CLOSE_RECHECK, key="close_recheck", on_click=rechecking.drop)


def _change(change: Mapping[str, Any]) -> str:
    address = "/?" + urlencode({keeping.ADDRESS: change["thread"]})
    question = draw.tag("a", draw.escape(change["question"]), href=address, data_inside="", class_="np-saved-title")
    items = "".join(draw.tag("li", draw.escape(line)) for line in words.changed(change))
    return draw.tag("section", draw.tag("h3", question) + draw.tag("ul", items, class_="np-files"))
