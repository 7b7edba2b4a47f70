"""Without the model a library is compared by words: it says so, still answers, and nothing on disk changes."""

from __future__ import annotations

import shutil
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from chatbot import library_wording as words
from chatbot.converse import Chatbot
from chatbot.types import Outcome
from ingest.embed import HashingEmbedder
from ingest.lexical import EMBEDDER, WordLibrary
from ingest.pipeline import Means, ingest
from ingest.store import SCAN, Library
from tests.conftest import CLAIMS, ROOT, SOURCES, gold_questions, snapshot
from tests.test_pages import markup_of


def test_it_is_the_library_that_the_model_of_words_would_have_built(library_folder: Path, tmp_path: Path) -> None:
    ingest([SOURCES], tmp_path / "library", Means(HashingEmbedder(), CLAIMS))
    before = snapshot(library_folder)
    with closing(WordLibrary.open(library_folder)) as found, closing(Library.open(tmp_path / "library")) as expected:
        rows = range(1, expected.count + 1)
        assert np.array_equal(found.vectors.of(rows), expected.vectors.of(rows))
        assert np.array_equal(found.asked, expected.asked)
        assert found.search_meaning(found.vectors.of([7])[0], 9) == expected.scan(expected.vectors.of([7])[0], 9)
        assert isinstance(found.vouched(), WordLibrary)
    assert snapshot(library_folder) == before


def test_by_words_alone_most_questions_are_answered_and_most_of_the_others_refused(library_folder: Path) -> None:
    chatbot = Chatbot(WordLibrary.open(library_folder), EMBEDDER)
    asked = gold_questions()
    answered = [chatbot.ask(entry["question"]).outcome is Outcome.ANSWERED for entry in asked if "history" not in entry]
    assert sum(answered) > len(answered) / 2


def test_the_page_answers_without_the_model_and_says_so(
    library_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEEDLEPOINT_LIBRARY", str(library_folder))
    monkeypatch.setenv("NEEDLEPOINT_MODEL", str(tmp_path))
    st.cache_resource.clear()
    page = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
    assert "matched by their words alone" in markup_of(page)
    shown = markup_of(page.chat_input(key="typed").set_value("What are the side effects of microneedling?").run())
    assert "data-quote" in shown
    ready = markup_of(page.switch_page("app_pages/ready.py").run())
    assert words.SEARCH_WORDS in ready
    assert words.LIMITED in ready


@pytest.mark.parametrize("damage", [shutil.rmtree, lambda index: (index / "chroma.sqlite3").write_bytes(b"broken")])
def test_where_the_index_alone_is_damaged_every_passage_is_compared(
    library_folder: Path, tmp_path: Path, damage: object
) -> None:
    folder = tmp_path / "library"
    shutil.copytree(library_folder, folder)
    assert callable(damage)
    damage(folder / (folder / "CURRENT").read_text(encoding="utf-8").strip() / "chroma")
    with closing(Library.open(folder)) as found, closing(Library.open(library_folder)) as whole:
        assert found.notice == SCAN
        vector = whole.vectors.of([3])[0]
        assert found.search_meaning(vector, 20) == whole.scan(vector, 20)
        assert found.documents() == whole.documents()
    chatbot = Chatbot.open(folder)
    assert chatbot.ask("What are the side effects of microneedling?").outcome is Outcome.ANSWERED
