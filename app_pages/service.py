"""The chatbot all sessions share: opened once a library version, its model loaded behind the first paint."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from threading import Event, Timer

import streamlit as st

from chatbot.converse import Chatbot
from chatbot.numbers import Numbers
from chatbot.settings import Settings
from ingest.errors import NeedlepointError
from ingest.versions import current

# Loading the model keeps the interpreter busy; begun at once it would delay the first paint it hides behind.
_SECONDS_TO_PAINT = 0.7


@dataclass(frozen=True, slots=True)
class Service:
    """An open chatbot, and whether its model has been loaded (or has failed to)."""

    chatbot: Chatbot
    ready: Event


def service() -> Service:
    """Open the published library, at once and without its model.

    Raises:
        LibraryMissing, LibraryDamaged: nothing is kept then, so the next call looks again.
    """
    settings = Settings()
    return _open(settings.library, settings.model, _stamp(settings.library), numbers())


def numbers() -> Numbers:
    """Give the numbers that replies tell people to call; needs no library."""
    settings = Settings()
    return Numbers.chosen(settings.emergency_number, settings.crisis_line)


def _stamp(library: Path) -> str:
    """Tell one published version from another, also where a library was deleted and built anew under the same name."""
    version = current(library) or ""
    manifest = library / version / "manifest.json"
    return f"{version} {manifest.stat().st_mtime_ns if version and manifest.is_file() else ''}"


@st.cache_resource(show_spinner=False, max_entries=2)
def _open(library: Path, model: str | None, version: str, numbers: Numbers) -> Service:
    """Open a library; the version's stamp is part of the key, so that a new one is opened without a restart."""
    opened = Service(Chatbot.open(library, model, numbers), Event())
    warming = Timer(_SECONDS_TO_PAINT, _warm, (opened,))
    warming.daemon, warming.name = True, f"warm {version}"
    warming.start()
    return opened


def _warm(opened: Service) -> None:
    try:
        opened.chatbot.warm()
    except NeedlepointError:
        pass  # The first question meets the same error, in a thread that has a reader to tell.
    finally:
        opened.ready.set()
