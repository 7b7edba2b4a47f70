"""Question sets with known evidence -> the coefficients of `chatbot/evidence.py`, by logistic regression.

The questions it learns from are kept apart from those that measure it: data/evaluation/tuning.jsonl.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from chatbot.claimed import Found
from chatbot.curves import Cut, Rate, lowest_cut
from chatbot.evidence import Features, Weights, passage_features, question_features
from ingest.errors import NeedlepointError
from ingest.types import Passage

_HALF = 0.5
# Chosen on the same questions, in ten parts: from which probability on a passage is shown, in a list, beside the best.
CUTS = {"show": 0.25, "show_in_list": 0.06, "of_best": 0.45}
# In so many parts the questions are judged, each part by what the others teach.
_PARTS = 10
# The rates of false answers among which the best is looked for when none is stated.
_RATES = tuple(percent / 100 for percent in range(2, 31))
_BOTH_KINDS = "Give some with evidence in the library and some that no document answers (expect: answer, abstain)."
_MEASURED = "On the questions learnt from, in ten parts, each judged by what the others teach; 95 % intervals."
# What is regularised, and how much: few questions, standardised features.
_STRENGTH_PASSAGE, _STRENGTH_ANSWERABLE = 1.0, 0.3


@dataclass(frozen=True, slots=True)
class Example:
    """A question with what was found for it."""

    question: Mapping[str, Any]
    understood: str
    found: Found


@dataclass(frozen=True, slots=True)
class Fitted:
    """An intercept and a coefficient for each feature, for features as they are (not standardised)."""

    intercept: float
    weights: Mapping[str, float]


def fit_passages(examples: Iterable[Example]) -> Fitted:
    """Learn which passages are evidence; those that are merely related teach nothing."""
    rows = [pair for example in examples if example.question["expect"] == "answer" for pair in _labelled(example)]
    return _fit(rows, _STRENGTH_PASSAGE, balanced=False)


def fit_answerable(examples: Iterable[Example]) -> Fitted:
    """Learn which questions have an answer; the two kinds weigh the same, however many there are of each."""
    rows = [(_of_question(example), _has_answer(example)) for example in examples if _is_labelled(example)]
    return _fit(rows, _STRENGTH_ANSWERABLE, balanced=True)


def fit_cut(examples: Sequence[Example], rate: float | None = None) -> Cut:
    """Find from which probability on a question is answered, so that at most `rate` of the unanswerable ones are.

    Without a rate it is the middle of the cuts that are nearly best: whose errors together, each as a rate, exceed the
    fewest by no more than one question of each kind. The best by itself moves about with single questions. A question
    is judged by what the other parts teach, never by itself, so the rates are those of questions not learnt from.
    """
    right, wrong = _judged_by_others([example for example in examples if _is_labelled(example)])
    if rate is not None:
        chosen = lowest_cut(right, wrong, rate).confidence
        # Between what is answered and what is not, so that rounding in the file changes no verdict.
        chosen = (chosen + max((value for value in (*right, *wrong) if value < chosen), default=0.0)) / 2
        return _at(chosen, right, wrong)
    cuts = [lowest_cut(right, wrong, share) for share in _RATES]
    errors = [cut.false_answers.value + cut.false_refusals.value for cut in cuts]
    most = min(errors) + 1 / len(wrong) + 1 / len(right)
    near = [cut.confidence for cut, both in zip(cuts, errors, strict=True) if both <= most]
    return _at((min(near) + max(near)) / 2, right, wrong)


def _at(cut: float, right: Sequence[float], wrong: Sequence[float]) -> Cut:
    answered, refused = sum(value >= cut for value in wrong), sum(value < cut for value in right)
    return Cut(min(1.0, cut), Rate(answered, len(wrong)), Rate(refused, len(right)))


def _judged_by_others(labelled: Sequence[Example]) -> tuple[list[float], list[float]]:
    """Give the probabilities of the answerable and of the unanswerable examples."""
    sure: dict[bool, list[float]] = {True: [], False: []}
    kinds = [[example for example in labelled if _has_answer(example) is kind] for kind in (True, False)]
    for part in range(_PARTS):
        fitted = fit_answerable([e for kind in kinds for at, e in enumerate(kind) if at % _PARTS != part])
        weights = Weights(fitted.intercept, fitted.weights)
        for example in (example for kind in kinds for example in kind[part::_PARTS]):
            sure[_has_answer(example)].append(weights.probability(_of_question(example)))
    return sure[True], sure[False]


def as_toml(passage: Fitted, answerable: Fitted, cuts: Mapping[str, float], measured: Cut | None = None) -> str:
    """Write what `read_judge` reads, and for people what the cut for answering costs."""
    lines = ["# Written by `python -m chatbot fit`; docs/quality.md says what from. Coefficients are for raw features."]
    for name, fitted in (("passage", passage), ("answerable", answerable)):
        lines += ["", f"[{name}]", f"intercept = {fitted.intercept:.4f}", "", f"[{name}.weights]"]
        lines += [f"{feature} = {weight:.4f}" for feature, weight in fitted.weights.items()]
    lines += ["", "[cuts]", *(f"{name} = {cut}" for name, cut in cuts.items())]
    if measured:
        lines += ["", f"# {_MEASURED}", "[measured]"]
        errors = {"false_answers": measured.false_answers, "false_refusals": measured.false_refusals}
        lines += [f'{name} = "{rate}"' for name, rate in errors.items()]
    return "\n".join(lines) + "\n"


def _is_labelled(example: Example) -> bool:
    return example.question["expect"] in ("answer", "abstain", "off_topic")


def _has_answer(example: Example) -> bool:
    return bool(example.question["expect"] == "answer")


def _of_question(example: Example) -> Features:
    return question_features(example.understood, example.found.landing, example.found.hits)


def _labelled(example: Example) -> Iterator[tuple[Features, bool]]:
    features = passage_features(example.understood, example.found.landing, example.found.hits)
    evidence, related = example.question["evidence"], example.question.get("related", [])
    for hit in example.found.hits:
        is_evidence = touches(hit.passage, evidence)
        if is_evidence or not touches(hit.passage, related):
            yield features[hit.passage.id], is_evidence


def touches(passage: Passage, entries: Sequence[Mapping[str, Any]]) -> bool:
    """Tell whether a passage shares half of the shorter one's characters with any entry."""
    for entry in entries:
        shared = min(passage.end, entry["end"]) - max(passage.start, entry["start"])
        shorter = min(passage.end - passage.start, entry["end"] - entry["start"])
        if entry["doc"] == passage.document and shared >= _HALF * shorter:
            return True
    return False


def _fit(rows: Sequence[tuple[Features, bool]], strength: float, *, balanced: bool) -> Fitted:
    # Imported here because only fitting needs it, and it takes a second.
    from sklearn.linear_model import LogisticRegression

    labels = [label for _, label in rows]
    if len(set(labels)) < 2:
        raise NeedlepointError("The questions are all of one kind.", _BOTH_KINDS)
    names = list(rows[0][0])
    values = np.array([[features[name] for name in names] for features, _ in rows])
    mean, spread = values.mean(axis=0), np.maximum(values.std(axis=0), 1e-6)
    model = LogisticRegression(C=strength, max_iter=2000, class_weight="balanced" if balanced else None)
    model.fit((values - mean) / spread, labels)
    weights = model.coef_[0] / spread
    intercept = float(model.intercept_[0] - (weights * mean).sum())
    return Fitted(intercept, {name: float(weight) for name, weight in zip(names, weights, strict=True)})
