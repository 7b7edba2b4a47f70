"""Door: python -m chatbot ask "…" | batch IN.jsonl OUT.jsonl | evaluate.

Exit status: 0 done, 2 not done (the reason and the remedy are printed).
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from chatbot import wording
from chatbot.cite import render
from chatbot.converse import Chatbot
from chatbot.curves import plot
from chatbot.evaluate import evaluate
from chatbot.evidence import WEIGHTS
from chatbot.fit import CUTS, Example, as_toml, fit_answerable, fit_passages
from chatbot.measure import Pair, abstention
from chatbot.question_set import Question, read_questions, said_before
from chatbot.record import record
from chatbot.scoreboard import Row, as_json, labelled_only, ours, outside, refusals
from chatbot.settings import Settings
from chatbot.triage import triage
from chatbot.types import Answer, Outcome
from ingest.errors import NeedlepointError, trace
from ingest.privacy import keep_private
from ingest.terminal import readable, spelled, spelled_json
from ingest.types import Document

_EVALUATION = Path(__file__).resolve().parent.parent / "data" / "evaluation"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status."""
    keep_private()
    settings = Settings()
    options = _parser(settings).parse_args(arguments)
    try:
        chatbot = Chatbot.open(options.library, settings.model)
        if chatbot.library.notice:
            print(spelled(chatbot.library.notice), file=sys.stderr)
        _COMMANDS[options.command](chatbot, options)
    except (NeedlepointError, OSError) as error:
        if options.command == "ask" and (warned := triage(options.question)).reply:
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
    score = commands.add_parser("evaluate", help="answer a question set with known evidence and print the figures")
    score.add_argument("questions", type=Path, nargs="?", default=_EVALUATION / "dev.jsonl")
    score.add_argument("--out", type=Path, help="also write figures.json and risk-coverage.svg into this folder")
    score.add_argument(
        "--spans", type=Path, default=_EVALUATION / "spans.json", help="text that is never, or always, fine to show"
    )
    learn = commands.add_parser("fit", help="learn the weights of the evidence from a question set with known evidence")
    learn.add_argument("questions", type=Path, nargs="?", default=_EVALUATION / "tuning.jsonl")
    learn.add_argument("--weights", type=Path, default=WEIGHTS, help="where to write them (default: %(default)s)")
    for command in (ask, batch, score, learn):
        command.add_argument(
            "--library", type=Path, default=settings.library, help="where the library is (default: %(default)s)"
        )
    return parser


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
        for question, answer in _answers(chatbot, questions):
            out.write(
                json.dumps(
                    record(question["id"], chatbot.complete(answer, said_before(question)), documents),
                    ensure_ascii=False,
                )
                + "\n"
            )
    unfinished.replace(options.records)


def _evaluate(chatbot: Chatbot, options: argparse.Namespace) -> None:
    documents = chatbot.library.documents()
    pairs = [
        (question, record(question["id"], chatbot.complete(answer, said_before(question)), documents))
        for question, answer in _answers(chatbot, read_questions(options.questions))
    ]
    rows = _rows(pairs, documents, options.spans)
    for name, value, of in rows:
        print(f"{name:34} {value:8.3f}  ({of})")
    if options.out:
        points = abstention(labelled_only(pairs)).points
        options.out.mkdir(parents=True, exist_ok=True)
        table = json.dumps(as_json(rows, points), indent=1)
        (options.out / "figures.json").write_text(f"{table}\n", encoding="utf-8")
        if points:
            plot(points, options.out / "risk-coverage.svg", options.questions.stem)


def _rows(pairs: Sequence[Pair], documents: Mapping[str, Document], spans: Path) -> list[Row]:
    """Choose the table by what the set knows: places of evidence in our own library, or documents elsewhere."""
    if not any("evidence" in question for question, _ in pairs):
        return outside(pairs)
    neutral = json.loads(spans.read_text(encoding="utf-8"))
    texts = {name: document.text for name, document in documents.items()}
    return [*ours(evaluate(pairs, texts, neutral)), *refusals(labelled_only(pairs))]


def _fit(chatbot: Chatbot, options: argparse.Namespace) -> None:
    if not chatbot.library.book.asked:
        raise NeedlepointError(f"The library in {options.library} has no claims to learn with.", _WITHOUT_CLAIMS)
    examples = []
    for question in read_questions(options.questions):
        history = said_before(question)
        understood = chatbot.understand(question["question"], history)
        found = chatbot.find(understood, chatbot.land(understood, question["question"], history))
        examples.append(Example(question, understood, found))
    options.weights.write_text(as_toml(fit_passages(examples), fit_answerable(examples), CUTS), encoding="utf-8")
    print(f"Learnt from {len(examples)} questions; the weights stand in {options.weights}.")


def _answers(chatbot: Chatbot, questions: Sequence[Question]) -> Iterator[tuple[Question, Answer]]:
    for question in questions:
        yield question, chatbot.ask(question["question"], said_before(question))


_WITHOUT_CLAIMS = (
    "Documents without claims are answered from by the search alone, which learns nothing. Write claims "
    "(docs/claims.md) and build the library again: python -m ingest"
)
_COMMANDS = {"ask": _ask, "batch": _batch, "evaluate": _evaluate, "fit": _fit}

if __name__ == "__main__":
    sys.exit(main())
