"""What a reader does on the page, and what they then see, in the words of the tests."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Locator, Page

ROOT = Path(__file__).parents[1]
INPUT = '[data-testid="stChatInputTextArea"]'
_AT_REST = '[data-testid="stApp"][data-test-script-state="notRunning"]'


def ask(page: Page, question: str) -> Locator:
    """Type a question, and return its answer once it is there."""
    before = page.locator(".np-answer").count()
    field = page.locator(f"{INPUT}:enabled")
    field.fill(question)
    field.press("Enter")
    answer = page.locator(".np-answer").nth(before)
    answer.locator(".np-closing").wait_for()
    # The first answer is given an address, and drawn once more for it.
    rest(page)
    return answer


def rest(page: Page) -> None:
    """Wait until nothing on the page is being drawn, so that what has the focus keeps it."""
    page.wait_for_timeout(200)
    page.locator(_AT_REST).wait_for()


def unfold(answer: Locator) -> None:
    """Show the quotes of an answer that are folded."""
    for summary in answer.locator(".np-more:not([open]) > summary").all():
        summary.press("Enter")


def slices(answer: Locator, attribute: str = "data-quote") -> list[tuple[str, str]]:
    """List what each quote's element shows beside the characters of the file that it names."""
    found = []
    for element in answer.locator(f"[{attribute}]").all():
        name, start, end = (element.get_attribute(attribute) or "").rsplit(":", 2)
        text = (ROOT / "data" / "sources" / name).read_bytes().decode()
        found.append((element.text_content() or "", text[int(start) : int(end)]))
    return found


def is_wider_than_window(page: Page) -> bool:
    """Tell whether anything makes the reader scroll sideways."""
    script = """() => [document.documentElement, document.querySelector('[data-testid="stMain"]')]
        .some((element) => element.scrollWidth > element.clientWidth)"""
    return bool(page.evaluate(script))


def is_in_view(page: Page, selector: str) -> bool:
    """Tell whether an element stands where the reader is looking, below the links and above the last line."""
    box = page.locator(selector).bounding_box()
    size = page.viewport_size
    return box is not None and size is not None and 50 < box["y"] < size["height"] - 60
