"""Figures -> Markdown tables, as docs/quality.md has them: every rate with its k of n."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from chatbot.scoreboard import Row

_BALANCED, _ITS_RATES = "abstention_balanced", ("answered", "abstained")


def markdown(rows: Mapping[str, Sequence[Row]], columns: Sequence[str], corner: str) -> str:
    """Lay out one line for each name, one column for each figure; what a row has not is left empty.

    Behind the mean of two rates stand their own counts, which say more than "1.9 of 2".
    """
    lines = [f"| {' | '.join([corner, *columns])} |", f"|{'---|' * (len(columns) + 1)}"]
    for name, found in rows.items():
        figures = {figure: (value, of) for figure, value, of in found}
        lines.append(f"| {' | '.join([name, *(_cell(figures, column) for column in columns)])} |")
    return "\n".join([*lines, ""])


def _cell(figures: Mapping[str, tuple[float, str]], name: str) -> str:
    if name not in figures:
        return ""
    value, of = figures[name]
    counts = [figures[rate][1] for rate in _ITS_RATES if rate in figures] if name == _BALANCED else [of]
    return f"{value:.3f} ({', '.join(map(_short, counts))})"


def _short(of: str) -> str:
    """Write "47.1234 of 53" as "47.1 of 53"."""
    count, _, total = of.partition(" of ")
    return f"{float(count):.4g} of {total}" if total and count.replace(".", "", 1).isdigit() else of
