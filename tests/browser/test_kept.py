"""A reader reloads, finds, renames and deletes conversations, goes private, and takes one along."""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from chatbot import kept_wording as words
from chatbot.__main__ import main
from tests.browser.conftest import serve
from tests.browsing import ask, open_at, rest, slices, violations

pytestmark = pytest.mark.browser
QUESTION, SECOND = "What are the side effects of microneedling?", "What does it cost in Lisbon?"
MARKER = "zqkeptxv"


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as made:
        yield Path(made) / "conversations"


@pytest.fixture(scope="module")
def keeping_address(library: Path, folder: Path) -> Iterator[str]:
    yield from serve(library, NEEDLEPOINT_CONVERSATIONS=str(folder))


@pytest.fixture
def reader(context: BrowserContext, keeping_address: str) -> Page:
    page = context.new_page()
    open_at(page, keeping_address, ".st-key-starters")
    return page


def test_a_reload_shows_the_same_conversation_and_another_tab_needs_its_address(
    reader: Page, context: BrowserContext, keeping_address: str
) -> None:
    quotes = slices(ask(reader, QUESTION))
    expect(reader).to_have_url(re.compile(r"\?thread=[\w-]{22}$"))
    reader.reload()
    expect(reader.locator(".np-message")).to_have_text(QUESTION)
    expect(reader.locator(".np-answer")).to_have_count(1)
    assert slices(reader.locator(".np-answer")) == quotes != []
    other = context.new_page()
    other.goto(reader.url)
    expect(other.locator(".np-message")).to_have_text(QUESTION)
    other.goto(keeping_address)
    other.locator(".st-key-starters").wait_for()
    expect(other.locator(".np-message")).to_have_count(0)


def test_the_way_back_leads_out_of_a_conversation(reader: Page) -> None:
    reader.goto("about:blank")
    reader.go_back()
    reader.locator(".st-key-starters").wait_for()
    rest(reader)
    before = reader.url
    ask(reader, "hello")
    expect(reader).to_have_url(re.compile("thread="))
    reader.go_back()
    expect(reader).to_have_url(before)
    reader.wait_for_timeout(1_000)
    expect(reader).to_have_url(before)
    expect(reader.locator(".np-message")).to_have_text("hello")


def test_a_conversation_is_found_renamed_opened_and_deleted(reader: Page, folder: Path) -> None:
    ask(reader, f"What does {MARKER} cost?")
    reader.get_by_role("link", name=words.SAVED_TITLE).click()
    search = reader.get_by_label(words.SAVED_SEARCH)
    search.fill(MARKER.upper())
    search.press("Enter")
    expect(reader.locator(".np-saved-title")).to_have_count(1)
    reader.get_by_role("button", name=words.RENAME).click()
    title = reader.get_by_label(words.RENAME_TO)
    title.fill("<b>Mine</b>")
    title.press("Enter")
    expect(reader.locator(".np-saved-title")).to_have_text("<b>Mine</b>")
    reader.keyboard.press("Escape")
    rest(reader)
    reader.locator(".np-saved-title").click()
    expect(reader.locator(".np-message")).to_contain_text(MARKER)
    reader.get_by_role("link", name=words.SAVED_TITLE).click()
    search.fill("mine")
    search.press("Enter")
    expect(reader.locator(".np-saved-title")).to_have_count(1)
    reader.get_by_role("button", name=words.DELETE, exact=True).click()
    reader.get_by_role("button", name=words.DELETE_SURELY).click()
    expect(reader.get_by_text(words.SAVED_NOT_FOUND)).to_be_visible()
    assert not any(MARKER.encode() in path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_private_takes_the_conversation_off_the_disk_and_out_of_the_address(reader: Page, folder: Path) -> None:
    ask(reader, f"{MARKER} hello")
    expect(reader).to_have_url(re.compile("thread="))
    reader.get_by_text(words.PRIVATE, exact=True).click()
    expect(reader.get_by_text(words.NOT_KEPT)).to_be_visible()
    rest(reader)
    ask(reader, f"{MARKER} again")
    assert "thread" not in reader.url
    assert not any(MARKER.encode() in path.read_bytes() for path in folder.rglob("*") if path.is_file())
    reader.reload()
    reader.locator(".st-key-starters").wait_for()
    expect(reader.locator(".np-message")).to_have_count(0)


def test_what_is_taken_along_is_the_conversation_and_verifies_itself(
    reader: Page, context: BrowserContext, library: Path, tmp_path: Path
) -> None:
    quotes = slices(ask(reader, QUESTION))
    ask(reader, SECOND)
    reader.get_by_role("button", name=words.TAKE).click()
    for label, name in ((words.TAKE_TRANSCRIPT, "t.json"), (words.TAKE_SHEET_HTML, "s.html")):
        with reader.expect_download() as download:
            reader.get_by_role("button", name=label).click()
        download.value.save_as(tmp_path / name)
    told = json.loads((tmp_path / "t.json").read_text(encoding="utf-8"))
    shown = [quote["quote"] for said in told["turns"][0]["statements"] for quote in said["quotes"]]
    assert sorted(shown) == sorted(text for text, _ in quotes)
    assert main(["verify", str(tmp_path / "t.json"), "--library", str(library)]) == 0
    sheet = context.new_page()
    sheet.goto((tmp_path / "s.html").as_uri())
    expect(sheet.get_by_role("heading", name=QUESTION)).to_be_visible()
    assert violations(sheet) == []


def test_an_objection_is_kept_and_shown_again(reader: Page) -> None:
    ask(reader, QUESTION)
    reader.get_by_role("button", name=words.REPORT).click()
    dialog = reader.get_by_role("dialog")
    expect(dialog.get_by_role("heading", name=words.WHOLE_ANSWER)).to_be_visible()
    assert violations(reader) == []
    dialog.get_by_text(words.MISREAD, exact=True).nth(1).click()
    expect(dialog.locator('[aria-checked="true"], [aria-pressed="true"]')).to_have_count(1)
    rest(reader)
    reader.reload()
    rest(reader)
    reader.get_by_role("button", name=words.REPORT).click()
    expect(dialog.locator('[aria-checked="true"], [aria-pressed="true"]')).to_have_count(1)
