"""Which documents this session searches: all, but those that the reader left out."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from app_pages import draw
from chatbot import library_wording as words
from ingest.store import Library


def names(library: Library) -> frozenset[str]:
    """Name the documents to search; none where no choice narrows anything."""
    every = frozenset(library.documents())
    kept = every - left_out()
    return kept if kept and kept != every else frozenset()


def left_out() -> set[str]:
    """Give the names that the reader left out, to be changed in place; new documents are searched."""
    found: set[str] = st.session_state.setdefault("left_out", set())
    return found


def put(name: str, is_searched: bool) -> None:
    """Search a document, or leave it out."""
    (left_out().discard if is_searched else left_out().add)(name)


def put_all(but: Iterable[str] = ()) -> None:
    """Search all documents but these."""
    left_out().clear()
    left_out().update(but)


def line(said: str) -> str:
    """Say which documents are searched, where that is a choice, with the way to change it."""
    if not said:
        return ""
    change = draw.tag("a", draw.escape(words.CHANGE_CHOICE), href="/library", data_inside="")
    return draw.tag("p", f"{draw.escape(said)} {change}", class_="np-note np-chosen")


def sentence(library: Library) -> str:
    """Say which documents the next question is searched in, where that is a choice."""
    titles = [library.document(name).facts.title for name in sorted(names(library))]
    return words.only_searched(titles) if titles else ""
