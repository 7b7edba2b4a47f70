"""The conversations kept on this computer: one SQLite file in a folder of its own, made for the first conversation.

What is deleted is overwritten in the file (secure_delete) and in its log, so no word of it stays there.
"""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from chatbot.thread import Thread, Turn, read, written
from chatbot.threads_file import ThreadsFile
from ingest.errors import NeedlepointError

FILE = "conversations.sqlite"
TITLE_LENGTH = 80


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the list of conversations; `used` is a time (ISO 8601, UTC), `turns` how many messages were typed."""

    id: str
    title: str
    used: str
    turns: int


@dataclass(frozen=True, slots=True)
class Feedback:
    """What a reader objected to: the turn, the messages before it, and the quote by its place, None for the answer."""

    turn: Turn
    before: tuple[Turn, ...]
    place: int | None
    kind: str


def _now() -> datetime:
    return datetime.now(UTC)


class Threads:
    """Conversations in a folder, each deleted `days` days after its last use; safe to share between threads.

    Raises (every method):
        NeedlepointError: when the file cannot be read or written.
    """

    def __init__(self, folder: Path, days: int, now: Callable[[], datetime] = _now) -> None:
        self._path, self._days, self._now = folder / FILE, days, now
        self._file = ThreadsFile(self._path)

    def begin(self, title: str) -> str:
        """Begin a conversation and return its id, which nobody can guess: 128 random bits."""
        name, time = secrets.token_urlsafe(16), self._time()
        with self._open() as file:
            file.execute("INSERT INTO thread VALUES (?, ?, ?, ?)", (name, _title(title), time, time))
        return name

    def add(self, thread: str, turn: Turn) -> Turn:
        """Add a turn to a conversation and return it with its row."""
        with self._open() as file:
            if not file.execute("UPDATE thread SET used = ? WHERE id = ?", (self._time(), thread)).rowcount:
                reason = "This conversation is no longer on this computer: it was deleted, or its time was over."
                raise NeedlepointError(reason, "Start a new chat to have the next messages kept.")
            done = file.execute("INSERT INTO turn (thread, body) VALUES (?, ?)", (thread, written(turn)))
            return replace(turn, row=int(done.lastrowid or 0))

    def save(self, turn: Turn) -> None:
        """Write a kept turn anew; one that was deleted meanwhile stays deleted."""
        with self._open() as file:
            file.execute("UPDATE turn SET body = ? WHERE row = ?", (written(turn), turn.row))

    def read(self, thread: str) -> Thread | None:
        """Read a conversation; None where there is none of that id (any more)."""
        if not self._path.is_file():
            return None
        with self._open() as file:
            found = file.execute("SELECT id, title, created, used FROM thread WHERE id = ?", (thread,)).fetchone()
            if found is None:
                return None
            name, title, created, used = found
            return Thread(name, title, created, used, _turns(file, thread))

    def listed(self, words: str = "") -> tuple[Entry, ...]:
        """List the conversations whose title and messages hold all the words, last used first."""
        if not self._path.is_file():
            return ()
        wanted = words.casefold().split()
        query = """SELECT thread.id, title, used, count(row), title || char(10) ||
            coalesce(group_concat(CASE WHEN json_valid(body) THEN json_extract(body, '$.message') END, char(10)), '')
            FROM thread LEFT JOIN turn ON turn.thread = thread.id GROUP BY thread.id ORDER BY used DESC, thread.id"""
        with self._open() as file:
            rows = file.execute(query).fetchall()
        return tuple(Entry(*row[:4]) for row in rows if all(word in row[4].casefold() for word in wanted))

    def rename(self, thread: str, title: str) -> None:
        """Give a conversation another title; a blank one changes nothing."""
        if title.strip():
            with self._open(deletes=True) as file:
                file.execute("UPDATE thread SET title = ? WHERE id = ?", (_title(title), thread))

    def delete(self, thread: str) -> None:
        """Delete a conversation, its answers and its feedback."""
        self._delete("DELETE FROM thread WHERE id = ?", (thread,))

    def delete_all(self) -> None:
        """Delete every conversation."""
        self._delete("DELETE FROM thread", ())

    def object_to(self, turn: int, place: int | None, kind: str) -> None:
        """Keep what a reader objects to: a kept turn's answer, or its quote at a place; an empty kind takes it back."""
        at = (turn, -1 if place is None else place)
        with self._open() as file:
            file.execute("DELETE FROM feedback WHERE turn = ? AND place = ?", at)
            if kind:
                file.execute("INSERT INTO feedback SELECT row, ?, ? FROM turn WHERE row = ?", (at[1], kind, turn))

    def objections(self, turn: int) -> dict[int | None, str]:
        """Tell what was objected to in a turn: kinds by the quote's place, None for the whole answer."""
        with self._open() as file:
            rows = file.execute("SELECT place, kind FROM feedback WHERE turn = ?", (turn,)).fetchall()
        return {None if place < 0 else place: kind for place, kind in rows}

    def feedback(self) -> tuple[Feedback, ...]:
        """Give all feedback, oldest turn first."""
        if not self._path.is_file():
            return ()
        query = "SELECT thread, turn, place, kind FROM feedback JOIN turn ON row = turn ORDER BY turn, place"
        found = []
        with self._open() as file:
            for thread, row, place, kind in file.execute(query).fetchall():
                turns = [turn for turn in _turns(file, thread) if turn.row <= row]
                found.append(Feedback(turns[-1], tuple(turns[:-1]), None if place < 0 else place, kind))
        return tuple(found)

    def close(self) -> None:
        """Close the file; the next use opens it again."""
        self._file.close()

    def _delete(self, statement: str, values: Sequence[str]) -> None:
        if self._path.is_file():
            with self._open(deletes=True) as file:
                file.execute(statement, values)

    def _time(self) -> str:
        return self._now().isoformat(timespec="seconds")

    def _open(self, deletes: bool = False) -> AbstractContextManager[sqlite3.Connection]:
        oldest = self._now() - timedelta(days=self._days)
        return self._file.opened(oldest.isoformat(timespec="seconds"), deletes)


def _title(text: str) -> str:
    return " ".join(text.split())[:TITLE_LENGTH]


def _turns(file: sqlite3.Connection, thread: str) -> tuple[Turn, ...]:
    rows = file.execute("SELECT row, body FROM turn WHERE thread = ? ORDER BY row", (thread,))
    return tuple(replace(read(body), row=row) for row, body in rows)
