"""The page of a file as it looks, with a quote marked on it: a place to open beside the quote, and a larger view."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

import streamlit as st

from app_pages import draw
from chatbot import wording
from chatbot.cite import describe, locate
from chatbot.settings import current_settings
from ingest.errors import Refused
from ingest.load_picture import Picture, picture
from ingest.store import Library
from ingest.types import Document, Span

_KEPT = 16  # pictures of some 300 kB each
_SCRIPT, _WANTED = "pages", "page_wanted"


def way(document: Document, quote: Span, number: int = 0) -> str:
    """Draw the place for the page of a quote, to be opened; "" for a document without pages. pages.js fills it."""
    page = document.page_of(quote.start)
    if page is None:
        return ""
    form = wording.SEE_PAGE_OF if number else wording.SEE_PAGE
    shown = draw.escape(wording.SEE_PAGE.format(page=page))
    summary = draw.tag("summary", shown, aria_label=form.format(page=page, number=number))
    seen = {"tabindex": "0", "role": "region", "aria_label": wording.SEE_PAGE.format(page=page)}
    note = draw.tag("p", draw.escape(wording.PICTURE_WAIT), class_="np-quiet", role="status")
    place = f"{quote.start} {quote.end} {document.name}"
    box = draw.tag("div", note, class_="np-around-text np-sheet", data_page_of=place, **seen)
    # The name of the paragraphs beside it: the browser closes the one before.
    return draw.tag("details", summary + box, class_="np-around", name="around")


@st.fragment
def fill(library: Library) -> None:
    """Fill the place that was opened, and open the larger view that was asked for; nothing else is drawn anew."""
    if not any(document.pages for document in library.documents().values()):
        return
    wanted = st.session_state.pop(_WANTED, None)
    told = draw.script(_SCRIPT, _told(library, wanted), {"page": _note, "larger": lambda: None})
    if told.larger and (found := _place(library, told.larger)):
        _larger(*found)


def _note() -> None:
    st.session_state[_WANTED] = st.session_state[_SCRIPT].page


def _place(library: Library, asked: str | None) -> tuple[Document, Span] | None:
    """Find what the page asks for; None for what is no place in this library."""
    start, end, name = [*(asked or "").split(" ", 2), "", "", ""][:3]
    document = library.documents().get(name)
    if document is None or not document.pages or not (start.isdecimal() and end.isdecimal()):
        return None
    return (document, Span(int(start), int(end))) if locate(document, int(start), int(end)) else None


def _told(library: Library, asked: str | None) -> dict[str, Any]:
    """Say what the script puts into the place, or why there is no picture."""
    found = _place(library, asked)
    if found is None:
        return {}
    try:
        drawn = _picture(tuple(current_settings().folders), *found)
    except Refused as error:
        return {"place": asked, "said": f"{error.reason} {error.remedy}"}
    shown = {"src": _source(drawn), "alt": _alternative(drawn, *found), "top": drawn.top}
    return {"place": asked, "said": _said(drawn), "larger": wording.PICTURE_LARGER, **shown}


@st.dialog(wording.PICTURE_TITLE, width="large")
def _larger(document: Document, quote: Span) -> None:
    try:
        drawn = _picture(tuple(current_settings().folders), document, quote)
    except Refused as error:
        draw.show(draw.tag("p", draw.escape(f"{error.reason} {error.remedy}"), class_="np-note", role="status"))
        return
    draw.show(draw.tag("p", draw.escape(f"{describe(document)}. {_said(drawn)}"), class_="np-quiet"))
    draw.show(draw.tag("img", src=_source(drawn), alt=_alternative(drawn, document, quote), class_="np-picture"))


@st.cache_data(show_spinner=False, max_entries=_KEPT)
def _picture(folders: tuple[Path, ...], document: Document, quote: Span) -> Picture:
    return picture(folders, document, quote)


def _said(drawn: Picture) -> str:
    return (wording.PICTURE if drawn.is_marked else wording.PICTURE_UNMARKED).format(page=drawn.page)


def _alternative(drawn: Picture, document: Document, quote: Span) -> str:
    return wording.PICTURE_SHOWS.format(page=drawn.page, quote=document.text[quote.start : quote.end])


def _source(drawn: Picture) -> str:
    return f"data:image/png;base64,{base64.b64encode(drawn.png).decode('ascii')}"
