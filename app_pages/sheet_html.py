"""The visit sheet as a web page of its own: no script, nothing fetched, made to be printed on one page."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from app_pages.draw import escape, tag
from chatbot import sheet_wording as words
from chatbot.sheet import Asked, Entry, Sheet

_STYLE = """
:root { color-scheme: light; }
body { font: 10.5pt/1.4 system-ui, "Segoe UI", Roboto, Arial, sans-serif; color: #000; background: #fff;
  max-width: 44rem; margin: 1.5rem auto; padding: 0 1rem; overflow-wrap: anywhere; }
h1 { font-size: 1.5em; margin: 0; } h2 { font-size: 1.1em; margin: 1em 0 0.2em; border-bottom: 1px solid #000; }
h3 { font-size: 1em; margin: 0.5em 0 0.1em; } p { margin: 0.2em 0; } ul, ol { margin: 0.2em 0; padding-left: 1.4em; }
.about, .more { color: #444; font-size: 0.9em; } .side { font-style: italic; }
.quote { white-space: pre-wrap; unicode-bidi: isolate; } .line { margin-top: 0.9em; border-bottom: 1px dotted #000; }
@page { margin: 13mm; }
@media print { body { font-size: 9pt; line-height: 1.3; margin: 0; padding: 0; max-width: none; }
  h2, h3 { break-after: avoid; } li { break-inside: avoid; } }
"""


def page(sheet: Sheet, date: str) -> str:
    """Write the sheet as a whole document; every text in it that is not ours is escaped."""
    body = tag("h1", escape(words.TITLE)) + tag("p", escape(words.ABOUT.format(date=date)), class_="about")
    body += _questions(words.SAYS, sheet.says) + _questions(words.DIFFER, sheet.differ)
    body += "" if sheet.says or sheet.differ else tag("p", escape(words.NOTHING))
    body += _list(words.SILENT, sheet.silent, "ul") + tag("h2", escape(words.TELL))
    body += tag("ul", "".join(tag("li", escape(line)) for line in sheet.tell)) if sheet.tell else ""
    body += "".join(tag("p", escape(line), class_="line") for line in words.FILL_IN)
    body += _list(words.SOURCES, sheet.sources, "ol")
    head = '<meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    head += tag("title", escape(words.TITLE)) + tag("style", _STYLE)
    return f"<!doctype html>{tag('html', tag('head', head) + tag('body', tag('main', body)), lang='en')}"


def _questions(title: str, asked: Sequence[Asked]) -> str:
    return tag("h2", escape(title)) + "".join(map(_asked, asked)) if asked else ""


def _asked(asked: Asked) -> str:
    body = tag("h3", escape(asked.question))
    for side, entries in groupby(asked.entries, key=lambda entry: entry.side):
        body += tag("p", escape(side), class_="side") if side else ""
        body += tag("ul", "".join(map(_entry, entries)))
    more = words.MORE.format(count=asked.more)
    return body + (tag("p", escape(more), class_="more") if asked.more else "")


def _entry(entry: Entry) -> str:
    quotes = " · ".join(f"“{tag('span', escape(quote), class_='quote')}”" for quote in entry.quotes)
    return tag("li", f"{quotes} [{entry.source}]")


def _list(title: str, lines: Sequence[str], kind: str) -> str:
    items = "".join(tag("li", escape(line)) for line in lines)
    return tag("h2", escape(title)) + tag(kind, items) if lines else ""
