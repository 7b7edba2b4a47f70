"""Readiness: whether questions can be answered right now, from what and how well."""

from __future__ import annotations

import streamlit as st

from app_pages import draw, frame
from app_pages.service import Service, service
from chatbot import library_wording as words
from chatbot import wording
from ingest.errors import NeedlepointError
from ingest.store import SCAN, Library


def page() -> None:
    """Draw the state in one word, and what it rests on."""
    draw.guide("ready", look="")
    try:
        rows = _rows(service())
    except NeedlepointError as error:
        _table([(words.ROW_STATE, words.NOT_READY)])
        frame.problem(wording.NO_LIBRARY_TITLE, error)
        return
    _table(rows)
    st.button(wording.TRY_AGAIN, key="look_again")


def _rows(opened: Service) -> list[tuple[str, str]]:
    library = opened.chatbot.library
    loaded = words.MODEL_LOADED if opened.ready.is_set() else words.MODEL_LOADING
    model = words.MODEL_MISSING if opened.words_only else loaded
    search = (
        words.SEARCH_WORDS if opened.words_only else words.SEARCH_SCAN if _is_scanned(library) else words.SEARCH_INDEX
    )
    notices = [notice for notice in (library.notice, opened.words_only) if notice]
    state = words.NOT_READY if model == words.MODEL_LOADING else words.LIMITED if notices else words.READY
    return [
        (words.ROW_STATE, state),
        (words.ROW_VERSION, library.version),
        (words.ROW_DOCUMENTS, str(len(library.documents()))),
        (words.ROW_PASSAGES, f"{library.count:,}"),
        (words.ROW_MODEL, model),
        (words.ROW_SEARCH, search),
        *((words.ROW_NOTICE, notice) for notice in notices),
    ]


def _is_scanned(library: Library) -> bool:
    return library.count <= library.most_scanned or library.notice == SCAN


def _table(rows: list[tuple[str, str]]) -> None:
    pairs = (
        draw.tag("div", draw.tag("dt", draw.escape(name)) + draw.tag("dd", draw.escape(said))) for name, said in rows
    )
    draw.show(draw.tag("article", draw.tag("dl", "".join(pairs)), class_="np-card np-ready"))


if __name__ == "__main__":
    page()
