"""Answer -> Citations, and the answer as plain text.

A citation's number is only a view; (sha256, start, end) is its identity.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from chatbot import library_wording, wording
from chatbot.advice import Advice
from chatbot.attribute import Attribution, attribution
from chatbot.types import Answer, Count, Level, Quote, Statement
from ingest.errors import Violation
from ingest.types import Document, vouched


@dataclass(frozen=True, slots=True)
class Citation:
    """What a reader needs to check one quote; `number` is only a view, (sha256, start, end) is its identity."""

    number: int
    document: str
    sha256: str
    start: int
    end: int
    text: str
    title: str
    author: str | None
    date: str | None
    headings: tuple[str, ...]
    as_printed: tuple[str, ...] = ()
    attribution: Attribution | None = None
    page: int | None = None


def number(answer: Answer, documents: Mapping[str, Document]) -> tuple[Citation, ...]:
    """Cite every quote shown, those of the advice last, in reading order, numbered from 1.

    Raises:
        Violation: when a quote is not the slice of its document; such an answer must not be shown.
    """
    return tuple(
        _cite(position, quote, documents.get(quote.document)) for position, quote in enumerate(answer.cited, 1)
    )


def locate(document: Document, start: int, end: int) -> str | None:
    """Return the slice [start, end) of a document, or None where there is no such place."""
    return document.text[start:end] if 0 <= start < end <= len(document.text) else None


def render(answer: Answer, documents: Mapping[str, Document]) -> str:
    """Write an answer as a reader sees it: our words, numbered quotes, their sources, the professional line."""
    citations = {(c.document, c.start, c.end): c for c in number(answer, documents)}
    parts = [searched(answer, documents), answer.reply]
    parts += [wording.BELOW_AN_ALARM] if answer.level is not Level.NONE and answer.statements else []
    side = ""
    for statement in answer.statements:
        label = wording.YOURS_TITLE.rstrip(".") if is_yours(statement, documents) else statement.side
        lines = [f"“{statement.asked}”"] if statement.asked else []
        lines += [f"{label}:"] if label not in ("", side) else []
        side = label
        parts.append("\n".join([*lines, *_quoted(statement, citations)]))
    if answer.counts:
        lines = [_count(found, total(answer, documents)) for found in answer.counts]
        parts.append("\n".join([f"{wording.COUNTS_TITLE}:", *lines]))
    if answer.choices:
        parts.append("\n".join([wording.CHOICES_TITLE, *(f"- {choice}" for choice in answer.choices)]))
    parts += _advice(answer.advice, citations)
    if citations:
        parts.append("\n".join(_source(document, answer.cited, citations, documents) for document in _cited(answer)))
    return "\n\n".join([*(part for part in parts if part), answer.closing or wording.PROFESSIONAL_LINE])


def searched(answer: Answer, documents: Mapping[str, Document]) -> str:
    """Say which documents an answer was searched in, where the reader chose some of them."""
    titles = [documents[name].facts.title if name in documents else name for name in answer.searched]
    return library_wording.only_searched(titles) if titles else ""


def total(answer: Answer, documents: Mapping[str, Document]) -> int:
    """Count the documents that an answer's counts are of: those vouched for that were searched, copies as one."""
    return answer.of(len([name for name in vouched(documents) if name in answer.searched or not answer.searched]))


def describe(document: Document) -> str:
    """Name a document: title, author, date; what is unknown is said to be unknown."""
    facts = document.facts
    described = f"{facts.title} · {facts.author or wording.AUTHOR_UNKNOWN} · {facts.date or wording.UNDATED}"
    return described if facts.is_vouched else f"{described} · {wording.YOUR_DOCUMENT}"


def is_yours(said: Statement | Quote, documents: Mapping[str, Document]) -> bool:
    """Tell whether a quote is from a document that nobody vouches for, in a library that has others."""
    quotes = said.quotes if isinstance(said, Statement) else (said,)
    kept = vouched(documents)
    return all(quote.document not in kept for quote in quotes)


def _cite(position: int, quote: Quote, document: Document | None) -> Citation:
    if document is None or locate(document, quote.start, quote.end) != quote.text:
        raise Violation(
            f"A quote from {quote.document} no longer stands in the library at [{quote.start}, {quote.end}).",
            "Ask again: the documents have changed since it was shown.",
        )
    facts = document.facts
    return Citation(
        number=position,
        document=document.name,
        sha256=document.sha256,
        start=quote.start,
        end=quote.end,
        text=quote.text,
        title=facts.title,
        author=facts.author,
        date=facts.date,
        headings=quote.passage.headings,
        as_printed=tuple(
            word for word in facts.as_printed if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", quote.text)
        ),
        attribution=attribution(quote.text),
        page=document.page_of(quote.start),
    )


def _cited(answer: Answer) -> tuple[str, ...]:
    return tuple(dict.fromkeys(quote.document for quote in answer.cited))


def _quoted(statement: Statement, citations: Mapping[tuple[str, int, int], Citation]) -> list[str]:
    lead = [_line(statement.lead_in, citations)] if statement.lead_in else []
    said = [statement.said] if statement.said else []
    bullet = "- " if lead or said else ""
    return [*said, *lead, *(bullet + _line(quote, citations) for quote in statement.quotes)]


def _advice(advice: Advice, citations: Mapping[tuple[str, int, int], Citation]) -> list[str]:
    """Write what stands below an answer: what only a professional can tell, and each situation mentioned."""
    parts = []
    if advice.consult:
        questions = (f"- {question}" for question in advice.consult.questions)
        parts.append("\n".join([advice.consult.note, wording.CONSULT_QUESTIONS, *questions]))
    for mention in advice.mentions:
        quoted = (line for said in mention.statements for line in _quoted(said, citations))
        asked = (f"- {question}" for question in mention.ask)
        parts.append("\n".join([*wording.mentioned(mention), *quoted, wording.ASK_THEM, *asked]))
    return parts


def _line(quote: Quote, citations: Mapping[tuple[str, int, int], Citation]) -> str:
    citation = citations[quote.document, quote.start, quote.end]
    printed = wording.AS_PRINTED.format(words=", ".join(citation.as_printed))
    reported = f" ({wording.reported(citation.attribution.name)})" if citation.attribution else ""
    page = f" ({wording.PAGE.format(page=citation.page)})" if citation.page else ""
    return f'"{quote.text}" [{citation.number}]{page}{reported}' + (f" ({printed})" if citation.as_printed else "")


def _count(found: Count, total: int) -> str:
    words = wording.often(found.often)
    stated = wording.COUNT_OF.format(count=len(found.quotes), total=total)
    return f"- {found.item}: {stated}{f' ({words})' if words else ''}"


def _source(
    name: str,
    quotes: Sequence[Quote],
    citations: Mapping[tuple[str, int, int], Citation],
    documents: Mapping[str, Document],
) -> str:
    numbers = [citations[q.document, q.start, q.end].number for q in quotes if q.document == name]
    return f"{''.join(f'[{n}]' for n in dict.fromkeys(numbers))} {describe(documents[name])} ({name})"
