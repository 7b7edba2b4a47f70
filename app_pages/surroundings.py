"""The text around quotes, and the address of a quote on the web page it was taken from, as markup."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from urllib.parse import quote as percent_encoded
from urllib.parse import urlsplit

from app_pages.draw import escape, tag
from chatbot import wording
from chatbot.types import Quote
from ingest.spans import cut
from ingest.types import Document, Span

# Characters on each side, where the quotes are all of their own paragraph; a list item says little by itself.
_BESIDE = 280
# https://wicg.github.io/scroll-to-text-fragment/: a longer quote is named by its first and its last words.
_LONGEST_FRAGMENT = 120
_ENDS = 5  # words


def around(quotes: Sequence[Quote], document: Document) -> str:
    """Draw what stands around neighbouring quotes of one document, to be opened; the quotes are marked in it."""
    shown = window(quotes, document)
    marks = sorted(Span(quote.start, quote.end) for quote in quotes)
    parts = "".join(_part(document.text, part, marks) for part in cut(shown, document.skips))
    name = wording.AROUND_LABEL.format(title=document.facts.title)
    # It scrolls by itself, so the keyboard has to reach it.
    seen = {"class_": "np-text np-exact np-around-text", "tabindex": "0", "role": "region", "aria_label": name}
    body = tag("div", parts, **seen)
    # One `name` for all: the browser closes the one before, so that two never lie over each other beside the answer.
    return tag("details", tag("summary", escape(wording.AROUND)) + body, class_="np-around", name="around")


def window(quotes: Sequence[Quote], document: Document) -> Span:
    """Give the paragraphs that quotes stand in, with some of what is beside them where they are all of these."""
    start = min(min(quote.start, quote.passage.block.start) for quote in quotes)
    end = max(max(quote.end, quote.passage.block.end) for quote in quotes)
    if end - start - sum(quote.end - quote.start for quote in quotes) > _BESIDE // 2:
        return Span(start, end)
    text = document.text
    before = max(0, start - _BESIDE)
    after = min(len(text), end + _BESIDE)
    # From the first whole line, or else the first whole word, to the last.
    first = next((place for place in (text.find("\n", before, start), text.find(" ", before, start)) if place >= 0), -1)
    last = next((place for place in (text.rfind("\n", end, after), text.rfind(" ", end, after)) if place >= 0), end)
    return Span(before if before == 0 else first + 1 if first >= 0 else start, after if after == len(text) else last)


def on_the_web(quote: Quote, document: Document) -> str:
    """Link the web page a document was taken from, at the quote; "" where its manifest names no page.

    The link names the quote's words only where they stand once in the text, because a browser takes the first it finds.
    """
    url = document.facts.url or ""
    if not is_page(url):
        return ""
    fragment = "" if "#" in url else _fragment(quote.text, document.text)
    link = url + (f"#:~:text={fragment}" if fragment else "")
    return tag("a", escape(wording.ON_THE_WEB), class_="np-chip", href=link, rel="noreferrer noopener", target="_blank")


def is_page(url: str) -> bool:
    """Tell whether a browser would open an address as a page."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)


def _fragment(words: str, text: str) -> str:
    if text.count(words) != 1 or "\n" in words:
        return ""
    if len(words) <= _LONGEST_FRAGMENT:
        return _encoded(words)
    split = words.split(" ")
    ends = " ".join(split[:_ENDS]), " ".join(split[-_ENDS:])
    return ",".join(map(_encoded, ends)) if all(text.count(end) == 1 for end in ends) else ""


def _encoded(words: str) -> str:
    """Encode words for a text fragment, in which a hyphen has a meaning of its own."""
    return percent_encoded(words, safe="").replace("-", "%2D")


def _part(text: str, part: Span, marks: Sequence[Span]) -> str:
    """Draw one stretch of text; what the sorted marks cover of it is highlighted."""
    edges = [part.start]
    for mark in marks:
        start, end = max(mark.start, edges[-1]), min(mark.end, part.end)
        if start < end:
            edges += [start, end]
    pieces = (text[start:end] for start, end in pairwise([*edges, part.end]))
    return "".join(tag("mark", escape(piece)) if place % 2 else escape(piece) for place, piece in enumerate(pieces))
