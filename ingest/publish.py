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

_SAMPLE, _ROUNDING = 200, 1e-3


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
        _write(fresh, contents)
        _index(fresh, contents, facts)
        versions.publish(fresh)
    except BaseException:
        # On a full disk what was written would keep it full. An interrupt may come when it is published already.
        if versions.current(folder) != fresh.name:
            shutil.rmtree(fresh, ignore_errors=True)
        raise
    return fresh.name


def _write(fresh: Path, contents: Contents) -> None:
    records.write(fresh / RECORDS, contents.documents, contents.passages, contents.vectors)
    _write_vouched(fresh, contents)
    shelf.write_book(fresh, contents.book, contents.asked, contents.stated)


def _index(fresh: Path, contents: Contents, facts: Mapping[str, Any]) -> None:
    """Build the search index and check the version; a graph that misses its own passages is built denser once.

    Of a thousand passages that hardly differ any graph may miss some. That is let pass where readers compare every
    passage with a question anyhow.
    """
    made = {"recipe": RECIPE, "documents": _hashes(contents.documents), "passages": len(contents.passages)}
    for is_dense in (False, True):
        shutil.rmtree(fresh / INDEX, ignore_errors=True)
        texts = [passage.searched for passage in contents.passages]
        index.build(fresh / INDEX, texts, contents.vectors, is_dense=is_dense)
        versions.seal(fresh, {**facts, **made, "made_with": _made_with()})
        with closing(Library(fresh, versions.check(fresh))) as library:
            if library.count != len(contents.passages) or library.notice:
                break
            # Opened as a reader does, and its graph too, which small libraries are not searched with.
            if library.is_indexed or (is_dense and _is_searched_exactly(library, contents)):
                return
    raise LibraryDamaged(
        f"The new version {fresh.name} does not find its own passages.", "Try again; the old version stays."
    )


def _is_searched_exactly(library: Library, contents: Contents) -> bool:
    """Tell whether every passage is compared with a question, and a sample of them is found so."""
    sample = contents.vectors[:: 1 + len(contents.vectors) // _SAMPLE]
    return library.count <= library.most_scanned and all(
        abs(library.scan(vector, 1)[0][1] - 1.0) < _ROUNDING for vector in sample
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
