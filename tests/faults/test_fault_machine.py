"""Documents added, edited and removed, ingests killed, readers restarted, in any order: held against a dictionary."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import closing
from pathlib import Path
from typing import ClassVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from chatbot.converse import Chatbot
from ingest.embed import open_embedder
from ingest.pipeline import Means, ingest
from ingest.store import Library
from tests.faults.trials import Ingests, Trial

pytestmark = pytest.mark.slow
NAMES = [f"d{number}" for number in range(5)]
WORDS = ["skin", "scars", "redness", "collagen", "sunscreen", "serum", "needles", "healing"]
chosen = st.lists(st.sampled_from(WORDS), min_size=2, max_size=4, unique=True)
sentences = chosen.map(lambda words: f"Here {' '.join(words)} matter.")
texts = st.lists(sentences, min_size=1, max_size=3, unique=True).map(" ".join)


class Changes(RuleBasedStateMachine):
    """`files` are what is on disk, `published` what the library must hold; after a kill it may hold either."""

    forks: ClassVar[Ingests]

    @initialize()
    def begin(self) -> None:
        self.root = Path(tempfile.mkdtemp(prefix="needlepoint-test-"))
        (self.root / "texts").mkdir()
        self.files: dict[str, str] = {}
        self.published: dict[str, str] = {}
        self.reader: Chatbot | None = None

    def teardown(self) -> None:
        if self.reader:
            self.reader.library.close()
        shutil.rmtree(self.root, ignore_errors=True)

    @property
    def library(self) -> Path:
        return self.root / "library"

    @rule(name=st.sampled_from(NAMES), text=texts)
    def add_or_edit(self, name: str, text: str) -> None:
        self.files[name] = text
        (self.root / "texts" / f"{name}.txt").write_text(text, encoding="utf-8")

    @precondition(lambda self: self.files)
    @rule(data=st.data())
    def remove(self, data: st.DataObject) -> None:
        name = data.draw(st.sampled_from(sorted(self.files)))
        del self.files[name]
        (self.root / "texts" / f"{name}.txt").unlink()

    @precondition(lambda self: self.files)
    @rule()
    def build(self) -> None:
        ingest([self.root / "texts"], self.library, Means(open_embedder("hashing")))
        self.published = dict(self.files)

    @precondition(lambda self: self.files)
    @rule(step=st.integers(1, 500))
    def kill(self, step: int) -> None:
        arguments = (str(self.root / "texts"), "--library", str(self.library))
        ended = self.forks.run(Trial(arguments, str(self.library), step=step, error=-1, writes=True))
        assert ended.status in (0, -9), ended.said
        held = self.held()
        assert held in (self.published, self.files)
        assert ended.status == -9 or held == self.files
        self.published = held

    @precondition(lambda self: self.published)
    @rule()
    def restart(self) -> None:
        if self.reader:
            self.reader.library.close()
        self.reader = Chatbot.open(self.library, "hashing")
        assert self.reader.library.notice is None or not self.was_named()
        self.read = dict(self.published)

    def was_named(self) -> bool:
        return (self.library / "CURRENT").is_file()

    @precondition(lambda self: self.reader)
    @rule(word=st.sampled_from(WORDS))
    def query(self, word: str) -> None:
        """A reader keeps answering from the version it opened, whatever was published or killed since."""
        assert self.reader is not None
        library = self.reader.library
        exact = {name for name, text in self.read.items() if word in text}
        found = {passage.document.removesuffix(".txt") for passage in library.passages(self.rows(word))}
        assert found == exact
        for quote in self.reader.ask(f"Does {word} matter?").quotes:
            assert quote.text in self.read[quote.document.removesuffix(".txt")]

    def rows(self, word: str) -> list[int]:
        assert self.reader is not None
        return [row for row, _ in self.reader.library.search_words([word], 100)]

    def held(self) -> dict[str, str]:
        if not self.library.is_dir() or not any(self.library.glob("v*/manifest.json")):
            return {}
        with closing(Library.open(self.library)) as library:
            return {name.removesuffix(".txt"): document.text for name, document in library.documents().items()}

    @invariant()
    def the_library_holds_what_was_published(self) -> None:
        assert self.held() == self.published


def test_whatever_happens_in_whatever_order_the_library_is_what_was_published(forks: Ingests) -> None:
    Changes.forks = forks
    checks = [HealthCheck.too_slow]
    Changes.TestCase.settings = settings(max_examples=25, stateful_step_count=20, suppress_health_check=checks)
    case = Changes.TestCase()
    case.runTest()
