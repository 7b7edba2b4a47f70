"""Every page at the narrowest and widest and at 200 % zoom, on paper, without movement, and said aloud once."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pypdfium2
import pytest
from playwright.sync_api import Browser, Page, expect

from chatbot import kept_wording, library_wording, matrix_wording, wording
from tests.browsing import ask, cut_off, is_wider_than_window, open_at, rest

pytestmark = pytest.mark.browser
QUESTION = "What are the side effects of microneedling?"
PAGES = {
    "compare": ".np-matrix",
    "saved": ".np-purpose",
    "library": ".st-key-add",
    "ready": ".np-ready",
    "sources": ".np-card",
}
WIDTHS = (320, 360, 390, 768, 1280, 1920)
SAYS = """() => {
    window.heard = [];
    const note = () => {
        for (const region of document.querySelectorAll('[role=status], [role=alert], [role=log], [aria-live]')) {
            const said = region.textContent.trim();
            if (said && region.lastSaid !== said) window.heard.push(said);
            region.lastSaid = said;
        }
    };
    note();
    window.heard = [];
    new MutationObserver(note).observe(document.body, {childList: true, subtree: true, characterData: true});
}"""


@pytest.mark.parametrize("width", [320, 1920])  # those between are in test_every_page.py
def test_no_page_scrolls_sideways_or_is_cut_at_any_width(page: Page, address: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    ask(page, QUESTION)
    assert not is_wider_than_window(page)
    assert cut_off(page) == []
    for name, shows in PAGES.items():
        open_at(page, f"{address}/{name}", shows)
        assert not is_wider_than_window(page), name
        assert cut_off(page) == [], name


@pytest.mark.parametrize("width", WIDTHS)
def test_the_bar_is_one_line_and_nothing_in_it_lies_over_another(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    ask(page, QUESTION)
    bar = page.locator(".st-key-bar")
    found = [*bar.locator("a.np-page").all(), bar.get_by_role("button", name=wording.NEW_CHAT)]
    boxes = sorted((box for box in (each.bounding_box() for each in found) if box), key=lambda box: box["x"])
    assert len(boxes) >= 5
    assert max(box["y"] for box in boxes) - min(box["y"] for box in boxes) < boxes[0]["height"] / 2
    for left, right in pairwise(boxes):
        assert left["x"] + left["width"] <= right["x"]
    assert all(min(box["width"], box["height"]) >= 24 for box in boxes)  # WCAG 2.2, 2.5.8


def test_at_twice_the_size_nothing_scrolls_sideways_or_is_cut(browser: Browser, address: str) -> None:
    # A zoom of 200 % in a window of 1280 pixels gives the page 640 of its own, each drawn twice as large.
    context = browser.new_context(viewport={"width": 640, "height": 400}, device_scale_factor=2)
    page = context.new_page()
    open_at(page, address, ".st-key-starters")
    ask(page, QUESTION)
    for name in ("", *PAGES):
        if name:
            open_at(page, f"{address}/{name}", PAGES[name])
        assert not is_wider_than_window(page), name
        assert cut_off(page) == [], name
    expect(page.locator(".np-professional")).to_be_in_viewport()
    context.close()


def test_an_answer_is_said_aloud_exactly_once(page: Page) -> None:
    ask(page, "hello")
    expect(page.locator("#np-live")).not_to_be_empty()
    page.evaluate(SAYS)
    for question in (QUESTION, "What does it cost in Lisbon?"):
        ask(page, question)
        page.wait_for_function("() => window.heard.length")
        rest(page)
        heard = page.evaluate("() => window.heard.splice(0)")
        assert len(heard) == 1
        assert heard[0].startswith(wording.ANSWERED)
    page.reload()
    page.locator(".np-answer").first.wait_for()
    rest(page)
    expect(page.locator("#np-live")).to_have_count(0)


def test_an_alarm_is_said_aloud_as_an_alarm_alone(page: Page) -> None:
    ask(page, "hello")
    expect(page.locator("#np-live")).not_to_be_empty()
    page.evaluate(SAYS)
    ask(page, "My throat is swelling and I can't breathe after microneedling")
    page.wait_for_function("() => window.heard.length")
    rest(page)
    heard = page.evaluate("() => window.heard")
    assert heard
    assert all(said.startswith(wording.EMERGENCY_LABEL) for said in heard)


def test_nothing_moves_where_the_reader_wants_no_movement(page: Page) -> None:
    page.emulate_media(reduced_motion="reduce")
    ask(page, QUESTION)
    moving = """() => [...document.querySelectorAll('*')].filter((element) => {
        const style = getComputedStyle(element);
        return style.animationName !== 'none' || parseFloat(style.transitionDuration) > 0;
    }).map((element) => element.outerHTML.slice(0, 80))"""
    assert page.evaluate(moving) == []


def test_a_printed_conversation_has_all_its_words_and_no_controls(page: Page, tmp_path: Path) -> None:
    answer = ask(page, QUESTION)
    quotes = answer.locator("[data-quote]").all_text_contents()
    ask(page, "Is it safe to do it at home?")
    page.emulate_media(media="print", color_scheme="light")
    for label in (wording.NEW_CHAT, kept_wording.COPY_ANSWER, kept_wording.TAKE):
        expect(page.get_by_role("button", name=label).first).to_be_hidden()
    page.pdf(path=tmp_path / "printed.pdf", format="A4")
    printed = pypdfium2.PdfDocument(tmp_path / "printed.pdf")
    text = "".join("".join(sheet.get_textpage().get_text_range().split()) for sheet in printed)
    assert len(printed) > 2
    assert [quote for quote in quotes if "".join(quote.split()) not in text.replace("\ufffe", "-")] == []
    assert "".join(wording.PROFESSIONAL_LINE.split()) in text


@pytest.mark.parametrize("width", [390, 1920])
def test_a_paragraph_that_is_opened_shows_its_marked_words_without_moving_the_page(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    answer = ask(page, QUESTION)
    page.keyboard.press("Shift")  # the page holds the answer's beginning until the reader does something
    scrolled = "() => document.querySelector('[data-testid=stMain]').scrollTop"
    inside = """(box) => { const mark = box.querySelector('mark').getBoundingClientRect();
        const around = box.getBoundingClientRect();
        return mark.top >= around.top && Math.min(mark.bottom, mark.top + 40) <= around.bottom }"""
    for summary in answer.locator(".np-around summary").all()[:4]:
        summary.scroll_into_view_if_needed()
        before = page.evaluate(scrolled)
        summary.press("Enter")
        box = page.locator(".np-around[open] .np-around-text")
        expect(box).to_have_count(1)
        page.wait_for_function(inside, arg=box.element_handle())
        if width > 1344:  # in a narrow window the paragraph before closes, which moves what is below it
            assert page.evaluate(scrolled) == before


def test_the_narrowest_phone_reaches_the_sources_through_the_library(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 320, "height": 700})
    ask(page, "hello")
    page.get_by_role("link", name=library_wording.LIBRARY_TITLE).click()
    page.get_by_role("link", name=library_wording.ALL_SOURCES).click()
    expect(page.locator(".np-card").first).to_be_visible()
    expect(page.get_by_role("link", name=matrix_wording.COMPARE_TITLE)).to_be_visible()
    assert page.url == f"{address}/sources"
