"""Questions + records -> the table that `python -m chatbot evaluate` prints and writes: every rate with its k of n.

Two kinds of set: ours, with evidence and facts over one library, and outside ones, with documents and answer spans.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from chatbot.curves import Point, Rate, auroc, resampled
from chatbot.evaluate import Scores
from chatbot.measure import Pair, abstention, confidences, cut, evidence
from chatbot.rank import Retrieval, documents

# The share of unanswerable questions that may be answered, for which the table names the cut.
FALSE_ANSWERS = 0.1

Row = tuple[str, float, str]
"""A figure's name, its value, and what it is made of in words."""


def ours(scores: Scores) -> list[Row]:
    """Lay out the scores of a set with known evidence; a value is the mean of its cases."""
    return [
        (name, sum(values) / len(values), f"{sum(values):g} of {len(values)}")
        for name, values in scores.items()
        if values
    ]


def labelled_only(pairs: Sequence[Pair]) -> list[Pair]:
    """Keep the questions whose answer is quotes or a refusal: not those for which a fixed reply is right."""
    return [pair for pair in pairs if pair[0].get("expect", "answer") in ("answer", "abstain", "off_topic")]


def outside(pairs: Sequence[Pair]) -> list[Row]:
    """Lay out retrieval, evidence and abstention of a set over other documents, whatever of it the set allows."""
    rows: list[Row] = []
    rows += ranked("documents", documents(pairs))
    held = evidence(pairs)
    rates = (
        ("candidates hold the answer", held.held),
        ("first candidate holds it", held.first),
        ("R@5", held.passages),
    )
    rows += [(name, rate.value, str(rate)) for name, rate in rates if rate.n]
    rows.append(("characters of candidates", held.characters, "median"))
    return rows + refusals(pairs)


def ranked(what: str, found: Retrieval) -> list[Row]:
    """Lay out the figures of a ranking; none where there was nothing to rank."""
    figures = (("nDCG@10", found.ndcg_10), ("recall@10", found.recall_10), ("MRR", found.mrr))
    return [(f"{what} {name}", value, f"mean of {found.n}") for name, value in figures if found.n]


def refusals(pairs: Sequence[Pair]) -> list[Row]:
    """Lay out how well confidence tells answerable from unanswerable, and the cut for a rate of false answers."""
    found = abstention(pairs)
    if not found.answerable or not found.unanswerable:
        return []
    chosen, shown = cut(pairs, FALSE_ANSWERS), _errors(pairs)
    low, high = resampled(auroc, *confidences(pairs))
    stated = f"at confidence {chosen.confidence:.3f}, for at most {FALSE_ANSWERS:.0%} false answers"
    return [
        (
            "AUROC of confidence",
            found.auroc,
            f"{found.answerable} answerable, {found.unanswerable} not, 95 % {low:.3f}-{high:.3f} by bootstrap",
        ),
        ("false answers", shown[0].value, f"{shown[0]}, as answered"),
        ("false refusals", shown[1].value, f"{shown[1]}, as answered"),
        ("false answers at another cut", chosen.false_answers.value, f"{chosen.false_answers} {stated}"),
        ("false refusals at another cut", chosen.false_refusals.value, f"{chosen.false_refusals} {stated}"),
    ]


def as_json(rows: Sequence[Row], points: Sequence[Point]) -> dict[str, Any]:
    """Write the table and the risk-coverage curve as JSON-ready values."""
    curve = [{"confidence": p.confidence, "coverage": _plain(p.coverage), "risk": _plain(p.risk)} for p in points]
    return {"figures": {name: {"value": value, "of": of} for name, value, of in rows}, "risk_coverage": curve}


def _errors(pairs: Sequence[Pair]) -> tuple[Rate, Rate]:
    """Count the unanswerable questions that were answered and the answerable ones that were refused."""
    kinds = [[record["abstained"] for q, record in pairs if q["answerable"] is kind] for kind in (False, True)]
    return Rate(kinds[0].count(False), len(kinds[0])), Rate(kinds[1].count(True), len(kinds[1]))


def _plain(rate: Rate) -> dict[str, Any]:
    return {"k": rate.k, "n": rate.n, "value": rate.value if rate.n else None, "interval": list(rate.interval)}
