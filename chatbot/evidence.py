"""Landing + Hits -> how likely each passage answers the question, and whether anything here does.

Two logistic regressions over few, named features. Their coefficients stand in data/evidence/weights.toml, for raw
features; `python -m chatbot fit` writes that file from questions that are kept apart from every evaluation set.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import tomli
from numpy.typing import NDArray

from chatbot.expect import expected, holds
from chatbot.land import Landing, Vote
from chatbot.types import Hit
from chatbot.words import words
from ingest.errors import NeedlepointError

WEIGHTS = Path(__file__).resolve().parent.parent / "data" / "evidence" / "weights.toml"
_LONGEST = 12
_FIRST = 6
_NO_VOTE = Vote()

Features = Mapping[str, float]
Columns = Mapping[str, NDArray[np.float64]]


@dataclass(frozen=True, slots=True)
class Weights:
    """A logistic regression: an intercept and a coefficient for each named feature."""

    intercept: float
    coefficients: Mapping[str, float]

    def probability(self, features: Features) -> float:
        """Compute the probability for these features, 0 to 1."""
        total = self.intercept + sum(weight * features[name] for name, weight in self.coefficients.items())
        return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total))))

    def probabilities(self, columns: Columns) -> NDArray[np.float64]:
        """Do the same for many: `columns` has the features by name, an entry for each."""
        total = self.intercept + sum(weight * columns[name] for name, weight in self.coefficients.items())
        chances: NDArray[np.float64] = 1.0 / (1.0 + np.exp(-np.clip(total, -30.0, 30.0)))
        return chances


@dataclass(frozen=True, slots=True)
class Judge:
    """The two regressions, and from which probability on a passage is shown, in a list, and anything answered.

    Outside lists a passage is also as likely as `of_best` times the likeliest one: where one passage surely answers,
    a doubtful one beside it is left out; where all are doubtful, more of them are needed.
    """

    passage: Weights
    answerable: Weights
    show: float
    show_in_list: float
    of_best: float
    answer: float

    def least(self, best: float, *, is_list: bool) -> float:
        """Give the probability from which on passages are shown beside the likeliest one."""
        return self.show_in_list if is_list else max(self.show, self.of_best * best)


@cache
def read_judge(path: Path = WEIGHTS) -> Judge:
    """Read the fitted coefficients and cuts."""
    try:
        table = tomli.loads(path.read_text(encoding="utf-8"))
        passage, answerable = (
            Weights(table[name]["intercept"], table[name]["weights"]) for name in ("passage", "answerable")
        )
        return Judge(passage, answerable, **table["cuts"])
    except (OSError, KeyError, TypeError, ValueError) as error:
        reason = f"{path} does not hold the weights of the evidence ({error})."
        raise NeedlepointError(reason, "Write it anew: python -m chatbot fit") from error


def passage_features(question: str, landing: Landing, hits: Sequence[Hit]) -> dict[str, Features]:
    """Describe each hit as an answer to the question, by passage id."""
    columns = passage_columns(question, landing, hits)
    rows = zip(*(column.tolist() for column in columns.values()), strict=True)
    return {hit.passage.id: dict(zip(columns, row, strict=True)) for hit, row in zip(hits, rows, strict=True)}


def passage_columns(question: str, landing: Landing, hits: Sequence[Hit]) -> Columns:
    """Describe the hits as answers to the question: an entry for each hit, in their order."""
    wanted = expected(question)
    votes = [landing.votes.get(hit.passage.id, _NO_VOTE) for hit in hits]
    measured = np.array([(hit.similarity, hit.coverage, hit.relevance) for hit in hits]).reshape(-1, 3)
    similarity, coverage, relevance = measured.T
    voted = np.array([(vote.narrow, vote.wide, vote.nearest, vote.focus) for vote in votes]).reshape(-1, 4)
    narrow, wide, nearest, focus = voted.T
    held = [wanted is not None and holds(wanted, hit.passage.text) for hit in hits]
    return {
        "narrow": narrow,
        "wide": wide,
        "nearest": nearest,
        "strength": np.full(len(hits), landing.strength),
        "focus": focus,
        "closeness": similarity - similarity.max(initial=-1.0),
        "coverage": coverage,
        "relevance": relevance / (relevance.max(initial=0.0) or 1.0),
        "holds": np.array(held, dtype=np.float64),
        "wanted": np.full(len(hits), float(wanted is not None)),
    }


def question_features(question: str, landing: Landing, hits: Sequence[Hit]) -> Features:
    """Describe whether a question has an answer in the library."""
    wanted = expected(question)
    return {
        "missed_narrow": landing.missed[0],
        "missed_wide": landing.missed[1],
        "gap": landing.gap,
        "strength": landing.strength,
        "similarity": max((hit.similarity for hit in hits), default=0.0),
        "coverage": max((hit.coverage for hit in hits), default=0.0),
        "strange": landing.strange,
        "strangest": landing.strangest,
        "wanted": float(wanted is not None),
        "holds": float(wanted is not None and any(holds(wanted, hit.passage.text) for hit in _first(landing, hits))),
        "length": min(len(words(question)), _LONGEST) / _LONGEST,
    }


def _first(landing: Landing, hits: Sequence[Hit]) -> Sequence[Hit]:
    """Take the hits with the most votes."""
    return sorted(hits, key=lambda hit: (-landing.votes.get(hit.passage.id, _NO_VOTE).middle, hit.passage.id))[:_FIRST]
