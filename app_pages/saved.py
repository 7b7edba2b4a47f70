"""The conversations kept on this computer: find one, open it, give it a name, delete one or all."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from urllib.parse import urlencode

import streamlit as st

from app_pages import draw, frame, keeping
from app_pages.reach import is_here
from app_pages.service import conversations
from chatbot import kept_wording
from chatbot.threads import TITLE_LENGTH, Entry
from ingest.errors import NeedlepointError

_SHOWN = 50


def page() -> None:
    """Draw the list, to nobody but the reader at this computer: on a server it is other people's."""
    draw.guide("saved", look="")
    if not (is_here() and keeping.can_keep()):
        frame.notice(kept_wording.SAVED_NOT_HERE)
        return
    frame.notice(keeping.trouble())
    try:
        everything = conversations().listed()
        if everything:
            _list(everything)
        else:
            draw.show(draw.tag("p", draw.escape(kept_wording.SAVED_NONE), class_="np-quiet"))
    except NeedlepointError as error:
        frame.problem(kept_wording.SAVED_TITLE, error)


def _list(everything: tuple[Entry, ...]) -> None:
    words = st.text_input(kept_wording.SAVED_SEARCH, key="saved_search", max_chars=200)
    found = conversations().listed(words) if words else everything
    if not found:
        frame.notice(kept_wording.SAVED_NOT_FOUND)
    for entry in found[:_SHOWN]:
        _entry(entry)
    if len(found) > _SHOWN:
        more = kept_wording.MORE_CONVERSATIONS.format(shown=_SHOWN, total=len(found))
        draw.show(draw.tag("p", draw.escape(more), class_="np-quiet"))
    surely = kept_wording.DELETE_ALL_SURELY.format(count=len(everything))
    with st.popover(kept_wording.DELETE_ALL, key="delete_all"):
        st.button(surely, key="delete_all_surely", on_click=keeping.forget_all)


def _entry(entry: Entry) -> None:
    used = datetime.fromisoformat(entry.used).astimezone()
    date, turns = f"{used.day} {used:%B %Y, %H:%M}", kept_wording.messages(entry.turns)
    line = kept_wording.SAVED_LINE.format(used=date, turns=turns)
    address = "/?" + urlencode({keeping.ADDRESS: entry.id})
    title = draw.tag("a", draw.escape(entry.title), href=address, data_inside="", class_="np-saved-title")
    with st.container(key=f"saved_{entry.id}", border=True):
        draw.show(title + draw.tag("p", draw.escape(line), class_="np-quiet"))
        with st.container(key=f"saved_actions_{entry.id}", horizontal=True):
            with st.popover(kept_wording.RENAME, key=f"rename_{entry.id}"):
                name = f"title_{entry.id}"
                st.text_input(
                    kept_wording.RENAME_TO, entry.title, TITLE_LENGTH, key=name, on_change=_renamed(entry.id, name)
                )
            with st.popover(kept_wording.DELETE, key=f"delete_{entry.id}"):
                label, key = kept_wording.DELETE_SURELY, f"delete_surely_{entry.id}"
                st.button(label, key=key, on_click=keeping.forget, args=(entry.id,))


def _renamed(thread: str, key: str) -> Callable[[], None]:
    return lambda: keeping.rename(thread, st.session_state[key])


if __name__ == "__main__":
    page()
