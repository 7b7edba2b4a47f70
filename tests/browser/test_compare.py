"""The comparison in a real browser: readable on a phone, by keyboard, in both themes; its links lead to the mark."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from chatbot import matrix_wording
from tests.browsing import ROOT, is_in_view, is_wider_than_window, open_at, rest, slices

pytestmark = pytest.mark.browser
TOPICS = tuple(matrix_wording.TOPICS)[:6]


def open_topic(page: Page, address: str, topic: str = "side-effects") -> None:
    open_at(page, f"{address}/compare?topic={topic}", ".np-matrix")
    expect(page.locator("h2.np-topic")).to_have_text(matrix_wording.topic_title(topic))


@pytest.mark.parametrize("width", [1280, 320])
def test_the_comparison_never_scrolls_the_page_sideways(page: Page, address: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    for topic in TOPICS:
        open_topic(page, address, topic)
        page.evaluate("() => document.querySelectorAll('details').forEach((element) => (element.open = true))")
        assert not is_wider_than_window(page)


def test_every_cell_shows_the_characters_of_its_file_and_leads_to_them(page: Page, address: str) -> None:
    open_topic(page, address)
    shown = slices(page.locator(".np-matrix"))
    assert len(shown) > 50
    assert [text for text, _ in shown] == [text for _, text in shown]
    page.locator(".np-matrix .np-number").first.click()
    mark = page.locator("#quoted")
    mark.wait_for()
    assert mark.text_content() == shown[0][0]
    page.go_back()
    page.locator(".np-matrix").wait_for()


def test_a_name_in_the_chart_leads_to_its_row(page: Page, address: str) -> None:
    open_topic(page, address)
    page.locator(".np-bars a").nth(6).click()
    expect(page.locator("#point-6")).to_be_in_viewport()
    rest(page)
    assert is_in_view(page, "#point-6")
    expect(page.locator(".np-matrix")).to_be_visible()


def test_the_comparison_is_reached_and_read_with_the_keyboard_alone(page: Page) -> None:
    page.locator(".st-key-starters").wait_for()
    rest(page)
    page.locator("a.np-page", has_text=matrix_wording.COMPARE_TITLE).focus()
    page.keyboard.press("Enter")
    page.locator(".np-matrix").wait_for()
    expect(page.locator("a.np-page[aria-current]")).to_have_text(matrix_wording.COMPARE_TITLE)
    page.locator(".np-topics a").nth(1).focus()
    page.keyboard.press("Enter")
    expect(page.locator("h2.np-topic")).to_have_text(matrix_wording.TOPICS["contraindications"])
    rest(page)
    page.locator(".np-matrix-box").focus()
    reached = []
    for _ in range(8):
        page.keyboard.press("Tab")
        reached.append(str(page.evaluate("() => document.activeElement.tagName")))
    assert set(reached) <= {"A", "SUMMARY"}


def test_the_table_is_taken_along_as_a_file(page: Page, address: str, tmp_path: Path) -> None:
    open_topic(page, address)
    with page.expect_download() as waiting:
        page.get_by_role("button", name=matrix_wording.DOWNLOAD).click()
    waiting.value.save_as(tmp_path / "table.csv")
    with (tmp_path / "table.csv").open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.DictReader(file))
    texts = {path.read_bytes().decode() for path in (ROOT / "data" / "sources").glob("*.txt")}
    places = [(line["quote"], int(line["start"]), int(line["end"])) for line in lines if line["quote"]]
    assert places
    assert all(any(f"“{text[start:end]}”" == quote for text in texts) for quote, start, end in places)
