"""The truth on disk: one SQLite file with texts, offsets, an FTS5 index and vectors. Written once, then only read.

What stands in a row is in `ingest/rows.py`.
"""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ingest.errors import LibraryDamaged
from ingest.matching import any_of, best, most
from ingest.rows import LAYOUT, PASSAGE_COLUMNS, SCHEMA, document_row, passage_row, read_document, read_passage
from ingest.types import Document, Passage, Vectors

# How many passages are kept once read, about a kilobyte each.
_MOST_KEPT = 50_000
# How many vectors are read at once.
_AT_ONCE = 4096
_LETTERS = re.compile(r"[^\W\d_]+")


def write(path: Path, documents: Sequence[Document], passages: Sequence[Passage], vectors: Vectors) -> None:
    """Write a new record file; `vectors` has one row a passage. Rows are numbered from 1 in the order of `passages`.

    Raises:
        OSError: when the disk does not take it.
    """
    titles = {document.name: document.facts.title for document in documents}
    with _written(path) as connection:
        connection.executescript(SCHEMA)
        connection.executemany("INSERT INTO document VALUES (?, ?, ?, ?, ?, ?)", map(document_row, documents))
        pages = ((row, f"{d.facts.title}\n{d.text}") for row, d in enumerate(documents, 1))
        connection.executemany("INSERT INTO pages (rowid, text) VALUES (?, ?)", pages)
        rows = (passage_row(row, passage, vectors[row - 1].tobytes()) for row, passage in enumerate(passages, 1))
        connection.executemany(f"INSERT INTO passage VALUES ({', '.join('?' * 11)})", rows)
        words = ((row, p.text, p.context, titles[p.document]) for row, p in enumerate(passages, 1))
        connection.executemany("INSERT INTO words (rowid, text, context, title) VALUES (?, ?, ?, ?)", words)
        counts = Counter(word for p in passages for word in _LETTERS.findall(f"{titles[p.document]} {p.text}".lower()))
        connection.executemany("INSERT INTO spelling VALUES (?, ?)", sorted(counts.items()))


@contextmanager
def _written(path: Path) -> Iterator[sqlite3.Connection]:
    try:
        with closing(sqlite3.connect(path)) as connection, connection:
            yield connection
    except sqlite3.OperationalError as error:
        raise OSError(f"{path} cannot be written ({error})") from error


def _opened(path: Path) -> tuple[sqlite3.Connection, int]:
    try:
        uri = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
        connection = sqlite3.connect(uri, uri=True, check_same_thread=False)
        return connection, connection.execute("PRAGMA user_version").fetchone()[0]
    except sqlite3.Error as error:
        raise OSError(f"{path} cannot be read ({error})") from error


class Records:
    """A record file opened for reading; shared by threads.

    Raises:
        LibraryDamaged: when its tables are of another form.
        OSError: when it cannot be read.
    """

    most_weighed = 50_000
    """Of how many passages all that have any word of a question are weighed by BM25."""

    def __init__(self, path: Path) -> None:
        self._connection, layout = _opened(path)
        self._passages: Mapping[int, Passage] = {}
        if layout != LAYOUT:
            self.close()
            raise LibraryDamaged(f"{path} is of another version of this program.", "Build it again: python -m ingest")

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    @cached_property
    def documents(self) -> Mapping[str, Document]:
        """All documents by name, in order."""
        rows = self._connection.execute("SELECT name, text, sha256, facts, skips, pages FROM document ORDER BY name")
        return {row[0]: read_document(row) for row in rows}

    @cached_property
    def count(self) -> int:
        """How many passages there are; rows run from 1 to this."""
        return int(self._connection.execute("SELECT count(*) FROM passage").fetchone()[0])

    def passages(self, rows: Sequence[int]) -> tuple[Passage, ...]:
        """Return the passages of these rows, in the order asked for.

        Raises:
            KeyError: when a row does not exist.
        """
        kept = self._passages
        found = {row: kept[row] for row in rows if row in kept}
        for part in _portions([row for row in rows if row not in found]):
            marks = ", ".join("?" * len(part))
            query = f"SELECT row, {PASSAGE_COLUMNS} FROM passage WHERE row IN ({marks})"
            found |= {row[0]: read_passage(row[1:], self.documents) for row in self._connection.execute(query, part)}
        # Threads may read the same rows twice, and never see half of them.
        self._passages = {**kept, **found} if len(kept) + len(found) <= _MOST_KEPT else found
        return tuple(found[row] for row in rows)

    def of_document(self, name: str) -> tuple[tuple[int, Passage], ...]:
        """Return a document's passages with their rows, in reading order."""
        found = self._connection.execute("SELECT row FROM passage WHERE document = ? ORDER BY start", (name,))
        rows = [row for (row,) in found]
        return tuple(zip(rows, self.passages(rows), strict=True))

    def vectors(self, rows: Sequence[int]) -> Vectors:
        """Return the vectors of these rows, one a row, in the order asked for."""
        found: dict[int, bytes] = {}
        for part in _portions(rows):
            marks = ", ".join("?" * len(part))
            found.update(self._connection.execute(f"SELECT row, vector FROM passage WHERE row IN ({marks})", part))
        return np.stack([np.frombuffer(found[row], dtype=np.float32) for row in rows])

    def matrix(self) -> Vectors:
        """Return all vectors, one a row, in the order of the rows. They lie as `PassageVectors` wants them."""
        stored = self._connection.execute("SELECT vector FROM passage ORDER BY row")
        found: Vectors = np.empty((0, 0), np.float32)
        for start in range(0, self.count, _AT_ONCE):
            part = [np.frombuffer(vector, dtype=np.float32) for (vector,) in stored.fetchmany(_AT_ONCE)]
            if not start:
                found = np.empty((self.count, len(part[0])), np.float32, order="F")
            found[start : start + len(part)] = part
        return found

    def search(self, phrases: Sequence[str], limit: int) -> tuple[tuple[int, float], ...]:
        """Find passages by any of the phrases: (row, BM25 score, higher is better), best first, ties by row."""
        return best(self._connection, any_of(phrases), limit) if phrases else ()

    def search_terms(self, groups: Sequence[Sequence[str]], limit: int) -> tuple[int, ...]:
        """Find rows by the phrases of any group, best first; of very many those that have the most of the groups.

        The first groups count most then.
        """
        if self.count > self.most_weighed:
            return most(self._connection, [any_of(phrases) for phrases in groups if phrases], limit)
        return tuple(row for row, _ in self.search([phrase for group in groups for phrase in group], limit))

    @cached_property
    def places(self) -> NDArray[np.int64]:
        """The number of the document that each row stands in, counting documents by name from 0; entry 0 is no row."""
        numbers = {name: number for number, name in enumerate(self.documents)}
        rows = self._connection.execute("SELECT document FROM passage ORDER BY row")
        return np.array([-1, *(numbers[name] for (name,) in rows)])

    def search_pages(self, phrases: Sequence[str], limit: int) -> dict[str, float]:
        """Find documents by any of the phrases: their BM25 scores, higher is better, best first."""
        if not phrases:
            return {}
        found = self._connection.execute(
            "SELECT rowid, -bm25(pages) AS score FROM pages WHERE pages MATCH ? ORDER BY score DESC, rowid LIMIT ?",
            (any_of(phrases), limit),
        )
        names = self._page_names
        return {names[row - 1]: float(score) for row, score in found}

    @cached_property
    def _page_names(self) -> list[str]:
        return [name for (name,) in self._connection.execute("SELECT name FROM document ORDER BY rowid")]

    def spellings(self, letter: str, shortest: int, longest: int) -> dict[str, int]:
        """Return the words that begin with a letter and have these lengths, with how often they stand here."""
        query = "SELECT word, count FROM spelling WHERE word >= ? AND word < ? AND length(word) BETWEEN ? AND ?"
        return dict(self._connection.execute(query, (letter, chr(ord(letter) + 1), shortest, longest)).fetchall())

    def frequency(self, phrases: Sequence[str]) -> int:
        """Count the passages whose own text has any of the phrases, by stems."""
        if not phrases:
            return 0
        query = f"text : ({any_of(phrases)})"
        return int(self._connection.execute("SELECT count(*) FROM words WHERE words MATCH ?", (query,)).fetchone()[0])


def _portions(rows: Sequence[int], size: int = 500) -> Iterator[Sequence[int]]:
    """Split a list of rows: SQLite bounds the variables of one statement."""
    return (rows[start : start + size] for start in range(0, len(rows), size))
