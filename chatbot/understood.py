"""Follow-ups -> figures of what is found when they are searched as typed, completed by rules, or by a model."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from time import monotonic
from typing import Any

from chatbot.compose import Models
from chatbot.converse import Chatbot
from chatbot.curves import Rate
from chatbot.means import ALL
from chatbot.measure import Pair
from chatbot.question_set import Question, said_before
from chatbot.rewrite import Rewriter
from chatbot.scoreboard import Row
from chatbot.trial import all_answered, answered, figures

ALONE, TYPED, RULES, MODEL = "as typed, alone", "as typed, after what was said", "by rules", "by the model"
_LEFT_OUT = ("AUROC of confidence", "false answers at another cut", "false refusals at another cut")


def understandings(
    chatbot: Chatbot, rewriter: Rewriter, questions: Sequence[Question], spans: Path
) -> tuple[Mapping[str, list[Row]], Mapping[str, int]]:
    """Answer the follow-ups of a set in each way: its rows, and why what the model sent was not taken up, by count.

    Alone, nothing of the conversation is known to the search; in all other ways its words point to documents too.
    """
    follow_ups = [question for question in questions if any(turn.role == "user" for turn in said_before(question))]
    as_typed = chatbot.with_means(ALL.without("follow-ups", "second-reading"))
    alone: list[Question] = [{**question, "history": []} for question in follow_ups]
    asked, seconds = _by_model(chatbot, rewriter, follow_ups)
    pairs = {
        ALONE: all_answered(chatbot, alone),
        TYPED: all_answered(as_typed, follow_ups),
        RULES: all_answered(chatbot, follow_ups),
        MODEL: asked,
    }
    table = {way: _rows(chatbot, found, spans) for way, found in pairs.items()}
    table[MODEL] += _taken_up(asked, seconds)
    return table, _reasons(asked)


def _by_model(
    chatbot: Chatbot, rewriter: Rewriter, questions: Sequence[Question]
) -> tuple[list[Pair], Sequence[float]]:
    documents, models = chatbot.library.documents(), Models(rewriter=rewriter)
    pairs: list[Pair] = []
    seconds = []
    for question in questions:
        started = monotonic()
        pairs.append((question, answered(chatbot, question, documents, models)))
        seconds.append(monotonic() - started)
    return pairs, seconds


def _rows(chatbot: Chatbot, pairs: Sequence[Pair], spans: Path) -> list[Row]:
    return [row for row in figures(chatbot, pairs, spans) if row[0] not in _LEFT_OUT]


def _taken_up(pairs: Sequence[Pair], seconds: Sequence[float]) -> list[Row]:
    """Say of how many follow-ups a model was asked, of those how many it completed, and how long answers took."""
    told = [record["rewritten"] for _, record in pairs if "rewritten" in record]
    rates = {"model asked": Rate(len(told), len(pairs)), "completed": Rate(_used(told), len(told))}
    rows: list[Row] = [(name, rate.value, f"{rate.k} of {rate.n}") for name, rate in rates.items() if rate.n]
    ordered = sorted(seconds)
    return [*rows, *([("seconds p50", ordered[len(ordered) // 2], f"of {len(ordered)}")] if ordered else [])]


def _used(told: Sequence[Mapping[str, Any]]) -> int:
    return sum(entry["is_used"] for entry in told)


def _reasons(pairs: Sequence[Pair]) -> Mapping[str, int]:
    found = Counter(record["rewritten"]["instead"] for _, record in pairs if "rewritten" in record)
    return {reason: count for reason, count in sorted(found.items(), key=lambda entry: (-entry[1], entry[0])) if reason}
