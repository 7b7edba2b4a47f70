"""A library asked with another model than it was built with is refused, with the command that mends it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from chatbot.converse import Chatbot
from ingest import versions
from ingest.embed import Fingerprint, HashingEmbedder
from ingest.errors import LibraryDamaged, ModelMissing
from ingest.pipeline import Means, ingest
from ingest.store import Library
from ingest.types import Vectors
from tests.conftest import write_texts

REAL = HashingEmbedder.fingerprint


class Built(HashingEmbedder):
    """The fake model under another fingerprint, turned and scaled so that its vectors are not the fake's."""

    def __init__(self, fingerprint: Fingerprint, dimension: int = 256, scale: float = 1.0) -> None:
        super().__init__()
        self.fingerprint = fingerprint
        self._dimension, self._scale = dimension, scale

    def encode(self, texts: Sequence[str]) -> Vectors:
        turned = np.roll(super().encode(texts), 7, axis=1)[:, : self._dimension] + np.float32(1e-3)
        scaled: Vectors = self._scale * turned / np.linalg.norm(turned, axis=1, keepdims=True)
        return scaled


CHANGED = {
    "another dimension": Built(replace(REAL, weights="hashing-128"), dimension=128),
    "the same dimension, another model": Built(replace(REAL, name="another")),
    "changed weights": Built(replace(REAL, weights="0" * 64)),
    "another runtime": Built(replace(REAL, runtime="another")),
}


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    return write_texts(tmp_path / "texts", a="Wear sunscreen after the treatment.", b="It heals in two days.")


@pytest.mark.parametrize("change", CHANGED)
def test_another_model_is_refused_with_the_command_that_mends_it(tmp_path: Path, texts: Path, change: str) -> None:
    library = tmp_path / "library"
    ingest([texts], library, Means(CHANGED[change]))
    with pytest.raises(ModelMissing, match=r"was built with the model .* not with hashing as it is here") as told:
        Chatbot.open(library, "hashing")
    assert told.value.remedy == "Build it again: python -m ingest"
    ingest([texts], library, Means(HashingEmbedder()))
    chatbot = Chatbot.open(library, "hashing")
    assert chatbot.ask("When does it heal?").quotes
    with closing(chatbot.library) as opened:
        assert opened.vectors.of([1, 2]).shape == (2, 256)


def test_vectors_that_are_not_of_unit_length_are_not_published(tmp_path: Path, texts: Path) -> None:
    """A model that does not normalise would rank long passages first, and no fingerprint tells."""
    with pytest.raises(LibraryDamaged, match="does not find its own passages"):
        ingest([texts], tmp_path / "library", Means(Built(REAL, scale=0.5)))
    assert versions.current(tmp_path / "library") is None


def test_the_fingerprint_stands_in_the_manifest(tmp_path: Path, texts: Path) -> None:
    ingest([texts], tmp_path / "library", Means(HashingEmbedder()))
    with closing(Library.open(tmp_path / "library")) as library:
        assert json.loads(json.dumps(library.manifest["embedder"])) == {
            "name": "hashing",
            "weights": "hashing-256",
            "runtime": "",
        }
