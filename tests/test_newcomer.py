"""A document without claims: what is counted is its own evidence and its own quotes, and the search answers for it."""

from __future__ import annotations

from typing import Any

import pytest

from chatbot.converse import Chatbot
from chatbot.newcomer import EVERY, compare
from tests.conftest import EVALUATION, gold_questions

_DOCUMENT = "002_ddc59c7d72c69f85.txt"


def _some() -> list[dict[str, Any]]:
    """Take questions that the document answers, and one that none does."""
    known = [question for question in gold_questions() if _needs(question)][:2]
    return known + [question for question in gold_questions() if question["expect"] == "abstain"][:1]


def _needs(question: dict[str, Any], name: str = _DOCUMENT) -> bool:
    return any(entry["must"] and entry["doc"] == name for entry in question["evidence"])


def test_each_document_is_compared_by_its_own_evidence(chatbot: Chatbot) -> None:
    questions = _some()
    found = {
        name: [{figure: of for figure, _, of in rows} for rows in kinds]
        for name, *kinds in compare(chatbot, questions, EVALUATION / "spans.json")
    }
    documents = list(chatbot.library.documents())
    assert list(found) == [*documents, EVERY]
    for name in documents:
        needing = sum(_needs(question, name) for question in questions)
        for rows in found[name]:
            assert ("must_recall" in rows) == bool(needing)
            assert not needing or rows["must_recall"].endswith(f"of {needing}")
    assert found[_DOCUMENT][0] != found[_DOCUMENT][1]
    for kind in (0, 1):
        each = [_sum(found[name][kind]["must_recall"]) for name in documents if "must_recall" in found[name][kind]]
        assert _sum(found[EVERY][kind]["must_recall"]) == pytest.approx(sum(each), abs=1e-3)


def _sum(of: str) -> float:
    return float(of.split(maxsplit=1)[0])
