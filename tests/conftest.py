"""What the tests share: the four documents as a library with the real model, and small libraries with the fake."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from chatbot.converse import Chatbot
from ingest.embed import open_embedder
from ingest.pipeline import ingest
from ingest.types import Passage, PassageKind, Span

ROOT = Path(__file__).parents[1]
SOURCES = ROOT / "data" / "sources"
EVALUATION = ROOT / "data" / "evaluation"


@pytest.fixture(scope="session")
def library_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of the four documents, built with the real model."""
    folder = tmp_path_factory.mktemp("library")
    ingest([SOURCES], folder, open_embedder())
    return folder


@pytest.fixture(scope="session")
def chatbot(library_folder: Path) -> Chatbot:
    """A chatbot over the four documents."""
    return Chatbot.open(library_folder)


@pytest.fixture
def small_chatbot(tmp_path: Path) -> Callable[..., Chatbot]:
    """Make a chatbot over a few texts, with the fake model that knows words but no meaning."""

    def make(**texts: str) -> Chatbot:
        folder = tmp_path / "texts"
        folder.mkdir()
        for name, text in texts.items():
            (folder / f"{name}.txt").write_bytes(text.encode())
        ingest([folder], tmp_path / "library", open_embedder("hashing"))
        return Chatbot.open(tmp_path / "library", "hashing")

    return make


def gold_questions() -> list[dict[str, Any]]:
    """Read the development questions."""
    lines = (EVALUATION / "dev.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def passages_of(
    text: str, *pieces: str, kind: PassageKind = PassageKind.SENTENCE, document: str = "d.txt"
) -> Sequence[Passage]:
    """Cut pieces of a text out as passages of one block."""
    starts = [text.index(piece) for piece in pieces]
    whole = Span(0, len(text))
    return [
        Passage(document, at, at + len(piece), piece, kind, whole) for at, piece in zip(starts, pieces, strict=True)
    ]
