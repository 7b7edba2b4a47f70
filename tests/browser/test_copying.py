"""A reader copies a quote with its source, and an answer with its citations, by mouse and by keyboard."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from chatbot import kept_wording as words
from chatbot import wording
from tests.browsing import ask

pytestmark = pytest.mark.browser
QUESTION = "What are the side effects of microneedling?"


@pytest.fixture
def reader(context: BrowserContext, page: Page, address: str) -> Page:
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=address)
    return page


def heard(page: Page, question: str) -> Locator:
    """Ask, and wait until the answer is said aloud: what listens for clicks comes to a new page after the answer."""
    answer = ask(page, question)
    expect(page.locator("#np-live")).not_to_be_empty()
    return answer


def clipboard(page: Page) -> str:
    expect(page.locator("#np-live")).to_have_text(words.COPIED)
    return str(page.evaluate("() => navigator.clipboard.readText()"))


def test_a_quote_is_copied_word_for_word_with_its_source(reader: Page) -> None:
    run = heard(reader, QUESTION).locator(".np-run").first
    quoted = [f"“{text}”" for text in run.locator("[data-quote]").all_text_contents()]
    run.locator(".np-copy").click()
    *lines, source = clipboard(reader).split("\n")
    assert lines == quoted
    chip = re.sub(r"^\[\d+\] ", "", run.locator(".np-chip").first.text_content() or "")
    assert source.startswith(f"— {chip.replace(' · ', ', ')}. ")


def test_an_answer_is_copied_with_all_its_numbers_and_the_professional_line(reader: Page) -> None:
    answer = heard(reader, QUESTION)
    reader.get_by_role("button", name=words.COPY_ANSWER).click()
    copied = clipboard(reader)
    places = [copied.find(f'"{text}"') for text in answer.locator("[data-quote]").all_text_contents()]
    assert -1 not in places
    assert all(before < after for before, after in pairwise(places))
    assert copied.endswith(answer.locator(".np-closing").text_content() or wording.PROFESSIONAL_LINE)


def test_a_quote_is_copied_with_the_keyboard_which_stays_where_it_was(reader: Page) -> None:
    answer = heard(reader, QUESTION)
    second = answer.locator(".np-run .np-copy").nth(1)
    second.focus()
    reader.keyboard.press("Enter")
    assert clipboard(reader).startswith("“")
    expect(second).to_be_focused()
    reader.keyboard.press("Tab")
    reader.keyboard.press("Shift+Tab")
    expect(second).to_be_focused()


def test_a_browser_that_does_not_let_the_page_copy_says_so(page: Page) -> None:
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('denied')) }")
    answer = heard(page, QUESTION)
    answer.locator(".np-copy").first.click()
    expect(page.locator("#np-live")).to_have_text(words.NOT_COPIED)
