"""A sentence-transformers model -> an ONNX file, its tokenizer and what is to be known of both: once, offline, checked.

torch takes seconds to import and tens of milliseconds a sentence; onnxruntime a fraction of both. So torch makes the
file once, and is not needed afterwards. What was made is held against the model it was made from before any use.
"""

from __future__ import annotations

import json
import logging
import shutil
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import numpy as np
from filelock import FileLock

from ingest.digest import sha256_of
from ingest.encoder import FACTS, GRAPH, TOKENIZER, Encoder, is_whole
from ingest.errors import ModelMissing
from ingest.privacy import keep_models_offline

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

LEAST_COSINE = 0.9999
_OPSET = 17
_PROBES = (
    "Does it hurt?",
    "WHAT ARE THE SIDE EFFECTS of Microneedling, and how long do they last?",
    "",
    "I'm 16 — naïve? £40–£60… 38.5 °C; 1,5 mm.",
    "Привет, 你好, مرحبا 🙂",
    "The skin is red for a day or two, and a little swollen. " * 8,
    "It heals. " * 400,
)


def exported(source: str, folder: Path) -> Path:
    """Give a folder with the exported model; the first time, or when it was damaged, it is made, which takes seconds.

    Raises:
        ModelMissing: when the model is not on this computer, or what it becomes does not embed as it does.
        OSError: when the folder cannot be written.
    """
    if is_whole(folder):
        return folder
    folder.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(folder.parent / ".lock"):
        if not is_whole(folder):
            # Beside it, because a folder is renamed at once only on its own disk; gone after any failure.
            with TemporaryDirectory(prefix="unfinished-", dir=folder.parent, ignore_cleanup_errors=True) as unfinished:
                _export(source, made := Path(unfinished) / folder.name)
                shutil.rmtree(folder, ignore_errors=True)
                made.replace(folder)
    return folder


def _export(source: str, folder: Path) -> None:
    model = _load(source)
    folder.mkdir()
    try:
        with _silence():
            inputs = _write_graph(model, folder / GRAPH)
    except OSError:
        raise
    except Exception as error:
        raise _not_exportable(source, f"its architecture cannot be exported ({type(error).__name__})") from error
    prompt = (model.prompts or {}).get(model.default_prompt_name or "", "")
    facts = {"inputs": inputs, "prompt": prompt, "padding": _write_tokenizer(model, folder / TOKENIZER)}
    _write_facts(folder, facts)
    cosine = _agreement(model, Encoder(folder))
    if not cosine >= LEAST_COSINE:
        raise _not_exportable(source, f"exported, it embeds otherwise (cosine {cosine:.6f}, asked {LEAST_COSINE})")
    _write_facts(folder, {**facts, "cosine": round(cosine, 6)})


def _write_graph(model: SentenceTransformer, path: Path) -> Sequence[str]:
    """Trace the whole model, pooling and all, and return the names of its inputs; batch and length stay open."""
    import torch

    class Whole(torch.nn.Module):
        def __init__(self, names: Sequence[str]) -> None:
            super().__init__()
            self.model, self.names = model, names

        def forward(self, *values: Any) -> Any:  # noqa: ANN401 - tensors, and torch is not imported at the top
            return self.model(dict(zip(self.names, values, strict=True)))["sentence_embedding"]

    first: Any = model[0]
    # Other implementations of attention trace with the lengths of the example in them.
    first.auto_model.set_attn_implementation("eager")
    example = first.tokenizer(["It heals.", "It is red for a day."], padding=True, return_tensors="pt")
    axes = {name: {0: "texts", 1: "tokens"} for name in example} | {"embedding": {0: "texts"}}
    with torch.no_grad():
        torch.onnx.export(
            Whole(list(example)),
            tuple(example.values()),
            path,
            input_names=list(example),
            output_names=["embedding"],
            dynamic_axes=axes,
            opset_version=_OPSET,
            dynamo=False,
        )
    return list(example)


def _write_tokenizer(model: SentenceTransformer, path: Path) -> Mapping[str, Any]:
    """Write the tokenizer, which cuts texts at the model's length, and return how it pads them."""
    first: Any = model[0]
    tokenizer = first.tokenizer
    cutting = tokenizer.backend_tokenizer
    cutting.enable_truncation(model.max_seq_length or tokenizer.model_max_length)
    cutting.no_padding()
    path.write_text(cutting.to_str(), encoding="utf-8")
    side, token = tokenizer.padding_side, tokenizer.pad_token
    return {"direction": side, "pad_id": tokenizer.pad_token_id, "pad_token": token}


def _write_facts(folder: Path, facts: Mapping[str, Any]) -> None:
    hashes = {name: sha256_of(folder / name) for name in (GRAPH, TOKENIZER)}
    (folder / FACTS).write_text(json.dumps({**facts, "sha256": hashes}, indent=1), encoding="utf-8")


def _agreement(model: SentenceTransformer, encoder: Encoder) -> float:
    """Give the least cosine between what both make of the probes, which are also in one batch of several lengths."""
    wanted = np.asarray(model.encode(list(_PROBES), show_progress_bar=False, normalize_embeddings=True))
    alone = np.concatenate([encoder.encode([probe]) for probe in _PROBES])
    return float(min(np.sum(wanted * found, axis=1).min() for found in (encoder.encode(_PROBES), alone)))


def _load(source: str) -> SentenceTransformer:
    keep_models_offline()
    from sentence_transformers import SentenceTransformer

    try:
        return SentenceTransformer(source, device="cpu", local_files_only=True, model_kwargs={"use_safetensors": True})
    except (OSError, ValueError) as error:
        raise ModelMissing(
            f"The model {source} is not on this computer.",
            f"Download it once where there is a network: hf download {source}",
        ) from error


def _not_exportable(source: str, reason: str) -> ModelMissing:
    return ModelMissing(f"The model {source} cannot be used: {reason}.", "Name another with NEEDLEPOINT_MODEL.")


@contextmanager
def _silence() -> Iterator[None]:
    """Keep what the exporter says of its own code, and of our tracing a model, from users who can change neither."""
    before = logging.root.manager.disable
    logging.disable(logging.WARNING)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(before)
