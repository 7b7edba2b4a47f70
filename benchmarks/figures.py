"""What was measured: figures with their goals, the machine they come from, and how they are written down."""

from __future__ import annotations

import json
import os
import platform
import statistics
import subprocess
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of ours, beside the baseline's where it has one.

    `goal` bounds `ours`, from above or, where more is better, from below; a `factor` bounds how many times better than
    the baseline it is.
    """

    name: str
    unit: str
    ours: float
    baseline: float | None = None
    goal: float | None = None
    factor: float | None = None
    more_is_better: bool = False

    @property
    def times(self) -> float | None:
        """How many times better than the baseline; None where it has none."""
        if self.baseline is None or not (self.baseline and self.ours):
            return None
        return self.ours / self.baseline if self.more_is_better else self.baseline / self.ours

    @property
    def is_met(self) -> bool | None:
        """Tell whether the goal is met; None where there is none."""
        if self.factor is not None:
            return (self.times or 0.0) >= self.factor
        if self.goal is None:
            return None
        return self.ours >= self.goal if self.more_is_better else self.ours <= self.goal


@dataclass(frozen=True, slots=True)
class Point:
    """One size of a growing library: passages, and what was measured at it, by name."""

    passages: int
    measured: dict[str, float]


def middle(values: Sequence[float]) -> float:
    """Give the median."""
    return statistics.median(values)


def at(values: Sequence[float], share: float) -> float:
    """Give the value that this share of the values does not exceed (nearest rank)."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def machine() -> dict[str, str]:
    """Describe the computer, its load right now, and the code that is measured."""
    model = next((line.split(":")[1].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")), "")
    memory = next((line.split()[1] for line in _lines("/proc/meminfo") if line.startswith("MemTotal")), "0")
    command = ["git", "describe", "--always", "--dirty"]
    described = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603  git
    return {
        "processor": model or platform.processor(),
        "cores": str(os.cpu_count()),
        "memory": f"{int(memory) / 2**20:.0f} GiB",
        "system": platform.system(),
        "python": platform.python_version(),
        "code": described.stdout.strip(),
        "day": datetime.now(UTC).date().isoformat(),
        "load": " ".join(f"{load:.1f}" for load in os.getloadavg()),
    }


def write(folder: Path, part: str, content: object) -> None:
    """Write one part's results as JSON."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{part}.json").write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def as_rows(figures: Sequence[Figure]) -> list[dict[str, object]]:
    """Write figures as rows for JSON, with what follows from them."""
    return [{**asdict(figure), "times": figure.times, "is_met": figure.is_met} for figure in figures]


def table(figures: Sequence[Figure]) -> str:
    """Draw figures as a table in Markdown."""
    lines = ["| figure | ours | baseline | times better | goal | met |", "|---|---|---|---|---|---|"]
    for figure in figures:
        times = f"{figure.times:.1f}" if figure.times else ""
        baseline = _said(figure.baseline, figure.unit)
        met = {True: "yes", False: "**no**", None: ""}[figure.is_met]
        cells = (figure.name, _said(figure.ours, figure.unit), baseline, times, _goal(figure), met)
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def _goal(figure: Figure) -> str:
    if figure.factor is not None:
        return f"{figure.factor:g} times"
    return "" if figure.goal is None else f"{'≥' if figure.more_is_better else '≤'} {_said(figure.goal, figure.unit)}"


def _said(value: float | None, unit: str) -> str:
    if value is None:
        return ""
    digits = 0 if abs(value) >= 100 else 1 if abs(value) >= 10 else 3 if abs(value) < 1 and not unit else 2
    return f"{value:,.{digits}f} {unit}".strip()


def _lines(path: str) -> list[str]:
    file = Path(path)
    return file.read_text(encoding="utf-8").splitlines() if file.is_file() else []
