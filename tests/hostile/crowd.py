"""How many answers of the library does one added document change: `python -m tests.hostile.crowd [FOLDER]`.

A line for each document: how many of a hundred questions get other quotes of the library, or another outcome, with it.
Without a FOLDER the documents are those of `neighbours`; with one, its files, each alone, uploaded under the name that
the folder's `manifest.json` gives it (`file`, `upload_name`), where there is one.
"""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from chatbot import wording
from chatbot.converse import Chatbot
from chatbot.question_set import said_before
from chatbot.types import Answer, Message
from ingest.embed import Embedder, open_embedder
from ingest.errors import Refused
from ingest.pipeline import Means, ingest
from ingest.store import Library
from ingest.types import Vectors
from ingest.uploads import take
from tests.hostile.neighbours import ROOT, neighbours

SOURCES, CLAIMS, EVALUATION = (ROOT / "data" / name for name in ("sources", "claims", "evaluation"))
SHIPPED = frozenset(path.name for path in SOURCES.glob("*.txt"))
MOST_CHANGED = 2
Probe = tuple[str, tuple[Message, ...]]
ORDINARY = (
    *wording.STARTERS,
    "Is it painful?",
    "How much does it cost?",
    "How long does it take to heal?",
    "How many sessions do I need?",
    "Can I wear makeup the day after?",
    "Does it help with stretch marks?",
    "What needle length is used?",
    "Can it be done on the scalp for hair loss?",
    "Is there any downtime?",
    "What is collagen induction therapy?",
    "Can I use vitamin C serum afterwards?",
    "Is microneedling better than laser?",
    "Can dark skin be treated?",
    "What should I avoid before a session?",
    "Who invented microneedling?",
    "Is it covered by insurance in Norway?",
    "Does it work for cellulite?",
    "Can I exercise after it?",
    "What is the best brand of dermaroller?",
    "Does microneedling cure diabetes?",
    "Can teenagers do it?",
    "How deep do the needles go?",
    "What is the weather like in Madrid?",
    "Can I swim in the sea afterwards?",
)


class Remembering:
    """An embedder that embeds each text once, for all libraries."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder, self._known = embedder, {}  # type: tuple[Embedder, dict[str, Vectors]]
        self.fingerprint, self.vocabulary = embedder.fingerprint, embedder.vocabulary

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Embed texts, one unit row each."""
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        if new:
            self._known.update(zip(new, self._embedder.encode(new), strict=True))
        return np.stack([self._known[text] for text in texts]) if texts else self._embedder.encode(texts)


def probes() -> list[Probe]:
    """List a hundred questions, with what was said before each."""
    lines = (EVALUATION / "dev.jsonl").read_text(encoding="utf-8").splitlines()
    asked = [(entry["question"], tuple(said_before(entry))) for entry in map(json.loads, lines)]
    return [*asked, *((question, ()) for question in ORDINARY)]


def opened(folder: Path, embedder: Embedder, added: Iterable[tuple[str, bytes]] = ()) -> Chatbot:
    """Build a library of the four documents and those added, by name; what is refused is left out."""
    sources = folder / "sources"
    shutil.copytree(SOURCES, sources)
    for name, content in added:
        (sources / name).write_bytes(content)
    ingest([sources], folder / "library", Means(embedder, CLAIMS))
    return Chatbot(Library.open(folder / "library"), embedder)


def changed(before: Sequence[Answer], after: Sequence[Answer]) -> list[str]:
    """Name the questions that are answered otherwise: with another outcome, or other quotes of the library."""
    return [
        old.question
        for old, new in zip(before, after, strict=True)
        if (old.outcome, of_the_library(old)) != (new.outcome, of_the_library(new))
    ]


def of_the_library(answer: Answer) -> list[str]:
    """Name the passages of the four documents that an answer quotes."""
    return [quote.passage.id for quote in answer.quotes if quote.document in SHIPPED]


def told(documents: Iterable[tuple[str, bytes]]) -> Iterator[str]:
    """Yield a line for each document, added alone."""
    embedder = Remembering(open_embedder())
    before = answers(embedder)
    for name, content in documents:
        taken = kept(name, content)
        after = answers(embedder, (taken, content)) if taken else before
        yield f"{f'{len(changed(before, after)):3} of {len(before)} changed' if taken else 'refused':18}  {name[:60]!r}"


def kept(upload_name: str, content: bytes) -> str:
    """Name a document as it would be kept when somebody adds it on the page; empty where it is refused."""
    with TemporaryDirectory() as folder:
        try:
            return take(upload_name, content, Path(folder), SHIPPED)
        except Refused:
            return ""


def answers(embedder: Embedder, *added: tuple[str, bytes]) -> list[Answer]:
    """Answer all questions beside some documents."""
    with TemporaryDirectory() as folder:
        chatbot = opened(Path(folder), embedder, added)
        answered = [chatbot.ask(*probe) for probe in probes()]
        chatbot.library.close()
        return answered


def given(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Yield the files of a folder with the names they are uploaded under."""
    manifest = folder / "manifest.json"
    entries = json.loads(manifest.read_text(encoding="utf-8")) if manifest.exists() else []
    names = {entry["file"]: entry["upload_name"] for entry in entries}
    for path in sorted(folder.iterdir()):
        if path != manifest:
            yield names.get(path.name, path.name), path.read_bytes()


def main() -> None:
    """Print a line for each document."""
    ours = ((neighbour.name, neighbour.text.encode()) for neighbour in neighbours())
    for line in told(given(Path(sys.argv[1])) if len(sys.argv) > 1 else ours):
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
