"""The library page: what is added, refused, removed, described and set back, and what is searched."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from app_pages import work
from chatbot import library_wording as words
from ingest import uploads
from ingest.embed import open_embedder
from ingest.errors import LibraryBusy
from ingest.manifest import read_manifest
from ingest.pipeline import Means, ingest
from ingest.store import Library
from ingest.versions import one_writer
from tests.conftest import ROOT, write_texts
from tests.test_pages import markup_of

ZINC = b"Zinc cream soothes the skin after the treatment.\n"


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    texts = write_texts(
        tmp_path / "texts", a="Wear sunscreen after the treatment.", b="Drink water after the treatment."
    )
    said = '["a.txt"]\ntitle = "Sun"\nkind = "leaflet"\n["b.txt"]\ntitle = "Water"\nkind = "leaflet"\n'
    (texts / "sources.toml").write_text(said, encoding="utf-8")
    ingest([texts], tmp_path / "library", Means(open_embedder("hashing")))
    places = {"LIBRARY": "library", "UPLOADS": "uploads", "SOURCES": "texts", "CLAIMS": "none"}
    for name, place in places.items():
        monkeypatch.setenv(f"NEEDLEPOINT_{name}", str(tmp_path / place))
    monkeypatch.setenv("NEEDLEPOINT_MODEL", "hashing")
    monkeypatch.setattr("app_pages.own.is_here", lambda: True)
    st.cache_resource.clear()
    return AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run().switch_page("app_pages/library.py").run()


def finished() -> work.Told:
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline:
        told = work.now()
        if told and told.is_over:
            return told
        time.sleep(0.1)
    raise AssertionError("The work did not end.")


def names(tmp_path: Path) -> set[str]:
    return set(Library.open(tmp_path / "library").documents())


def add(page: AppTest, *files: tuple[str, bytes]) -> work.Told:
    page.file_uploader[0].set_value([(name, content, "text/plain") for name, content in files])
    page.run()
    page.button(key="add_files").click().run()
    told = finished()
    page.run()
    return told


def test_files_are_added_or_refused_one_by_one_and_the_answer_says_whose_it_is(page: AppTest, tmp_path: Path) -> None:
    told = add(page, ("zinc.txt", ZINC), ("bad.pdf", b"%PDF-1.7 broken"), ("../a.txt", b"Tea is warm."))
    assert [file.state for file in told.files] == ["accepted", words.REFUSED, "accepted as a (2).txt"]
    assert told.files[1].reason.startswith("bad.pdf ")
    assert names(tmp_path) == {"a.txt", "b.txt", "zinc.txt", "a (2).txt"}
    shown = markup_of(page)
    assert words.DONE_TITLE in shown
    assert "bad.pdf" in shown
    assert not page.exception
    page.switch_page("app_pages/chat.py").run()
    answered = markup_of(page.chat_input(key="typed").set_value("Does zinc cream soothe the skin?").run())
    assert "Zinc cream soothes the skin" in answered
    assert "your document" in answered


def test_where_no_file_is_taken_the_library_stays(page: AppTest, tmp_path: Path) -> None:
    told = add(page, ("x.exe", b"MZ\x90\x00"))
    assert told.failed.startswith(words.NOTHING_TAKEN)
    assert Library.open(tmp_path / "library").version == "v0001"
    assert words.FAILED_TITLE in markup_of(page)
    assert words.FAILED_TITLE not in markup_of(page.button(key="close_note").click().run())


def test_a_document_is_described_and_removed(page: AppTest, tmp_path: Path) -> None:
    add(page, ("zinc.txt", ZINC))
    page.text_input(key="fact_url_zinc.txt").set_value("javascript:alert(1)")
    save = next(button for button in page.button if button.label == words.SAVE)
    assert "Give a whole address" in markup_of(save.click().run())
    page.text_input(key="fact_url_zinc.txt").set_value("https://site.example/zinc")
    page.text_input(key="fact_author_zinc.txt").set_value("Ann “A.” O'Neil")
    next(button for button in page.button if button.label == words.SAVE).click().run()
    assert finished().failed == ""
    facts = Library.open(tmp_path / "library").document("zinc.txt").facts
    assert (facts.author, facts.url, facts.is_vouched) == ("Ann “A.” O'Neil", "https://site.example/zinc", True)
    page.run()
    page.button(key="remove_surely_zinc.txt").click().run()
    assert finished().failed == ""
    assert names(tmp_path) == {"a.txt", "b.txt"}
    assert uploads.files(tmp_path / "uploads") == ()
    assert read_manifest(tmp_path / "uploads") == {}


def test_going_back_and_building_again(page: AppTest, tmp_path: Path) -> None:
    add(page, ("zinc.txt", ZINC))
    page.button(key="restore_surely_v0001").click().run()
    assert words.RESTORED.format(name="v0001", fresh="v0003") in markup_of(page)
    assert names(tmp_path) == {"a.txt", "b.txt"}
    assert "zinc.txt" in markup_of(page)
    page.button(key="rebuild").click().run()
    assert finished().failed == ""
    assert names(tmp_path) == {"a.txt", "b.txt", "zinc.txt"}


def test_a_library_that_somebody_else_writes_is_said_to_be_busy(page: AppTest, tmp_path: Path) -> None:
    with one_writer(tmp_path / "library"):
        told = add(page, ("zinc.txt", ZINC))
    assert told.failed.startswith("Another ingest is writing")
    assert words.FILES_NOT_TAKEN.format(names="zinc.txt") in markup_of(page)


def test_only_one_work_goes_on_at_a_time(page: AppTest) -> None:
    assert not page.exception
    work.begin(before=lambda: time.sleep(1))
    with pytest.raises(LibraryBusy, match="being built already"):
        work.begin()
    finished()


def test_the_choice_is_kept_said_above_the_answer_and_taken_back(page: AppTest) -> None:
    page.checkbox(key="search_a.txt").uncheck().run()
    assert "Searched only: “Water”." in markup_of(page)
    page.switch_page("app_pages/chat.py").run()
    assert "Searched only: “Water”." in markup_of(page)
    shown = markup_of(page.chat_input(key="typed").set_value("What should I do after the treatment?").run())
    assert "Drink water" in shown
    assert "Wear sunscreen" not in shown
    assert "Searched only: “Water”." in shown
    page.switch_page("app_pages/library.py").run()
    assert page.checkbox(key="search_a.txt").value is False
    page.button(key="search_all").click().run()
    assert "Searched only" not in markup_of(page)
    page.button(key="only_a.txt").click().run()
    assert "Searched only: “Sun”." in markup_of(page)


def test_visitors_choose_but_change_nothing(page: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app_pages.own.is_here", lambda: False)
    shown = markup_of(page.run())
    assert words.ADD_ONLY_HERE in shown
    assert not page.file_uploader
    assert not [button for button in page.button if button.key and button.key.startswith(("restore", "remove", "reb"))]
    assert page.checkbox(key="search_a.txt").value is True
    monkeypatch.setenv("NEEDLEPOINT_UPLOADS_ALLOWED", "1")
    assert words.ADD_ON_SERVER[:40] in markup_of(page.run())


def test_readiness_is_said(page: AppTest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = markup_of(page.switch_page("app_pages/ready.py").run())
    assert "v0001" in shown
    assert words.SEARCH_SCAN in shown
    monkeypatch.setenv("NEEDLEPOINT_LIBRARY", str(tmp_path / "missing"))
    assert words.NOT_READY in markup_of(page.run())
