"""The sources, character by character, with a bad address, and from a hostile document."""

from __future__ import annotations

from urllib.parse import quote, urlencode

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from chatbot import wording
from tests.browsing import ROOT, ask, open_at, rest

pytestmark = pytest.mark.browser
NAMES = sorted(path.name for path in (ROOT / "data" / "sources").glob("*.txt"))


def source(address: str, start: int = 100, end: int = 140) -> str:
    return f"{address}/sources?" + urlencode({"doc": NAMES[0], "start": start, "end": end})


def test_the_whole_text_of_every_source_is_shown_character_by_character(page: Page, address: str) -> None:
    for name in NAMES:
        shown = page.locator(f'[data-document="{name}"]')
        open_at(page, f"{address}/sources?doc={quote(name)}", f'[data-document="{name}"]')
        assert shown.text_content() == (ROOT / "data" / "sources" / name).read_bytes().decode()


def test_a_document_that_is_not_there_is_said_to_be_missing(page: Page, address: str) -> None:
    page.goto(f"{address}/sources?doc={quote('<b>nothing</b>')}&start=1&end=2")
    expect(page.locator(".np-note")).to_have_text(wording.NO_SUCH_DOCUMENT.format(name="<b>nothing</b>"))
    expect(page.locator(".np-card")).to_have_count(len(NAMES))


def test_a_place_that_is_not_there_shows_the_whole_text_and_says_so(page: Page, address: str) -> None:
    for start, end in ((-1, 5), (5, 5), (0, 10**8)):
        page.goto(source(address, start, end))
        expect(page.locator(".np-note")).to_contain_text("does not name a place")
        expect(page.locator(".np-text")).to_be_visible()
        expect(page.locator("#quoted")).to_have_count(0)


def test_a_hostile_document_is_shown_character_by_character_and_does_nothing(
    context: BrowserContext, hostile_address: str, hostile: str
) -> None:
    requests: list[str] = []
    context.on("request", lambda request: requests.append(request.url))
    page = context.new_page()
    page.goto(hostile_address)
    quotes = ask(page, "What does aftercare mean?").locator("[data-quote], [data-near]").all()
    assert quotes
    for shown in quotes:
        place = shown.get_attribute("data-quote") or shown.get_attribute("data-near") or ""
        start, end = (int(part) for part in place.rsplit(":", 2)[1:])
        assert shown.text_content() == hostile[start:end]
    page.locator("a.np-chip").first.click()
    page.locator("#quoted").wait_for()
    rest(page)
    assert page.locator(".np-text").text_content() == hostile
    assert [url for url in requests if not url.startswith((hostile_address, f"blob:{hostile_address}"))] == []
