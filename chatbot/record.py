"""Answer -> the record that outside programs read. This format is kept: data/schema/answer.schema.json describes it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from chatbot import wording
from chatbot.advice import Advice
from chatbot.attribute import attribution
from chatbot.cite import is_yours, render
from chatbot.types import Answer, Hit, Outcome, Quote
from ingest.types import Document


def record(identifier: str, answer: Answer, documents: Mapping[str, Document]) -> dict[str, Any]:
    """Write an answer as JSON-ready values; offsets are code points of the decoded file."""
    return {
        "id": identifier,
        "question_understood": answer.understood,
        "outcome": answer.outcome.value,
        "abstained": answer.outcome is Outcome.ABSTAINED,
        "level": answer.level.value,
        "answer": render(answer, documents),
        "reply": answer.reply,
        "quotes": _shown(answer.quotes, documents),
        "candidates": _quotes(answer.candidates),
        "advice": _advice(answer.advice, documents),
        "counts": [{"item": count.item, "quotes": _quotes(count.quotes)} for count in answer.counts],
        "choices": list(answer.choices),
        "hits": [_hit(hit) for hit in answer.hits],
        "confidence": answer.confidence,
        **_written(answer),
        **({"rewritten": asdict(answer.rewritten)} if answer.rewritten else {}),
    }


def _quotes(quotes: Sequence[Quote]) -> list[dict[str, Any]]:
    return [{"doc": quote.document, "quote": quote.text, "start": quote.start, "end": quote.end} for quote in quotes]


def _shown(quotes: Sequence[Quote], documents: Mapping[str, Document]) -> list[dict[str, Any]]:
    """Write shown quotes, with the page where there is one, whom they report, whether they are the reader's."""
    return [
        {**entry, **_page(quote, documents[quote.document]), **_labels(quote, documents)}
        for quote, entry in zip(quotes, _quotes(quotes), strict=True)
    ]


def _advice(advice: Advice, documents: Mapping[str, Document]) -> dict[str, Any]:
    """Write what stands below an answer; its quotes are not among those of the answer."""
    said = advice.consult
    situations = [
        {
            "situation": mention.situation,
            "ask": list(mention.ask),
            "quotes": _shown([quote for said in mention.statements for quote in said.shown], documents),
        }
        for mention in advice.mentions
    ]
    return {"note": said.note if said else "", "ask": list(said.questions) if said else [], "situations": situations}


def _written(answer: Answer) -> dict[str, Any]:
    """Write what a language model did, where one was asked: each sentence with the places of its quotes in `quotes`."""
    if not answer.written:
        return {}
    statements, first = [], 0
    for said in answer.statements:
        if said.said:
            statements.append({"said": said.said, "quotes": list(range(first, first + len(said.shown)))})
        first += len(said.shown)
    return {"written": {**asdict(answer.written), "statements": statements}}


def _page(quote: Quote, document: Document) -> dict[str, Any]:
    page = document.page_of(quote.start)
    return {"page": page} if page else {}


def _labels(quote: Quote, documents: Mapping[str, Document]) -> dict[str, Any]:
    found = attribution(quote.text)
    reported = {"reported": wording.reported(found.name)} if found else {}
    return {**reported, "yours": True} if is_yours(quote, documents) else reported


def _hit(hit: Hit) -> dict[str, Any]:
    return {"doc": hit.passage.document, "start": hit.passage.start, "end": hit.passage.end, "score": hit.score}
