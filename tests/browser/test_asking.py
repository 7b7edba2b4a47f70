"""A question whose answer takes long: what is shown meanwhile, and that stopping it or leaving it loses nothing.

The fake model waits as long as a file is there (`ingest.embed.HashingEmbedder`), so nothing here depends on time.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from chatbot import kept_wording as words
from chatbot import wording
from tests.browser.conftest import build, serve
from tests.browser.test_craft import SAYS
from tests.browsing import INPUT, ask, is_in_view, is_wider_than_window, rest, violations

pytestmark = pytest.mark.browser
SENTENCE = "Wear sunscreen every day after the treatment."
QUESTION = "Should I wear sunscreen after the treatment?"
OF_ONESELF = "I am pregnant. Should I wear sunscreen after the treatment?"
LOOKED_UP = "Can I have it when I am pregnant"  # what advice asks the library (data/advice/situations.toml)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("asking")


@pytest.fixture
def held(folder: Path) -> Iterator[Path]:
    """Name the file that holds back what its words stand in; whatever a test does, nothing is held after it."""
    path = folder / "held.txt"
    yield path
    path.unlink(missing_ok=True)


@pytest.fixture(scope="module")
def asking_address(folder: Path) -> Iterator[str]:
    sources = folder / "sources"
    sources.mkdir()
    (sources / "aftercare.txt").write_text(f"{SENTENCE}\n\nSwelling goes down within two days.\n", encoding="utf-8")
    library = build(sources, folder / "library", NEEDLEPOINT_MODEL="hashing")
    settings = {"NEEDLEPOINT_MODEL": f"hashing:{folder / 'held.txt'}"}
    yield from serve(library, NEEDLEPOINT_CONVERSATIONS=str(folder / "kept"), **settings)


@pytest.fixture
def reader(context: BrowserContext, asking_address: str) -> Page:
    page = context.new_page()
    page.goto(asking_address)
    # What is said aloud shows that the page's script listens, and a ready library says nothing of loading.
    ask(page, "hello")
    expect(page.locator("#np-live")).not_to_be_empty()
    return page


def send(page: Page, question: str) -> None:
    field = page.locator(f"{INPUT}:enabled")
    field.fill(question)
    field.press("Enter")


def test_that_the_question_was_taken_is_shown_at_once_and_nothing_but_that(reader: Page, held: Path) -> None:
    held.write_text("sunscreen", encoding="utf-8")
    send(reader, QUESTION)
    expect(reader.locator(".np-message").last).to_have_text(QUESTION)
    expect(reader.locator(".np-waiting")).to_have_text(wording.SEARCHING)
    expect(reader.locator(".np-answer")).to_have_count(1)
    held.unlink()
    expect(reader.locator(".np-answer").last.locator("[data-quote]")).to_have_text(SENTENCE)
    expect(reader.locator(".np-waiting")).to_have_count(0)


def test_quotes_are_shown_before_the_rest_is_found_and_the_answer_is_said_once(reader: Page, held: Path) -> None:
    rest(reader)
    reader.evaluate(SAYS)
    held.write_text(LOOKED_UP, encoding="utf-8")
    send(reader, OF_ONESELF)
    unfinished = reader.locator(".np-unfinished")
    expect(unfinished.locator("[data-quote]").first).to_have_text(SENTENCE)
    expect(unfinished).to_have_attribute("aria-busy", "true")
    expect(reader.get_by_role("button", name=words.STOP)).to_have_count(0)
    assert is_in_view(reader, ".np-unfinished [data-quote]")
    above = unfinished.bounding_box()
    held.unlink()
    answer = reader.locator(".np-answer").last
    expect(answer.locator(".np-advice")).to_have_count(2)
    expect(unfinished).to_have_count(0)
    expect(reader.locator("#np-live")).to_contain_text(wording.ANSWERED)
    rest(reader)
    heard = [said for said in reader.evaluate("() => window.heard") if said]
    assert len(heard) == 1
    assert heard[0].startswith(wording.ANSWERED)
    box = answer.bounding_box()
    assert above
    assert box
    assert abs(box["y"] - above["y"]) < 2
    expect(reader.locator(INPUT)).to_be_focused()


@pytest.mark.parametrize("width", [360, 1440])
def test_stop_keeps_the_question_says_so_and_one_click_has_it_answered(reader: Page, held: Path, width: int) -> None:
    reader.set_viewport_size({"width": width, "height": 844})
    held.write_text("sunscreen", encoding="utf-8")
    send(reader, QUESTION)
    reader.get_by_role("button", name=words.STOP).click()
    stopped = reader.locator(".np-stopped")
    expect(stopped).to_have_text(words.STOPPED)
    expect(reader.locator(".np-waiting")).to_have_count(0)
    expect(reader.locator(".np-message").last).to_have_text(QUESTION)
    rest(reader)
    assert violations(reader) == []
    assert not is_wider_than_window(reader)
    held.unlink()
    # The first answer is thrown away when it comes, and a reload does not ask again either.
    reader.reload()
    expect(stopped).to_have_text(words.STOPPED)
    expect(reader.locator(".np-answer")).to_have_count(1)
    reader.get_by_role("button", name=words.ASK_NOW).click()
    expect(reader.locator(".np-answer").last.locator("[data-quote]")).to_have_text(SENTENCE)
    expect(stopped).to_have_count(0)
    expect(reader.locator(".np-message")).to_have_count(2)


def test_after_a_stop_another_question_is_answered_at_once(reader: Page, held: Path) -> None:
    held.write_text("sunscreen", encoding="utf-8")
    send(reader, QUESTION)
    reader.get_by_role("button", name=words.STOP).click()
    expect(reader.locator(".np-stopped")).to_be_visible()
    answer = ask(reader, "Does swelling go down?")
    expect(answer.locator("[data-quote]").first).to_have_text("Swelling goes down within two days.")
    expect(reader.locator(".np-stopped")).to_have_text(words.STOPPED)


def test_a_reader_who_looks_at_another_page_meanwhile_finds_the_answer_on_coming_back(reader: Page, held: Path) -> None:
    held.write_text("sunscreen", encoding="utf-8")
    send(reader, QUESTION)
    expect(reader.locator(".np-waiting")).to_be_visible()
    reader.get_by_role("link", name=wording.SOURCES_TITLE).click()
    expect(reader.locator(".np-card")).to_have_count(1)
    reader.get_by_role("link", name=wording.CHAT_TITLE).click()
    expect(reader.locator(".np-message").last).to_have_text(QUESTION)
    held.unlink()
    expect(reader.locator(".np-answer").last.locator("[data-quote]")).to_have_text(SENTENCE)
    expect(reader.locator(".np-message")).to_have_count(2)
