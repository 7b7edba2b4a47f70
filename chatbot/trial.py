"""Chatbot + questions -> records, figures, examples to learn from: what the commands that measure have in common."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from chatbot.compose import Models
from chatbot.converse import Chatbot
from chatbot.evaluate import evaluate
from chatbot.fit import CUTS, Example, as_toml, fit_answerable, fit_cut, fit_passages
from chatbot.measure import Pair
from chatbot.question_set import Question, said_before
from chatbot.rank import passages
from chatbot.record import record
from chatbot.scoreboard import Row, labelled_only, ours, outside, ranked, refusals
from ingest.errors import NeedlepointError
from ingest.types import Document

_WITHOUT_CLAIMS = (
    "Documents without claims are answered from by the search alone, which learns nothing. Write claims "
    "(docs/claims.md) and build the library again: python -m ingest"
)
_NO_MODELS = Models()


def answered(
    chatbot: Chatbot, question: Question, documents: Mapping[str, Document], models: Models = _NO_MODELS
) -> dict[str, Any]:
    """Answer a question as the product does; a reply without a search gets what one finds. `documents` are all."""
    before = said_before(question)
    answer = chatbot.complete(models.ask(chatbot, question["question"], before), before)
    return record(question["id"], answer, documents)


def all_answered(chatbot: Chatbot, questions: Sequence[Question]) -> list[Pair]:
    """Answer questions and pair each with its record."""
    documents = chatbot.library.documents()
    return [(question, answered(chatbot, question, documents)) for question in questions]


def figures(chatbot: Chatbot, pairs: Sequence[Pair], spans: Path) -> list[Row]:
    """Choose the table by what the set knows: places of evidence in our own library, or documents elsewhere.

    `spans` is the file of text that is never, or always, fine to show; OSError when it cannot be read.
    """
    if not any("evidence" in question for question, _ in pairs):
        return outside(pairs)
    library = chatbot.library
    known = {name: [passage for _, passage in library.of_document(name)] for name in library.documents()}
    found = ranked("passages", passages(pairs, known))
    return [*evidence_figures(chatbot, pairs, spans), *found, *refusals(labelled_only(pairs))]


def evidence_figures(chatbot: Chatbot, pairs: Sequence[Pair], spans: Path) -> list[Row]:
    """Score the quotes of a set of our own against its evidence."""
    neutral = json.loads(spans.read_text(encoding="utf-8"))
    texts = {name: document.text for name, document in chatbot.library.documents().items()}
    return ours(evaluate(pairs, texts, neutral))


def learnt(chatbot: Chatbot, questions: Sequence[Question], rate: float | None = None) -> str:
    """Learn the weights of the evidence and the cut for a rate of false answers, as the file that keeps them.

    Raises:
        NeedlepointError: when the library has no claims, or the questions are all of one kind.
    """
    if not chatbot.library.book.asked:
        raise NeedlepointError("This library has no claims to learn with.", _WITHOUT_CLAIMS)
    found = _examples(chatbot, questions)
    passages, answerable, cut = fit_passages(found), fit_answerable(found), fit_cut(found, rate)
    return as_toml(passages, answerable, {**CUTS, "answer": round(cut.confidence, 4)}, cut)


def _examples(chatbot: Chatbot, questions: Sequence[Question]) -> list[Example]:
    found = []
    for question in questions:
        before = said_before(question)
        understood = chatbot.understand(question["question"], before)
        landing = chatbot.lookup.land(understood, question["question"], before)
        found.append(Example(question, understood, chatbot.lookup.find(understood, landing)))
    return found
