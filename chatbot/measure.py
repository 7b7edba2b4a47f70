"""Outside question sets -> figures: pure functions over (question, record) pairs.

A question is a line of a set's `questions.jsonl`, a record is what `chatbot.record` wrote for it, its `doc` being the
set's `doc_id`. Each function says which questions it counts; a figure without its population cannot be compared.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from statistics import median
from typing import Any, NamedTuple

from chatbot.curves import Cut, Point, Rate, auroc, lowest_cut, risk_coverage
from ingest.types import Span

Question = Mapping[str, Any]
Record = Mapping[str, Any]
Pair = tuple[Question, Record]
_SECTION, _SECTION_CHARACTERS = "section", 40
_FIRST_HITS, _HALF = 5, 0.5


class Evidence(NamedTuple):
    """How many questions have a gold answer in what was found, and how many characters the candidates have.

    `held`: in the candidates together; `first`: in the first one; `passages`: in one of the first five hits;
    `characters`: the median sum of the candidates' lengths in code points, nan without questions.
    """

    held: Rate
    first: Rate
    passages: Rate
    characters: float


class Abstention(NamedTuple):
    """How well confidence tells answerable from unanswerable; AUROC is nan where a set has one kind only."""

    auroc: float
    answerable: int
    unanswerable: int
    points: tuple[Point, ...]


class _Gold(NamedTuple):
    doc: str
    text: str
    start: int

    @property
    def span(self) -> Span:
        return Span(self.start, self.start + len(self.text))


def located(question: Question) -> bool:
    """Tell whether a question has an answer with a place: the population of the evidence figures."""
    return bool(question.get("answers"))


def labelled(question: Question) -> bool:
    """Tell whether a question is known to be answerable or not: the population of the abstention figures."""
    return question["answerable"] is not None


def evidence(pairs: Iterable[Pair]) -> Evidence:
    """Score candidates and hits against the places of the answers, over the `located` questions."""
    counted = [(question, record) for question, record in pairs if located(question)]
    lengths = [sum(place["end"] - place["start"] for place in record["candidates"]) for _, record in counted]
    return Evidence(
        held=_rate(holds(question, record["candidates"]) for question, record in counted),
        first=_rate(holds(question, record["candidates"][:1]) for question, record in counted),
        passages=_rate(_touches(question, record["hits"][:_FIRST_HITS]) for question, record in counted),
        characters=float(median(lengths)) if lengths else math.nan,
    )


def holds(question: Question, places: Sequence[Mapping[str, Any]]) -> bool:
    """Tell whether places of a record (candidates, quotes) hold one of the question's answers.

    All of an answer must lie in the places of its document together; white space between sentences need not. Of a
    section, which is too long for an answer in quotes, 40 characters in one place are enough.
    """
    shown = _shows_section if question["kind"] == _SECTION else _shows_all
    return any(shown(gold, _spans(places, gold.doc)) for gold in _golds(question))


def unanswerable(question: Question, _record: Record) -> bool:
    """Call answering wrong where the documents have no answer, whatever the record says."""
    return question["answerable"] is False


def unanswerable_or_missed(question: Question, record: Record) -> bool:
    """Call answering wrong also where the candidates do not hold the located answer."""
    return unanswerable(question, record) or (located(question) and not holds(question, record["candidates"]))


def abstention(pairs: Iterable[Pair], wrong: Callable[[Question, Record], bool] = unanswerable) -> Abstention:
    """Score confidence over the `labelled` questions; `wrong` says when answering is an error, for the risk."""
    counted = [(question, record) for question, record in pairs if labelled(question)]
    yes, no = confidences(counted)
    points = risk_coverage((record["confidence"], wrong(question, record)) for question, record in counted)
    return Abstention(auroc(yes, no), len(yes), len(no), points)


def cut(pairs: Iterable[Pair], rate: float) -> Cut:
    """Find the smallest confidence at which at most `rate` of the unanswerable questions are answered.

    Over the `labelled` questions; ValueError as `chatbot.curves.lowest_cut`.
    """
    return lowest_cut(*confidences(pairs), rate)


def confidences(pairs: Iterable[Pair]) -> tuple[list[float], list[float]]:
    """Part the confidences of the labelled questions into answerable and unanswerable."""
    counted = [(question["answerable"], record["confidence"]) for question, record in pairs if labelled(question)]
    return [value for known, value in counted if known], [value for known, value in counted if not known]


def _rate(cases: Iterable[bool]) -> Rate:
    verdicts = list(cases)
    return Rate(sum(verdicts), len(verdicts))


def _golds(question: Question) -> list[_Gold]:
    return [
        _Gold(answer.get("doc_id") or question["doc_id"], answer["text"], answer["start"])
        for answer in question["answers"]
    ]


def _spans(places: Iterable[Mapping[str, Any]], doc: str) -> list[Span]:
    return [Span(place["start"], place["end"]) for place in places if place["doc"] == doc]


def _shows_all(gold: _Gold, spans: Sequence[Span]) -> bool:
    needed = [place for place, character in enumerate(gold.text, gold.start) if not character.isspace()]
    return bool(needed) and all(any(span.start <= place < span.end for span in spans) for place in needed)


def _shows_section(gold: _Gold, spans: Sequence[Span]) -> bool:
    return any(_shared(gold.span, span) >= min(_SECTION_CHARACTERS, len(gold.text)) for span in spans)


def _touches(question: Question, hits: Sequence[Mapping[str, Any]]) -> bool:
    """Tell whether a hit and an answer share at least half of the shorter of the two."""
    return any(
        _shared(gold.span, span) >= _HALF * min(len(gold.text), span.end - span.start) > 0
        for gold in _golds(question)
        for span in _spans(hits, gold.doc)
    )


def _shared(one: Span, other: Span) -> int:
    return max(0, min(one.end, other.end) - max(one.start, other.start))
