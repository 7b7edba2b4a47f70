"""What stands around every page: the way between the pages, and what is said when there is nothing to show."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from app_pages.draw import escape, show, tag
from chatbot import wording
from ingest.errors import NeedlepointError

_PAGES = ((wording.CHAT_TITLE, "/"), (wording.SOURCES_TITLE, "/sources"))


def bar(current: str, new_chat: Callable[[], None] | None = None) -> None:
    """Draw the links between the pages, and the way to a new conversation where there is one to leave."""
    with st.container(key="bar", horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        links = "".join(_link(title, href, title == current) for title, href in _PAGES)
        show(tag("nav", links, aria_label=wording.NAME))
        if new_chat:
            st.button(wording.NEW_CHAT, key="new_chat", on_click=new_chat)


def professional_line() -> None:
    """Say, wherever the reader is, that documents are not a doctor."""
    show(tag("p", escape(wording.PROFESSIONAL_LINE), class_="np-professional"))


def notice(text: str | None) -> None:
    """Draw what a reader should know about the library at hand, if anything."""
    if text:
        show(tag("p", escape(text), class_="np-note", role="status"))


def problem(title: str, error: NeedlepointError) -> None:
    """Draw an error a person can act on, with a way to try again."""
    body = tag("h2", escape(title)) + tag("p", escape(error.reason)) + tag("p", escape(error.remedy))
    show(tag("div", body, class_="np-problem", role="status"))
    st.button(wording.TRY_AGAIN, key="try_again")


def _link(title: str, href: str, is_current: bool) -> str:
    current = {"aria_current": "page"} if is_current else {}
    return tag("a", escape(title), href=href, class_="np-page", data_inside="", **current)
