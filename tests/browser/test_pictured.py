"""A reader looks at the page of a PDF with a quote marked on it, from the answer and from the source."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from chatbot import wording
from tests.browser.conftest import build, serve
from tests.browser.test_views import violations
from tests.browsing import ask, is_wider_than_window
from tests.making import lines, pdf

pytestmark = pytest.mark.browser
FIRST = "Redness fades in a few days."
SENTENCE = "Wear sunscreen every day after the treatment."
QUESTION = "Should I wear sunscreen after the treatment?"
CONTENT = pdf(lines(FIRST), lines("Swelling is common.", SENTENCE))


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("leaflets") / "sources"
    folder.mkdir()
    (folder / "A leaflet.pdf").write_bytes(CONTENT)
    return folder


@pytest.fixture(scope="module")
def leaflet_address(sources: Path) -> Iterator[str]:
    places = {"NEEDLEPOINT_SOURCES": str(sources), "NEEDLEPOINT_UPLOADS": str(sources.parent / "uploads")}
    fake = {"NEEDLEPOINT_MODEL": "hashing", "NEEDLEPOINT_CONVERSATIONS": str(sources.parent / "conversations")}
    yield from serve(build(sources, sources.parent / "library", **fake), **places, **fake)


@pytest.fixture
def reader(context: BrowserContext, leaflet_address: str) -> Page:
    page = context.new_page()
    page.goto(leaflet_address)
    page.locator(".st-key-starters").wait_for()
    return page


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 320])
def test_the_page_opens_over_the_answer_with_the_quote_marked(reader: Page, scheme: str, width: int) -> None:
    reader.set_viewport_size({"width": width, "height": 844})
    reader.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    ask(reader, QUESTION).get_by_text(wording.SEE_PAGE.format(page=2), exact=True).click()
    shown = reader.get_by_role("img", name=wording.PICTURE_SHOWS.format(page=2, quote=SENTENCE))
    expect(shown).to_be_visible()
    assert shown.evaluate("(image) => image.naturalWidth") > 1000
    expect(reader.get_by_role("dialog")).to_contain_text(wording.PICTURE.format(page=2))
    assert not is_wider_than_window(reader)
    assert violations(reader) == []


def test_it_is_opened_and_closed_with_the_keyboard(reader: Page) -> None:
    button = ask(reader, QUESTION).get_by_text(wording.SEE_PAGE.format(page=2), exact=True)
    for _ in range(2):
        button.focus()
        reader.keyboard.press("Enter")
        expect(reader.locator(".np-picture")).to_be_visible()
        reader.keyboard.press("Escape")
        expect(reader.get_by_role("dialog")).to_have_count(0)
    expect(reader.locator(".np-answer [data-quote]").first).to_have_text(SENTENCE)


def test_the_source_leads_to_the_page_and_a_file_that_is_gone_is_said_to_be(reader: Page, sources: Path) -> None:
    ask(reader, "How long does redness last?").locator("a.np-chip").first.click()
    expect(reader.locator("#quoted")).to_have_text(FIRST)
    (sources / "A leaflet.pdf").rename(sources / "away.pdf")
    try:
        reader.get_by_role("button", name=wording.SEE_PAGE.format(page=1)).click()
        expect(reader.get_by_role("dialog")).to_contain_text("not kept any more")
        expect(reader.get_by_role("dialog").locator(".np-quote")).to_have_text(FIRST)
        assert violations(reader) == []
    finally:
        (sources / "away.pdf").rename(sources / "A leaflet.pdf")
