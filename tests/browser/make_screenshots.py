"""Take the pictures of the README and of docs/tour.md anew: `python tests/browser/make_screenshots.py`.

It starts a page of its own over the library that is there, with conversations in a folder that is deleted afterwards.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, Page, sync_playwright

sys.path.insert(0, str(Path(__file__).parents[2]))

from chatbot import kept_wording, wording
from chatbot.settings import Settings
from tests.browser.conftest import NAMES, serve
from tests.browsing import ask, rest

QUESTION = "What are the side effects of microneedling?"
DOCS = Path(__file__).parents[2] / "docs"
DESKTOP, PHONE = (1100, 1000), (390, 844)
WIDE = (1600, 900)
Scheme = Literal["light", "dark"]
Doing = Callable[[Page], object]


def starting(page: Page) -> None:
    page.locator(".st-key-starters").wait_for()


def answered(page: Page) -> None:
    ask(page, QUESTION)


def beside(page: Page) -> None:
    ask(page, QUESTION).locator(".np-around summary").nth(1).click()


def at_the_source(page: Page) -> None:
    ask(page, QUESTION).locator("a.np-chip").nth(1).click()
    page.locator("#quoted").wait_for()


def not_said(page: Page) -> None:
    ask(page, "What does it cost in Lisbon?")


def advised(page: Page) -> None:
    answer = ask(page, "I am pregnant. Can I have microneedling?")
    page.wait_for_timeout(2_000)  # the page holds the answer's beginning while it arrives
    answer.locator(".np-advice").first.evaluate("(card) => card.scrollIntoView({block: 'center'})")


def alarmed(page: Page) -> None:
    ask(page, "My throat is swelling and I can't breathe after microneedling")


def compared(page: Page) -> None:
    page.get_by_role("link", name="Compare").click()
    page.locator(".np-matrix").wait_for()


def taking_along(page: Page) -> None:
    ask(page, QUESTION)
    page.get_by_role("button", name=kept_wording.TAKE).click()


def saved(page: Page) -> None:
    ask(page, QUESTION)
    page.get_by_role("link", name=kept_wording.SAVED_TITLE).click()
    page.locator(".np-saved-title").first.wait_for()


def in_the_library(page: Page) -> None:
    page.get_by_role("link", name="Library").click()
    page.locator(".st-key-add").wait_for()


def among_the_sources(page: Page) -> None:
    page.get_by_role("link", name=wording.SOURCES_TITLE).click()
    page.locator(".np-card").first.wait_for()


PICTURES: tuple[tuple[str, Doing, Scheme, tuple[int, int]], ...] = (
    ("screenshot-light", answered, "light", DESKTOP),
    ("screenshot-dark", answered, "dark", DESKTOP),
    ("screenshot-phone", answered, "light", PHONE),
    ("tour-start", starting, "light", PHONE),
    ("tour-beside", beside, "light", WIDE),
    ("tour-source", at_the_source, "light", PHONE),
    ("tour-not-said", not_said, "light", PHONE),
    ("tour-advice", advised, "light", PHONE),
    ("tour-alarm", alarmed, "dark", PHONE),
    ("tour-compare", compared, "light", DESKTOP),
    ("tour-compare-phone", compared, "dark", PHONE),
    ("tour-take", taking_along, "light", PHONE),
    ("tour-saved", saved, "dark", PHONE),
    ("tour-library", in_the_library, "dark", DESKTOP),
    ("tour-sources", among_the_sources, "light", PHONE),
)


def take(browser: Browser, address: str, picture: tuple[str, Doing, Scheme, tuple[int, int]]) -> None:
    """Do one thing in a fresh window of the given width and height, and save what is shown."""
    name, do, scheme, (width, height) = picture
    context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
    context.set_default_timeout(60_000)
    page = context.new_page()
    page.goto(address)
    do(page)
    rest(page)
    page.wait_for_timeout(1_000)
    page.screenshot(path=DOCS / f"{name}.png")
    context.close()


@contextmanager
def served() -> Iterator[str]:
    """Serve the library that is there; what is asked is in a folder that goes away, and is named on the pictures."""
    folder = DOCS.parent / "data" / "tour"
    try:
        with contextmanager(serve)(Settings().library, NEEDLEPOINT_CONVERSATIONS=str(folder)) as address:
            yield address
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def main() -> None:
    """Save all pictures in docs."""
    path = next(filter(None, map(shutil.which, NAMES)), None)
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    with served() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"] if is_root else [])
        for picture in PICTURES:
            take(browser, address, picture)
        browser.close()


if __name__ == "__main__":
    main()
