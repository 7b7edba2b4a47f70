"""What the tests share: the four documents as a library with the real model, and small libraries with the fake."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock
from hypothesis import settings
from hypothesis import strategies as st
from pytest_httpserver import HTTPServer

from chatbot.converse import Chatbot
from ingest.clean import clean
from ingest.embed import HashingEmbedder, open_embedder
from ingest.garbage import collect_seldom
from ingest.pipeline import Means, ingest
from ingest.types import Document, Facts, Passage, PassageKind, Source, Span, Vectors

ROOT = Path(__file__).parents[1]
SOURCES = ROOT / "data" / "sources"
CLAIMS = ROOT / "data" / "claims"
EVALUATION = ROOT / "data" / "evaluation"

# The same examples on every machine and at every run: what passes here passes in CI.
settings.register_profile("house", derandomize=True, deadline=None)
settings.load_profile("house")
# As the product's own processes do.
collect_seldom()

# What breaks offsets, regular expressions and sentence splitters: mixed with any characters that a file can hold.
_WORDS = r"""Micro-needling|may hurt.|What is it?|Dr. Gaas|e.g.|1.5 mm|p. 5|[1]|...|…|:|;|!|?"|("|')|—|•|- |* |1. |(a)
 |**Bold:**|**|__|#|## Head|---|<!--|-->|MENU|TLDRThis|References:|https://a.example/b|www.b.c|∯|ȸ|♨|☇|&ᓰ&| |🔍"""
_UNSEEN = [
    "\u200b",
    "\ufeff",
    "\u00ad",
    "\u202e",
    "\u2066",
    "\xa0",
    "\x85",
    "\t",
    "9\x1c1.",
    "\u0301",
    "⚠\ufe0f",
    "🧑\u200d⚕",
]
_BREAKS = ["\n", "\n\n", "\r\n", "\r\n\r\n", "\r", "\u2028", "\u2029", "\f", "\v"]
_PIECES = st.sampled_from([*_WORDS.replace("\n", "").split("|"), *_UNSEEN, *_BREAKS, *_BREAKS])
_CHARACTERS = st.characters(exclude_categories=["Cs"])
hostile_texts = st.lists(_PIECES | st.text(_CHARACTERS, max_size=5), max_size=25).map("".join)
"""Texts nobody would write, of every line break, list marker and invisible character."""


@pytest.fixture(autouse=True, scope="session")
def _apart(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the conversations and uploads of tests apart from those of whoever runs them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NEEDLEPOINT_CONVERSATIONS", str(tmp_path_factory.mktemp("conversations")))
        patch.setenv("NEEDLEPOINT_UPLOADS", str(tmp_path_factory.mktemp("uploads")))
        yield


@pytest.fixture(autouse=True, scope="session")
def _components_sought_once() -> Iterator[None]:
    """Let Streamlit look once what is installed here; for every page that is tried it takes longer than the page."""
    with pytest.MonkeyPatch.context() as patch:
        if "streamlit.testing.v1" in sys.modules:
            scanner = import_module("streamlit.components.v2.manifest_scanner")
            patch.setattr(scanner, "scan_component_manifests", cache(scanner.scan_component_manifests))
        yield


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep the conversations of a test in a folder of its own, which is not there before the first is kept."""
    folder = tmp_path / "kept"
    monkeypatch.setenv("NEEDLEPOINT_CONVERSATIONS", str(folder))
    return folder


class Counting(HashingEmbedder):
    """The fake model, which keeps what it was asked to embed."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.texts += texts
        return super().encode(texts)


@pytest.fixture(scope="session")
def library_folder(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A library of the four documents and the claims about them, built with the real model.

    All processes of a run share it: whoever comes first builds it, and the others find that nothing has changed.
    """
    own = tmp_path_factory.getbasetemp()
    shared = own if worker_id == "master" else own.parent
    with FileLock(shared / "library.lock"):
        ingest([SOURCES], shared / "library", Means(open_embedder(), CLAIMS))
    return shared / "library"


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
        ingest([folder], tmp_path / "library", Means(open_embedder("hashing")))
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


def document_of(text: str, name: str = "a.txt") -> Document:
    """Clean a text as the library would."""
    return clean(Source(name, text, "", Facts(name)))


def write_texts(folder: Path, **texts: str) -> Path:
    """Write texts as they are, each to name.txt, and return the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name}.txt").write_bytes(text.encode())
    return folder


def snapshot(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Take down every file below a folder: its bytes and when it was last written."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns) for path in files}


@pytest.fixture(scope="session")
def hashing() -> HashingEmbedder:
    """The fake model that ships with the project."""
    embedder = open_embedder("hashing")
    assert isinstance(embedder, HashingEmbedder)
    return embedder


@pytest.fixture
def server() -> Iterator[HTTPServer]:
    """A server that answers several at once, so that one that hangs does not hold up the next test."""
    with HTTPServer(threaded=True) as running:
        yield running


@pytest.fixture
def no_model(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forget any language model and key that whoever runs the tests has set up."""
    for name in ("CHAT_MODEL", "OPENAI_BASE_URL", "OLLAMA_HOST", "OPENAI_API_KEY", "ANTHROPIC_API_KEY"):
        monkeypatch.delenv(name, raising=False)
