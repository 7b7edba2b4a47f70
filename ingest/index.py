"""The Chroma index: built from the records, asked for nearest rows, never the truth. The only file that imports Chroma.

Chroma writes into its folder on opening (measured, 1.5.9: the HNSW files and chroma.sqlite3 change), so a published
index is opened as a private copy. That also lets a read-only library be used.
"""

from __future__ import annotations

import shutil
import tempfile
import threading
import weakref
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import cached_property
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ingest.blank import blank_spare_room
from ingest.types import Vectors

if TYPE_CHECKING:
    from chromadb.api.client import Client
    from chromadb.api.collection_configuration import CreateCollectionConfiguration
    from langchain_chroma import Chroma

_COLLECTION = "passages"
# Cosine, and a graph dense enough for worst-case recall 0.98 instead of 0.74 (10,000 isotropic vectors).
_DENSE: CreateCollectionConfiguration = {
    "hnsw": {"space": "cosine", "ef_construction": 200, "ef_search": 200, "max_neighbors": 32}
}
# For few vectors half as dense a graph is built in half the time. Of 100,000 it finds less than 98 in 100 again.
_LIGHT: CreateCollectionConfiguration = {
    "hnsw": {"space": "cosine", "ef_construction": 64, "ef_search": 200, "max_neighbors": 16}
}
_FEW = 5000
_LARGEST_BATCH = 5000
# An approximate index may miss this share of a sample of its own passages.
_MISSES_PASSED = 0.02


def load_meanwhile() -> None:
    """Begin to import Chroma in a thread of its own; what goes wrong is raised at the first use, where somebody waits.

    It takes as long as embedding a hundred passages, which leaves the interpreter free.
    """

    def load() -> None:
        with suppress(Exception):
            import chromadb.api.client  # noqa: F401  kept by Python for those who use it

    # Not a daemon: the interpreter must not end in the middle of an import.
    threading.Thread(target=load, name="chroma").start()


def build(folder: Path, texts: Sequence[str], vectors: Vectors, *, is_dense: bool = False) -> None:
    """Build an index in a new folder; row n of `vectors` gets the number n + 1, every vector is handed over ready-made.

    What Chroma knows is distinct vectors, each by the numbers of its rows. Few vectors get a light graph where a dense
    one is not asked for.

    Raises:
        OSError: when Chroma cannot write.
    """
    twins = _twins(vectors)
    with _chroma(folder):
        client, shape = _client(folder), _DENSE if is_dense or len(texts) > _FEW else _LIGHT
        collection = client.create_collection(_COLLECTION, embedding_function=None, configuration=shape)
        for start in range(0, len(twins), _LARGEST_BATCH):
            batch = twins[start : start + _LARGEST_BATCH]
            firsts = [rows[0] for rows in batch]
            collection.add(
                ids=[" ".join(map(str, rows)) for rows in batch],
                embeddings=vectors[[row - 1 for row in firsts]],
                documents=[texts[row - 1] for row in firsts],
            )
        client.close()
    blank_spare_room(folder)


def _twins(vectors: Vectors) -> list[list[int]]:
    """Put the rows of equal vectors together, in the order of their first ones.

    Only one of each is put into the graph: of two hundred equal ones each has only the others for neighbours, and what
    lies beyond is not found.
    """
    rows: dict[bytes, list[int]] = {}
    for row, vector in enumerate(vectors, start=1):
        rows.setdefault(blake2b(vector.tobytes(), digest_size=16).digest(), []).append(row)
    return list(rows.values())


class Index:
    """A private copy of a built index, open for questions; the copy goes with the object.

    Raises:
        OSError: on opening or searching, when Chroma cannot use the files.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        private = Path(tempfile.mkdtemp(prefix="needlepoint-"))
        self._discard = weakref.finalize(self, shutil.rmtree, private, ignore_errors=True)
        copied = private / "chroma"
        shutil.copytree(folder, copied)
        with _chroma(folder):
            self._client = _client(copied)

    @cached_property
    def _store(self) -> Chroma:
        # Half a second to import, which an ingest that only checks its index need not wait for.
        from langchain_chroma import Chroma

        return Chroma(_COLLECTION, client=self._client, create_collection_if_not_exists=False)

    def search(self, vector: Vectors, limit: int) -> tuple[tuple[int, float], ...]:
        """Find the rows nearest to one vector of shape (dimension,): (row, cosine), best first, ties by row."""
        with _chroma(self._folder):
            found = self._store.similarity_search_by_vector_with_relevance_scores(vector.tolist(), k=limit)
        rows = [(row, 1.0 - float(distance)) for document, distance in found for row in _rows(document.id)]
        return tuple(sorted(rows, key=lambda row: (-row[1], row[0]))[:limit])

    def finds(self, truth: Callable[[Sequence[int]], Vectors], count: int, sample: int = 200) -> bool:
        """Tell whether a sample of the rows 1 to `count` is found by their own vectors, which `truth` gives.

        Twins with equal vectors stand for each other. An approximate index misses a few by its nature, which is let
        pass; a damaged one misses most.
        """
        rows = sorted(set(np.linspace(1, count, min(sample, count)).astype(int).tolist()))
        vectors = truth(rows)
        try:
            found = self._nearest(vectors)
        except OSError:
            return False
        own = zip(found, vectors, strict=True)
        missed = sum(row is None or abs(float(truth([row])[0] @ vector) - 1.0) > 1e-3 for row, vector in own)
        return missed <= _MISSES_PASSED * len(rows)

    def _nearest(self, vectors: Vectors) -> list[int | None]:
        """Find the row nearest to each vector; one question for all of them, a tenth of the time of one for each."""
        with _chroma(self._folder):
            collection = self._client.get_collection(_COLLECTION, embedding_function=None)
            found = collection.query(query_embeddings=vectors, n_results=1, include=[])
        return [_rows(ids[0])[0] if ids else None for ids in found["ids"]]

    def close(self) -> None:
        """Let go of the copy."""
        self._client.close()
        self._discard()


def _rows(identifier: str | None) -> list[int]:
    return [int(row) for row in (identifier or "").split()]


@contextmanager
def _chroma(folder: Path) -> Iterator[None]:
    """Let Chroma's errors speak of the folder they are about."""
    from chromadb.errors import ChromaError

    try:
        yield
    except ChromaError as error:
        raise OSError(f"Chroma cannot use {folder} ({error})") from error


def _client(folder: Path) -> Client:
    from chromadb.api.client import Client
    from chromadb.config import Settings

    # Every value that decides where Chroma works is given here: it would take them from the environment and from a .env
    # file of the working folder too.
    return Client(
        settings=Settings(
            _env_file=None,  # type: ignore[call-arg]  # pydantic-settings takes it, its type does not say so
            anonymized_telemetry=False,
            chroma_api_impl="chromadb.api.rust.RustBindingsAPI",
            chroma_otel_collection_endpoint="",
            is_persistent=True,
            persist_directory=str(folder),
        )
    )
