"""What the commands that measure and learn can be told."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TypeAlias

from chatbot.evidence import WEIGHTS
from chatbot.means import NAMES

EVALUATION = Path(__file__).resolve().parent.parent / "data" / "evaluation"
EVERY = "all"

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def evaluate_parser(commands: Commands) -> argparse.ArgumentParser:
    """Describe how question sets are scored."""
    score = commands.add_parser("evaluate", help="answer a question set with known evidence and print the figures")
    score.add_argument("questions", type=Path, nargs="?", default=EVALUATION / "dev.jsonl")
    score.add_argument("--out", type=Path, help="also write the figures as JSON and a plot into this folder")
    fewer = "ask one in N questions, always the same ones, where all take too long"
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


def _share(text: str) -> float:
    try:
        if 0 <= (share := float(text)) <= 1:
            return share
    except ValueError:
        pass
    raise argparse.ArgumentTypeError(f"{text} is not a share; give one between 0 and 1, like 0.1.")
