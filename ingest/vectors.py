"""Texts -> vectors: those known from before or shipped with the claims are taken over, the rest is embedded.

Embedding 16,000 written questions takes a minute on two idle cores and many on busy ones, so their vectors ship beside
the claims, in half precision, for the model that made them. Without that file, or with another model, all are embedded.
"""

from __future__ import annotations

import hashlib
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np

from ingest.embed import Embedder, Fingerprint
from ingest.types import Vectors

SHIPPED = "questions.npz"
_BATCH = 64

Progress = Callable[[int, int], None]
"""Told how many texts are embedded, and of how many."""


def embed(texts: Sequence[str], known: Mapping[str, Vectors], embedder: Embedder, progress: Progress) -> Vectors:
    """Embed each distinct text once, shape (texts, dimension); longest first, so a batch holds texts of one length."""
    often = Counter(texts)
    missing = sorted(often.keys() - known.keys(), key=lambda text: (-len(text), text))
    found, done = dict(known), len(texts) - sum(often[text] for text in missing)
    if missing:
        progress(done, len(texts))
    for batch in _batches(missing):
        found.update(zip(batch, embedder.encode(batch), strict=True))
        done += sum(often[text] for text in batch)
        progress(done, len(texts))
    return np.stack([found[text] for text in texts]).astype(np.float32)


def shipped(claims: Path, texts: Sequence[str], fingerprint: Fingerprint) -> dict[str, Vectors]:
    """Read the vectors shipped beside claims for those of the texts that have one; none for another model."""
    try:
        # np.load leaves a file it cannot read open; ours closes.
        with (claims / SHIPPED).open("rb") as file, np.load(file, allow_pickle=False) as stored:
            if str(stored["model"]) != _name(fingerprint):
                return {}
            rows = {int(key): row for row, key in enumerate(stored["keys"])}
            vectors = stored["vectors"].astype(np.float32)
    except (OSError, EOFError, KeyError, ValueError, TypeError, AttributeError, zipfile.BadZipFile):
        return {}
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return {text: vectors[rows[key]] for text in texts if (key := _key(text)) in rows}


def ship(claims: Path, texts: Sequence[str], vectors: Vectors, fingerprint: Fingerprint) -> Path:
    """Write the vectors of texts beside claims, for `shipped` to read.

    Raises:
        OSError: when the disk does not take it.
    """
    rows = dict(sorted((_key(text), row) for row, text in enumerate(texts)))
    keys = np.array(list(rows), dtype=np.uint64)
    path = claims / SHIPPED
    np.savez(path, model=_name(fingerprint), keys=keys, vectors=vectors[list(rows.values())].astype(np.float16))
    return path


def _batches(texts: Sequence[str]) -> Iterator[Sequence[str]]:
    return (texts[start : start + _BATCH] for start in range(0, len(texts), _BATCH))


def _key(text: str) -> int:
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8])


def _name(fingerprint: Fingerprint) -> str:
    return f"{fingerprint.name} {fingerprint.weights}"
