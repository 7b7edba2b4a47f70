"""Each means left out in turn: what it brings is what is then missing. A table, and a plot of the differences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from html import escape
from pathlib import Path

from chatbot.converse import Chatbot
from chatbot.means import ALL, NAMES, Means
from chatbot.question_set import Question
from chatbot.scoreboard import Row
from chatbot.trial import all_answered, evidence_figures, learnt

NOTHING = "nothing"
FIGURES = ("must_recall", "quote_precision", "agreement_count", "abstention_balanced")
# What changes the features that are judged by: without it the weights are learnt anew, or they would be misread.
_RELEARNT = ("near-misses", "subject", "shared-words")
_COLOURS = ("#1f5fa8", "#b3541e", "#2e7d4f", "#7a3e9d")
_WIDTH, _LEFT, _ROW, _TOP = 760, 150, 30, 78


def ablate(
    chatbot: Chatbot, sets: tuple[Sequence[Question], Sequence[Question]], spans: Path, folder: Path
) -> Iterator[tuple[str, list[Row]]]:
    """Yield what is left out, first nothing, and the figures of the first set.

    Weights learnt anew, from the second set, are kept in the folder as long as they are used.
    """
    questions, tuning = sets
    for name in (NOTHING, *NAMES):
        means = ALL if name == NOTHING else ALL.without(name)
        if name in _RELEARNT:
            means = _relearnt(chatbot, means, tuning, folder / f"without-{name}.toml")
        without = chatbot.with_means(means)
        rows = evidence_figures(without, all_answered(without, questions), spans)
        yield name, [row for row in rows if row[0] in (*FIGURES, "answered", "abstained")]


def svg(table: Mapping[str, Sequence[Row]], title: str) -> str:
    """Draw, for each means left out, how far each figure moves from where it is with nothing left out."""
    base = {name: value for name, value, _ in table[NOTHING]}
    moved = {
        left_out: [(name, value - base[name]) for name, value, _ in rows if name in FIGURES]
        for left_out, rows in table.items()
        if left_out != NOTHING
    }
    # Figures are rounded to four places when printed; dividing by less than that can overflow.
    most = max([1e-4, *(abs(by) for rows in moved.values() for _, by in rows)])
    middle, scale = (_LEFT + _WIDTH) / 2, (_WIDTH - _LEFT - 60) / 2 / most
    height = _TOP + _ROW * len(moved) + 30
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" role="img" '
        'font-family="sans-serif" font-size="13" fill="#222">',
        f"<title>{escape(title)}</title>",
        f'<rect width="{_WIDTH}" height="{height}" fill="#fff"/>',
        f'<text x="20" y="28" font-size="16">{escape(title)}</text>',
        f'<path d="M{middle} {_TOP - 14}V{height - 30}" stroke="#222"/>',
        *_legend(),
    ]
    for row, (left_out, figures) in enumerate(moved.items()):
        y = _TOP + _ROW * row
        lines.append(f'<text x="{_LEFT - 10}" y="{y + 4}" text-anchor="end">{escape(left_out)}</text>')
        lines += [_dot(middle + by * scale, y + 5 * (FIGURES.index(name) - 1.5), name, by) for name, by in figures]
    ends = ((middle - most * scale, -most), (middle, 0.0), (middle + most * scale, most))
    lines += [f'<text x="{x:.1f}" y="{height - 10}" text-anchor="middle">{by:+.2f}</text>' for x, by in ends]
    return "\n".join([*lines, "</svg>\n"])


def _legend() -> list[str]:
    places = ((name, colour, 20 + 185 * at) for at, (name, colour) in enumerate(zip(FIGURES, _COLOURS, strict=True)))
    return [
        f'<circle cx="{x}" cy="46" r="4" fill="{colour}"/><text x="{x + 10}" y="50">{name}</text>'
        for name, colour, x in places
    ]


def _dot(x: float, y: float, name: str, by: float) -> str:
    colour = _COLOURS[FIGURES.index(name)]
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="{colour}"><title>{name} {by:+.3f}</title></circle>'


def _relearnt(chatbot: Chatbot, means: Means, tuning: Sequence[Question], path: Path) -> Means:
    path.write_text(learnt(chatbot.with_means(means), tuning), encoding="utf-8")
    return replace(means, weights=path)
