"""What is said about the documents: one line a document from its facts. What is unknown is said to be unknown."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum

from chatbot import wording
from ingest.types import Document, Facts, Reference


class Topic(StrEnum):
    """What a question about documents asks for."""

    AUTHOR = "author"
    DATE = "date"
    KIND = "kind"
    LIST = "list"
    ORIGIN = "origin"
    REFERENCES = "references"
    STUDY = "study"
    REVIEW = "review"
    TRUST = "trust"


MOST_LINES = 10
NO_DOCUMENTS = "There are no documents in the library yet."
NO_SUCH = "There is no such document here. {list}"
HOLDS = "This library holds {number}:"
ASK_IT = "Ask what it says about a subject, and I quote it."
AND_MORE = "… and {number} more."
MORE = "The library holds {number} more; the list of sources shows them all."
BY = "{it} is by {author}."
NOT_BY = "{it} does not say who wrote it."
DATED = "{it} is dated {date}."
NOT_DATED = "{it} does not say when it was written, so how old it is cannot be told."
IS_KIND = "{title} is {kind}."
NO_KIND = "It is not known what kind of text {title} is."
PUBLISHED = "{it} was published by {publisher}."
NOT_PUBLISHED = "{it} does not say who published it."
ADDRESS = "Its address: {url}"
NO_ADDRESS = "No address is known."
NAMES_WORKS = "{it} names {number} as its references"
NAMES_NONE = "{it} names no references"
REVIEWS = (
    "It is not on record whether a doctor or a scientist has checked these texts. A note below says so where it is."
)
CANNOT_JUDGE = "I cannot judge that. This is what is known:"
NO_REPLACEMENT = "None of them can stand in for a doctor or dermatologist."
# A note that only repeats what is unknown: the lines say that already.
_REPEATS = re.compile(r"No (?:author|publisher|date|address|references?)\b[^;]*")
# What the notes of a topic speak of; where one document is asked about for its worth, all its notes matter.
_CONCERNS: Mapping[Topic, str] = {
    Topic.AUTHOR: r"\bauthor|\bname is printed|\bspeaker|\b(?:written|made|signed) by\b",
    Topic.DATE: r"\bdate (?:is|was)\b|\bundated\b|\bupdated\b|\b(?:written|published) in\b",
    Topic.KIND: r"\b(?:summary|transcript|translation|excerpt|part) of\b",
    Topic.ORIGIN: r"\blinks? to\b|\baddress\b|\bpublish|\bretells?\b",
    Topic.REFERENCES: r"\bretells?\b|\bleans? on\b|\bcites?\b",
    Topic.STUDY: r"\bretells?\b|\bleans? on\b|\bcites?\b|\breviewed\b",
    Topic.REVIEW: r"\breview(?:ed|er)s?\b|\bmachine\b",
    Topic.TRUST: r"\bmachine\b|\bgarbled\b|\bretells?\b|\breviewed\b|\b(?:sponsor|advert)",
}


def say(topic: Topic, documents: Sequence[Document], of: int) -> str:
    """Write the reply to one question about some `of` documents: an introduction, a line a document, a closing."""
    if not documents:
        return NO_DOCUMENTS
    paragraphs = [_paragraph(topic, document.facts, len(documents) == 1) for document in documents[:MOST_LINES]]
    if len(documents) > MOST_LINES:
        paragraphs.append(MORE.format(number=len(documents) - MOST_LINES))
    if topic is Topic.LIST:
        paragraphs = _listed(paragraphs, len(documents), of)
    if topic in (Topic.REVIEW, Topic.TRUST):
        paragraphs = [REVIEWS if topic is Topic.REVIEW else CANNOT_JUDGE, *paragraphs, NO_REPLACEMENT]
    return "\n\n".join(paragraphs)


def no_such(documents: Mapping[str, Document]) -> str:
    """Say that a question names a document by a number that none has."""
    return NO_SUCH.format(list=say(Topic.LIST, list(documents.values()), len(documents)))


def count(number: int, noun: str) -> str:
    """Write how many there are of something: "one document", "four documents"."""
    small = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
    return f"{small[number] if number < len(small) else number} {noun}{'' if number == 1 else 's'}"


def _paragraph(topic: Topic, facts: Facts, alone: bool) -> str:
    concern = "" if alone and topic is Topic.TRUST else _CONCERNS.get(topic, "(?!)")
    notes = [note for note in facts.notes if re.search(concern, note, re.IGNORECASE) and not _REPEATS.fullmatch(note)]
    line = _LINES[topic](facts)
    return ("\n\n" if "\n" in line else " ").join([line, *([" ".join(notes)] if notes else [])])


def _listed(paragraphs: Sequence[str], number: int, of: int) -> list[str]:
    if number < of:
        return [*paragraphs, *([ASK_IT] if number == 1 else [])]
    return [HOLDS.format(number=count(of, "document")), *(f"{at}. {line}" for at, line in enumerate(paragraphs, 1))]


def _author(facts: Facts) -> str:
    return (BY if facts.author else NOT_BY).format(it=_it(facts), author=facts.author)


def _date(facts: Facts) -> str:
    return (DATED if facts.date else NOT_DATED).format(it=_it(facts), date=facts.date)


def _kind(facts: Facts) -> str:
    return (IS_KIND if facts.kind else NO_KIND).format(title=_title(facts), kind=_a(facts.kind or ""))


def _entry(facts: Facts) -> str:
    kind = f"{facts.kind}, " if facts.kind else ""
    return f"{_title(facts)}: {kind}{_by(facts)}, {facts.date or wording.UNDATED}."


def _origin(facts: Facts) -> str:
    publisher = (PUBLISHED if facts.publisher else NOT_PUBLISHED).format(it=_it(facts), publisher=facts.publisher)
    return f"{publisher} {(ADDRESS if facts.url else NO_ADDRESS).format(url=facts.url)}"


def _references(facts: Facts) -> str:
    """A paragraph for each work: a list of them in one sentence is hard to read."""
    works = [f"{at}. {_work(reference)}" for at, reference in enumerate(facts.references[:MOST_LINES], 1)]
    return "\n\n".join([_works(facts, ":" if works else "."), *works, *_more(facts)])


def _study(facts: Facts) -> str:
    titles = "; ".join([f"“{reference.title}”" for reference in facts.references[:MOST_LINES]] + _more(facts))
    return f"{_works(facts, ':')} {titles}{'' if _more(facts) else '.'}" if titles else _works(facts, ".")


def _more(facts: Facts) -> list[str]:
    left = len(facts.references) - MOST_LINES
    return [AND_MORE.format(number=left)] if left > 0 else []


def _trust(facts: Facts) -> str:
    references = count(len(facts.references), "reference")
    return f"{_it(facts)}: {_by(facts)}, {facts.date or wording.UNDATED}, {references}."


def _works(facts: Facts, stop: str) -> str:
    number = len(facts.references)
    return (NAMES_WORKS if number else NAMES_NONE).format(it=_it(facts), number=count(number, "work")) + stop


def _work(reference: Reference) -> str:
    authors = f"by {', '.join(reference.authors)}" if reference.authors else wording.AUTHOR_UNKNOWN
    parts = (f"“{reference.title}”", authors, reference.date or wording.UNDATED, reference.url)
    return ", ".join(part for part in parts if part)


def _by(facts: Facts) -> str:
    return f"by {facts.author}" if facts.author else wording.AUTHOR_UNKNOWN


def _it(facts: Facts) -> str:
    return f"The {facts.kind} {_title(facts)}" if facts.kind else _title(facts)


def _title(facts: Facts) -> str:
    return f"“{facts.title}”"


def _a(noun: str) -> str:
    return f"{'an' if noun[:1].lower() in 'aeiou' else 'a'} {noun}"


_LINES: Mapping[Topic, Callable[[Facts], str]] = {
    Topic.AUTHOR: _author,
    Topic.DATE: _date,
    Topic.KIND: _kind,
    Topic.LIST: _entry,
    Topic.ORIGIN: _origin,
    Topic.REFERENCES: _references,
    Topic.STUDY: _study,
    Topic.REVIEW: _trust,
    Topic.TRUST: _trust,
}
