"""How long an answer takes in process, beside one embedding of the question on its own."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.baseline.answers import answer, open_store
from benchmarks.figures import ROOT, Figure, at, middle
from chatbot.converse import Chatbot
from ingest.embed import open_embedder

_MOST, _MOST_TIMES = 15.0, 2.0
_SETTLED = 20


def answers(library: Path, store: Path, rounds: int) -> list[Figure]:
    """Ask the development questions in process, ours, the baseline and the bare embedding in turns; milliseconds."""
    lines = (ROOT / "data" / "evaluation" / "dev.jsonl").read_text(encoding="utf-8").splitlines()
    asked = [json.loads(line)["question"] for line in lines]
    chatbot, opened, embedder = Chatbot.open(library), open_store(store), open_embedder()
    ways = (chatbot.ask, lambda q: answer(opened, q), lambda q: embedder.encode([q]))
    ours, theirs, bare = milliseconds(ways, asked, rounds)
    return [
        Figure("answer in process, p50", "ms", middle(ours), middle(theirs), goal=_MOST),
        Figure("answer in process, p95", "ms", at(ours, 0.95), at(theirs, 0.95)),
        Figure("one embedding of a question, p50", "ms", middle(bare)),
        Figure("answer in embeddings of its question, p50", "", middle(ours) / middle(bare), goal=_MOST_TIMES),
    ]


def milliseconds(ways: Sequence[Callable[[str], object]], asked: Sequence[str], rounds: int) -> tuple[list[float], ...]:
    """Time each way on each question, in turns, after some unmeasured ones; one list a way."""
    for question in asked[:_SETTLED]:
        for way in ways:
            way(question)
    found: tuple[list[float], ...] = tuple([] for _ in ways)
    for question in list(asked) * rounds:
        for way, taken in zip(ways, found, strict=True):
            begun = time.perf_counter()
            way(question)
            taken.append(1e3 * (time.perf_counter() - begun))
    return found
