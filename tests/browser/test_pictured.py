"""A reader looks at the page of a PDF with a quote marked on it, from the answer and from the source."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from chatbot import wording
from tests.browser.conftest import build, serve
from tests.browsing import ask, is_wider_than_window, rest, violations
from tests.making import lines, pdf

pytestmark = pytest.mark.browser
FIRST = "Redness fades in a few days."
SENTENCE = "Wear sunscreen every day after the treatment."
QUESTION = "Should I wear sunscreen after the treatment?"
WIDE = 1344  # page.css
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


def see(within: Page | Locator, page: int) -> Locator:
    """Find the summary that opens a page."""
    return within.locator("summary", has_text=wording.SEE_PAGE.format(page=page))


def at_rest(page: Page) -> Locator:
    """Ask, and wait until nothing moves the answer any more."""
    answer = ask(page, QUESTION)
    expect(page.locator("#np-live")).not_to_be_empty()
    rest(page)
    return answer


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 768, 360])
def test_the_page_opens_beside_the_quote_or_below_it_with_the_quote_marked(
    reader: Page, scheme: str, width: int
) -> None:
    reader.set_viewport_size({"width": width, "height": 844})
    reader.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    answer = at_rest(reader)
    see(answer, 2).click()
    shown = answer.get_by_role("img", name=wording.PICTURE_SHOWS.format(page=2, quote=SENTENCE))
    expect(shown).to_be_visible()
    assert shown.evaluate("(image) => image.decode().then(() => image.naturalWidth)") > 1000
    expect(answer.locator("details[open]")).to_contain_text(wording.PICTURE.format(page=2))
    quote, box = answer.locator("[data-quote]").first.bounding_box(), answer.locator(".np-sheet").bounding_box()
    assert quote
    assert box
    is_beside = box["x"] >= quote["x"] + quote["width"] and box["x"] + box["width"] <= width
    assert is_beside if width >= WIDE else box["y"] >= quote["y"] + quote["height"]
    assert not is_wider_than_window(reader)
    assert violations(reader) == []


def test_the_marked_words_are_in_view_in_the_box_and_one_box_closes_the_other(reader: Page) -> None:
    answer = at_rest(reader)
    see(answer, 2).click()
    image = answer.locator(".np-sheet img")
    expect(image).to_be_visible()
    # The sentence stands in the upper half of its page, which the box shows.
    inside = """(image) => image.decode().then(() => {
        const box = image.closest('.np-sheet').getBoundingClientRect(), shown = image.getBoundingClientRect();
        const mark = shown.top + 0.11 * shown.height;
        return box.top < mark && mark < box.bottom;
    })"""
    assert image.evaluate(inside)
    answer.locator("summary", has_text=wording.AROUND).click()
    expect(answer.locator("details[open]")).to_have_count(1)
    expect(image).to_be_hidden()


def test_it_is_opened_and_closed_with_the_keyboard_and_shown_larger(reader: Page) -> None:
    answer = at_rest(reader)
    summary = see(answer, 2)
    summary.focus()
    for _ in range(2):
        reader.keyboard.press("Enter")
        expect(answer.locator(".np-picture")).to_be_visible()
        expect(summary).to_be_focused()
        reader.keyboard.press("Enter")
        expect(answer.locator(".np-picture")).to_be_hidden()
    reader.keyboard.press("Enter")
    answer.get_by_role("button", name=wording.PICTURE_LARGER).press("Enter")
    dialog = reader.get_by_role("dialog")
    expect(dialog.locator(".np-picture")).to_be_visible()
    expect(dialog).to_contain_text(wording.PICTURE.format(page=2))
    assert violations(reader) == []
    reader.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(answer.locator("[data-quote]").first).to_have_text(SENTENCE)


def test_the_source_leads_to_the_page_and_a_file_that_is_gone_is_said_to_be(reader: Page, sources: Path) -> None:
    ask(reader, "How long does redness last?").locator("a.np-chip").first.click()
    expect(reader.locator("#quoted")).to_have_text(FIRST)
    (sources / "A leaflet.pdf").rename(sources / "away.pdf")
    try:
        see(reader, 1).click()
        expect(reader.locator(".np-sheet")).to_contain_text("not kept any more")
        expect(reader.locator(".np-sheet img")).to_have_count(0)
        rest(reader)
        assert violations(reader) == []
    finally:
        (sources / "away.pdf").rename(sources / "A leaflet.pdf")
