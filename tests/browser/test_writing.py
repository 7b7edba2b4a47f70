"""The choice of each answer, quotes or a written answer, in front of a server that speaks as OpenAI's does."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from pytest_httpserver import HTTPServer

from chatbot import written_wording as words
from tests.browser.conftest import serve
from tests.browsing import ask, rest, slices
from tests.models import honest, invents, serve_openai

pytestmark = pytest.mark.browser
QUESTION = "What are the side effects?"
LIE = "It is painless for everyone."
LONG = 120_000  # milliseconds: the first written answer imports the client of the model


@pytest.fixture
def going_on() -> Event:
    """Set when the model may go on after its first sentence."""
    return Event()


@pytest.fixture
def written_page(context: BrowserContext, library: Path, going_on: Event, tmp_path: Path) -> Iterator[Page]:
    """Open the page of a server whose language model lies once, says a true sentence, waits, and says the rest."""

    def says(passages: list[dict[str, Any]]) -> Iterator[str]:
        yield from invents(passages[:1])
        yield from honest(passages[:1])
        going_on.wait(LONG / 1000)
        yield from honest(passages[1:])

    with HTTPServer(threaded=True) as model:
        settings = {"CHAT_MODEL": "openai:fake", "OPENAI_BASE_URL": serve_openai(model, says)}
        for address in serve(library, NEEDLEPOINT_CONVERSATIONS=str(tmp_path / "kept"), **settings):
            opened = context.new_page()
            opened.goto(address)
            yield opened
            going_on.set()


def choose(page: Page, way: str) -> None:
    page.locator(".st-key-ways_0").get_by_role("radio", name=way).click()


def test_a_written_answer_is_chosen_streams_and_gives_way_to_the_quotes(written_page: Page, going_on: Event) -> None:
    page = written_page
    answer = ask(page, QUESTION)
    quotes = slices(answer)
    expect(page.locator(".np-said")).to_have_count(0)
    expect(page.locator(".st-key-ways_0")).to_contain_text("on this computer (localhost)")
    choose(page, words.WAY_WRITTEN)
    expect(page.locator(".np-writing .np-said")).to_have_count(1, timeout=LONG)
    going_on.set()
    expect(page.locator(".np-writing")).to_have_count(0)
    expect(page.locator(".np-answer .np-said").nth(2)).to_be_attached()
    expect(page.locator(".np-answer")).to_contain_text("openai:fake")
    assert LIE not in page.inner_text("body")
    shown = slices(page.locator(".np-answer"))
    assert shown
    assert all(seen == text for seen, text in shown)
    page.reload()
    expect(page.locator(".np-answer .np-said").nth(2)).to_be_attached()
    choose(page, words.WAY_QUOTES)
    expect(page.locator(".np-said")).to_have_count(0)
    rest(page)
    assert slices(page.locator(".np-answer")) == quotes


def test_stop_leaves_the_quotes_and_says_so(written_page: Page) -> None:
    page = written_page
    quotes = slices(ask(page, QUESTION))
    choose(page, words.WAY_WRITTEN)
    expect(page.locator(".np-writing .np-said")).to_have_count(1, timeout=LONG)
    page.get_by_role("button", name=words.STOP).click()
    expect(page.locator(".np-writing")).to_have_count(0)
    expect(page.locator(".np-answer")).to_contain_text(words.instead(words.STOPPED, 1))
    assert slices(page.locator(".np-answer")) == quotes
