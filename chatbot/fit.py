"""Question sets with known evidence -> the coefficients of `chatbot/evidence.py`, by logistic regression.

The questions it learns from are kept apart from those that measure it: data/evaluation/tuning.jsonl.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from chatbot.claimed import Found
from chatbot.evidence import Features, passage_features, question_features
from ingest.errors import NeedlepointError
from ingest.types import Passage

_HALF = 0.5
# Chosen on the same questions: from which probability on a passage is shown, also in a list, and anything is answered.
CUTS = {"show": 0.3, "show_in_list": 0.12, "answer": 0.4}
_BOTH_KINDS = "Give some with evidence in the library and some that no document answers (expect: answer, abstain)."
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
    rows = [
        (
            question_features(example.understood, example.found.landing, example.found.hits),
            example.question["expect"] == "answer",
        )
        for example in examples
        if example.question["expect"] in ("answer", "abstain", "off_topic")
    ]
    return _fit(rows, _STRENGTH_ANSWERABLE, balanced=True)


def as_toml(passage: Fitted, answerable: Fitted, cuts: Mapping[str, float]) -> str:
    """Write what `read_judge` reads."""
    lines = ["# Written by `python -m chatbot fit`; docs/quality.md says what from. Coefficients are for raw features."]
    for name, fitted in (("passage", passage), ("answerable", answerable)):
        lines += ["", f"[{name}]", f"intercept = {fitted.intercept:.4f}", "", f"[{name}.weights]"]
        lines += [f"{feature} = {weight:.4f}" for feature, weight in fitted.weights.items()]
    lines += ["", "[cuts]", *(f"{name} = {cut}" for name, cut in cuts.items())]
    return "\n".join(lines) + "\n"


def _labelled(example: Example) -> Iterator[tuple[Features, bool]]:
    features = passage_features(example.understood, example.found.landing, example.found.hits)
    evidence, related = example.question["evidence"], example.question.get("related", [])
    for hit in example.found.hits:
        is_evidence = _touches(hit.passage, evidence)
        if is_evidence or not _touches(hit.passage, related):
            yield features[hit.passage.id], is_evidence


def _touches(passage: Passage, entries: Sequence[Mapping[str, Any]]) -> bool:
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
