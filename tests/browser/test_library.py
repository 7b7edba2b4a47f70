"""A reader adds a Word document beside a broken file, asks about it, chooses, removes it and goes back a version."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, FilePayload, Page, Response, expect

from chatbot import library_wording as words
from chatbot import wording
from tests.browser.conftest import serve
from tests.browsing import ask, open_at, rest, violations
from tests.making import word_of

pytestmark = pytest.mark.browser
SENTENCE = "Zinc cream soothes the skin within two hours after microneedling."
QUESTION = "Does zinc cream soothe the skin after microneedling?"
DOCX = word_of([("Zinc & <b>cream</b>", "Heading 1"), (SENTENCE, "Normal")])
WORK = 120_000


@pytest.fixture(scope="module")
def library_address(library: Path) -> Iterator[str]:
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        shutil.copytree(library, folder / "library")
        places = {f"NEEDLEPOINT_{name.upper()}": str(folder / name) for name in ("uploads", "conversations")}
        yield from serve(folder / "library", **places)


@pytest.fixture
def reader(context: BrowserContext, library_address: str) -> Page:
    page = context.new_page()
    open_at(page, f"{library_address}/library", ".st-key-add")
    return page


def choose(page: Page, *files: FilePayload) -> None:
    """Choose files, and hand them over once all of them have arrived."""
    left = len(files)

    def is_last(response: Response) -> bool:
        nonlocal left
        left -= response.request.method == "PUT" and "upload_file" in response.url
        return left == 0

    with page.expect_response(is_last):
        page.locator('[data-testid="stFileUploaderDropzoneInput"]').set_input_files(list(files))
    for handed in files:
        expect(page.locator(".st-key-add").get_by_text(handed["name"])).to_be_visible()
    rest(page)
    page.get_by_role("button", name=words.ADD_BUTTON).click()


def file(name: str, content: bytes) -> FilePayload:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content}


def finish(page: Page) -> None:
    """Wait for the end of a work, and close its note."""
    page.locator(".st-key-close_note button").click(timeout=WORK)
    expect(page.locator(".np-work")).to_have_count(0)


def test_a_document_is_added_asked_chosen_removed_and_gone_back_to(reader: Page) -> None:
    add(reader)
    ask_and_choose(reader)
    mine = reader.locator('[class*="st-key-document_Zinc"]')
    mine.get_by_role("button", name=words.REMOVE).click()
    reader.get_by_role("button", name=words.REMOVE_SURELY).click()
    finish(reader)
    expect(mine).to_have_count(0)
    changed = reader.locator(".np-recheck section", has_text=QUESTION)
    expect(changed).to_contain_text("no longer in the library: 1 quote less.", timeout=WORK)
    assert violations(reader) == []
    rest(reader)
    reader.get_by_role("button", name=words.RESTORE).first.click()
    reader.get_by_role("button", name="Go back to v0002").click()
    expect(reader.get_by_text(words.RESTORED.format(name="v0002", fresh="v0004"))).to_be_visible()
    expect(mine).to_have_count(1)


def add(reader: Page) -> None:
    """Hand over a good file and a broken one, and see how it goes."""
    choose(reader, file("Zinc notes.docx", DOCX), file("hostile.pdf", b"%PDF-1.7 <script>alert(1)</script>"))
    expect(reader.locator(".np-work")).to_be_in_viewport()
    expect(reader.locator(".np-work progress")).to_be_visible()
    expect(reader.get_by_text(words.DONE_TITLE)).to_be_visible(timeout=WORK)
    expect(reader.locator(".np-files li").nth(0)).to_have_text("Zinc notes.docx: accepted.")
    expect(reader.locator(".np-files li").nth(1)).to_contain_text("hostile.pdf: not taken.")
    assert violations(reader) == []
    finish(reader)


def ask_and_choose(reader: Page) -> None:
    """Ask about the document, then search it alone, then all again."""
    reader.get_by_role("link", name=wording.CHAT_TITLE).click()
    answer = ask(reader, QUESTION)
    expect(answer.locator(".np-yours [data-quote]")).to_have_text(SENTENCE)
    expect(answer.locator(".np-yours .np-chip")).to_contain_text(wording.YOUR_DOCUMENT)

    reader.get_by_role("link", name=words.LIBRARY_TITLE).click()
    mine = reader.locator('[class*="st-key-document_Zinc"]')
    mine.get_by_role("button", name=words.SEARCH_ONLY).click()
    expect(reader.locator(".st-key-choice")).to_contain_text("Searched only: “Zinc & <b>cream</b>”.")
    reader.get_by_role("link", name=wording.CHAT_TITLE).click()
    expect(reader.locator(".np-answer")).to_have_count(1)
    answer = ask(reader, "What are the side effects of microneedling?")
    expect(reader.locator(".np-chosen").last).to_contain_text("Searched only: “Zinc & <b>cream</b>”.")
    expect(answer).to_contain_text("I searched no other, because you chose it")
    reader.locator(".np-chosen").last.get_by_role("link").click()
    reader.get_by_role("button", name=words.SEARCH_ALL).click()
    expect(reader.locator(".st-key-choice")).to_have_count(0)
