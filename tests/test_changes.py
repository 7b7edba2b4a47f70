"""After a rebuild the library page names the saved questions whose answers changed, to their owner alone."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from app_pages import keeping, rechecking
from chatbot import library_wording as words
from chatbot.converse import Chatbot
from chatbot.thread import Turn, fingerprint, with_answer
from chatbot.threads import Threads
from ingest.embed import open_embedder
from ingest.pipeline import Means, ingest
from tests.conftest import ROOT, write_texts
from tests.test_pages import markup_of

QUESTION = "Should I wear <b>sunscreen</b> after the treatment?"
FRESH = "Wear sunscreen and a hat after the treatment."


@pytest.fixture
def threads(tmp_path: Path) -> Threads:
    return Threads(tmp_path / "conversations", 30)


@pytest.fixture
def page(tmp_path: Path, threads: Threads, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """Open the library page at its own computer, with one question kept from the library as it is."""
    texts = write_texts(tmp_path / "texts", a="Wear sunscreen after the treatment.", b="Tea is warm.")
    ingest([texts], tmp_path / "library", Means(open_embedder("hashing")))
    for name, place in {"LIBRARY": "library", "UPLOADS": "uploads", "SOURCES": "texts", "CLAIMS": "none"}.items():
        monkeypatch.setenv(f"NEEDLEPOINT_{name}", str(tmp_path / place))
    monkeypatch.setenv("NEEDLEPOINT_CONVERSATIONS", str(tmp_path / "conversations"))
    monkeypatch.setenv("NEEDLEPOINT_MODEL", "hashing")
    # A page under test has no browser, so where it was opened is said here.
    for module in ("own", "changes"):
        monkeypatch.setattr(f"app_pages.{module}.is_here", lambda: True)
    chatbot = Chatbot.open(tmp_path / "library", "hashing")
    answer = chatbot.ask(QUESTION)
    asked = with_answer(Turn(QUESTION), answer, chatbot.library.documents(), fingerprint(chatbot.library.manifest))
    threads.add(threads.begin(QUESTION), asked)
    st.cache_resource.clear()
    return AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run().switch_page("app_pages/library.py").run()


def checked() -> rechecking.Checked:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        told = rechecking.now()
        if told and told.is_over:
            return told
        time.sleep(0.1)
    raise AssertionError("The questions were not asked again.")


def test_a_build_is_followed_by_the_saved_questions_and_nothing_is_written(
    page: AppTest, threads: Threads, tmp_path: Path
) -> None:
    kept = [threads.read(entry.id) for entry in threads.listed()]
    (tmp_path / "texts" / "a.txt").write_text(FRESH, encoding="utf-8")
    page.button(key="rebuild").click().run()
    told = checked()
    assert (told.failed, told.total, len(told.changes)) == ("", 1, 1)
    shown = markup_of(page.run())
    assert words.rechecked(1, 1) in shown
    assert QUESTION not in shown
    assert QUESTION.replace("<", "&lt;").replace(">", "&gt;") in shown
    assert "has another text" in shown
    assert f"/?thread={told.changes[0]['thread']}" in shown
    assert [threads.read(entry.id) for entry in threads.listed()] == kept
    assert words.RECHECK_HELP in markup_of(page.button(key="close_recheck").click().run())


def test_they_are_asked_again_on_demand_and_the_same_answer_is_said_to_be(page: AppTest) -> None:
    page.button(key="recheck").click().run()
    assert checked().changes == ()
    assert words.rechecked(0, 0) in markup_of(page.run())


def test_what_was_found_is_forgotten_with_the_conversation(page: AppTest, threads: Threads) -> None:
    page.button(key="recheck").click().run()
    checked()
    [entry] = threads.listed()
    st.session_state.clear()
    keeping.forget_all()
    assert rechecking.now() is None
    assert words.RECHECK_TITLE not in markup_of(page.run())
    assert entry.id not in markup_of(page)


def test_who_is_not_at_this_computer_sees_none_of_it(page: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app_pages.changes.is_here", lambda: False)
    assert words.RECHECK_TITLE not in markup_of(page.run())
    page.button(key="rebuild").click().run()
    time.sleep(0.5)
    assert rechecking.now() is None


def test_a_program_that_fails_is_said_to(page: AppTest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEEDLEPOINT_LIBRARY", str(tmp_path / "nowhere"))
    rechecking.begin()
    assert checked().failed == words.RECHECK_FAILED
    rechecking.drop()
    assert page.exception == []
