"""Door: python -m chatbot ask "…" | batch IN.jsonl OUT.jsonl | evaluate | fit | gate.

Exit status: 0 done, 2 not done (the reason and the remedy are printed).
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeAlias

from chatbot import wording
from chatbot.alarm import alarm
from chatbot.cite import render
from chatbot.converse import Chatbot
from chatbot.evidence import WEIGHTS
from chatbot.gate import hold, measured, share, store
from chatbot.means import ALL, NAMES
from chatbot.numbers import Numbers
from chatbot.question_set import read_questions
from chatbot.record import record
from chatbot.report import Asked, each_document, each_means, whole
from chatbot.settings import Settings
from chatbot.trial import answered, learnt
from chatbot.types import Outcome
from ingest.errors import NeedlepointError, trace
from ingest.privacy import keep_private
from ingest.terminal import readable, spelled, spelled_json

_EVALUATION = Path(__file__).resolve().parent.parent / "data" / "evaluation"
_ALL = "all"

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status."""
    keep_private()
    settings = Settings()
    options = _parser(settings).parse_args(arguments)
    numbers = Numbers.chosen(settings.emergency_number, settings.crisis_line)
    try:
        chatbot = Chatbot.open(options.library, settings.model, numbers)
        if chatbot.library.notice:
            print(spelled(chatbot.library.notice), file=sys.stderr)
        _COMMANDS[options.command](chatbot, options)
    except (NeedlepointError, OSError) as error:
        if options.command == "ask" and (warned := alarm(options.question, (), numbers)).reply:
            print(warned.reply)
        print(spelled(str(error)), file=sys.stderr)
        return 2
    except Exception as error:  # noqa: BLE001  its message may hold what was asked, and stderr is often kept
        print(wording.UNFORESEEN.format(trace=trace(error)), file=sys.stderr)
        return 2
    return 0


def _parser(settings: Settings) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m chatbot", description=wording.PURPOSE)
    commands = parser.add_subparsers(dest="command", required=True)
    ask = commands.add_parser("ask", help="answer one question in the terminal")
    ask.add_argument("question")
    ask.add_argument("--json", action="store_true", help="print the typed record instead of text")
    batch = commands.add_parser("batch", help="answer a file of questions, one JSON object a line")
    batch.add_argument("questions", type=Path, metavar="IN.jsonl")
    batch.add_argument("records", type=Path, metavar="OUT.jsonl")
    check = commands.add_parser("gate", help="fail when figures fell below those stored in data/evaluation/gate.toml")
    check.add_argument("--folder", type=Path, default=_EVALUATION, help="where sets and stored figures are")
    check.add_argument("--store", action="store_true", help="store the figures as they are now instead")
    for command in (ask, batch, check, _evaluate_parser(commands), _fit_parser(commands)):
        command.add_argument(
            "--library", type=Path, default=settings.library, help="where the library is (default: %(default)s)"
        )
    return parser


def _evaluate_parser(commands: Commands) -> argparse.ArgumentParser:
    score = commands.add_parser("evaluate", help="answer a question set with known evidence and print the figures")
    score.add_argument("questions", type=Path, nargs="?", default=_EVALUATION / "dev.jsonl")
    score.add_argument("--out", type=Path, help="also write the figures as JSON and a plot into this folder")
    fewer = "ask one in N questions, always the same ones, where all take too long"
    score.add_argument("--share", type=int, default=1, choices=range(1, 17), metavar="N", help=fewer)
    score.add_argument("--by-category", action="store_true", help="print the main figures of each category too")
    score.add_argument(
        "--spans", type=Path, default=_EVALUATION / "spans.json", help="text that is never, or always, fine to show"
    )
    score.add_argument("--weights", type=Path, default=WEIGHTS, help="what to judge by (default: %(default)s)")
    left_out = "leave a means out, to measure what it brings (may be repeated); all: each in turn, a table"
    score.add_argument("--without", action="append", default=[], choices=(*NAMES, _ALL), help=left_out)
    newcomer = "answer as if nobody had written claims about this document; all: each in turn, a table"
    score.add_argument("--without-claims-of", default="", metavar="DOCUMENT", help=newcomer)
    relearnt = "what --without all learns from where the weights would not fit (default: %(default)s)"
    score.add_argument("--tuning", type=Path, default=_EVALUATION / "tuning.jsonl", help=relearnt)
    return score


def _fit_parser(commands: Commands) -> argparse.ArgumentParser:
    learn = commands.add_parser("fit", help="learn the weights of the evidence from a question set with known evidence")
    learn.add_argument("questions", type=Path, nargs="?", default=_EVALUATION / "tuning.jsonl")
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


def _ask(chatbot: Chatbot, options: argparse.Namespace) -> None:
    answer = chatbot.ask(options.question.encode("utf-8", "replace").decode())
    documents = chatbot.library.documents()
    if options.json:
        printed = json.dumps(record("ask", chatbot.complete(answer), documents), ensure_ascii=False, indent=2)
        print(spelled_json(printed))
        return
    print(readable(render(answer, documents)))
    if answer.outcome is Outcome.ABSTAINED and answer.near:
        print(f"\n{wording.NEAR_TITLE}")
        print(readable("\n".join(f"  {quote.document}: {quote.text}" for quote in answer.near)))


def _batch(chatbot: Chatbot, options: argparse.Namespace) -> None:
    """Answer all questions into a file of its own, which takes the name asked for when it is complete."""
    questions = read_questions(options.questions)
    documents = chatbot.library.documents()
    unfinished = options.records.with_name(f"{options.records.name}.unfinished")
    with unfinished.open("w", encoding="utf-8") as out:
        for question in questions:
            out.write(f"{json.dumps(answered(chatbot, question, documents), ensure_ascii=False)}\n")
    unfinished.replace(options.records)


def _evaluate(chatbot: Chatbot, options: argparse.Namespace) -> None:
    questions = share(read_questions(options.questions), options.share)
    asked = Asked(questions, options.questions.stem, options.spans, options.out, options.by_category)
    if _ALL in options.without:
        lines = each_means(chatbot, asked, read_questions(options.tuning))
    elif options.without_claims_of == _ALL:
        lines = each_document(chatbot, asked)
    else:
        means = replace(ALL, unclaimed=options.without_claims_of, weights=options.weights)
        lines = whole(chatbot.with_means(means.without(*options.without)), asked)
    for line in lines:
        print(line)


def _fit(chatbot: Chatbot, options: argparse.Namespace) -> None:
    questions = read_questions(options.questions)
    options.weights.write_text(learnt(chatbot, questions, options.false_answers), encoding="utf-8")
    print(f"Learnt from {len(questions)} questions; the weights stand in {options.weights}.")


def _gate(chatbot: Chatbot, options: argparse.Namespace) -> None:
    found = measured(chatbot, options.folder)
    (store if options.store else hold)(found, options.folder)
    for name, held in found.items():
        print("\n".join(f"{name:8} {figure:24} {value:.3f}" for figure, value in held.items()))


_COMMANDS = {"ask": _ask, "batch": _batch, "evaluate": _evaluate, "fit": _fit, "gate": _gate}

if __name__ == "__main__":
    sys.exit(main())
