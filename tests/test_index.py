"""The index finds what an exact scan finds, from a private copy that is gone afterwards; what it cannot use it says."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from ingest.index import Index, build
from ingest.types import Vectors
from tests.conftest import ROOT, snapshot


def unit_rows(count: int, dimension: int = 24, seed: int = 0) -> Vectors:
    rows = np.random.default_rng(seed).standard_normal((count, dimension)).astype(np.float32)
    unit: Vectors = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return unit


def built(folder: Path, vectors: Vectors) -> Path:
    build(folder, [f"text {row}" for row in range(len(vectors))], vectors)
    return folder


@pytest.mark.parametrize("count", [1, 40, 400])
def test_the_nearest_rows_are_those_of_an_exact_scan(tmp_path: Path, count: int) -> None:
    vectors = unit_rows(count)
    limit = min(20, count)
    with closing(Index(built(tmp_path / "chroma", vectors))) as index:
        for question in unit_rows(10, seed=1):
            cosines = vectors @ question
            found = index.search(question, limit)
            assert [row for row, _ in found] == (np.argsort(-cosines)[:limit] + 1).tolist()
            assert np.allclose([cosine for _, cosine in found], np.sort(cosines)[::-1][:limit], atol=1e-4)


def test_equal_vectors_are_ordered_by_row(tmp_path: Path) -> None:
    vectors = np.repeat(unit_rows(3), 4, axis=0)
    with closing(Index(built(tmp_path / "chroma", vectors))) as index:
        assert [row for row, _ in index.search(vectors[5], 4)] == [5, 6, 7, 8]


@pytest.mark.parametrize("is_dense", [False, True])
def test_hundreds_of_equal_vectors_do_not_hide_the_others(tmp_path: Path, is_dense: bool) -> None:
    """A graph of which five hundred entries are equal is lost among them: 6 to 13 of 200 others were not found."""
    vectors = np.concatenate([unit_rows(300, 256), np.repeat(unit_rows(1, 256, seed=2), 500, axis=0)])
    build(tmp_path / "chroma", [f"text {row}" for row in range(800)], vectors, is_dense=is_dense)
    with closing(Index(tmp_path / "chroma")) as index:
        assert index.finds(lambda rows: vectors[[row - 1 for row in rows]], 800, sample=800)
        assert [row for row, _ in index.search(vectors[600], 500)] == list(range(301, 801))


def test_more_rows_than_one_batch_takes_all_arrive(tmp_path: Path) -> None:
    vectors = unit_rows(5100, dimension=3)
    with closing(Index(built(tmp_path / "chroma", vectors))) as index:
        for row in (0, 4999, 5000, 5099):
            assert index.search(vectors[row], 1)[0][1] == pytest.approx(1, abs=1e-4)


def test_a_built_index_is_not_written_again_and_its_copy_goes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copies = tmp_path / "copies"
    copies.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(copies))
    folder = built(tmp_path / "chroma", unit_rows(30))
    before = snapshot(folder)
    for _ in range(2):
        with closing(Index(folder)) as index:
            index.search(unit_rows(1)[0], 5)
            assert len(list(copies.iterdir())) == 1
        assert list(copies.iterdir()) == []
    assert snapshot(folder) == before


def test_two_copies_of_one_index_answer_side_by_side(tmp_path: Path) -> None:
    vectors = unit_rows(30)
    folder = built(tmp_path / "chroma", vectors)
    with closing(Index(folder)) as one, closing(Index(folder)) as other:
        assert one.search(vectors[3], 5) == other.search(vectors[3], 5)
    with closing(Index(folder)) as third:
        assert third.search(vectors[3], 1)[0][0] == 4


def test_what_chroma_cannot_use_is_an_error_that_names_the_folder(tmp_path: Path) -> None:
    folder = built(tmp_path / "chroma", unit_rows(30))
    with closing(Index(folder)) as index, pytest.raises(OSError, match="chroma"):
        index.search(unit_rows(1, dimension=7)[0], 1)
    (folder / "chroma.sqlite3").write_bytes(b"no database" * 500)
    with pytest.raises(OSError, match="chroma"):
        Index(folder)
    shutil.rmtree(folder)
    with pytest.raises(OSError, match="chroma"):
        Index(folder)


def test_an_index_is_built_while_chroma_is_still_being_imported(tmp_path: Path) -> None:
    program = (
        "import sys; import numpy as np; from pathlib import Path; from ingest import index\n"
        "assert 'chromadb' not in sys.modules\n"
        "index.load_meanwhile()\n"
        "index.build(Path(sys.argv[1]), ['a', 'b'], np.eye(2, dtype=np.float32))\n"
        "print(index.Index(Path(sys.argv[1])).search(np.array([0.0, 1.0], np.float32), 1)[0][0])"
    )
    command = [sys.executable, "-c", program, str(tmp_path / "built")]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=120)
    assert said.stdout.split() == ["2"]
