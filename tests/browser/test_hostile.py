"""Nothing a document says is loaded, run, followed or changed: a beacon, the hostile files, and a real Chromium.

The library holds every hostile file that is taken and the four documents, none vouched for and without claims, so that
the search shows all of them alike; the fake model finds by words and needs no loading.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import islice
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from app_pages import blocks, draw, replies
from chatbot import cite
from chatbot.converse import Chatbot
from chatbot.types import Answer
from chatbot.words import content_words
from ingest.embed import open_embedder
from ingest.pipeline import Means, ingest
from ingest.types import Document
from tests.browser.conftest import ROOT, serve
from tests.browsing import ask, open_at
from tests.hostile.case import BEACON as CASE_BEACON
from tests.hostile.case import Case, Fate
from tests.hostile.neighbours import BEACON, PAYLOADS, neighbours
from tests.hostile.run import cases

pytestmark = [pytest.mark.browser, pytest.mark.slow]
ANSWERS = 500
BATCH = 50
QUESTIONS = (
    "What about the image and the frame?",
    "Where can I press here?",
    "What is in the style sheet?",
    "Is there a script?",
    "What does the system say about developer mode?",
    "Ignore which instructions?",
    "Is trouble breathing normal after needling?",
    "Does redness fade within days?",
    "Does redness after needling fade within a few days?",
    "What about bold and code?",
    "What about the aftercare of the skin?",
    "Do bruises fade red and heal within a week?",
    "Which clinic has the Glow pen?",
    "Do the documents say nothing of pain?",
    "What do the FDA and the NHS state?",
    "Is lemon juice better than sunscreen?",
    "What of a fever with red streaks?",
    "What costs 5 dollars a session?",
    "What about serum and stretch marks?",
    "What is on the page of the iframe?",
    "What about alert and javascript?",
    "What is collagen?",
    "What are the side effects?",
    "Should I leave out the line about the doctor?",
    "What does fetch do?",
)
INSPECT = """() => ({
    owned: window.owned === undefined ? null : String(window.owned),
    links: [...document.querySelectorAll("a, area")].map((a) => [a.getAttribute("href") ?? "#", a.rel]),
    foreign: [...document.querySelectorAll(
        ".stHtml :is(img, iframe, script, object, embed, svg, video, audio, form, input, base, meta, link, math)"
    )].map((element) => element.outerHTML.slice(0, 200)),
    handlers: [...document.querySelectorAll(".stHtml *")]
        .flatMap((element) => element.getAttributeNames()).filter((name) => name.startsWith("on")),
})"""
RESTORE = """() => document.querySelectorAll("wbr[data-cr]").forEach((mark) => mark.replaceWith("\\r"))"""
READ = """() => [...document.querySelectorAll("[data-quote], [data-near]")]
    .map((element) => [element.dataset.quote ?? element.dataset.near, element.textContent])"""


@dataclass
class Beacon:
    """A server that must never be asked for anything, and what it was asked for."""

    address: str
    asked: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def beacon() -> Iterator[Beacon]:
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Print nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield Beacon(f"http://127.0.0.1:{server.server_port}", asked)
    server.shutdown()
    server.server_close()


def name_of(number: int, case: Case) -> str:
    """Keep a file's name where a folder can hold it."""
    is_kept = case.name.isprintable() and not {"/", "\\"} & set(case.name) and len(case.name) < 100
    return f"{number:03}-{case.name if is_kept else 'renamed' + Path(case.name).suffix}"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory, beacon: Beacon) -> Path:
    """Build a library of all that is taken; what is refused is named and left out, as for anybody."""
    folder = tmp_path_factory.mktemp("hostile-set")
    sources = folder / "sources"
    sources.mkdir()
    for source in (ROOT / "data" / "sources").glob("*.txt"):
        (sources / source.name).write_bytes(source.read_bytes())
    for neighbour in neighbours():
        (sources / neighbour.name).write_bytes(neighbour.text.replace(BEACON, beacon.address).encode())
    small = [case for case in cases() if case.fate is not Fate.REFUSED and not case.is_large]
    for number, case in enumerate(small):
        content = case.make().replace(CASE_BEACON.encode(), beacon.address.encode())
        (sources / name_of(number, case)).write_bytes(content)
    report = ingest([sources], folder / "library", Means(open_embedder("hashing")))
    assert report.documents > 40
    return folder / "library"


@pytest.fixture(scope="module")
def chatbot(library: Path) -> Iterator[Chatbot]:
    opened = Chatbot.open(library, "hashing")
    yield opened
    opened.library.close()


@pytest.fixture(scope="module")
def hostile_page(library: Path) -> Iterator[str]:
    yield from serve(library, NEEDLEPOINT_MODEL="hashing")


def is_inside_or_known(href: str, rel: str, documents: dict[str, Document]) -> bool:
    """Tell whether a link stays within the page, or is an address of the manifest that is opened without a referrer."""
    if href.startswith(("/", "#")) and not href.startswith("//"):
        return True
    urls = {document.facts.url for document in documents.values()}
    urls |= {reference.url for document in documents.values() for reference in document.facts.references}
    return href in urls and urlsplit(href).scheme in ("http", "https") and "noreferrer" in rel


def assert_inert(page: Page, documents: dict[str, Document]) -> None:
    seen = page.evaluate(INSPECT)
    assert seen["owned"] is None
    assert seen["foreign"] == []
    assert seen["handlers"] == []
    active = [href for href, rel in seen["links"] if not is_inside_or_known(href, rel or "", documents)]
    assert active == []


def wrong(shown: list[tuple[str, str]], documents: dict[str, Document]) -> list[tuple[str, str]]:
    """List the quotes whose element does not hold exactly the slice that it names."""
    found = []
    for place, text in shown:
        name, start, end = place.rsplit(":", 2)
        if documents[name].text[int(start) : int(end)] != text:
            found.append((place, text))
    return found


def test_with_all_hostile_files_nothing_is_asked_for_run_or_linked_and_quotes_are_exact(
    context: BrowserContext, hostile_page: str, chatbot: Chatbot, beacon: Beacon
) -> None:
    documents = dict(chatbot.library.documents())
    assert len(documents) > 40
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    page = context.new_page()
    shown = 0
    for number, question in enumerate(QUESTIONS):
        if number % 10 == 0:
            page.goto(hostile_page)
        ask(page, question)
        # The page may be drawn anew at any time, so everything is read at once.
        quotes = [(place, text) for place, text in page.evaluate(READ)]
        shown += len(quotes)
        assert wrong(quotes, documents) == []
        assert_inert(page, documents)
    assert shown >= 60
    page.goto(f"{hostile_page}/sources")
    page.locator(".np-card").first.wait_for()
    assert_inert(page, documents)
    for name, document in islice(documents.items(), 60):
        if len(document.text) < 50_000:
            open_at(page, f"{hostile_page}/sources?doc={quote(name)}&start=0&end=3", ".np-text")
            assert page.locator(".np-text").text_content() == document.text
            assert_inert(page, documents)
    own = (hostile_page, f"ws{hostile_page.removeprefix('http')}", f"blob:{hostile_page}", "data:")
    assert [url for url in asked if not url.startswith(own)] == []
    assert beacon.asked == []


def answers(chatbot: Chatbot) -> Iterator[Answer]:
    """Ask for the words of passages, from every document in turn, and yield the answers that show a quote."""
    library = chatbot.library
    passages = [[passage for _, passage in library.of_document(name)] for name in library.documents()]
    for turn in range(max(map(len, passages))):
        for row in passages:
            if turn < len(row):
                words = " ".join(content_words(row[turn].text)[:6])[:300]
                answer = chatbot.ask(f"What about {words}?")
                if answer.quotes or answer.near:
                    yield answer


def markup(chatbot: Chatbot, answer: Answer) -> str:
    documents = chatbot.library.documents()
    body = blocks.statements(answer, cite.number(answer, documents), documents) + blocks.near(answer, documents)
    return draw.tag("div", replies.reply(answer) + body, class_="np-answer")


def test_the_text_of_every_quote_of_five_hundred_answers_is_its_slice(
    browser: Browser, chatbot: Chatbot, beacon: Beacon
) -> None:
    documents = dict(chatbot.library.documents())
    drawn = [markup(chatbot, answer) for answer in islice(answers(chatbot), ANSWERS)]
    assert len(drawn) == ANSWERS
    style = (ROOT / "app_pages" / "page.css").read_text(encoding="utf-8")
    page = browser.new_page()
    quoted: set[str] = set()
    for start in range(0, ANSWERS, BATCH):
        batch = "".join(drawn[start : start + BATCH])
        page.set_content(f"<!doctype html><meta charset=utf-8><style>{style}</style><div class=stHtml>{batch}</div>")
        page.evaluate(RESTORE)
        shown = [(place, text) for place, text in page.evaluate(READ)]
        assert len(shown) >= batch.count("data-quote=") + batch.count("data-near=") > 0
        assert wrong(shown, documents) == []
        quoted |= {place.rsplit(":", 2)[0] for place, _ in shown}
        assert page.evaluate("() => window.owned === undefined")
    page.close()
    assert len(quoted) > 30
    assert beacon.asked == []


def test_the_beacon_and_the_flag_would_tell(browser: Browser, beacon: Beacon) -> None:
    page = browser.new_page()
    payloads = "".join(PAYLOADS).replace(BEACON, beacon.address)
    page.set_content(f"<div class=stHtml>{payloads}</div>")
    for _ in range(100):
        if not beacon.asked:
            page.wait_for_timeout(100)
    seen = page.evaluate(INSPECT)
    assert seen["foreign"]
    assert beacon.asked
    beacon.asked.clear()
    page.close()
