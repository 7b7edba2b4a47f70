"""Library: one published version, opened for reading.

The records are the truth and the index a cache of them. What fails its check is replaced by something slower that is
right: an older version, or an exact scan over the vectors in the records. `notice` says so in one plain line.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from copy import copy
from functools import cached_property
from pathlib import Path
from typing import Any

from ingest import compared, index, records, shelf, versions
from ingest.book import ClaimBook
from ingest.errors import LibraryDamaged, LibraryMissing
from ingest.passage_vectors import PassageVectors
from ingest.scan import nearest
from ingest.types import Document, Passage, Vectors

RECORDS, INDEX, VOUCHED = "library.sqlite", "chroma", "vouched.sqlite"
"""Where the record file, the search index and the records of what is vouched for are in a version's folder."""

_OLDER = "The newest library failed its check, so an older version is in use. Build it again: python -m ingest"
SCAN = (
    "The search index failed its check, so every passage is compared one by one. "
    "Delete the library folder and build it again: python -m ingest"
)


class Library:
    """A version of the library on disk; safe to share between threads."""

    most_scanned = 200_000
    """How many passages are compared one by one: exact, where the index misses some, and no waiting for it to open."""

    def __init__(
        self, version: Path, manifest: Mapping[str, Any], notice: str | None = None, file: str = RECORDS
    ) -> None:
        self.version = version.name
        self.manifest = manifest
        self.notice = notice
        self._records = records.Records(version / file)
        self._folder = version
        self._is_whole = file == RECORDS
        is_mixed = self._is_whole and (version / VOUCHED).is_file()
        self._vouched = type(self)(version, manifest, notice, VOUCHED) if is_mixed else None
        self._lock = threading.Lock()

    @classmethod
    def open(cls, folder: Path) -> Library:
        """Open the current version after checking every file against its manifest, or the newest one that passes.

        Where none does, the newest whose search index alone is damaged is opened without it.

        Raises:
            LibraryMissing: when nothing was published in the folder.
            LibraryDamaged: when no version passes.
        """
        failure: LibraryDamaged | None = None
        # In this order, so that a version published in between is not taken for an older one.
        newest, names = versions.current(folder), versions.candidates(folder)
        fresh = names[: names.index(newest) + 1] if newest in names else ()
        for name, without in [(name, without) for without in ("", INDEX) for name in names]:
            try:
                manifest = versions.check(folder / name, without)
                return cls(folder / name, manifest, SCAN if without else None if name in fresh else _OLDER)
            except LibraryDamaged as error:
                failure = failure or error
        raise failure or LibraryMissing(f"There is no library in {folder} yet.", "Build it: python -m ingest")

    def documents(self) -> Mapping[str, Document]:
        """Return all documents by name, in order."""
        return self._records.documents

    def vouched(self) -> Library:
        """Give what somebody vouches for as if nothing else were here; all of it where nothing sets it apart."""
        return self._vouched or self

    def document(self, name: str) -> Document:
        """Return one document.

        Raises:
            KeyError: when the library has none of that name.
        """
        return self._records.documents[name]

    @cached_property
    def book(self) -> ClaimBook:
        """The claims about the documents and the questions they answer."""
        return shelf.read_book(self._folder)

    @cached_property
    def asked(self) -> Vectors:
        """The vectors of the book's questions, one row a question."""
        return shelf.read_vectors(self._folder)

    @cached_property
    def stated(self) -> dict[str, Vectors]:
        """The vectors of the passages that state the book's claims, each by its own words alone, by id."""
        rows = shelf.read_stated(self._folder)
        return dict(zip(compared.stated(self.book), rows, strict=True)) if len(rows) else {}

    def with_book(self, book: ClaimBook, asked: Vectors) -> Library:
        """Give the same library with another book, to measure what a book brings; `asked` has one row a question."""
        other = copy(self)
        other.book, other.asked, other.stated = book, asked, {}
        other._vouched = self._vouched.with_book(book, asked) if self._vouched else None
        return other

    @property
    def count(self) -> int:
        """How many passages there are; rows run from 1 to this."""
        return self._records.count

    def passages(self, rows: Sequence[int]) -> tuple[Passage, ...]:
        """Return the passages of these rows, in the order asked for."""
        return self._records.passages(rows)

    def of_document(self, name: str) -> tuple[tuple[int, Passage], ...]:
        """Return a document's passages with their rows, in reading order."""
        return self._records.of_document(name)

    def frequency(self, phrases: Sequence[str]) -> int:
        """Count the passages whose own text has any of the phrases, by word stems."""
        return self._records.frequency(phrases)

    def spellings(self, letter: str, shortest: int, longest: int) -> dict[str, int]:
        """Return the words that begin with a letter and have these lengths, with how often they stand here."""
        return self._records.spellings(letter, shortest, longest)

    def search_words(self, phrases: Sequence[str], limit: int) -> tuple[tuple[int, float], ...]:
        """Find passages by any of the phrases: (row, BM25 score), best first, ties by row."""
        return self._records.search(phrases, limit)

    def search_terms(self, groups: Sequence[Sequence[str]], limit: int) -> tuple[int, ...]:
        """Find rows by the phrases of any group, best first; `groups` come rarest first (`Records.search_terms`)."""
        return self._records.search_terms(groups, limit)

    def search_pages(self, phrases: Sequence[str], limit: int) -> Mapping[str, float]:
        """Find documents by any of the phrases: names and BM25 scores, best first."""
        return self._records.search_pages(phrases, limit)

    def compare(self, vector: Vectors) -> Vectors | None:
        """Compare every passage with a unit vector: cosines by row - 1; None where there are too many."""
        return self.vectors.compare(vector) if self.count <= self.most_scanned else None

    def search_meaning(
        self, vector: Vectors, limit: int, cosines: Vectors | None = None
    ) -> tuple[tuple[int, float], ...]:
        """Find the passages nearest to a unit vector of shape (dimension,): (row, cosine), best first, ties by row.

        `cosines` are what `compare` gave for the vector, where that is known already.
        """
        limit = min(limit, self.count)
        found = self._found_index() if self.count > self.most_scanned else None
        return found.search(vector, limit) if found else self.scan(vector, limit, cosines)

    @property
    def is_indexed(self) -> bool:
        """Tell whether the search index opens and finds the passages; opens it also where it is not searched with."""
        return self._found_index() is not None

    def _found_index(self) -> index.Index | None:
        with self._lock:
            return self._index

    def scan(self, vector: Vectors, limit: int, cosines: Vectors | None = None) -> tuple[tuple[int, float], ...]:
        """Do what `search_meaning` does by comparing every vector: exact, the oracle and the fallback."""
        known = self.vectors.compare(vector) if cosines is None else cosines
        return tuple((place + 1, cosine) for place, cosine in nearest(known, limit))

    def close(self) -> None:
        """Let go of all files."""
        self._records.close()
        if self._vouched:
            self._vouched.close()
        if "_index" in self.__dict__ and self._index:
            self._index.close()

    @cached_property
    def vectors(self) -> PassageVectors:
        """The vectors of all passages."""
        return PassageVectors(self._records.matrix(), self._records.places)

    @cached_property
    def _index(self) -> index.Index | None:
        """Open the index and ask it for a sample of passages by their own vectors; None when it does not know them."""
        if not self._is_whole or self.notice == SCAN:
            return None
        with suppress(OSError):
            opened = index.Index(self._folder / INDEX)
            if opened.finds(self._records.vectors, self.count):
                return opened
            opened.close()
        self.notice = SCAN
        return None
