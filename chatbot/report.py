"""Evaluations as lines for a terminal, and as JSON and plots in a folder for those who read on."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from chatbot.ablate import FIGURES, ablate, svg
from chatbot.arguments import EVERY
from chatbot.contrast import contrast, dropped, given_up, trials
from chatbot.converse import Chatbot
from chatbot.curves import plot
from chatbot.generate import Writer
from chatbot.means import ALL
from chatbot.measure import Pair, abstention
from chatbot.newcomer import compare
from chatbot.question_set import Question, read_questions
from chatbot.rewrite import Rewriter
from chatbot.scoreboard import Row, as_json, labelled_only
from chatbot.tables import markdown
from chatbot.trial import all_answered, evidence_figures, figures
from chatbot.understood import understandings

_OF_DOCUMENTS = ("must_recall", "quote_precision", "char_precision", "abstention_balanced")
_OF_CATEGORIES = ("must_recall", "quote_precision", "answered", "abstained")


@dataclass(frozen=True, slots=True)
class Asked:
    """What is evaluated: the questions and their set's name, the file of neutral text, the folder for files or None.

    `by_category` asks for must_recall and quote_precision of each category beside the whole.
    """

    questions: Sequence[Question]
    name: str
    spans: Path
    out: Path | None = None
    by_category: bool = False


def chosen(chatbot: Chatbot, asked: Asked, options: argparse.Namespace) -> Iterator[str]:
    """Evaluate as the options of the command say (`chatbot.arguments`); a model is opened where one is compared."""
    if options.rewrite:
        return each_understanding(chatbot, asked, options.rewriter())
    if options.written:
        return both_ways(chatbot, asked, options.writer())
    if EVERY in options.without:
        return each_means(chatbot, asked, read_questions(options.tuning))
    if options.without_claims_of == EVERY:
        return each_document(chatbot, asked)
    means = replace(ALL, unclaimed=options.without_claims_of, weights=options.weights)
    return whole(chatbot.with_means(means.without(*options.without)), asked)


def whole(chatbot: Chatbot, asked: Asked) -> Iterator[str]:
    """Answer a set and give all its figures; figures.json and risk-coverage.svg."""
    pairs = all_answered(chatbot, asked.questions)
    rows = figures(chatbot, pairs, asked.spans)
    yield from _lines(rows)
    if asked.by_category:
        yield from _categories(chatbot, pairs, asked.spans)
    points = abstention(labelled_only(pairs)).points
    _write(asked.out, "figures.json", as_json(rows, points))
    if asked.out and points:
        plot(points, asked.out / "risk-coverage.svg", asked.name)


def each_means(chatbot: Chatbot, asked: Asked, tuning: Sequence[Question]) -> Iterator[str]:
    """Leave each means out in turn; means.json, .md and .svg. `tuning` is what weights are learnt from where needed."""
    table: dict[str, list[Row]] = {}
    with TemporaryDirectory() as folder:
        for name, rows in ablate(chatbot, (asked.questions, tuning), asked.spans, Path(folder)):
            table[name] = rows
            yield f"without {name}"
            yield from _lines(rows)
    _write(asked.out, "means.json", {name: as_json(rows, ())["figures"] for name, rows in table.items()})
    _write_text(asked.out, "means.md", markdown(table, FIGURES, "left out"))
    _write_text(asked.out, "means.svg", svg(table, f"What is lost or won without each means ({asked.name})"))


def each_document(chatbot: Chatbot, asked: Asked) -> Iterator[str]:
    """Leave each document's claims out in turn; without-claims.json and .md."""
    table: dict[str, list[Row]] = {}
    for name, without, claimed in compare(chatbot, asked.questions, asked.spans):
        kinds = {f"{name}, without claims about it": without, f"{name}, with them": claimed}
        table |= kinds
        for kind, rows in kinds.items():
            yield kind
            yield from _lines(rows)
    _write(asked.out, "without-claims.json", {kind: as_json(rows, ())["figures"] for kind, rows in table.items()})
    _write_text(asked.out, "without-claims.md", markdown(table, _OF_DOCUMENTS, "document"))


def both_ways(chatbot: Chatbot, asked: Asked, writer: Writer) -> Iterator[str]:
    """Answer a set in quotes and in a model's sentences; written.json and .md."""
    tried = list(trials(chatbot, writer, asked.questions))
    table = contrast(chatbot, tried, asked.spans)
    reasons = {"sentences dropped": dropped(tried), "quotes shown instead": given_up(tried)}
    for way, rows in table.items():
        yield way
        yield from _lines(rows)
    for title, counts in reasons.items():
        yield title
        yield from (f"{count:6}  {reason}" for reason, count in counts.items())
    figures = {way: as_json(rows, ())["figures"] for way, rows in table.items()}
    _write(asked.out, "written.json", {"model": writer.model.title, "figures": figures, **reasons})
    columns = list(dict.fromkeys(name for rows in table.values() for name, _, _ in rows))
    _write_text(asked.out, "written.md", markdown(table, columns, f"{asked.name}, {writer.model.title}"))


def each_understanding(chatbot: Chatbot, asked: Asked, rewriter: Rewriter) -> Iterator[str]:
    """Answer the follow-ups of a set as typed, completed by rules and by a model; understood.json and .md."""
    table, reasons = understandings(chatbot, rewriter, asked.questions, asked.spans)
    for way, rows in table.items():
        yield way
        yield from _lines(rows)
    yield from (f"{count:6}  {reason}" for reason, count in reasons.items())
    figures = {way: as_json(rows, ())["figures"] for way, rows in table.items()}
    model = rewriter.model.title
    _write(asked.out, "understood.json", {"model": model, "figures": figures, "not taken up": reasons})
    columns = list(dict.fromkeys(name for rows in table.values() for name, _, _ in rows))
    _write_text(asked.out, "understood.md", markdown(table, columns, f"{asked.name}, {model}"))


def _categories(chatbot: Chatbot, pairs: Sequence[Pair], spans: Path) -> Iterator[str]:
    for category in sorted({question.get("category", "") for question, _ in pairs}):
        some = [pair for pair in pairs if pair[0].get("category", "") == category]
        rows = evidence_figures(chatbot, some, spans)
        yield from _lines([(f"{category} {name}", value, of) for name, value, of in rows if name in _OF_CATEGORIES])


def _lines(rows: Sequence[Row]) -> Iterator[str]:
    return (f"{name:40} {value:8.3f}  ({of})" for name, value, of in rows)


def _write(folder: Path | None, name: str, table: object) -> None:
    _write_text(folder, name, f"{json.dumps(table, indent=1)}\n")


def _write_text(folder: Path | None, name: str, text: str) -> None:
    if folder:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
