"""Door: python -m chatbot ask | batch | verify | feedback | changes | draft-claims | evaluate | fit | gate.

Exit status: 0 done, 1 a quote of a transcript is not where it was, 2 not done (the reason and the remedy are printed).
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from chatbot import arguments as args
from chatbot import kept_wording, library_wording, wording, written_wording
from chatbot.alarm import alarm
from chatbot.cite import render
from chatbot.compose import Models
from chatbot.connect import open_model
from chatbot.converse import Chatbot
from chatbot.draft_claims import check_place, draft_claims
from chatbot.drafting import Drafter
from chatbot.drift import drift
from chatbot.gate import hold, measured, share, store
from chatbot.generate import open_writer
from chatbot.numbers import Numbers
from chatbot.objection import cases
from chatbot.opening import open_both
from chatbot.question_set import read_questions
from chatbot.record import record
from chatbot.report import Asked, chosen
from chatbot.rewrite import leaves, open_rewriter
from chatbot.settings import Settings
from chatbot.slips import slipped
from chatbot.threads import Threads
from chatbot.transcript import read_transcript
from chatbot.trial import answered, learnt
from chatbot.types import Message, Outcome
from chatbot.verify import State, told, verify
from ingest.errors import NeedlepointError, trace
from ingest.garbage import collect_seldom
from ingest.privacy import keep_private
from ingest.store import Library
from ingest.terminal import readable, spelled, spelled_json


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status."""
    keep_private()
    collect_seldom()
    settings = Settings()
    options = _parser(settings).parse_args(arguments)
    numbers = Numbers.chosen(settings.emergency_number, settings.crisis_line)
    try:
        if options.command in _WITHOUT_MODEL:
            return _WITHOUT_MODEL[options.command](options)
        chatbot = Chatbot(*open_both(options.library, settings.model, at_once=True), numbers=numbers)
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
    ask, batch, score = args.ask_parser(commands), args.batch_parser(commands), args.evaluate_parser(commands)
    model = (settings.chat_model, settings.chat_bases, settings.chat_seconds)
    for asking in (ask, batch, score):
        asking.add_argument("--written", action="store_true", help=written_wording.OPTION)
        asking.add_argument("--rewrite", action="store_true", help=written_wording.OPTION_REWRITE)
        asking.set_defaults(writer=lambda: open_writer(*model), rewriter=lambda: open_rewriter(*model))
    held = commands.add_parser("verify", help="check every quote of a transcript against the library")
    held.add_argument("transcript", type=Path, metavar="TRANSCRIPT.json")
    kept, draft = tuple(args.kept_parsers(commands)), args.draft_parser(commands)
    for reading in kept:
        reading.set_defaults(kept=Threads(settings.conversations, settings.keep_days))
    draft.set_defaults(claims=settings.claims, drafter=lambda: Drafter(*open_model(*model), settings.chat_seconds))
    for command in (ask, batch, held, *kept, draft, score, args.gate_parser(commands), args.fit_parser(commands)):
        command.add_argument(
            "--library", type=Path, default=settings.library, help="where the library is (default: %(default)s)"
        )
    return parser


def _ask(chatbot: Chatbot, options: argparse.Namespace) -> None:
    question, *before = (text.encode("utf-8", "replace").decode() for text in (options.question, *options.after))
    answer = _models(options).ask(chatbot, question, [Message("user", asked) for asked in before])
    documents = chatbot.library.documents()
    if options.json:
        found = record("ask", chatbot.complete(answer), documents)
        print(spelled_json(json.dumps(found, ensure_ascii=False, indent=2)))
        return
    if before and answer.understood != question:
        print(readable(f"{wording.UNDERSTOOD_AS.format(question=answer.understood)}\n"))
    print(readable(render(answer, documents)))
    if answer.outcome is Outcome.ABSTAINED and answer.near:
        print(f"\n{wording.NEAR_TITLE}")
        print(readable("\n".join(f"  {quote.document}: {quote.text}" for quote in answer.near)))


def _models(options: argparse.Namespace) -> Models:
    """Open the language models that were asked for, and say what completing questions sends before it does."""
    rewriter = options.rewriter() if options.rewrite else None
    if rewriter:
        print(spelled(leaves(rewriter.model)), file=sys.stderr)
    return Models(options.writer() if options.written else None, rewriter)


def _batch(chatbot: Chatbot, options: argparse.Namespace) -> None:
    """Answer all questions into a file of its own, which takes the name asked for when it is complete."""
    questions = read_questions(options.questions)
    documents, models = chatbot.library.documents(), _models(options)
    unfinished = options.records.with_name(f"{options.records.name}.unfinished")
    with unfinished.open("w", encoding="utf-8") as out:
        for question in questions:
            out.write(f"{json.dumps(answered(chatbot, question, documents, models), ensure_ascii=False)}\n")
    unfinished.replace(options.records)


def _evaluate(chatbot: Chatbot, options: argparse.Namespace) -> None:
    read = share(read_questions(options.questions), options.share)
    questions = [slipped(question, options.slips) for question in read]
    asked = Asked(questions, options.questions.stem, options.spans, options.out, options.by_category)
    for line in chosen(chatbot, asked, options):
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


def _draft_claims(options: argparse.Namespace) -> int:
    """Draft claims for review; needs no model but the one that drafts."""
    check_place(options.out, options.claims)
    for line in draft_claims(Library.open(options.library), options.drafter, options.out, options.every):
        print(spelled(line), flush=True)
    return 0


_WITHOUT_MODEL = {"draft-claims": _draft_claims, "verify": _verify, "feedback": _feedback}
_COMMANDS = {"ask": _ask, "batch": _batch, "changes": _changes, "evaluate": _evaluate, "fit": _fit, "gate": _gate}

if __name__ == "__main__":
    sys.exit(main())
