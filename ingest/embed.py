"""Strings -> vectors: a sentence-transformers model as LangChain's Embeddings, offline, with its fingerprint.

The default model comes from a package of a third party, so its files are held against the official release's hashes
first. Nothing is loaded before the first string is embedded. torch is imported once, to export the model.
"""

from __future__ import annotations

import hashlib
import json
import re
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol

import numpy as np

from ingest.encoder import Encoder
from ingest.export import exported
from ingest.model_files import check_official, identify, packaged
from ingest.types import Vectors

DEFAULT_MODEL = "sentence-transformers/all-MiniLM-L6-v2"
# Exported models are kept beside the library's sources; anything here can be deleted and is made again.
EXPORTED = Path(__file__).resolve().parent.parent / "data" / "models"
_EXPORT = "onnx 2"  # another way of exporting gets another folder
_HASHING = "hashing"
_HASHING_DIMENSION = 256
_HELD_FOR = 0.05  # seconds between two looks


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """Which model made a vector: its name, the sha256 of its weights and tokenizer, and what ran it."""

    name: str
    weights: str
    runtime: str = "onnxruntime"


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

    "hashing:FILE" is the same fake, held by a file as `HashingEmbedder` says.

    Raises:
        ModelMissing: when the files are not there or are not the official ones.
    """
    fake, _, held = (model or "").partition(":")
    if fake == _HASHING:
        return HashingEmbedder(Path(held) if held else None)
    name = model or DEFAULT_MODEL
    folder = Path(name) if Path(name).is_dir() else packaged() if name == DEFAULT_MODEL else None
    return SentenceEmbedder(name, folder)


class SentenceEmbedder:
    """A sentence-transformers model, loaded at the first use and shared by threads.

    It has the methods of LangChain's Embeddings, and chatbot/chain.py says so to LangChain: importing that takes longer
    than opening the model.
    """

    def __init__(self, name: str, folder: Path | None) -> None:
        self._name = name
        self._folder = folder
        self._lock = threading.Lock()
        self._encoder: Encoder | None = None
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
        return self.load().encode(texts)

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Embed texts for LangChain."""
        return [[float(value) for value in row] for row in self.encode(texts)]

    def embed_query(self, text: str) -> list[float]:
        """Embed one question for LangChain."""
        return self.embed_documents([text])[0]

    def load(self) -> Encoder:
        """Open the model once; exports it first where this computer has not done so, which takes seconds.

        Raises:
            ModelMissing: when sentence-transformers finds no such model on this computer, or it cannot be exported.
        """
        with self._lock:
            if self._encoder is None:
                self._encoder = self._opened()
            return self._encoder

    def load_meanwhile(self) -> None:
        """Begin to load in a thread of its own; what goes wrong is raised at the first use, where somebody waits."""

        def load() -> None:
            with suppress(Exception):
                self.load()

        # Not a daemon: the interpreter must not end in the middle of the runtime's own code.
        threading.Thread(target=load, name="load").start()

    def _opened(self) -> Encoder:
        source = str(self._folder or self._name)
        place = hashlib.sha256(f"{_EXPORT} {self.fingerprint.weights}".encode()).hexdigest()[:16]
        try:
            return Encoder(exported(source, EXPORTED / place))
        except OSError:
            # Where nothing may be written the model is exported for this process alone.
            with TemporaryDirectory(prefix="needlepoint-") as folder:
                return Encoder(exported(source, Path(folder) / place))


class HashingEmbedder:
    """A fake that counts words into hashed bins: deterministic, instant, blind to meaning.

    A text that holds what stands in the file `held` waits until that file is gone: tests see what happens meanwhile.
    """

    fingerprint = Fingerprint(_HASHING, f"{_HASHING}-{_HASHING_DIMENSION}", "")
    vocabulary: frozenset[str] = frozenset()

    def __init__(self, held: Path | None = None) -> None:
        self._held = held

    def load_meanwhile(self) -> None:
        """There is nothing to load."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Embed texts as unit rows, shape (len(texts), 256)."""
        while self._held and _is_held(self._held, texts):
            time.sleep(_HELD_FOR)
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


def _is_held(held: Path, texts: Sequence[str]) -> bool:
    try:
        words = held.read_text(encoding="utf-8")
    except FileNotFoundError:
        return False
    return any(words in text for text in texts)


def _weights(name: str, folder: Path | None) -> str:
    """Identify a model's files; the default model's must be the official ones."""
    if folder is None:
        return name
    return check_official(folder) if name == DEFAULT_MODEL else identify(folder)
