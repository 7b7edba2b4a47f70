"""What readers add: handing files over, how it goes, removing them, saying what is known of them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import streamlit as st

from app_pages import changes, draw, frame, rechecking, work
from app_pages.reach import is_here
from chatbot import library_wording as words
from chatbot.settings import current_settings
from ingest import uploads
from ingest.errors import NeedlepointError, Refused
from ingest.manifest import checked
from ingest.store import Library
from ingest.types import Facts

_HOME = Path(__file__).resolve().parent.parent
_FIELDS = {
    "title": words.TITLE,
    "kind": words.KIND,
    "publisher": words.PUBLISHER,
    "author": words.AUTHOR,
    "date": words.DATE,
    "url": words.ADDRESS,
    "accessed": words.ACCESSED,
}


def may_change() -> bool:
    """Tell whether this session may change the library: at this computer, or where a setting says so."""
    return is_here() or current_settings().uploads_allowed


def spelled(folder: Path) -> str:
    """Name a folder as short as it can be said."""
    return str(folder.relative_to(_HOME) if folder.is_relative_to(_HOME) else folder)


def add(library: Library | None) -> None:
    """Draw the way to hand files over."""
    folder = spelled(current_settings().uploads)
    draw.show(draw.tag("h2", draw.escape(words.ADD_TITLE)))
    explained = words.ADD_HELP.format(folder=folder) if is_here() else words.ADD_ON_SERVER
    draw.show(draw.tag("p", draw.escape(f"{explained} {words.YOURS_NOTE}"), class_="np-quiet"))
    round_of = st.session_state.setdefault("upload_round", 0)
    with st.container(key="add"):
        # A new key empties the field; what was handed over is not to be handed over again.
        st.file_uploader(words.ADD_FILES, accept_multiple_files=True, key=f"files_{round_of}")
        taken = frozenset(library.documents()) if library else frozenset()
        with st.container(key="add_actions", horizontal=True):
            st.button(words.ADD_BUTTON, key="add_files", type="primary", on_click=_hand_over, args=(taken,))
            folders = " and ".join(spelled(place) for place in (current_settings().sources, current_settings().uploads))
            told = words.REBUILD_HELP.format(folders=folders)
            st.button(words.REBUILD, key="rebuild", help=told, on_click=_begin, args=(lambda: None,))
    _left_over(library)


def _left_over(library: Library | None) -> None:
    """Say which kept files gave no document, as after an ingest that failed."""
    documents = library.documents() if library else {}
    kept = uploads.files(current_settings().uploads)
    names = [name for name in kept if name not in documents and not name.lower().endswith(".jsonl")]
    told = work.now()
    if names and (told is None or told.is_over):
        frame.notice(words.FILES_NOT_TAKEN.format(names=words.shortened(names)))


def _hand_over(taken: frozenset[str]) -> None:
    key = f"files_{st.session_state['upload_round']}"
    files = [(file.name, file.getvalue()) for file in st.session_state.get(key) or ()]
    if not files:
        say(words.NOTHING_CHOSEN)
    elif may_change() and guarded(lambda: work.begin(files, taken=taken, after=_after())):
        st.session_state["upload_round"] += 1


def _begin(before: Callable[[], None]) -> None:
    if may_change():
        guarded(lambda: work.begin(before=before, after=_after()))


def _after() -> Callable[[], None]:
    """Say what follows a work; asked here, because a thread has no session to tell who the reader is."""
    return rechecking.begin if changes.can_show() else lambda: None


def guarded(change: Callable[[], object]) -> bool:
    """Do what can fail; say why where it does."""
    try:
        change()
    except NeedlepointError as error:
        say(str(error))
    except OSError as error:
        say(f"The disk refused ({error.strerror}). Free space or change the folder.")
    else:
        return True
    return False


def say(sentence: str) -> None:
    """Say something once, at the next drawing of the page."""
    st.session_state["library_said"] = sentence


def said() -> str:
    """Give what is to be said once."""
    sentence: str = st.session_state.pop("library_said", "")
    return sentence


def actions(name: str, facts: Facts) -> None:
    """Draw what can be done with a document that was added."""
    with st.popover(words.DESCRIBE, key=f"describe_{name}"):
        _describe(name, facts)
    with st.popover(words.REMOVE, key=f"remove_{name}"):
        draw.show(draw.tag("p", draw.escape(words.REMOVE_NOTE), class_="np-quiet"))
        remove = partial(uploads.remove, current_settings().uploads, name)
        st.button(words.REMOVE_SURELY, key=f"remove_surely_{name}", on_click=_begin, args=(remove,))


def _describe(name: str, facts: Facts) -> None:
    draw.show(draw.tag("p", draw.escape(words.DESCRIBE_HELP), class_="np-quiet"))
    with st.form(f"facts_{name}", border=False):
        for field, label in _FIELDS.items():
            value = getattr(facts, field) or ""
            st.text_input(label, value, max_chars=500, key=f"fact_{field}_{name}")
        st.form_submit_button(words.SAVE, on_click=_save, args=(name, facts))


def _save(name: str, before: Facts) -> None:
    typed = {field: st.session_state[f"fact_{field}_{name}"].strip() for field in _FIELDS}
    kept = {"references": [], "notes": list(before.notes), "as_printed": list(before.as_printed)}
    try:
        facts = checked(name, {**kept, **{field: value for field, value in typed.items() if value}})
    except Refused as error:
        say(str(error))
        return
    _begin(partial(uploads.describe, current_settings().uploads, name, facts))
