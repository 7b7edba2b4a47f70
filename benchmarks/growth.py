"""What grows with the library: time to build, disk, memory, time to open and to answer, and what the index misses."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

import numpy as np

from benchmarks.answers import milliseconds
from benchmarks.composed import ComposedEmbedder
from benchmarks.figures import ROOT, Figure, Point, at, middle
from benchmarks.texts import questions, write_corpus
from chatbot.converse import Chatbot
from ingest.embed import open_embedder
from ingest.pipeline import Means, ingest
from ingest.store import Library

_EACH = 96
_NEAREST, _BEST = 10, 100
_GOALS = {100_000: 40.0}


def growth(scratch: Path, sizes: tuple[int, ...]) -> tuple[list[Figure], list[Point]]:
    """Build and ask a library of each size, each in a process of its own."""
    points = [_measured(scratch / str(size), size) for size in sizes]
    figures = []
    for size, point in zip(sizes, points, strict=True):
        figures.append(
            Figure(f"answer at {size:,} passages, p50", "ms", point.measured["p50 ms"], goal=_GOALS.get(size))
        )
        recall = point.measured["recall"]
        figures.append(Figure(f"nearest passages found at {size:,}", "", recall, goal=0.99, more_is_better=True))
        figures.append(
            Figure(f"best passages by BM25 found at {size:,}", "", point.measured["words"], more_is_better=True)
        )
    return figures, points


def _measured(scratch: Path, passages: int) -> Point:
    command = [sys.executable, "-m", "benchmarks.growth", str(scratch), str(passages)]
    said = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True).stdout  # noqa: S603  our own
    return Point(passages, json.loads(said.splitlines()[-1]))


def measure(scratch: Path, passages: int) -> dict[str, float]:
    """Build a library of so many passages, open it and ask it."""
    write_corpus(scratch / "texts", passages, _EACH)
    embedder = ComposedEmbedder(open_embedder())
    begun = time.perf_counter()
    report = ingest([scratch / "texts"], scratch / "library", Means(embedder))
    built = time.perf_counter() - begun
    disk = sum(file.stat().st_size for file in (scratch / "library").rglob("*") if file.is_file())
    before, begun = _resident(), time.perf_counter()
    library = Library.open(scratch / "library")
    chatbot = Chatbot(library, embedder)
    asked = questions(7, 60)
    chatbot.ask(asked[0])
    opened = time.perf_counter() - begun
    [taken] = milliseconds([chatbot.ask], asked, 2)
    return {
        "passages": report.passages,
        "build s": round(built, 1),
        "disk MiB": round(disk / 2**20, 1),
        "memory MiB": round(_resident() - before, 1),
        "first answer s": round(opened, 2),
        "p50 ms": round(middle(taken), 1),
        "p95 ms": round(at(taken, 0.95), 1),
        "recall": recall(library, embedder, asked),
        "words": words_found(chatbot, asked),
    }


def recall(library: Library, embedder: ComposedEmbedder, asked: list[str]) -> float:
    """Give the share of the ten nearest passages, by exact comparison, that the search finds."""
    shares = []
    for vector in np.concatenate([embedder.encode([question]) for question in asked]):
        exact = library.scan(vector, _NEAREST)
        found = {score for _, score in library.search_meaning(vector, _NEAREST)}
        least = exact[-1][1] - 1e-5  # of equally near ones any will do
        shares.append(sum(score >= least for score in found) / len({score for _, score in exact}))
    return round(min(1.0, sum(shares) / len(shares)), 4)


def words_found(chatbot: Chatbot, asked: list[str]) -> float:
    """Give the share of the hundred best passages by BM25, all weighed, that the search for words finds."""
    shares = []
    for sought in map(chatbot.retriever.seek, asked):
        exact = {row for row, _ in chatbot.library.search_words(sought.phrases, _BEST)}
        found = chatbot.library.search_terms(sought.groups, _BEST)
        shares.append(len(exact.intersection(found)) / len(exact) if exact else 1.0)
    return round(sum(shares) / len(shares), 4)


def _resident() -> float:
    status = Path("/proc/self/status")
    lines = status.read_text(encoding="utf-8").splitlines() if status.is_file() else []
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS")), 0.0)


if __name__ == "__main__":
    print(json.dumps(measure(Path(sys.argv[1]), int(sys.argv[2]))))
