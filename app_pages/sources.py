"""The sources page: what is known about each document, and its text with a quote highlighted where it stands."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from app_pages import draw, facts, frame, pictured
from app_pages.service import service
from chatbot import wording
from ingest.book import ClaimBook
from ingest.errors import NeedlepointError
from ingest.types import Document

_SHOWN = 50


def page() -> None:
    """Draw all sources, or the one that the address names."""
    name, start, end = (st.query_params.get(key, "") for key in ("doc", "start", "end"))
    draw.guide(f"sources {name} {start} {end}", look="quoted")
    try:
        library = service().chatbot.library
    except NeedlepointError as error:
        frame.problem(wording.NO_LIBRARY_TITLE, error)
        return
    frame.notice(library.notice)
    documents = library.documents()
    if name in documents:
        _one(documents[name], library.book, start, end)
        pictured.fill(library)
    else:
        _all(documents, library.book, name)


def _one(document: Document, book: ClaimBook, start: str, end: str) -> None:
    span = facts.marked(document.text, start, end)
    draw.show(facts.card(document, book, is_listed=False))
    if span:
        note = wording.QUOTE_IS_MARKED
    elif start or end:
        note = wording.NO_SUCH_QUOTE.format(length=f"{len(document.text):,}")
    else:
        note = ""
    heading = draw.tag("h3", draw.escape(wording.WHOLE_TEXT))
    said = draw.tag("p", draw.escape(note), class_="np-note") if note else ""
    said += draw.tag("div", pictured.way(document, span), class_="np-run") if span and document.pages else ""
    draw.show(draw.tag("div", heading + said + facts.whole_text(document, span), class_="np-reader"))


def _all(documents: Mapping[str, Document], book: ClaimBook, name: str) -> None:
    if name:
        sentence = wording.NO_SUCH_DOCUMENT.format(name=name[:100])
        draw.show(draw.tag("p", draw.escape(sentence), class_="np-note", role="status"))
    shown = list(documents.values())[:_SHOWN]
    draw.show("".join(facts.card(document, book, is_listed=True) for document in shown))
    if len(documents) > len(shown):
        more = wording.MORE_DOCUMENTS.format(shown=len(shown), total=len(documents))
        draw.show(draw.tag("p", draw.escape(more), class_="np-quiet"))


if __name__ == "__main__":
    page()
