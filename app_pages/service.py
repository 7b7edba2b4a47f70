"""What all sessions share: the chatbot, its model loaded behind the first paint, and the file of conversations."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from threading import Event, Timer

import streamlit as st

from chatbot import library_wording
from chatbot.converse import Chatbot
from chatbot.numbers import Numbers
from chatbot.opening import open_both
from chatbot.settings import current_settings
from chatbot.threads import Threads
from ingest.errors import ModelMissing, NeedlepointError
from ingest.garbage import settle
from ingest.lexical import EMBEDDER, WordLibrary
from ingest.versions import current

# Reading rules and questions keeps the interpreter busy; begun at once it would delay the first paint it hides behind.
_SECONDS_TO_PAINT = 0.7


@dataclass(frozen=True, slots=True)
class Service:
    """An open chatbot, whether its model has been loaded (or has failed to), and what is said where there is none."""

    chatbot: Chatbot
    ready: Event
    words_only: str = ""


def service() -> Service:
    """Open the published library, at once and without its model.

    Raises:
        LibraryMissing, LibraryDamaged: nothing is kept then, so the next call looks again.
    """
    settings = current_settings()
    return _open(settings.library, settings.model, _stamp(settings.library), numbers())


def numbers() -> Numbers:
    """Give the numbers that replies tell people to call; needs no library."""
    settings = current_settings()
    return Numbers.chosen(settings.emergency_number, settings.crisis_line)


def conversations() -> Threads:
    """Give the conversations kept on this computer."""
    settings = current_settings()
    return _threads(settings.conversations, settings.keep_days)


@st.cache_resource(show_spinner=False, max_entries=1)
def _threads(folder: Path, days: int) -> Threads:
    """Share the open file: opening it for each message takes longer than writing it."""
    return Threads(folder, days)


def _stamp(library: Path) -> str:
    """Tell one published version from another, also where a library was deleted and built anew under the same name."""
    version = current(library) or ""
    manifest = library / version / "manifest.json"
    return f"{version} {manifest.stat().st_mtime_ns if version and manifest.is_file() else ''}"


@st.cache_resource(show_spinner=False, max_entries=2)
def _open(library: Path, model: str | None, version: str, numbers: Numbers) -> Service:
    """Open a library; the version's stamp is part of the key, so that a new one is opened without a restart."""
    opened = _opened(library, model, numbers)
    warming = Timer(_SECONDS_TO_PAINT, _warm, (opened,))
    warming.daemon, warming.name = True, f"warm {version}"
    warming.start()
    return opened


def _opened(library: Path, model: str | None, numbers: Numbers) -> Service:
    """Open a library with its model, or by words alone where the model is missing."""
    try:
        # Hashing and opening the model's files keep no interpreter busy, so they hide behind the first paint at once.
        return Service(Chatbot(*open_both(library, model, at_once=True), numbers=numbers), Event())
    except ModelMissing as error:
        said = library_wording.WORDS_ONLY.format(reason=error.reason, remedy=error.remedy)
        return Service(Chatbot(WordLibrary.open(library), EMBEDDER, numbers=numbers), Event(), said)


def _warm(opened: Service) -> None:
    try:
        opened.chatbot.warm()
    except NeedlepointError:
        pass  # The first question meets the same error, in a thread that has a reader to tell.
    finally:
        settle()
        opened.ready.set()
