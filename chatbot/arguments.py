"""What the commands that measure and learn can be told."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import TypeAlias

from chatbot import written_wording
from chatbot.evidence import WEIGHTS
from chatbot.means import NAMES

EVALUATION = Path(__file__).resolve().parent.parent / "data" / "evaluation"
EVERY = "all"

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def ask_parser(commands: Commands) -> argparse.ArgumentParser:
    """Describe how one question is answered."""
    ask = commands.add_parser("ask", help="answer one question in the terminal")
    ask.add_argument("question")
    ask.add_argument("--after", action="append", default=[], metavar="QUESTION", help=written_wording.OPTION_AFTER)
    ask.add_argument("--json", action="store_true", help="print the typed record instead of text")
    return ask


def batch_parser(commands: Commands) -> argparse.ArgumentParser:
    """Describe how a file of questions is answered."""
    batch = commands.add_parser("batch", help="answer a file of questions, one JSON object a line")
    batch.add_argument("questions", type=Path, metavar="IN.jsonl")
    batch.add_argument("records", type=Path, metavar="OUT.jsonl")
    return batch


def evaluate_parser(commands: Commands) -> argparse.ArgumentParser:
    """Describe how question sets are scored."""
    score = commands.add_parser("evaluate", help="answer a question set with known evidence and print the figures")
    score.add_argument("questions", type=Path, nargs="?", default=EVALUATION / "dev.jsonl")
    score.add_argument("--out", type=Path, help="also write the figures as JSON and a plot into this folder")
    fewer = "ask one in N questions, always the same ones, where all take too long"
    slips = "type each question with so many slips of the fingers, always the same ones"
    score.add_argument("--slips", type=int, default=0, choices=range(10), metavar="N", help=slips)
    score.add_argument("--share", type=int, default=1, choices=range(1, 17), metavar="N", help=fewer)
    score.add_argument("--by-category", action="store_true", help="print the main figures of each category too")
    score.add_argument(
        "--spans", type=Path, default=EVALUATION / "spans.json", help="text that is never, or always, fine to show"
    )
    score.add_argument("--weights", type=Path, default=WEIGHTS, help="what to judge by (default: %(default)s)")
    left_out = "leave a means out, to measure what it brings (may be repeated); all: each in turn, a table"
    score.add_argument("--without", action="append", default=[], choices=(*NAMES, EVERY), help=left_out)
    newcomer = "answer as if nobody had written claims about this document; all: each in turn, a table"
    score.add_argument("--without-claims-of", default="", metavar="DOCUMENT", help=newcomer)
    relearnt = "what --without all learns from where the weights would not fit (default: %(default)s)"
    score.add_argument("--tuning", type=Path, default=EVALUATION / "tuning.jsonl", help=relearnt)
    return score


def fit_parser(commands: Commands) -> argparse.ArgumentParser:
    """Describe how weights are learnt."""
    learn = commands.add_parser("fit", help="learn the weights of the evidence from a question set with known evidence")
    learn.add_argument("questions", type=Path, nargs="?", default=EVALUATION / "tuning.jsonl")
    learn.add_argument("--weights", type=Path, default=WEIGHTS, help="where to write them (default: %(default)s)")
    stated = "share of unanswerable questions that may be answered (default: where both errors are few)"
    learn.add_argument("--false-answers", type=_share, metavar="RATE", help=stated)
    return learn


def gate_parser(commands: Commands) -> argparse.ArgumentParser:
    """Describe how figures are held against those stored."""
    check = commands.add_parser("gate", help="fail when figures fell below those stored in data/evaluation/gate.toml")
    check.add_argument("--folder", type=Path, default=EVALUATION, help="where sets and stored figures are")
    check.add_argument("--store", action="store_true", help="store the figures as they are now instead")
    return check


def kept_parsers(commands: Commands) -> Iterator[argparse.ArgumentParser]:
    """Describe what is done with kept conversations: their cases, and what changed since."""
    given = commands.add_parser("feedback", help="write what readers objected to as cases for a question set")
    given.add_argument("cases", type=Path, metavar="OUT.jsonl")
    again = commands.add_parser("changes", help="ask the kept questions again and say which answers changed")
    again.add_argument("--lines", action="store_true", help="print one JSON object a line, with the progress")
    yield from (given, again)


def draft_parser(commands: Commands) -> argparse.ArgumentParser:
    """Describe how claims are drafted; people call it through `python -m ingest --draft-claims`."""
    draft = commands.add_parser("draft-claims", help=written_wording.OPTION_DRAFT)
    draft.add_argument("--every", action="store_true", help=written_wording.OPTION_EVERY)
    draft.add_argument("--out", type=Path, default=Path("drafted-claims.toml"), help=written_wording.OPTION_OUT)
    return draft


def _share(text: str) -> float:
    try:
        if 0 <= (share := float(text)) <= 1:
            return share
    except ValueError:
        pass
    raise argparse.ArgumentTypeError(f"{text} is not a share; give one between 0 and 1, like 0.1.")
