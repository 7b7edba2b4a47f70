"""Strings -> unit vectors by an exported model: tokenizers and onnxruntime, nothing of torch."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ingest.digest import sha256_of
from ingest.types import Vectors

if TYPE_CHECKING:
    from tokenizers import Encoding

GRAPH, TOKENIZER, FACTS = "model.onnx", "tokenizer.json", "exported.json"
# Texts of one batch are padded to its longest; this many tokens at once bound the memory (about 50 MB with MiniLM).
_TOKENS = 4096


class Encoder:
    """An exported model, opened; threads may share it."""

    def __init__(self, folder: Path) -> None:
        # onnxruntime and tokenizers take a tenth of a second to import, which --help need not wait for.
        import onnxruntime
        from tokenizers import Tokenizer

        facts = json.loads((folder / FACTS).read_text(encoding="utf-8"))
        options = onnxruntime.SessionOptions()
        # Threads that spin while they wait take the cores from those who ask at the same time.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        options.log_severity_level = 3
        self._inputs, self._prompt, self._padding = facts["inputs"], facts["prompt"], facts["padding"]
        self._tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
        self._session = onnxruntime.InferenceSession(folder / GRAPH, options, providers=["CPUExecutionProvider"])

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Embed texts as unit rows, shape (len(texts), dimension); longer texts than the model reads are cut."""
        cut = self._tokenizer.encode_batch([self._prompt + text for text in texts])
        # "Does it hurt" and "does it hurt" are one to a model that does not tell capitals. Padding changes `ids`.
        tokens = [tuple(text.ids) for text in cut]
        alike = dict(zip(tokens, cut, strict=True))
        kinds = list(alike)
        rows: dict[tuple[int, ...], Vectors] = {}
        for batch in _batches([len(ids) for ids in kinds]):
            chosen = [kinds[place] for place in batch]
            rows.update(zip(chosen, self._run([alike[ids] for ids in chosen]), strict=True))
        return np.stack([rows[ids] for ids in tokens])

    def _run(self, cut: Sequence[Encoding]) -> Vectors:
        longest = max(len(text.ids) for text in cut)
        for text in cut:
            text.pad(longest, **self._padding)
        values = {
            "input_ids": [text.ids for text in cut],
            "attention_mask": [text.attention_mask for text in cut],
            "token_type_ids": [text.type_ids for text in cut],
        }
        feed = {name: np.array(values[name], dtype=np.int64) for name in self._inputs}
        found: Vectors = self._session.run(None, feed)[0].astype(np.float32)
        unit: Vectors = found / np.linalg.norm(found, axis=1, keepdims=True)
        return unit


def is_whole(folder: Path) -> bool:
    """Tell whether an exported model is there and is what was written."""
    try:
        facts = json.loads((folder / FACTS).read_text(encoding="utf-8"))
        hashes = facts["sha256"]
        return "cosine" in facts and all(sha256_of(folder / name) == hashes[name] for name in (GRAPH, TOKENIZER))
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _batches(lengths: Sequence[int]) -> Iterator[Sequence[int]]:
    """Split places of texts into batches of like lengths, longest first."""
    batch: list[int] = []
    longest = 0
    for place in sorted(range(len(lengths)), key=lambda place: (-lengths[place], place)):
        # A question beside a paragraph would be padded to its length, and cost as much.
        if batch and 2 * lengths[place] < longest:
            yield batch
            batch = []
        longest = longest if batch else lengths[place]
        batch.append(place)
        if longest * (len(batch) + 1) > _TOKENS:
            yield batch
            batch = []
    if batch:
        yield batch
