"""What a change must not make worse: the figures of two question sets, held against those stored when they were good.

The development questions are all asked, of the unseen ones a fixed share, so that it costs less than a minute.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path

import tomli

from chatbot.converse import Chatbot
from chatbot.question_set import Question, read_questions
from chatbot.trial import all_answered, figures
from ingest.errors import NeedlepointError

FIGURES = (
    "verbatim_strict",
    "quoted_in_answer",
    "must_recall",
    "quote_precision",
    "char_precision",
    "agreement_count",
    "abstention_balanced",
    "AUROC of confidence",
)
_STORED, _SPANS = "gate.toml", "spans.json"
# One in so many questions of a set is asked.
_SETS = {"dev": 1, "unseen": 4}
# One unanswerable question of the eleven in dev.jsonl is 0.045 of abstention_balanced.
_MARGIN = 0.05
_MEND = "Mend what made it worse; if it is meant, store the new figures and say why: python -m chatbot gate --store"

Figures = Mapping[str, Mapping[str, float]]
"""The figures by set, then by name."""


def share(questions: Sequence[Question], every: int) -> list[Question]:
    """Take one in so many questions, always the same ones: by a hash of the id, not by their order."""
    return [question for question in questions if sha256(str(question["id"]).encode()).digest()[0] % every == 0]


def measured(chatbot: Chatbot, folder: Path, sets: Sequence[str] = tuple(_SETS)) -> Figures:
    """Answer the questions of the sets in a folder and give the figures that are held."""
    found = {}
    for name in sets:
        questions = share(read_questions(folder / f"{name}.jsonl"), _SETS[name])
        rows = figures(chatbot, all_answered(chatbot, questions), folder / _SPANS)
        found[name] = {figure: round(value, 4) for figure, value, _ in rows if figure in FIGURES}
    return found


def fallen(found: Figures, stored: Figures, margin: float) -> list[str]:
    """Say of each stored figure that is lower by more than the margin, or missing, where it was and where it is."""
    return [
        f"{figure} of {name}: {found.get(name, {}).get(figure, 'not measured')}, stored {value}"
        for name, figures in stored.items()
        for figure, value in figures.items()
        if not found.get(name, {}).get(figure, -1.0) >= value - margin
    ]


def hold(found: Figures, folder: Path) -> None:
    """Hold figures against the stored ones.

    Raises:
        NeedlepointError: when one has fallen by more than the stored margin; it names each.
        OSError: when nothing is stored in the folder.
    """
    stored = tomli.loads((folder / _STORED).read_text(encoding="utf-8"))
    worse = fallen(found, {name: stored[name] for name in found}, stored["margin"])
    if worse:
        raise NeedlepointError(f"Fallen by more than {stored['margin']}: {'; '.join(worse)}.", _MEND)


def store(found: Figures, folder: Path) -> None:
    """Write the figures that later ones are held against."""
    lines = ["# Written by `python -m chatbot gate --store`.", f"margin = {_MARGIN}"]
    for name, stored in found.items():
        lines += ["", f"[{name}]", *(f'"{figure}" = {value}' for figure, value in stored.items())]
    (folder / _STORED).write_text("\n".join(lines) + "\n", encoding="utf-8")
