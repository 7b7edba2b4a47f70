"""Quotes written as they are quoted elsewhere: the words, then title, author, publisher, date, page and their place."""

from __future__ import annotations

from collections.abc import Sequence

from chatbot import kept_wording, wording
from chatbot.types import Quote
from ingest.types import Document


def quotation(quotes: Sequence[Quote], document: Document) -> str:
    """Write quotes of one document, one a line, and their source below; what is unknown of it is said to be.

    Raises:
        ValueError: when there is no quote.
    """
    facts = document.facts
    start, end = min(quote.start for quote in quotes), max(quote.end for quote in quotes)
    page = document.page_of(start)
    place = wording.PAGE.format(page=page) if page else None
    author, date = facts.author or wording.AUTHOR_UNKNOWN, facts.date or wording.UNDATED
    named = ", ".join(filter(None, (facts.title, author, facts.publisher, date, place)))
    accessed = f" ({kept_wording.ACCESSED.format(date=facts.accessed)})" if facts.url and facts.accessed else ""
    where = facts.url or kept_wording.CHARACTERS.format(name=document.name, start=start, end=end)
    return "\n".join([*(f"“{quote.text}”" for quote in quotes), f"— {named}. {where}{accessed}"])
