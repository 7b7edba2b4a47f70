"""What a reader does on the page, and what they then see, in the words of the tests."""

from __future__ import annotations

from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page

ROOT = Path(__file__).parents[1]
INPUT = '[data-testid="stChatInputTextArea"]'
# The page's script listens from its first run on, and says so with the name of the place it shows.
_AT_REST = """(milliseconds) => {
    const app = document.querySelector('[data-testid="stApp"]');
    const isAtRest = app?.dataset.testScriptState === 'notRunning' && window.needlepointPlace !== undefined;
    window.restSince = isAtRest ? (window.restSince ?? performance.now()) : undefined;
    return isAtRest && performance.now() - window.restSince >= milliseconds;
}"""
_LONG_ENOUGH = 250  # milliseconds: the browser asks for the next drawing sooner
_CUT = """() => [...document.querySelectorAll('button, a, h1, h2, p, td, th, label, dd, summary')]
    .filter((element) => element.getClientRects().length)
    .filter((element) => !element.closest('.np-matrix-box, thead, #np-live, .st-key-new_chat'))
    .filter((element) => {
        const box = element.getBoundingClientRect();
        const isThere = box.width > 1 && getComputedStyle(element).position !== 'absolute';
        return isThere && (box.left < -1 || box.right > innerWidth + 1);
    })
    .map((element) => element.outerHTML.slice(0, 120))"""


def ask(page: Page, question: str) -> Locator:
    """Type a question, and return its answer once it is there."""
    # The field is closed while anything is drawn, so every answer before this one is there.
    field = page.locator(f"{INPUT}:enabled")
    field.wait_for()
    before = page.locator(".np-answer").count()
    field.fill(question)
    field.press("Enter")
    answer = page.locator(".np-answer").nth(before)
    answer.locator(".np-closing").wait_for()
    # The first answer is given an address, and drawn once more for it.
    rest(page)
    return answer


def rest(page: Page) -> None:
    """Wait until nothing is being drawn and the page's script listens: the focus stays, and a click is heard."""
    page.evaluate("() => { window.restSince = undefined }")
    page.wait_for_function(_AT_REST, arg=_LONG_ENOUGH)


def open_at(page: Page, address: str, shows: str) -> None:
    """Open an address, and wait until what it shows is there and nothing moves any more."""
    page.goto(address)
    page.locator(shows).first.wait_for()
    rest(page)


def violations(page: Page) -> list[str]:
    """List what axe finds on the page as it is."""
    found = Axe().run(page).response["violations"]
    return [f"{item['id']}: {node['html'][:200]}" for item in found for node in item["nodes"]]


def cut_off(page: Page) -> list[str]:
    """List what stands outside the window to the left or right."""
    return [str(element) for element in page.evaluate(_CUT)]


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
