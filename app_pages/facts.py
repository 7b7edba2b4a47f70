"""What is known about a document, and its whole text, as markup."""

from __future__ import annotations

from urllib.parse import urlencode

from app_pages import covered
from app_pages.draw import escape, tag
from app_pages.surroundings import is_page
from chatbot import library_wording, matrix_wording, wording
from ingest.book import ClaimBook
from ingest.types import Document, Facts, Reference, Span

_DIGITS = 9


def card(document: Document, book: ClaimBook, is_listed: bool) -> str:
    """Draw a document's title and facts, unknown ones said to be; in a list, there is a way to its text."""
    body = tag("h2", escape(document.facts.title)) + tag("dl", _rows(document, book))
    if is_listed:
        link = tag("a", escape(wording.READ_WHOLE), class_="np-chip", href=whole(document), data_inside="")
        body += tag("p", link)
    return tag("article", body, class_="np-card")


def marked(text: str, start: str, end: str) -> Span | None:
    """Read a range of code points from an address; None when it does not name characters of this text."""
    if not all(part.isascii() and part.isdecimal() and len(part) <= _DIGITS for part in (start, end)):
        return None
    span = Span(int(start), int(end))
    return span if span.start < span.end <= len(text) else None


def whole_text(document: Document, marked: Span | None) -> str:
    """Draw every character of a document, the marked ones highlighted."""
    start, end = marked or (0, 0)
    text = document.text
    mark = tag("mark", escape(text[start:end]), id="quoted", tabindex="-1") if marked else ""
    body = escape(text[:start]) + mark + escape(text[end:])
    return tag("div", body, class_="np-text np-exact", data_document=document.name)


def whole(document: Document) -> str:
    """Spell the address of a document's whole text."""
    return "/sources?" + urlencode({"doc": document.name})


def _rows(document: Document, book: ClaimBook) -> str:
    facts, spoken_of = document.facts, covered.topics(book, (document.name,))
    rows = (
        (wording.FACT_KIND, escape(facts.kind or wording.UNKNOWN)),
        (wording.FACT_PUBLISHER, escape(facts.publisher or wording.UNKNOWN)),
        (wording.FACT_AUTHOR, escape(facts.author or wording.UNKNOWN)),
        (wording.FACT_DATE, escape(facts.date or wording.UNKNOWN)),
        (wording.FACT_ADDRESS, _address(facts.url) if facts.url else escape(wording.UNKNOWN)),
        (library_wording.ACCESSED, escape(facts.accessed or "")),
        (matrix_wording.SPEAKS_OF, tag("ul", spoken_of, class_="np-covered") if spoken_of else ""),
        (wording.FACT_REFERENCES, _references(facts)),
        (wording.FACT_NOTES, _listed([escape(note) for note in facts.notes])),
        (wording.FACT_FILE, escape(document.name)),
    )
    return "".join(tag("div", tag("dt", escape(name)) + tag("dd", value)) for name, value in rows if value)


def _references(facts: Facts) -> str:
    return _listed([_reference(reference) for reference in facts.references]) or escape(wording.NO_REFERENCES)


def _reference(reference: Reference) -> str:
    authors = ", ".join(reference.authors) or wording.AUTHOR_UNKNOWN
    named = escape(" · ".join((reference.title, authors, reference.date or wording.UNDATED)))
    return named + (tag("div", _address(reference.url)) if reference.url else "")


def _listed(lines: list[str]) -> str:
    return tag("ul", "".join(tag("li", line) for line in lines)) if lines else ""


def _address(url: str) -> str:
    """Link an address of the manifest when a browser would open it as a page; show it as text otherwise."""
    if not is_page(url):
        return escape(url)
    return tag("a", escape(url), href=url, rel="noreferrer noopener", target="_blank")
