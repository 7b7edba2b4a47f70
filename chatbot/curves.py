"""Counts -> rates with intervals, and confidences -> what a cut costs: risk, coverage, AUROC, the curve as an SVG.

A question counts as answered at a cut when its confidence is at least the cut.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from statistics import NormalDist
from typing import NamedTuple

import numpy as np

_Z = NormalDist().inv_cdf(0.975)
_WIDTH, _HEIGHT, _LEFT, _TOP, _SIDE = 640, 420, 70, 50, 310
_DRAWS = 500
_TICKS = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)


@dataclass(frozen=True, slots=True)
class Rate:
    """k of n cases, with 0 <= k <= n; ValueError otherwise. `str` shows k/n beside the rate."""

    k: int
    n: int

    def __post_init__(self) -> None:
        if not 0 <= self.k <= self.n:
            raise ValueError(f"A rate cannot be {self.k} of {self.n}. Count cases: k at least 0 and at most n.")

    @property
    def value(self) -> float:
        """Give k/n, 0..1; nan where there is no case."""
        return self.k / self.n if self.n else math.nan

    @property
    def interval(self) -> tuple[float, float]:
        """Give Wilson's 95 % interval (1927, doi:10.1080/01621459.1927.10502953); (0, 1) where there is no case."""
        if not self.n:
            return 0.0, 1.0
        spread = _Z * math.sqrt(self.value * (1 - self.value) / self.n + _Z**2 / (4 * self.n**2))
        middle, scale = self.value + _Z**2 / (2 * self.n), 1 + _Z**2 / self.n
        low, high = (middle - spread) / scale, (middle + spread) / scale
        # At k = 0 and k = n one bound is the rate itself; rounding must not push it past.
        return min(self.value, max(0.0, low)), max(self.value, min(1.0, high))

    def __str__(self) -> str:
        low, high = self.interval
        return f"{self.value:.3f} ({self.k}/{self.n}, 95 % {low:.3f}-{high:.3f})" if self.n else "none (0/0)"


class Point(NamedTuple):
    """What happens at one cut: `coverage` = answered of all, `risk` = wrong of answered."""

    confidence: float
    coverage: Rate
    risk: Rate

    @property
    def n(self) -> int:
        """Count the questions answered at this cut."""
        return self.risk.n


class Cut(NamedTuple):
    """A cut and its two errors: unanswerable questions answered, answerable questions refused."""

    confidence: float
    false_answers: Rate
    false_refusals: Rate


def auroc(positives: Sequence[float], negatives: Sequence[float]) -> float:
    """Give the share of (positive, negative) pairs that stand in the right order, a tie counting half.

    Between 0 and 1, 0.5 for chance; nan where one side is empty. This is Mann-Whitney's U over the number of pairs.
    """
    if not positives or not negatives:
        return math.nan
    lower = sorted(negatives)
    doubled = sum(bisect_left(lower, value) + bisect_right(lower, value) for value in positives)
    return doubled / (2 * len(positives) * len(negatives))


def resampled(
    figure: Callable[[Sequence[float], Sequence[float]], float], positives: Sequence[float], negatives: Sequence[float]
) -> tuple[float, float]:
    """Give the 95 % interval of a figure of two samples, each drawn anew 500 times: the percentile bootstrap.

    The draws are the same at every run. (0, 1) where a sample is empty.
    """
    if not positives or not negatives:
        return 0.0, 1.0
    draw = np.random.default_rng(0)
    samples = ([draw.choice(sample, len(sample)).tolist() for sample in (positives, negatives)] for _ in range(_DRAWS))
    found = sorted(figure(*sample) for sample in samples)
    return found[round(0.025 * (_DRAWS - 1))], found[round(0.975 * (_DRAWS - 1))]


def risk_coverage(cases: Iterable[tuple[float, bool]]) -> tuple[Point, ...]:
    """Turn (confidence, answering is wrong) into one point per distinct confidence, from the most careful cut on."""
    ordered = sorted(cases, key=itemgetter(0), reverse=True)
    points, answered, wrong = [], 0, 0
    for confidence, group in groupby(ordered, key=itemgetter(0)):
        verdicts = [verdict for _, verdict in group]
        answered, wrong = answered + len(verdicts), wrong + sum(verdicts)
        points.append(Point(confidence, Rate(answered, len(ordered)), Rate(wrong, answered)))
    return tuple(points)


def lowest_cut(answerable: Sequence[float], unanswerable: Sequence[float], rate: float) -> Cut:
    """Find the smallest seen confidence at which at most `rate` (0..1) of the unanswerable questions are answered.

    Where even the highest seen confidence answers too many, the cut is the next float above it: nothing is answered.
    ValueError for a rate outside 0..1 or without unanswerable questions.
    """
    if not 0 <= rate <= 1:
        raise ValueError(f"A rate of {rate} is not possible. Give a share between 0 and 1.")
    if not unanswerable:
        raise ValueError("Without unanswerable questions no cut can be found. Give some, or choose the cut elsewhere.")
    right, wrong = sorted(answerable), sorted(unanswerable)
    seen = sorted({*right, *wrong})
    cuts = (*seen, math.nextafter(seen[-1], math.inf))
    chosen = next(cut for cut in cuts if _answered(wrong, cut).value <= rate)
    return Cut(chosen, _answered(wrong, chosen), Rate(bisect_left(right, chosen), len(right)))


def svg(points: Sequence[Point], title: str = "Risk and coverage") -> str:
    """Draw risk over coverage with its 95 % band as an SVG document; ValueError without points."""
    if not points:
        raise ValueError("A curve without points cannot be drawn. Give at least one question with a known answer.")
    # One point for each half pixel is all that can be seen; of those that share one, the last has the most cases.
    shown = list({round(2 * _x(point.coverage.value)): point for point in points}.values())
    line = " ".join(_xy(point.coverage.value, point.risk.value) for point in shown)
    above = [_xy(point.coverage.value, point.risk.interval[1]) for point in shown]
    below = [_xy(point.coverage.value, point.risk.interval[0]) for point in reversed(shown)]
    name = escape(f"{title}, n = {points[-1].coverage.n}")
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" '
            f'font-family="sans-serif" font-size="13" fill="#222">',
            f"<title>{name}</title>",
            f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#fff"/>',
            f'<text x="{_LEFT}" y="28" font-size="16">{name}</text>',
            *_axes(),
            f'<polygon points="{" ".join([*above, *below])}" fill="#1f5fa8" fill-opacity="0.18"/>',
            f'<polyline points="{line}" fill="none" stroke="#1f5fa8" stroke-width="2"/>',
            # A single point makes no line, so the last one is marked.
            f'<circle cx="{_x(shown[-1].coverage.value)}" cy="{_y(shown[-1].risk.value)}" r="3" fill="#1f5fa8"/>',
            "</svg>\n",
        ]
    )


def plot(points: Sequence[Point], path: Path, title: str = "Risk and coverage") -> None:
    """Write the curve of `svg` to a file, in UTF-8."""
    path.write_text(svg(points, title), encoding="utf-8")


def _answered(ordered: Sequence[float], cut: float) -> Rate:
    return Rate(len(ordered) - bisect_left(ordered, cut), len(ordered))


def _axes() -> list[str]:
    right, bottom = _x(1), _y(0)
    lines = [f'<path d="M{_LEFT} {_y(tick)}H{right}" stroke="{"#ddd" if tick else "#222"}"/>' for tick in _TICKS]
    across = [f'<text x="{_x(tick)}" y="{bottom + 18}" text-anchor="middle">{tick:.1f}</text>' for tick in _TICKS]
    up = [f'<text x="{_LEFT - 8}" y="{_y(tick) + 4}" text-anchor="end">{tick:.1f}</text>' for tick in _TICKS]
    middle = _y(0.5)
    return [
        *lines,
        *across,
        *up,
        f'<text x="{_x(0.5)}" y="{bottom + 40}" text-anchor="middle">coverage: answered of all questions</text>',
        f'<text x="22" y="{middle}" text-anchor="middle" transform="rotate(-90 22 {middle})">'
        "risk: wrong of answered</text>",
    ]


def _x(coverage: float) -> float:
    return round(_LEFT + coverage * (_WIDTH - _LEFT - 30), 1)


def _y(risk: float) -> float:
    return round(_TOP + (1 - risk) * _SIDE, 1)


def _xy(coverage: float, risk: float) -> str:
    return f"{_x(coverage)},{_y(risk)}"
