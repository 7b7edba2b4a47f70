"""The file that conversations are kept in: its layout the newest, rid of what is old."""

from __future__ import annotations

import sqlite3
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock

from ingest.errors import NeedlepointError

# Each brings a file from the layout before it to its own; user_version counts those applied. Append only.
MIGRATIONS = (
    (
        "CREATE TABLE thread (id TEXT PRIMARY KEY, title TEXT NOT NULL, created TEXT NOT NULL, used TEXT NOT NULL)",
        """CREATE TABLE turn (
            row INTEGER PRIMARY KEY AUTOINCREMENT,
            thread TEXT NOT NULL REFERENCES thread (id) ON DELETE CASCADE,
            body TEXT NOT NULL
        )""",
        "CREATE INDEX turn_of_thread ON turn (thread, row)",
    ),
    (
        """CREATE TABLE feedback (
            turn INTEGER NOT NULL REFERENCES turn (row) ON DELETE CASCADE,
            place INTEGER NOT NULL,
            kind TEXT NOT NULL,
            PRIMARY KEY (turn, place)
        )""",
    ),
)


class ThreadsFile:
    """The file, opened at its first use and then kept open: opening it takes longer than what is done with it.

    Threads may share one, and get their turns one after the other. Where the file was taken away meanwhile, or another
    is in its place, that is opened.
    """

    def __init__(self, path: Path) -> None:
        self._path, self._turn = path, Lock()
        self._file: sqlite3.Connection | None = None
        self._inode = 0
        self._closing: Callable[[], object] | None = None

    @contextmanager
    def opened(self, oldest: str, deletes: bool = False) -> Iterator[sqlite3.Connection]:
        """Give the file, made where it is not; what is done with it is written whole or not at all.

        Args:
            oldest: conversations last used before this time are deleted.
            deletes: whether what is done deletes what somebody wrote, which then has to go from the log too.

        Raises:
            NeedlepointError: when the file cannot be read or written.
        """
        with self._turn:
            try:
                file = self._open()
                with file:
                    has_deleted = file.execute("DELETE FROM thread WHERE used < ?", (oldest,)).rowcount > 0
                    yield file
                # What was deleted is overwritten in the file; in the log it stands until the log is emptied.
                if has_deleted or deletes:
                    file.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            except (sqlite3.Error, OSError, ValueError) as error:
                self._close()
                # Not the message of the error: it may hold what was typed.
                reason = f"The conversations in {self._path.parent} cannot be read or written ({type(error).__name__})."
                remedy = "Check that folder (NEEDLEPOINT_CONVERSATIONS names another), or switch to private."
                raise NeedlepointError(reason, remedy) from error

    def close(self) -> None:
        """Close the file; the next use opens it again."""
        with self._turn:
            self._close()

    def _open(self) -> sqlite3.Connection:
        """Open the file, only its owner may read it; brings it to the newest layout."""
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._path.touch(mode=0o600)
        inode = self._path.stat().st_ino
        if inode != self._inode:
            self._close()
        if self._file is None:
            self._file, self._inode = sqlite3.connect(self._path, timeout=5, check_same_thread=False), inode
            self._closing = weakref.finalize(self, self._file.close)
            self._file.executescript("PRAGMA journal_mode=WAL; PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON;")
        if _layout(self._file) != len(MIGRATIONS):
            migrate(self._file)
        return self._file

    def _close(self) -> None:
        if self._closing is not None:
            self._closing()
            self._file = self._closing = None


def migrate(file: sqlite3.Connection) -> None:
    """Bring a file to the newest layout; of two programs that try, the second finds it done.

    Raises:
        sqlite3.DatabaseError: when a newer program made it.
    """
    file.execute("BEGIN IMMEDIATE")
    if _layout(file) > len(MIGRATIONS):
        raise sqlite3.DatabaseError("A newer version of this program made the file.")
    for statements in MIGRATIONS[_layout(file) :]:
        for statement in statements:
            file.execute(statement)
    file.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")
    file.commit()


def _layout(file: sqlite3.Connection) -> int:
    return int(file.execute("PRAGMA user_version").fetchone()[0])
