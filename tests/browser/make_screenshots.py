"""Take the screenshots of the README anew: `python tests/browser/make_screenshots.py` while the page runs."""

from __future__ import annotations

import argparse
import os
import shutil
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, sync_playwright

QUESTION = "What are the side effects of microneedling?"
DOCS = Path(__file__).parents[2] / "docs"
NAMES = ("chromium", "chromium-browser", "google-chrome")


def take(browser: Browser, address: str, name: str, scheme: Literal["light", "dark"], size: tuple[int, int]) -> None:
    """Ask one question in a window of the given width and height, and save what is shown."""
    page = browser.new_page(viewport={"width": size[0], "height": size[1]}, color_scheme=scheme)
    page.goto(address)
    field = page.locator('[data-testid="stChatInputTextArea"]:enabled')
    field.fill(QUESTION)
    field.press("Enter")
    page.locator(".np-answer").wait_for()
    page.wait_for_timeout(1_000)
    page.screenshot(path=DOCS / f"screenshot-{name}.png")
    page.close()


def main() -> None:
    """Save the light, the dark and the phone's screenshot in docs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--address", default="http://localhost:8501", help="where the page is (default: %(default)s)")
    address = parser.parse_args().address
    path = next(filter(None, map(shutil.which, NAMES)), None)
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"] if is_root else [])
        take(browser, address, "light", "light", (1100, 1000))
        take(browser, address, "dark", "dark", (1100, 1000))
        take(browser, address, "phone", "light", (390, 844))
        browser.close()


if __name__ == "__main__":
    main()
