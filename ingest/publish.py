"""Contents -> the next version of a library: written beside the old one, checked as a reader would, then published."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from contextlib import closing
from importlib.metadata import version as library_version
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from ingest import index, records, shelf, versions
from ingest.book import ClaimBook
from ingest.errors import LibraryDamaged
from ingest.store import INDEX, RECORDS, VOUCHED, Library
from ingest.types import Document, Passage, Vectors, vouched

RECIPE = 10
"""The number of the way passages are made; a library of another recipe is built anew."""


class Contents(NamedTuple):
    """What a version is made of; `vectors` has one row a passage, `asked` and `stated` as in `shelf`."""

    documents: Sequence[Document]
    passages: Sequence[Passage]
    vectors: Vectors
    book: ClaimBook = ClaimBook()
    asked: Vectors = np.zeros((0, 0), np.float32)
    stated: Vectors = np.zeros((0, 0), np.float32)


def publish(folder: Path, contents: Contents, facts: Mapping[str, Any]) -> str:
    """Write, check and publish a new version; until the last step the old one stays. Returns the version's name.

    Raises:
        LibraryDamaged: when the new version does not pass its own check.
        OSError: when the disk does not take it.
    """
    fresh = versions.begin(folder)
    try:
        _write(fresh, contents, facts)
        _check(fresh, contents)
        versions.publish(fresh)
    except BaseException:
        # On a full disk what was written would keep it full. An interrupt may come when it is published already.
        if versions.current(folder) != fresh.name:
            shutil.rmtree(fresh, ignore_errors=True)
        raise
    return fresh.name


def _write(fresh: Path, contents: Contents, facts: Mapping[str, Any]) -> None:
    documents, passages, vectors, book, asked, stated = contents
    records.write(fresh / RECORDS, documents, passages, vectors)
    _write_vouched(fresh, contents)
    shelf.write_book(fresh, book, asked, stated)
    index.build(fresh / INDEX, [passage.searched for passage in passages], vectors)
    made = {"recipe": RECIPE, "documents": _hashes(documents), "passages": len(passages), "made_with": _made_with()}
    versions.seal(fresh, {**facts, **made})


def _check(fresh: Path, contents: Contents) -> None:
    """Open the new version as a reader does, and its index, which small libraries are not searched with."""
    with closing(Library(fresh, versions.check(fresh))) as library:
        if library.count != len(contents.passages) or not library.is_indexed or library.notice:
            raise LibraryDamaged(
                f"The new version {fresh.name} does not find its own passages.", "Try again; the old version stays."
            )


def _write_vouched(fresh: Path, contents: Contents) -> None:
    """Write the documents that somebody vouches for once more, alone, where there are others beside them."""
    kept = vouched({document.name: document for document in contents.documents})
    if len(kept) < len(contents.documents):
        rows = [row for row, passage in enumerate(contents.passages) if passage.document in kept]
        passages = [contents.passages[row] for row in rows]
        records.write(fresh / VOUCHED, list(kept.values()), passages, contents.vectors[rows])


def _hashes(documents: Sequence[Document]) -> dict[str, str]:
    return {document.name: document.sha256 for document in documents}


def _made_with() -> dict[str, str]:
    return {name: library_version(name) for name in ("chromadb", "sentence-transformers", "numpy")}
