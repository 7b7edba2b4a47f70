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

import tomli

from chatbot.expect import expected, holds
from chatbot.land import Landing, Vote
from chatbot.types import Hit
from chatbot.words import words
from ingest.errors import NeedlepointError

WEIGHTS = Path(__file__).resolve().parent.parent / "data" / "evidence" / "weights.toml"
_LONGEST = 12
_FIRST = 6

Features = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Weights:
    """A logistic regression: an intercept and a coefficient for each named feature."""

    intercept: float
    coefficients: Mapping[str, float]

    def probability(self, features: Features) -> float:
        """Compute the probability for these features, 0 to 1."""
        total = self.intercept + sum(weight * features[name] for name, weight in self.coefficients.items())
        return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total))))


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
    wanted = expected(question)
    closest = max((hit.similarity for hit in hits), default=0.0)
    most = max((hit.relevance for hit in hits), default=0.0) or 1.0
    found: dict[str, Features] = {}
    for hit in hits:
        vote = landing.votes.get(hit.passage.id, Vote())
        found[hit.passage.id] = {
            "narrow": vote.narrow,
            "wide": vote.wide,
            "nearest": vote.nearest,
            "strength": landing.strength,
            "focus": vote.focus,
            "closeness": hit.similarity - closest,
            "coverage": hit.coverage,
            "relevance": hit.relevance / most,
            "holds": float(wanted is not None and holds(wanted, hit.passage.text)),
            "wanted": float(wanted is not None),
        }
    return found


def question_features(question: str, landing: Landing, hits: Sequence[Hit]) -> Features:
    """Describe whether a question has an answer in the library."""
    wanted = expected(question)
    by_vote = sorted(hits, key=lambda hit: (-landing.votes.get(hit.passage.id, Vote()).middle, hit.passage.id))
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
        "holds": float(wanted is not None and any(holds(wanted, hit.passage.text) for hit in by_vote[:_FIRST])),
        "length": min(len(words(question)), _LONGEST) / _LONGEST,
    }
