"""Learning the weights: what is separable is separated, what is merely related teaches nothing, files read back."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chatbot.claimed import Found
from chatbot.evidence import Judge, passage_features, question_features, read_judge
from chatbot.fit import CUTS, Example, Fitted, as_toml, fit_answerable, fit_cut, fit_passages
from chatbot.land import Landing, Vote
from chatbot.types import Hit
from ingest.types import Passage, Vectors
from tests.conftest import passages_of

_TEXT = "Skin gets red. It may be sore. Rivers are long."
_RED, _SORE, _RIVERS = passages_of(_TEXT, "Skin gets red.", "It may be sore.", "Rivers are long.")
_NUMBERS = st.floats(-50, 50).map(lambda number: round(number, 4))
_CUTS = {**CUTS, "answer": 0.4}
_FITTED = st.builds(Fitted, _NUMBERS, st.dictionaries(st.sampled_from(["narrow", "gap", "length"]), _NUMBERS))


def _apart(passages: Sequence[Passage]) -> Vectors:
    return np.eye(len(passages), dtype=np.float32)


def _entry(passage: Passage) -> dict[str, Any]:
    return {"doc": passage.document, "start": passage.start, "end": passage.end, "must": True, "group": "a"}


def _answered(strength: float, related: Sequence[Passage] = ()) -> Example:
    """Make a question that lands on redness and has it as evidence."""
    landing = Landing({_RED.id: Vote(0.9, 0.8, 0.7, 0.0, 1.0)}, strength=strength, gap=0.3)
    hits = tuple(Hit(passage, 1.0, 0.5, 0.2) for passage in (_RED, _SORE, _RIVERS))
    question = {"expect": "answer", "evidence": [_entry(_RED)], "related": [_entry(passage) for passage in related]}
    return Example(question, "does skin get red?", Found(landing, hits, {}, _apart))


def _missed(strength: float, expect: str = "abstain") -> Example:
    """Make a question that lands on near misses."""
    landing = Landing(strength=strength, gap=-0.3, missed=(0.9, 0.8))
    return Example(
        {"expect": expect, "evidence": []}, "is it blue?", Found(landing, (Hit(_RIVERS, 1.0, 0.1),), {}, _apart)
    )


_EXAMPLES = [*(_answered(0.6 + step / 50) for step in range(8)), *(_missed(0.5 + step / 50) for step in range(8))]


def _read(text: str) -> Judge:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "weights.toml"
        path.write_text(text, encoding="utf-8")
        return read_judge(path)


def test_what_can_be_told_apart_is_told_apart() -> None:
    judge = _read(as_toml(fit_passages(_EXAMPLES), fit_answerable(_EXAMPLES), _CUTS))
    for example in _EXAMPLES:
        found, answers = example.found, example.question["expect"] == "answer"
        sure = judge.answerable.probability(question_features(example.understood, found.landing, found.hits))
        assert (sure > 0.5) == answers
        features = passage_features(example.understood, found.landing, found.hits)
        for name in features if answers else ():
            assert (judge.passage.probability(features[name]) > 0.5) == (name == _RED.id)


def test_the_order_of_the_questions_changes_nothing() -> None:
    for fit in (fit_passages, fit_answerable):
        first, other = fit(_EXAMPLES), fit(_EXAMPLES[::-1])
        assert other.intercept == pytest.approx(first.intercept, abs=1e-3)
        assert dict(other.weights) == pytest.approx(dict(first.weights), abs=1e-3)


def test_what_is_merely_related_teaches_nothing() -> None:
    without = [_answered(0.6, related=(_SORE,)), _answered(0.7, related=(_SORE,))]
    odd = [
        Example(e.question, e.understood, Found(e.found.landing, (e.found.hits[0], e.found.hits[2]), {}, _apart))
        for e in without
    ]
    assert fit_passages(without) == fit_passages(odd)
    assert fit_passages(without) != fit_passages([_answered(0.6), _answered(0.7)])


def test_half_of_the_shorter_one_is_enough_to_be_evidence() -> None:
    part, touch = _entry(_RED), _entry(_RED)
    part["end"] = part["start"] + 4
    touch["start"], touch["end"] = _RED.end - 2, _RED.end + 20
    inside, beside = (
        Example({"expect": "answer", "evidence": [entry]}, "red?", _answered(0.6).found) for entry in (part, touch)
    )
    assert fit_passages([inside, _answered(0.6)]) == fit_passages([_answered(0.6), _answered(0.6)])
    assert fit_passages([beside, _answered(0.6)]) != fit_passages([_answered(0.6), _answered(0.6)])


def test_questions_without_an_answer_teach_no_passage_and_other_kinds_teach_no_abstention() -> None:
    assert fit_passages(_EXAMPLES) == fit_passages(_EXAMPLES[:8])
    assert fit_answerable([*_EXAMPLES, _missed(0.9, "clarify")]) == fit_answerable(_EXAMPLES)


def test_however_many_there_are_of_one_kind_both_weigh_the_same() -> None:
    """Three more copies of one kind leave the chance of a question in the middle about even."""
    once, more = fit_answerable(_EXAMPLES), fit_answerable([*_EXAMPLES, *_EXAMPLES[8:] * 3])
    assert np.sign(list(more.weights.values())) == pytest.approx(np.sign(list(once.weights.values())))
    assert _read(as_toml(once, more, _CUTS)).answerable.probability(_middle()) == pytest.approx(0.5, abs=0.1)


@settings(max_examples=30)
@given(_FITTED, _FITTED, st.fixed_dictionaries(dict.fromkeys(_CUTS, st.floats(0, 1))))
def test_what_is_written_is_what_is_read(passage: Fitted, answerable: Fitted, cuts: dict[str, float]) -> None:
    judge = _read(as_toml(passage, answerable, cuts))
    assert (judge.passage.intercept, judge.passage.coefficients) == (passage.intercept, passage.weights)
    assert (judge.answerable.intercept, judge.answerable.coefficients) == (answerable.intercept, answerable.weights)
    assert {name: getattr(judge, name) for name in cuts} == cuts


@settings(max_examples=8)
@given(st.floats(0, 1), st.integers(0, 6))
def test_the_cut_keeps_the_stated_rate_of_false_answers_and_refuses_no_more_than_it_must(
    rate: float, hard: int
) -> None:
    """Some unanswerable questions land as answerable ones do, so not every rate comes for free."""
    examples = [*_EXAMPLES, *(_unanswerable(0.6 + step / 40) for step in range(hard))]
    cut = fit_cut(examples, rate)
    assert cut.false_answers.n == 8 + hard
    assert cut.false_refusals.n == 8
    assert cut.false_answers.value <= rate
    assert 0 <= cut.confidence <= 1
    stricter = fit_cut(examples, rate / 2)
    assert stricter.confidence >= cut.confidence
    assert stricter.false_refusals.k >= cut.false_refusals.k


def test_without_a_stated_rate_the_cut_lies_in_the_middle_of_those_that_are_nearly_best() -> None:
    examples = [*_EXAMPLES, *(_unanswerable(0.6 + step / 40) for step in range(4))]
    best = fit_cut(examples)
    others = [fit_cut(examples, percent / 100) for percent in range(2, 31, 3)]
    errors = [other.false_answers.value + other.false_refusals.value for other in others]
    near = [o.confidence for o, both in zip(others, errors, strict=True) if both <= min(errors) + 1 / 12 + 1 / 8]
    assert min(near) <= best.confidence <= max(near) + 0.1
    assert (best.false_answers.n, best.false_refusals.n) == (12, 8)
    clear = fit_cut(_EXAMPLES)
    assert (clear.false_answers.k, clear.false_refusals.k) == (0, 0)


def test_a_question_is_not_judged_by_itself() -> None:
    """One odd question among others is judged as they are; judged by itself it would be thought answerable."""
    odd = _unanswerable(0.65)
    cut = fit_cut([*_EXAMPLES, odd], 0.02)
    assert cut.false_refusals.k > 0


def test_what_the_cut_costs_stands_in_the_file() -> None:
    cut = fit_cut(_EXAMPLES)
    text = as_toml(fit_passages(_EXAMPLES), fit_answerable(_EXAMPLES), {**CUTS, "answer": cut.confidence}, cut)
    assert f'false_answers = "{cut.false_answers}"' in text
    assert _read(text).answer == cut.confidence


def _unanswerable(strength: float) -> Example:
    """Make a question that lands as an answered one does and has no answer."""
    answered = _answered(strength)
    return Example({"expect": "abstain", "evidence": []}, answered.understood, answered.found)


def _middle() -> dict[str, float]:
    """Average the features of an answered and a missed question."""
    ends = [question_features(e.understood, e.found.landing, e.found.hits) for e in (_EXAMPLES[4], _EXAMPLES[12])]
    return {name: (ends[0][name] + ends[1][name]) / 2 for name in ends[0]}
