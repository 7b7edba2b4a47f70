"""The text around a quote is the document's own, the quote marked; a link to the web names words that stand once."""

from __future__ import annotations

import re
from urllib.parse import unquote

import pytest
from hypothesis import given

from app_pages import surroundings
from chatbot.converse import Chatbot
from chatbot.types import Quote
from ingest.types import Document, Span
from tests.reading import read
from tests.test_markup import document_of, documents_with_quotes, quote_of

TEXT = "First line here.\nThe skin is red for a day. It can be sore. See a doctor-led clinic.\nThe skin is dry."
URL = "https://example.org/page"


def words(markup: str) -> str:
    return read(markup.replace("<div", '<div data-quote="all"', 1)).found[0][1]


@given(documents_with_quotes())
def test_what_is_around_quotes_is_a_stretch_of_the_document_with_all_of_them_marked(
    drawn: tuple[Document, tuple[Quote, ...]],
) -> None:
    document, quotes = drawn
    span = surroundings.window(quotes, document)
    assert span.start <= min(quote.start for quote in quotes)
    assert span.end >= max(quote.end for quote in quotes)
    markup = surroundings.around(quotes, document)
    assert words(markup) == document.text[span.start : span.end]
    covered = {place for quote in quotes for place in range(quote.start, quote.end)}
    assert sum(len(read(f'<p data-quote="m">{mark}</p>').found[0][1]) for mark in marks(markup)) == len(covered)


def marks(markup: str) -> list[str]:
    return re.findall(r"<mark>(.*?)</mark>", markup)


def test_page_furniture_is_left_out_around_a_quote() -> None:
    whole = document_of(TEXT)
    document = Document(whole.name, TEXT, whole.sha256, whole.facts, (Span(0, 17),))
    assert "First line" not in surroundings.around([quote_of(document, Span(17, 43))], document)


def test_every_answer_shows_more_around_its_quotes_than_the_quotes(chatbot: Chatbot) -> None:
    for question in ("What are the side effects?", "Can I do it at home?", "Does it hurt?"):
        answer = chatbot.ask(question)
        for quote in answer.quotes:
            document = chatbot.library.document(quote.document)
            span = surroundings.window([quote], document)
            assert quote.end - quote.start < span.end - span.start < 4000


@pytest.mark.parametrize(
    ("start", "end", "fragment"),
    [(17, 43, "The skin is red for a day."), (60, 83, "See a doctor-led clinic"), (17, 28, None), (84, 95, None)],
)
def test_a_link_to_the_web_names_the_words_only_where_they_stand_once(
    start: int, end: int, fragment: str | None
) -> None:
    document = document_of(TEXT, url=URL)
    link = surroundings.on_the_web(quote_of(document, Span(start, end)), document)
    found = re.findall(r'href="([^"]*)"', link)[0]
    assert found.partition("#")[0] == URL
    assert unquote(found.partition("#:~:text=")[2]) == (fragment or "")
    assert "-" not in found.partition("#:~:text=")[2]


def test_a_long_quote_is_named_by_its_ends_and_no_address_is_no_link() -> None:
    text = " ".join(f"word{number}" for number in range(60))
    document = document_of(text, url=URL)
    link = surroundings.on_the_web(quote_of(document, Span(0, len(text))), document)
    assert "#:~:text=word0%20word1%20word2%20word3%20word4,word55%20" in link
    for url in (None, "ftp://example.org", "javascript:alert(1)"):
        assert surroundings.on_the_web(quote_of(document, Span(0, 5)), document_of(text, url=url)) == ""
