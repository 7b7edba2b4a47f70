"""How fast documents become a library: beside the baseline, beside the bare model, when one of a thousand changed."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.baseline.answers import split, store
from benchmarks.figures import ROOT, Figure
from benchmarks.texts import document, sentences, write_corpus
from ingest.chunk import chunk
from ingest.clean import clean
from ingest.compared import searched_as
from ingest.embed import HashingEmbedder, open_embedder
from ingest.gather import gather
from ingest.pipeline import Means, ingest
from ingest.types import Vectors

_LEAST_TIMES, _LEAST_OF_BARE = 2.0, 0.9
_MEMORY = """
import sys
from pathlib import Path
from ingest.embed import open_embedder
from ingest.pipeline import Means, ingest
ingest([Path(sys.argv[1])], Path(sys.argv[2]), Means(open_embedder()))
# Not ru_maxrss, which a process inherits from the one that started it.
print(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")))
"""


class Counted(HashingEmbedder):
    """The fake model, which counts what it embeds."""

    count = 0

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Embed texts, and count them."""
        self.count += len(texts)
        return super().encode(texts)


def ingests(scratch: Path, passages: int) -> list[Figure]:
    """Ingest the same text with both; passages and characters per second, memory in MiB."""
    texts = scratch / "texts"
    write_corpus(texts, passages, 60)
    characters = sum(len(path.read_text(encoding="utf-8")) for path in texts.iterdir())
    embedder = open_embedder()
    embedder.load()
    begun = time.perf_counter()
    report = ingest([texts], scratch / "library", Means(embedder))
    ours = time.perf_counter() - begun
    documents = [clean(source) for source in gather([texts]).sources]
    searched = searched_as([passage for each in documents for passage in chunk(each)], documents)
    bare = _seconds(lambda: embedder.encode(searched))
    pieces = split(texts)
    store(pieces[:1], scratch / "loaded")  # its model is in memory, as ours was
    theirs = _seconds(lambda: store(pieces, scratch / "store"))
    rate, most = report.passages / ours, len(searched) / bare
    return [
        Figure(
            "ingest, passages (the baseline: pieces) in a second",
            "/s",
            rate,
            len(pieces) / theirs,
            factor=_LEAST_TIMES,
            more_is_better=True,
        ),
        Figure(
            "ingest, characters of text in a second", "/s", characters / ours, characters / theirs, more_is_better=True
        ),
        Figure("ingest rate of the bare model's", "", rate / most, goal=_LEAST_OF_BARE, more_is_better=True),
        Figure("ingest, most memory", "MiB", _memory(texts, scratch / "again")),
        Figure("texts embedded when 1 document of 1,000 changed (it has 6)", "", _embedded_anew(scratch), goal=7),
    ]


def _embedded_anew(scratch: Path) -> float:
    """Change one document of a thousand and count what is embedded."""
    texts, counting = scratch / "thousand", Counted()
    write_corpus(texts, 6000, 6)
    ingest([texts], scratch / "of-thousand", Means(counting))
    counting.count = 0
    (texts / "00500.md").write_text(document(500, sentences(99), 6), encoding="utf-8")
    ingest([texts], scratch / "of-thousand", Means(counting))
    return counting.count


def _memory(texts: Path, library: Path) -> float:
    """Ingest in a process of its own and give the most memory it had."""
    command = [sys.executable, "-c", _MEMORY, str(texts), str(library)]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout  # noqa: S603  our own
    return int(said.split()[-1]) / 1024


def _seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun
