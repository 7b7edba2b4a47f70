"""A conversation is drawn anew at every message, and what was drawn of an answer is drawn as it was."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from app_pages import answered
from chatbot.converse import Chatbot
from chatbot.thread import Turn
from ingest.store import Library
from tests.conftest import ROOT
from tests.test_keeping import ask, markup_of

TEXT = "Wear sunscreen every day after the treatment.\n\nSwelling goes down within two days."


@pytest.mark.usefixtures("kept")
def test_the_markup_of_an_answer_is_made_once_and_stays_the_same(
    small_chatbot: Callable[..., Chatbot], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small_chatbot(aftercare=TEXT)
    monkeypatch.setenv("NEEDLEPOINT_LIBRARY", str(tmp_path / "library"))
    monkeypatch.setenv("NEEDLEPOINT_MODEL", "hashing")
    made: list[int] = []
    make = answered._made

    def counted(library: Library, said: Turn, number: int) -> str:
        made.append(number)
        return make(library, said, number)

    monkeypatch.setattr(answered, "_made", counted)
    page = AppTest.from_file(str(ROOT / "app.py"), default_timeout=30).run()
    first = ask(page, "Should I wear sunscreen?").session_state["drawn"][0][2]
    for message in ("Does swelling last?", "hello"):
        ask(page, message)
    assert made == [0, 1, 2]
    assert first in markup_of(page)
    for number, (library, said, drawn) in page.session_state["drawn"].items():
        assert drawn == make(library, said, number)
        assert markup_of(page).count(drawn) == 1
