"""The conversation of a session, and its copy on this computer where the reader has it kept.

A conversation that is kept has an address (`?thread=`) that shows it again to whoever has the address.
In private nothing is written: the conversation is in this session alone. What cannot be written never stops an answer.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import streamlit as st

from app_pages import guard, rechecking
from app_pages.reach import is_here
from app_pages.service import conversations
from chatbot import kept_wording, wording
from chatbot.settings import current_settings
from chatbot.thread import Turn
from ingest.errors import NeedlepointError

ADDRESS = "thread"
DRAWN = "drawn"
"""Where a session has the markup of turns it has drawn."""
_HOME = Path(__file__).resolve().parent.parent


def folder() -> str:
    """Name the folder conversations are kept in, as short as it can be said."""
    kept = current_settings().conversations
    return str(kept.relative_to(_HOME) if kept.is_relative_to(_HOME) else kept)


def can_keep() -> bool:
    """Tell whether conversations may be kept at all."""
    return current_settings().keep_days > 0


def is_private() -> bool:
    """Tell whether this session writes nothing; so it begins where others than this computer's reader may come."""
    if not can_keep():
        return True
    private: bool = st.session_state.setdefault("is_private", not is_here())
    return private


def thread() -> str:
    """Name the kept conversation that this session is in; empty where it is not kept."""
    name: str = st.session_state.get(ADDRESS, "")
    return name


def turns() -> list[Turn]:
    """Give the turns of this session's conversation, to be changed in place."""
    said: list[Turn] = st.session_state.setdefault("turns", [])
    return said


def place() -> str:
    """Name what the reader sees of this session's conversations, to be found scrolled as it was."""
    return f"{conversation()} {len(turns())}"


def conversation() -> int:
    """Number the conversation that this session is in, whatever is said in it meanwhile."""
    begun: int = st.session_state.get("begun", 0)
    return begun


def follow_address() -> None:
    """Show the conversation that the address names; where there is none of that name, take the name off.

    Nothing is put into the address here: a reader who goes back to the bare address must be able to go back further.
    """
    asked = st.query_params.get(ADDRESS, "")
    if asked and asked != thread():
        try:
            _open(asked)
        except NeedlepointError as error:
            _say(str(error))
        except Exception as error:  # noqa: BLE001  whatever is broken, an emergency can be typed and is answered
            _say(wording.FAILED.format(trace=guard.report(error)))
    if asked and asked != thread():
        del st.query_params[ADDRESS]


def trouble() -> str:
    """Say once what could not be read or written; empty where all went well."""
    said: str = st.session_state.pop("trouble", "")
    return said


def _say(sentence: str) -> None:
    st.session_state["trouble"] = sentence


def _open(asked: str) -> None:
    found = conversations().read(asked) if can_keep() else None
    if found is None:
        _say(kept_wording.NO_SUCH_THREAD)
        return
    _begin(list(found.turns), found.id)
    st.session_state["is_private"] = False


def ask(message: str, as_typed: bool = False) -> None:
    """Add a message to the conversation, on disk before it is answered, so that a reload finds it."""
    said = turns()
    said.append(Turn(message, as_typed=as_typed, asked=datetime.now(UTC).isoformat(timespec="seconds")))
    if not is_private():
        _write(lambda: _keep([len(said) - 1]))


def put(said: list[Turn], number: int, turn: Turn) -> None:
    """Put a turn in the place of what it was, on disk too where it is kept.

    `said` is the list it was read from: the reader may have begun another conversation meanwhile.
    """
    said[number] = turn
    if turn.row and not is_private():
        _write(lambda: conversations().save(turn))


def leave() -> None:
    """Begin a new conversation; what is kept of the one before stays."""
    _begin([], "")
    st.query_params.clear()


def switch() -> None:
    """Go private, which deletes what is kept of this conversation, or have all of it kept from now on."""
    st.session_state["is_private"] = not is_private()
    if is_private():
        name = thread()
        turns()[:] = [replace(turn, row=0) for turn in turns()]
        st.session_state[ADDRESS] = ""
        st.query_params.clear()
        _write(lambda: conversations().delete(name))
        rechecking.drop()
    elif turns():
        _write(lambda: _keep(range(len(turns()))))


def rename(name: str, title: str) -> None:
    """Give a kept conversation another title."""
    _write(lambda: conversations().rename(name, title))


def forget(name: str) -> None:
    """Delete a kept conversation, and clear this session where it is the one that the reader is in."""
    _write(lambda: conversations().delete(name))
    rechecking.drop()
    if name == thread():
        _begin([], "")


def forget_all() -> None:
    """Delete all kept conversations, and clear this session where it is in one of them."""
    _write(conversations().delete_all)
    rechecking.drop()
    if thread():
        _begin([], "")


def object_to(turn: Turn, place: int | None, kind: str) -> None:
    """Keep what the reader objects to in a kept turn; an empty kind takes it back."""
    if turn.row and not is_private():
        _write(lambda: conversations().object_to(turn.row, place, kind))


def _begin(said: list[Turn], name: str) -> None:
    begun = st.session_state.get("begun", 0) + 1
    # What was drawn goes too: nothing of a conversation that was deleted stays in memory.
    st.session_state.update({"turns": said, ADDRESS: name, "begun": begun, DRAWN: {}})


def _keep(numbers: range | list[int]) -> None:
    said = turns()
    if not thread():
        st.session_state[ADDRESS] = conversations().begin(said[0].message)
    for number in numbers:
        said[number] = conversations().add(thread(), said[number])
    st.query_params[ADDRESS] = thread()


def _write(work: Callable[[], None]) -> None:
    try:
        work()
    except NeedlepointError as error:
        _say(str(error))
