"""The library page: what is searched, what readers add, how an addition goes, earlier versions."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

import streamlit as st

from app_pages import changes, chosen, draw, facts, frame, history, own, progress, work
from app_pages.service import service
from chatbot import library_wording as words
from chatbot import wording
from chatbot.settings import current_settings
from ingest.errors import NeedlepointError
from ingest.store import Library
from ingest.types import Document
from ingest.uploads import files

_SHOWN, _FEW = 50, 8


def page() -> None:
    """Draw the page; without a library there is still the way to build one."""
    draw.guide(f"library {work.number()}", look="work")
    library = None
    try:
        library = service().chatbot.library
        frame.notice(library.notice)
    except NeedlepointError as error:
        frame.problem(wording.NO_LIBRARY_TITLE, error)
    frame.notice(own.said())
    if own.may_change():
        progress.show()
    if library:
        _documents(library)
    if own.may_change():
        own.add(library)
        changes.show()
        history.show()
    else:
        draw.show(draw.tag("p", draw.escape(words.ADD_ONLY_HERE), class_="np-quiet"))


def _documents(library: Library) -> None:
    documents = library.documents()
    draw.show(draw.tag("h2", draw.escape(words.SEARCHED_TITLE)))
    known = draw.tag("a", draw.escape(words.ALL_SOURCES), href="/sources", data_inside="")
    draw.show(draw.tag("p", f"{draw.escape(words.SEARCHED_HELP)} {known}", class_="np-quiet"))
    if set(documents) <= chosen.left_out():
        frame.notice(words.CHOOSE_ONE)
    elif chosen.names(library):
        with st.container(key="choice", horizontal=True, vertical_alignment="center"):
            draw.show(draw.tag("p", draw.escape(chosen.sentence(library)), class_="np-note", role="status"))
            st.button(words.SEARCH_ALL, key="search_all", on_click=chosen.put_all)
    found = list(_found(documents.values()) if len(documents) > _FEW else documents.values())
    if not found:
        frame.notice(words.NO_DOCUMENT_FOUND)
    kept = files(current_settings().uploads) if own.may_change() else ()
    for document in found[:_SHOWN]:
        _document(library, document, document.name in kept)
    if len(found) > _SHOWN:
        more = wording.MORE_DOCUMENTS.format(shown=_SHOWN, total=len(found))
        draw.show(draw.tag("p", draw.escape(more), class_="np-quiet"))


def _found(documents: Iterable[Document]) -> list[Document]:
    """Ask for words of a title, and give the documents that have them all."""
    sought = st.text_input(words.FIND_DOCUMENT, key="find_document", max_chars=200).casefold().split()
    return [document for document in documents if all(word in document.facts.title.casefold() for word in sought)]


def _document(library: Library, document: Document, is_own: bool) -> None:
    name, key = document.name, f"search_{document.name}"
    with st.container(key=f"document_{name}", border=True):
        # The value is given anew at each run: what is remembered outlives this page.
        st.session_state[key] = name not in chosen.left_out()
        label = draw.plain(document.facts.title)
        st.checkbox(label, key=key, on_change=_tick, args=(name, key))
        draw.show(draw.tag("p", _known(library, document), class_="np-quiet"))
        if is_own or len(library.documents()) > 1:
            with st.container(key=f"document_actions_{name}", horizontal=True):
                if len(library.documents()) > 1:
                    others = frozenset(library.documents()) - {name}
                    only = partial(chosen.put_all, others)
                    st.button(words.SEARCH_ONLY, key=f"only_{name}", on_click=only)
                if is_own:
                    own.actions(name, document.facts)


def _tick(name: str, key: str) -> None:
    chosen.put(name, bool(st.session_state[key]))


def _known(library: Library, document: Document) -> str:
    """Spell the line under a title: kind, date, size, whose it is, the way to its text."""
    known = document.facts
    count = words.passages(len(library.of_document(document.name)))
    whose = words.FROM_LIBRARY if known.is_vouched else words.FROM_YOU
    said = " · ".join(filter(None, (known.kind, known.date or wording.UNDATED, count, whose)))
    read = draw.tag("a", draw.escape(words.READ), href=facts.whole(document), data_inside="")
    return f"{draw.escape(said)} · {read}"


if __name__ == "__main__":
    page()
