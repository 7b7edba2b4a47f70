"""The versions of the library that are kept, and the way back to one."""

from __future__ import annotations

import streamlit as st

from app_pages import changes, draw, own
from chatbot import library_wording as words
from chatbot.settings import current_settings
from ingest.history import Version, history, restore
from ingest.versions import one_writer


def show() -> None:
    """Draw the versions, newest first."""
    versions = history(current_settings().library)
    if len(versions) < 2:
        return
    draw.show(draw.tag("h2", draw.escape(words.VERSIONS_TITLE)))
    draw.show(draw.tag("p", draw.escape(words.VERSIONS_HELP), class_="np-quiet"))
    for version in versions:
        _version(version, is_current=version == versions[0])


def _version(version: Version, is_current: bool) -> None:
    time = version.published.astimezone()
    line = words.VERSION_LINE.format(
        name=version.name,
        time=f"{time.day} {time:%B %Y, %H:%M}",
        documents=version.documents,
        passages=words.passages(version.passages),
    )
    restored = words.VERSION_RESTORED.format(name=version.restored) if version.restored else ""
    said = " · ".join(filter(None, (line, restored, words.VERSION_NOW if is_current else "")))
    with st.container(key=f"version_{version.name}", horizontal=True, vertical_alignment="center"):
        draw.show(draw.tag("p", draw.escape(said)))
        if not is_current:
            with st.popover(words.RESTORE, key=f"restore_{version.name}"):
                surely = words.RESTORE_SURELY.format(name=version.name)
                st.button(surely, key=f"restore_surely_{version.name}", on_click=_restore, args=(version.name,))


def _restore(name: str) -> None:
    folder = current_settings().library

    def change() -> None:
        with one_writer(folder):
            own.say(words.RESTORED.format(name=name, fresh=restore(folder, name)))

    if own.may_change() and own.guarded(change):
        changes.begin()
