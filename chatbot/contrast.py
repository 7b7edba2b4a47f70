"""Questions -> the same answers in quotes and in a language model's sentences: what each shows, drops and takes.

Both are made of one search, so what differs is the writing alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from time import monotonic

from chatbot.compose import advised, compose, is_writable
from chatbot.converse import Chatbot
from chatbot.curves import Rate
from chatbot.generate import Writer
from chatbot.ground import Lack
from chatbot.measure import Pair
from chatbot.question_set import Question, said_before
from chatbot.record import record
from chatbot.scoreboard import Row
from chatbot.trial import evidence_figures
from chatbot.types import Answer, Statement

QUOTES, WRITTEN = "quotes", "written"
_FIGURES = ("must_recall", "quote_precision", "char_precision", "verbatim_strict", "answered", "abstained")


@dataclass(frozen=True, slots=True)
class Trial:
    """One question answered both ways; seconds count from the question, to the first verified sentence and the end.

    `plain` took `seconds`; `wrote` is None where there was nothing to write. `lacks` are the reasons why sentences
    were dropped.
    """

    question: Question
    plain: Answer
    seconds: float
    wrote: Answer | None = None
    first: float | None = None
    last: float = 0.0
    lacks: tuple[str, ...] = ()


def trials(chatbot: Chatbot, writer: Writer, questions: Sequence[Question]) -> Iterator[Trial]:
    """Answer each question in quotes, and have the model write that answer anew where there is one."""
    return (_tried(chatbot, writer, question) for question in questions)


def _tried(chatbot: Chatbot, writer: Writer, question: Question) -> Trial:
    started, before = monotonic(), said_before(question)
    plain = chatbot.ask(question["question"], before)
    trial = Trial(question, plain, monotonic() - started)
    if not is_writable(plain, chatbot.library.documents()):
        return trial
    sentences: list[float] = []
    lacks: list[Lack] = []

    def heard(kept: Sequence[Statement], _: int) -> None:
        if len(kept) > len(sentences):
            sentences.append(monotonic() - started)

    wrote = advised(chatbot, compose(chatbot, replace(writer, lacked=lacks.append), plain, heard), before)
    first, last = min(sentences, default=None), monotonic() - started
    return replace(trial, wrote=wrote, first=first, last=last, lacks=tuple(lack.value for lack in lacks))


def contrast(chatbot: Chatbot, tried: Sequence[Trial], spans: Path) -> Mapping[str, list[Row]]:
    """Lay out the figures of both ways: evidence, support, seconds. `spans` is the file of neutral text."""
    wrote = [(trial.question, trial.wrote or trial.plain) for trial in tried]
    plain = [(trial.question, trial.plain) for trial in tried]
    shown = {QUOTES: plain, WRITTEN: wrote}
    rows = {way: _evidence(chatbot, answers, spans) for way, answers in shown.items()}
    rows[QUOTES] += _seconds("seconds", [trial.seconds for trial in tried])
    rows[WRITTEN] += [*_support(tried), *_seconds("seconds", [trial.last for trial in tried if trial.wrote])]
    rows[WRITTEN] += _seconds("seconds_to_first", [trial.first for trial in tried if trial.first is not None])
    return rows


def dropped(tried: Sequence[Trial]) -> Mapping[str, int]:
    """Count why sentences were dropped, the most frequent reason first."""
    return _counted(lack for trial in tried for lack in trial.lacks)


def given_up(tried: Sequence[Trial]) -> Mapping[str, int]:
    """Count why the quotes were shown instead, the most frequent reason first."""
    written = (trial.wrote.written for trial in tried if trial.wrote)
    return _counted(found.instead for found in written if found and found.instead)


def _counted(reasons: Iterator[str]) -> Mapping[str, int]:
    return dict(sorted(Counter(reasons).items(), key=lambda entry: (-entry[1], entry[0])))


def _evidence(chatbot: Chatbot, answers: Sequence[tuple[Question, Answer]], spans: Path) -> list[Row]:
    """Score the quotes shown, those below sentences too; nothing for a set that knows no evidence."""
    documents = chatbot.library.documents()
    pairs: list[Pair] = [(q, record(q["id"], a, documents)) for q, a in answers if "evidence" in q]
    return [row for row in evidence_figures(chatbot, pairs, spans) if row[0] in _FIGURES] if pairs else []


def _support(tried: Sequence[Trial]) -> list[Row]:
    """Say how many answers were written, and of the sentences that a model sent, how many its quotes bear out."""
    asked = [trial.wrote for trial in tried if trial.wrote]
    written = [wrote for wrote in asked if wrote.written and not wrote.written.instead]
    kept = sum(bool(said.said) for wrote in written for said in wrote.statements)
    lost = sum(len(trial.lacks) for trial in tried)
    rates = {"written": Rate(len(written), len(asked)), "sentences_kept": Rate(kept, kept + lost)}
    return [(name, rate.value, f"{rate.k} of {rate.n}") for name, rate in rates.items() if rate.n]


def _seconds(name: str, took: Sequence[float]) -> list[Row]:
    """Give the median and the 95th of some times, in seconds."""
    ordered = sorted(took)
    places = {"p50": 0.5, "p95": 0.95} if ordered else {}
    return [
        (f"{name}_{label}", ordered[min(len(ordered) - 1, int(share * len(ordered)))], f"of {len(ordered)}")
        for label, share in places.items()
    ]
