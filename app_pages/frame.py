"""What stands around every page: the way between the pages, and what is said when there is nothing to show."""

from __future__ import annotations

import streamlit as st

from app_pages import keeping
from app_pages.draw import escape, show, tag
from app_pages.reach import is_here
from chatbot import kept_wording, library_wording, matrix_wording, wording
from ingest.errors import NeedlepointError

_HEADS = {
    wording.CHAT_TITLE: (wording.NAME, wording.PURPOSE),
    matrix_wording.COMPARE_TITLE: (matrix_wording.COMPARE_TITLE, matrix_wording.COMPARE_PURPOSE),
    kept_wording.SAVED_TITLE: (kept_wording.SAVED_TITLE, kept_wording.SAVED_PURPOSE),
    library_wording.LIBRARY_TITLE: (library_wording.LIBRARY_TITLE, library_wording.LIBRARY_PURPOSE),
    library_wording.READY_TITLE: (library_wording.READY_TITLE, library_wording.READY_PURPOSE),
    wording.SOURCES_TITLE: (wording.SOURCES_TITLE, wording.SOURCES_PURPOSE),
}


def head(page: str) -> None:
    """Draw the links between the pages, the way to a new conversation where there is one, and what the page is for."""
    if page == wording.CHAT_TITLE:
        keeping.follow_address()
    with st.container(key="bar", horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        links = "".join(_link(title, href, title == page) for title, href in _pages())
        show(tag("nav", links, aria_label=wording.NAME))
        if page == wording.CHAT_TITLE and keeping.turns():
            st.button(wording.NEW_CHAT, key="new_chat", on_click=keeping.leave)
    title, purpose = _HEADS[page]
    purpose = purpose.format(folder=keeping.folder())
    show(tag("h1", escape(title), class_="np-title") + tag("p", escape(purpose), class_="np-purpose"))


def _pages() -> list[tuple[str, str]]:
    """List the pages there are for this reader; only who sits at this computer may see what is kept on it."""
    chat = f"/?{keeping.ADDRESS}={keeping.thread()}" if keeping.thread() else "/"
    saved = [(kept_wording.SAVED_TITLE, "/saved")] if is_here() and keeping.can_keep() else []
    compare = (matrix_wording.COMPARE_TITLE, "/compare")
    library = (library_wording.LIBRARY_TITLE, "/library")
    return [(wording.CHAT_TITLE, chat), compare, *saved, library, (wording.SOURCES_TITLE, "/sources")]


def professional_line() -> None:
    """Say, wherever the reader is, that documents are not a doctor."""
    with st.bottom:
        show(tag("p", escape(wording.PROFESSIONAL_LINE), class_="np-professional"))


def notice(text: str | None) -> None:
    """Draw what a reader should know about the library at hand, if anything."""
    if text:
        show(tag("p", escape(text), class_="np-note", role="status"))


def problem(title: str, error: NeedlepointError, number: int = -1) -> None:
    """Draw an error a person can act on, with a way to try again; `number` tells several on one page apart."""
    body = (
        tag("h3" if number >= 0 else "h2", escape(title))
        + tag("p", escape(error.reason))
        + tag("p", escape(error.remedy))
    )
    show(tag("div", body, class_="np-problem", role="status"))
    st.button(wording.TRY_AGAIN, key=f"try_again_{number}")


def failure(trace: str, number: int = -1) -> None:
    """Draw an error that nobody foresaw: what and where, never its message."""
    error = NeedlepointError(wording.FAILED.format(trace=trace), wording.FAILED_REMEDY)
    problem(wording.NOT_ANSWERED_TITLE, error, number)


def _link(title: str, href: str, is_current: bool) -> str:
    current = {"aria_current": "page"} if is_current else {}
    return tag("a", escape(title), href=href, class_="np-page", data_inside="", **current)
