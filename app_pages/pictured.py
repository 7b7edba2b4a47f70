"""The page of a file as it looks, with a quote marked on it: the way to it, and the panel it opens in."""

from __future__ import annotations

import base64
from pathlib import Path

import streamlit as st

from app_pages import draw
from chatbot import wording
from chatbot.cite import describe, locate
from chatbot.settings import Settings
from ingest.errors import Refused
from ingest.load_picture import Picture, picture
from ingest.store import Library
from ingest.types import Document, Span

_KEPT = 16  # pictures of some 300 kB each


def way(document: Document, quote: Span, number: int = 0) -> str:
    """Draw the button that opens the page of a quote; "" for a document without pages. guide.js hands it on."""
    page = document.page_of(quote.start)
    if page is None:
        return ""
    form = wording.SEE_PAGE_OF if number else wording.SEE_PAGE
    label = form.format(page=page, number=number)
    place = f"{quote.start} {quote.end} {document.name}"
    shown = draw.escape(wording.SEE_PAGE.format(page=page))
    return draw.tag("button", shown, type="button", class_="np-copy", data_picture=place, aria_label=label)


def panel(library: Library, asked: str | None) -> None:
    """Open the panel for a place that the page asks for; nothing for what is no place in this library."""
    start, end, name = [*(asked or "").split(" ", 2), "", "", ""][:3]
    document = library.documents().get(name)
    if document is None or not (start.isdecimal() and end.isdecimal()):
        return
    if locate(document, int(start), int(end)) and document.pages:
        _panel(document, Span(int(start), int(end)))


@st.dialog(wording.PICTURE_TITLE, width="large")
def _panel(document: Document, quote: Span) -> None:
    try:
        found = _picture(tuple(Settings().folders), document, quote)
    except Refused as error:
        draw.show(draw.tag("p", draw.escape(f"{error.reason} {error.remedy}"), class_="np-note", role="status"))
        draw.show(draw.tag("blockquote", _exact(document, quote), class_="np-quote"))
        return
    said = (wording.PICTURE if found.is_marked else wording.PICTURE_UNMARKED).format(page=found.page)
    draw.show(draw.tag("p", draw.escape(f"{describe(document)}. {said}"), class_="np-quiet"))
    alternative = wording.PICTURE_SHOWS.format(page=found.page, quote=document.text[quote.start : quote.end])
    source = f"data:image/png;base64,{base64.b64encode(found.png).decode('ascii')}"
    draw.show(draw.tag("img", src=source, alt=alternative, class_="np-picture"))


@st.cache_data(show_spinner=wording.PICTURE_WAIT, max_entries=_KEPT)
def _picture(folders: tuple[Path, ...], document: Document, quote: Span) -> Picture:
    return picture(folders, document, quote)


def _exact(document: Document, quote: Span) -> str:
    return draw.tag("span", draw.escape(document.text[quote.start : quote.end]), class_="np-exact")
