"""Two hundred questions without an answer and two hundred with one: how many are told apart, at every cut."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from chatbot.converse import Chatbot
from chatbot.curves import auroc, risk_coverage
from chatbot.question_set import read_questions, said_before
from chatbot.types import Answer, Outcome
from tests.conftest import EVALUATION

pytestmark = pytest.mark.slow
Asked = list[tuple[Mapping[str, Any], Answer]]


@pytest.fixture(scope="module")
def asked(chatbot: Chatbot) -> Asked:
    """Answers to the questions of others, and to those of `unsaid.jsonl`: off the subject, or on a false premise."""
    questions = [q for name in ("unseen", "unsaid") for q in read_questions(EVALUATION / f"{name}.jsonl")]
    return [(question, chatbot.ask(question["question"], said_before(question))) for question in questions]


def is_answered(found: Answer) -> bool:
    return found.outcome is Outcome.ANSWERED


def test_of_two_hundred_with_an_answer_few_are_refused_and_of_two_hundred_without_few_get_one(asked: Asked) -> None:
    with_answer = [is_answered(found) for question, found in asked if question["answerable"]]
    without = [is_answered(found) for question, found in asked if question["answerable"] is False]
    assert (len(with_answer), len(without)) == (258, 221)
    assert sum(with_answer) >= 236
    assert sum(without) <= 31


def test_what_is_far_from_the_subject_is_refused_more_surely_than_a_false_premise(asked: Asked) -> None:
    answered = {kind: [is_answered(a) for q, a in asked if q["id"].startswith(kind)] for kind in ("US-O", "US-F")}
    assert (len(answered["US-O"]), len(answered["US-F"])) == (50, 40)
    assert sum(answered["US-O"]) <= 7
    assert sum(answered["US-F"]) <= 12


def test_the_risk_grows_with_the_share_that_is_answered(asked: Asked) -> None:
    cases = [(found.confidence, question["answerable"] is False) for question, found in asked]
    points = risk_coverage(cases)
    assert points[-1].coverage.value == 1.0
    half = next(point for point in points if point.coverage.value >= 0.5)
    assert half.risk.value <= 0.12
    assert half.risk.value < points[-1].risk.value
    yes, no = ([confidence for confidence, wrong in cases if wrong is said] for said in (False, True))
    assert auroc(yes, no) >= 0.85
