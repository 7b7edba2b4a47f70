"""Vectors of a hundred thousand passages in a minute: the real model's vectors of words, added up.

Embedding so many passages takes most of an hour on two cores, and growth is about keeping and searching them. What is
asked is embedded by the real model, so an answer costs what it costs.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from ingest.embed import Embedder, Fingerprint
from ingest.types import Vectors

_WORD = re.compile(r"\w+")
_FEW = 16


class ComposedEmbedder:
    """Embeds a few texts with the real model, and many as the mean of their words' vectors with a little noise."""

    def __init__(self, real: Embedder) -> None:
        self._real = real
        self._words: dict[str, Vectors] = {}
        self.fingerprint = Fingerprint(f"composed of {real.fingerprint.name}", real.fingerprint.weights)
        self.vocabulary = real.vocabulary

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Embed texts, one unit row each."""
        if len(texts) < _FEW:
            return self._real.encode(texts)
        parted = [_WORD.findall(text.lower()) or ["word"] for text in texts]
        missing = sorted({word for words in parted for word in words} - self._words.keys())
        if missing:
            self._words |= dict(zip(missing, self._real.encode(missing), strict=True))
        rows = np.stack([np.mean([self._words[word] for word in words], axis=0) for words in parted])
        noise = np.random.default_rng(len(self._words)).normal(0, 0.4 / np.sqrt(rows.shape[1]), rows.shape)
        noisy = rows + noise
        unit: Vectors = (noisy / np.linalg.norm(noisy, axis=1, keepdims=True)).astype(np.float32)
        return unit
