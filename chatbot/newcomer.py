"""One document of the library as if nobody had written claims about it: how a document fares that has just come in.

The claims keep their evidence in the other documents. For this one the search must answer, beside the claims.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from chatbot.converse import Chatbot
from chatbot.means import ALL
from chatbot.measure import Pair
from chatbot.question_set import Question
from chatbot.scoreboard import Row
from chatbot.trial import all_answered, evidence_figures

EVERY = "all documents, one at a time"
_FIGURES = ("must_recall", "quote_precision", "char_precision", "answered", "abstained", "abstention_balanced")


def compare(chatbot: Chatbot, questions: Sequence[Question], spans: Path) -> Iterator[tuple[str, list[Row], list[Row]]]:
    """Yield each document, then all: its figures without claims about it, and with them.

    Only its own evidence and its own quotes count: must_recall asks for its sentence even where another document's
    would do, so the two columns are to be compared with each other and with nothing else.
    """
    whole = all_answered(chatbot, questions)
    without: list[Pair] = []
    documents = list(chatbot.library.documents())
    for name in documents:
        pairs = [
            _within(pair, name) for pair in all_answered(chatbot.with_means(replace(ALL, unclaimed=name)), questions)
        ]
        without += pairs
        yield name, _rows(chatbot, pairs, spans), _rows(chatbot, [_within(pair, name) for pair in whole], spans)
    every = [_within(pair, name) for name in documents for pair in whole]
    yield EVERY, _rows(chatbot, without, spans), _rows(chatbot, every, spans)


def _rows(chatbot: Chatbot, pairs: Sequence[Pair], spans: Path) -> list[Row]:
    return [row for row in evidence_figures(chatbot, pairs, spans) if row[0] in _FIGURES]


def _within(pair: Pair, name: str) -> Pair:
    """Keep of a question and its record what concerns one document."""
    question, record = pair
    evidence = [entry for entry in question["evidence"] if entry["doc"] == name]
    needed = question["expect"] != "answer" or any(entry["must"] for entry in evidence)
    expect = question["expect"] if needed else "other documents"
    quotes = [quote for quote in record["quotes"] if quote["doc"] == name]
    return (
        {**question, "evidence": evidence, "expect": expect, "facts": []},
        {**record, "quotes": quotes, "abstained": not quotes},
    )
