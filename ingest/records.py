"""The truth on disk: one SQLite file with texts, offsets, an FTS5 index and vectors. Written once, then only read.

A passage's text is not stored: it is sliced from its document at every reading, so the two cannot differ.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ingest.types import Document, Facts, Passage, PassageKind, Reference, Span, Vectors

_SCHEMA = """
CREATE TABLE document (
    name TEXT PRIMARY KEY, text TEXT NOT NULL, sha256 TEXT NOT NULL, facts TEXT NOT NULL, skips TEXT NOT NULL
);
CREATE TABLE passage (
    row INTEGER PRIMARY KEY, document TEXT NOT NULL REFERENCES document (name),
    start INTEGER NOT NULL, end INTEGER NOT NULL, kind TEXT NOT NULL, block TEXT NOT NULL, headings TEXT NOT NULL,
    label TEXT NOT NULL, lead_in TEXT, lead_text TEXT NOT NULL, vector BLOB NOT NULL, UNIQUE (document, start, end)
);
CREATE TABLE spelling (word TEXT PRIMARY KEY, count INTEGER NOT NULL) WITHOUT ROWID;
CREATE VIRTUAL TABLE pages USING fts5 (text, content = '', tokenize = "porter unicode61 remove_diacritics 2");
CREATE VIRTUAL TABLE words USING fts5 (
    text, context, title, content = '', tokenize = "porter unicode61 remove_diacritics 2"
);
"""
# A match in the passage itself says more than one in the heading it stands under, or in the document's title.
_WEIGHTS = (1.0, 0.4, 0.3)
_LETTERS = re.compile(r"[^\W\d_]+")
_COLUMNS = "document, start, end, kind, block, headings, label, lead_in, lead_text"


def write(path: Path, documents: Sequence[Document], passages: Sequence[Passage], vectors: Vectors) -> None:
    """Write a new record file; `vectors` has one row a passage. Rows are numbered from 1 in the order of `passages`.

    Raises:
        OSError: when the disk does not take it.
    """
    titles = {document.name: document.facts.title for document in documents}
    with _written(path) as connection:
        connection.executescript(_SCHEMA)
        connection.executemany("INSERT INTO document VALUES (?, ?, ?, ?, ?)", map(_document_row, documents))
        pages = ((row, f"{d.facts.title}\n{d.text}") for row, d in enumerate(documents, 1))
        connection.executemany("INSERT INTO pages (rowid, text) VALUES (?, ?)", pages)
        rows = (_passage_row(row, passage, vectors[row - 1].tobytes()) for row, passage in enumerate(passages, 1))
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


class Records:
    """A record file opened for reading; shared by threads."""

    def __init__(self, path: Path) -> None:
        uri = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
        self._connection = sqlite3.connect(uri, uri=True, check_same_thread=False)

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    @cached_property
    def documents(self) -> Mapping[str, Document]:
        """All documents by name, in order."""
        rows = self._connection.execute("SELECT name, text, sha256, facts, skips FROM document ORDER BY name")
        return {row[0]: _document(row) for row in rows}

    @cached_property
    def count(self) -> int:
        """How many passages there are; rows run from 1 to this."""
        return int(self._connection.execute("SELECT count(*) FROM passage").fetchone()[0])

    def passages(self, rows: Sequence[int]) -> tuple[Passage, ...]:
        """Return the passages of these rows, in the order asked for.

        Raises:
            KeyError: when a row does not exist.
        """
        found = {}
        for part in _portions(rows):
            marks = ", ".join("?" * len(part))
            query = f"SELECT row, {_COLUMNS} FROM passage WHERE row IN ({marks})"
            found.update({row[0]: self._passage(row[1:]) for row in self._connection.execute(query, part)})
        return tuple(found[row] for row in rows)

    def of_document(self, name: str) -> tuple[tuple[int, Passage], ...]:
        """Return a document's passages with their rows, in reading order."""
        query = f"SELECT row, {_COLUMNS} FROM passage WHERE document = ? ORDER BY start"
        return tuple((row[0], self._passage(row[1:])) for row in self._connection.execute(query, (name,)))

    def vectors(self, rows: Sequence[int]) -> Vectors:
        """Return the vectors of these rows, one a row, in the order asked for."""
        found: dict[int, bytes] = {}
        for part in _portions(rows):
            marks = ", ".join("?" * len(part))
            found.update(self._connection.execute(f"SELECT row, vector FROM passage WHERE row IN ({marks})", part))
        return np.stack([np.frombuffer(found[row], dtype=np.float32) for row in rows])

    def search(self, phrases: Sequence[str], limit: int) -> tuple[tuple[int, float], ...]:
        """Find passages by any of the phrases: (row, BM25 score, higher is better), best first, ties by row."""
        if not phrases:
            return ()
        rank = f"bm25(words, {', '.join(map(str, _WEIGHTS))})"
        rows = self._connection.execute(
            f"SELECT rowid, -{rank} AS score FROM words WHERE words MATCH ? ORDER BY score DESC, rowid LIMIT ?",
            (_any(phrases), limit),
        )
        return tuple((int(row), float(score)) for row, score in rows)

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
            (_any(phrases), limit),
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
        query = f"text : ({_any(phrases)})"
        return int(self._connection.execute("SELECT count(*) FROM words WHERE words MATCH ?", (query,)).fetchone()[0])

    def _passage(self, row: Sequence[str | int | None]) -> Passage:
        document, start, end, kind, block, headings, label, lead_in, lead_text = row
        text = self.documents[str(document)].text
        return Passage(
            document=str(document),
            start=int(start or 0),
            end=int(end or 0),
            text=text[int(start or 0) : int(end or 0)],
            kind=PassageKind(str(kind)),
            block=Span(*json.loads(str(block))),
            headings=tuple(json.loads(str(headings))),
            label=str(label),
            lead_in=Span(*json.loads(str(lead_in))) if lead_in else None,
            lead_text=str(lead_text),
        )


def _any(phrases: Sequence[str]) -> str:
    """Write an FTS5 query for any of the phrases; quoted, because a bare word can be an operator.

    A NUL would end the query in the middle, and half a surrogate pair is not text for SQLite.
    """
    query = " OR ".join('"' + phrase.replace('"', '""') + '"' for phrase in phrases)
    return query.replace("\0", " ").encode("utf-8", errors="replace").decode("utf-8")


def _portions(rows: Sequence[int], size: int = 500) -> Iterator[Sequence[int]]:
    """Split a list of rows: SQLite bounds the variables of one statement."""
    return (rows[start : start + size] for start in range(0, len(rows), size))


def _document_row(document: Document) -> tuple[str, ...]:
    facts = json.dumps(asdict(document.facts), ensure_ascii=False)
    return document.name, document.text, document.sha256, facts, json.dumps(document.skips)


def _passage_row(row: int, p: Passage, vector: bytes) -> tuple[object, ...]:
    headings = json.dumps(p.headings, ensure_ascii=False)
    lead_in = json.dumps(p.lead_in) if p.lead_in else None
    return row, p.document, p.start, p.end, p.kind, json.dumps(p.block), headings, p.label, lead_in, p.lead_text, vector


def _document(row: Sequence[str]) -> Document:
    name, text, sha256, facts, skips = row
    return Document(name, text, sha256, facts_from_json(facts), tuple(Span(*skip) for skip in json.loads(skips)))


def facts_from_json(text: str) -> Facts:
    """Rebuild a document's facts from what `write` stored."""
    raw = json.loads(text)
    references = tuple(Reference(**{**entry, "authors": tuple(entry["authors"])}) for entry in raw.pop("references"))
    return Facts(
        **{**raw, "references": references, "notes": tuple(raw["notes"]), "as_printed": tuple(raw["as_printed"])}
    )
