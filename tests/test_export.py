"""A model is exported once and embeds as before; a damaged copy is made anew; what cannot be exported is said."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest import export
from ingest.embed import DEFAULT_MODEL, EXPORTED, SentenceEmbedder, open_embedder
from ingest.encoder import FACTS, GRAPH, TOKENIZER, Encoder, is_whole
from ingest.errors import ModelMissing
from ingest.export import exported
from tests.conftest import ROOT
from tests.test_embed import model_folder

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

TEXTS = ["Does it hurt?", "", "WHY — naïve? 🙂", "The skin is red for a day. " * 200, "Does it hurt", "x" * 5000]


@pytest.fixture(scope="module")
def model() -> SentenceTransformer:
    # Here, because its import takes longer than that of all tests together, and every process collects every file.
    from sentence_transformers import SentenceTransformer

    return SentenceTransformer(str(model_folder()), device="cpu", local_files_only=True)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return exported(str(model_folder()), tmp_path_factory.mktemp("exported") / "minilm")


@pytest.fixture(scope="module")
def encoder(folder: Path) -> Encoder:
    return Encoder(folder)


def test_the_exported_model_embeds_as_sentence_transformers_does(model: SentenceTransformer, encoder: Encoder) -> None:
    wanted = model.encode(TEXTS, normalize_embeddings=True, show_progress_bar=False)
    found = encoder.encode(TEXTS)
    assert found.dtype == np.float32
    assert np.sum(wanted * found, axis=1).min() >= 0.99999


@settings(max_examples=25, deadline=None)
@given(st.lists(st.text(max_size=60), min_size=1, max_size=6))
def test_a_text_is_embedded_alike_in_any_company(encoder: Encoder, texts: list[str]) -> None:
    alone = np.concatenate([encoder.encode([text]) for text in texts])
    assert np.sum(alone * encoder.encode(texts), axis=1).min() >= 0.99999


def test_what_was_exported_is_used_again_and_made_anew_when_a_byte_is_wrong(folder: Path) -> None:
    made = (folder / GRAPH).stat().st_mtime_ns
    assert exported("no such model is asked for", folder).joinpath(GRAPH).stat().st_mtime_ns == made
    for name in (GRAPH, TOKENIZER, FACTS):
        content = bytearray((folder / name).read_bytes())
        content[len(content) // 2] ^= 4
        shutil.copy(folder / name, folder / "good")
        (folder / name).write_bytes(content)
        assert name == FACTS or not is_whole(folder)
        shutil.move(folder / "good", folder / name)
    (folder / GRAPH).write_bytes((folder / GRAPH).read_bytes()[:-1])
    assert is_whole(exported(str(model_folder()), folder))


def test_an_export_that_embeds_otherwise_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export, "LEAST_COSINE", 1.1)
    with pytest.raises(ModelMissing, match="embeds otherwise"):
        exported(str(model_folder()), tmp_path / "minilm")
    assert [path.name for path in tmp_path.iterdir()] == [".lock"]


def test_where_nothing_may_be_written_the_model_still_embeds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()  # a folder cannot be made below a file, also not by root
    monkeypatch.setattr("ingest.embed.EXPORTED", tmp_path / "file")
    rows = SentenceEmbedder(DEFAULT_MODEL, model_folder()).encode(["It heals."])
    assert rows.shape == (1, 384)


def test_once_exported_nothing_of_torch_is_loaded() -> None:
    open_embedder().load()
    assert list(EXPORTED.glob(f"*/{GRAPH}"))
    program = (
        "import sys; from ingest.embed import open_embedder; open_embedder().encode(['It heals.']);"
        "sys.exit(any(name in sys.modules for name in ('torch', 'transformers', 'sentence_transformers')))"
    )
    assert subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=False).returncode == 0
