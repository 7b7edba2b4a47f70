"""Door: python -m chatbot ask "…" | batch IN OUT | verify FILE | feedback OUT | changes | evaluate | fit | gate.

Exit status: 0 done, 1 a quote of a transcript is not where it was, 2 not done (the reason and the remedy are printed).
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path

from chatbot import kept_wording, library_wording, wording, written_wording
from chatbot.alarm import alarm
from chatbot.arguments import EVALUATION, EVERY, evaluate_parser, fit_parser
from chatbot.cite import render
from chatbot.compose import ask_written
from chatbot.converse import Chatbot
from chatbot.drift import drift
from chatbot.gate import hold, measured, share, store
from chatbot.generate import open_writer
from chatbot.means import ALL
from chatbot.numbers import Numbers
from chatbot.objection import cases
from chatbot.question_set import read_questions
from chatbot.record import record
from chatbot.report import Asked, both_ways, each_document, each_means, whole
from chatbot.settings import Settings
from chatbot.threads import Threads
from chatbot.transcript import read_transcript
from chatbot.trial import answered, learnt
from chatbot.types import Outcome
from chatbot.verify import State, told, verify
from ingest.errors import NeedlepointError, trace
from ingest.privacy import keep_private
from ingest.store import Library
from ingest.terminal import readable, spelled, spelled_json


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status."""
    keep_private()
    settings = Settings()
    options = _parser(settings).parse_args(arguments)
    numbers = Numbers.chosen(settings.emergency_number, settings.crisis_line)
    try:
        if options.command in _WITHOUT_MODEL:
            return _WITHOUT_MODEL[options.command](options)
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
    score = evaluate_parser(commands)
    for asking in (ask, batch, score):
        asking.add_argument("--written", action="store_true", help=written_wording.OPTION)
        asking.set_defaults(writer=lambda: open_writer(settings.chat_model, settings.chat_bases, settings.chat_seconds))
    check = commands.add_parser("gate", help="fail when figures fell below those stored in data/evaluation/gate.toml")
    check.add_argument("--folder", type=Path, default=EVALUATION, help="where sets and stored figures are")
    check.add_argument("--store", action="store_true", help="store the figures as they are now instead")
    held = commands.add_parser("verify", help="check every quote of a transcript against the library")
    held.add_argument("transcript", type=Path, metavar="TRANSCRIPT.json")
    given = commands.add_parser("feedback", help="write what readers objected to as cases for a question set")
    given.add_argument("cases", type=Path, metavar="OUT.jsonl")
    again = commands.add_parser("changes", help="ask the kept questions again and say which answers changed")
    again.add_argument("--lines", action="store_true", help="print one JSON object a line, with the progress")
    for reading in (given, again):
        reading.set_defaults(kept=Threads(settings.conversations, settings.keep_days))
    for command in (ask, batch, held, given, again, check, score, fit_parser(commands)):
        command.add_argument(
            "--library", type=Path, default=settings.library, help="where the library is (default: %(default)s)"
        )
    return parser


def _ask(chatbot: Chatbot, options: argparse.Namespace) -> None:
    question = options.question.encode("utf-8", "replace").decode()
    answer = ask_written(chatbot, options.writer(), question) if options.written else chatbot.ask(question)
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
    documents, writer = chatbot.library.documents(), options.writer() if options.written else None
    unfinished = options.records.with_name(f"{options.records.name}.unfinished")
    with unfinished.open("w", encoding="utf-8") as out:
        for question in questions:
            out.write(f"{json.dumps(answered(chatbot, question, documents, writer), ensure_ascii=False)}\n")
    unfinished.replace(options.records)


def _evaluate(chatbot: Chatbot, options: argparse.Namespace) -> None:
    questions = share(read_questions(options.questions), options.share)
    asked = Asked(questions, options.questions.stem, options.spans, options.out, options.by_category)
    if options.written:
        lines = both_ways(chatbot, asked, options.writer())
    elif EVERY in options.without:
        lines = each_means(chatbot, asked, read_questions(options.tuning))
    elif options.without_claims_of == EVERY:
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


def _changes(chatbot: Chatbot, options: argparse.Namespace) -> None:
    """Say which kept questions have another answer now; what was typed is shown to nobody but who asks here."""
    asked = [0]

    def heard(done: int, total: int) -> None:
        asked[0] = total
        if options.lines:
            print(json.dumps({"done": done, "total": total}), flush=True)

    changes = 0
    for change in map(asdict, drift(chatbot, options.kept, heard)):
        changes += 1
        said = "\n".join([change["question"], *(f"  {line}" for line in library_wording.changed(change))])
        print(spelled_json(json.dumps(change)) if options.lines else readable(said), flush=True)
    if not options.lines:
        print(library_wording.rechecked(changes, asked[0]))


def _verify(options: argparse.Namespace) -> int:
    """Say of every quote whether it is where it was; needs no model."""
    read = read_transcript(options.transcript)
    checked = list(verify(read, Library.open(options.library).documents()))
    for found in checked:
        print(spelled(told(found)))
    good = sum(found.state is State.OK for found in checked)
    print(kept_wording.VERIFIED.format(good=good, total=len(checked)))
    return 0 if good == len(checked) else 1


def _feedback(options: argparse.Namespace) -> int:
    written = cases(options.kept.feedback())
    lines = (f"{json.dumps(case, ensure_ascii=False)}\n" for case in written)
    options.cases.write_text("".join(lines), encoding="utf-8")
    print(kept_wording.CASES.format(count=len(written), path=spelled(str(options.cases))))
    return 0


_WITHOUT_MODEL = {"verify": _verify, "feedback": _feedback}
_COMMANDS = {"ask": _ask, "batch": _batch, "changes": _changes, "evaluate": _evaluate, "fit": _fit, "gate": _gate}

if __name__ == "__main__":
    sys.exit(main())
