"""Every page at three widths and in both themes: axe finds nothing, nothing scrolls sideways, nothing is cut off."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, Page, expect

from chatbot import wording
from tests.browsing import ROOT, ask, cut_off, is_wider_than_window, open_at, rest, violations

pytestmark = pytest.mark.browser
NAME = min(path.name for path in (ROOT / "data" / "sources").glob("*.txt"))
PLACE = urlencode({"doc": NAME, "start": 100, "end": 140})
PAGES = {
    "compare?topic=side-effects": ".np-matrix",
    "compare?topic=contraindications": ".np-matrix",
    "saved": ".np-saved-title",
    "library": ".st-key-add",
    "ready": ".np-ready",
    "sources": ".np-card",
    f"sources?{PLACE}": "#quoted",
    "sources?doc=nothing": ".np-note",
}
MESSAGES = (
    "What are the side effects of microneedling?",
    "I am pregnant. Can I have microneedling?",
    "needles?",
    "What does it cost in Lisbon?",
    "x" * 300,
    "My throat is swelling and I can't breathe after microneedling",
)
# What opens beside a quote shares a name, so that one closes the other: the last of them stays open.
UNFOLD = "() => document.querySelectorAll('details').forEach((element) => (element.open = true))"


@pytest.fixture(params=[(width, scheme) for scheme in ("light", "dark") for width in (360, 768, 1440)], ids=str)
def window(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """Open a window of a width, in a theme."""
    width, scheme = request.param
    context = browser.new_context(viewport={"width": width, "height": 844}, color_scheme=scheme)
    context.set_default_timeout(30_000)
    yield context.new_page()
    context.close()


def faults(page: Page) -> list[str]:
    """List what is wrong with the page as it is."""
    sideways = ["It scrolls sideways."] if is_wider_than_window(page) else []
    return [*sideways, *cut_off(page), *violations(page)]


def test_a_conversation_is_sound(window: Page, address: str) -> None:
    open_at(window, address, ".st-key-starters")
    assert faults(window) == []
    for message in MESSAGES:
        ask(window, message)
        assert not is_wider_than_window(window), message
        assert cut_off(window) == [], message
    window.evaluate(UNFOLD)
    assert faults(window) == []


def test_every_other_page_is_sound(window: Page, address: str) -> None:
    open_at(window, address, ".st-key-starters")
    ask(window, "hello " + "x" * 60)
    expect(window).to_have_url(re.compile("thread="))
    for path, shows in PAGES.items():
        open_at(window, f"{address}/{path}", shows)
        assert faults(window) == [], path
        window.evaluate(UNFOLD)
        assert not is_wider_than_window(window), path


def test_without_a_library_every_page_is_sound_and_says_what_to_do(window: Page, address_without_library: str) -> None:
    for path in ("", "compare", "sources", "library", "ready"):
        open_at(window, f"{address_without_library}/{path}", "h1")
        expect(window.locator("body")).to_contain_text(wording.PROFESSIONAL_LINE)
        expect(window.locator("body")).to_contain_text(re.compile(r"python -m ingest|Add documents"))
        rest(window)
        assert faults(window) == [], path
