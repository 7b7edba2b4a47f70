"""A version is published with a graph that finds its own passages: where the light one does not, a denser one."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from ingest import index
from ingest.chunk import chunk
from ingest.errors import LibraryDamaged
from ingest.publish import Contents, publish
from ingest.store import Library
from tests.conftest import document_of

# So few edges and steps that most of some hundred vectors are not reached.
_USELESS = {"hnsw": {"space": "cosine", "ef_construction": 1, "ef_search": 1, "max_neighbors": 2}}


@pytest.fixture(scope="module")
def contents() -> Contents:
    text = "\n\n".join(f"Passage {number}. " + "It says something of the skin. " * 20 for number in range(60))
    document = document_of(text, "long.txt")
    passages = chunk(document)
    rows = np.random.default_rng(3).standard_normal((len(passages), 64)).astype(np.float32)
    return Contents([document], passages, rows / np.linalg.norm(rows, axis=1, keepdims=True))


def test_a_light_graph_that_misses_its_own_passages_is_built_denser(
    tmp_path: Path, contents: Contents, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index, "_LIGHT", _USELESS)
    assert publish(tmp_path, contents, {"embedder": "hashing"}) == "v0001"
    with closing(Library.open(tmp_path)) as library:
        assert library.is_indexed
        assert library.notice is None


def test_where_no_graph_finds_the_passages_every_one_is_compared(
    tmp_path: Path, contents: Contents, monkeypatch: pytest.MonkeyPatch
) -> None:
    for shape in ("_LIGHT", "_DENSE"):
        monkeypatch.setattr(index, shape, _USELESS)
    publish(tmp_path, contents, {"embedder": "hashing"})
    with closing(Library.open(tmp_path)) as library:
        assert [library.search_meaning(vector, 1)[0][0] for vector in contents.vectors[:50]] == list(range(1, 51))
        assert library.notice is None


def test_where_no_graph_finds_the_passages_of_a_large_library_nothing_is_published(
    tmp_path: Path, contents: Contents, monkeypatch: pytest.MonkeyPatch
) -> None:
    for shape in ("_LIGHT", "_DENSE"):
        monkeypatch.setattr(index, shape, _USELESS)
    monkeypatch.setattr(Library, "most_scanned", 10)
    with pytest.raises(LibraryDamaged, match="v0001 does not find its own passages"):
        publish(tmp_path, contents, {"embedder": "hashing"})
    assert not list(tmp_path.iterdir())
