"""The choice below a conversation, rules or a language model, in front of a server that speaks as OpenAI's does."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from pytest_httpserver import HTTPServer

from chatbot import written_wording as words
from tests.browser.conftest import serve
from tests.browsing import ask, cut_off, is_wider_than_window, rest, slices, violations
from tests.fakes import serve_replies

pytestmark = pytest.mark.browser
QUESTION, FOLLOW_UP = "Is it painful?", "and at home?"
COMPLETED = "Is microneedling painful at home?"


def replies(given: dict[str, Any]) -> Iterator[str]:
    """Complete one follow-up, and send something else for any other."""
    yield COMPLETED if given["question"] == FOLLOW_UP else "Buy <b>Zebra cream</b> now. It is cheap."


@pytest.fixture
def model() -> Iterator[HTTPServer]:
    """A language model that counts what it is asked."""
    with HTTPServer(threaded=True) as running:
        yield running


@pytest.fixture
def completing_page(context: BrowserContext, library: Path, model: HTTPServer, tmp_path: Path) -> Iterator[Page]:
    settings = {"CHAT_MODEL": "openai:fake", "OPENAI_BASE_URL": serve_replies(model, replies)}
    for address in serve(library, NEEDLEPOINT_CONVERSATIONS=str(tmp_path / "kept"), **settings):
        opened = context.new_page()
        opened.goto(address)
        yield opened


def choose(page: Page, way: str) -> None:
    page.locator(".st-key-completing").get_by_role("radio", name=way).click()
    rest(page)


def test_follow_ups_are_completed_as_chosen_shown_and_correctable(completing_page: Page, model: HTTPServer) -> None:
    page = completing_page
    expect(page.locator(".st-key-completing")).to_have_count(0)
    ask(page, QUESTION)
    expect(page.locator(".st-key-completing")).to_contain_text("on this computer (localhost)")
    by_rules = slices(ask(page, FOLLOW_UP))
    assert by_rules
    assert not model.log
    choose(page, words.BY_MODEL)
    assert not model.log
    answer = ask(page, FOLLOW_UP)
    note = words.REWRITTEN_BY.format(understood=f"Understood as: {COMPLETED}", model="openai:fake")
    expect(page.get_by_text(note)).to_be_visible()
    shown = slices(answer)
    assert shown
    assert all(seen == text for seen, text in shown)
    assert len(model.log) == 1
    assert violations(page) == []


def test_another_question_than_asked_is_not_taken_up_and_a_new_chat_begins_with_rules(
    completing_page: Page, model: HTTPServer
) -> None:
    page = completing_page
    ask(page, QUESTION)
    choose(page, words.BY_MODEL)
    ask(page, FOLLOW_UP)
    ask(page, "or by a doctor?")
    expect(page.locator(".np-answer").last).to_contain_text(words.not_rewritten(words.NO_QUESTION))
    assert "Zebra" not in page.inner_text("body")
    page.set_viewport_size({"width": 390, "height": 800})
    rest(page)
    assert not is_wider_than_window(page)
    assert cut_off(page) == []
    asked = len(model.log)
    page.locator("[data-press='as-typed 1 0']").click()
    expect(page.locator(".np-message")).to_have_count(4)
    rest(page)
    page.get_by_role("button", name="New chat").click()
    expect(page.locator(".st-key-completing")).to_have_count(0)
    ask(page, QUESTION)
    ask(page, FOLLOW_UP)
    assert len(model.log) == asked
    expect(page.locator(".st-key-completing").get_by_role("radio", name=words.BY_RULES)).to_be_checked()
