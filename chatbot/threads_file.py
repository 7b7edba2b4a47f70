"""The file that conversations are kept in: opened for one piece of work, its layout the newest, rid of what is old."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

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


@contextmanager
def opened(path: Path, oldest: str, deletes: bool = False) -> Iterator[sqlite3.Connection]:
    """Open the file, made where it is not; what is done with it is written whole or not at all.

    Args:
        path: the file; only its owner may read it.
        oldest: conversations last used before this time are deleted.
        deletes: whether what is done deletes what somebody wrote, which then has to go from the log too.

    Raises:
        NeedlepointError: when the file cannot be read or written.
    """
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.touch(mode=0o600)
        with closing(sqlite3.connect(path, timeout=5)) as file:
            file.executescript("PRAGMA journal_mode=WAL; PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON;")
            if _layout(file) != len(MIGRATIONS):
                migrate(file)
            with file:
                has_deleted = file.execute("DELETE FROM thread WHERE used < ?", (oldest,)).rowcount > 0
                yield file
            # What was deleted is overwritten in the file; in the log it stands until the log is emptied.
            if has_deleted or deletes:
                file.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except (sqlite3.Error, OSError, ValueError) as error:
        # Not the message of the error: it may hold what was typed.
        reason = f"The conversations in {path.parent} cannot be read or written ({type(error).__name__})."
        remedy = "Check that folder (NEEDLEPOINT_CONVERSATIONS names another), or switch to private."
        raise NeedlepointError(reason, remedy) from error


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
