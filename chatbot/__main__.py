"""Door: python -m chatbot ask "…" | batch IN.jsonl OUT.jsonl | evaluate.

Exit status: 0 done, 2 not done (the reason and the remedy are printed).
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from chatbot import wording
from chatbot.cite import render
from chatbot.converse import Chatbot
from chatbot.curves import plot
from chatbot.evaluate import evaluate
from chatbot.evidence import WEIGHTS
from chatbot.fit import CUTS, Example, as_toml, fit_answerable, fit_passages
from chatbot.measure import Pair, abstention
from chatbot.record import record
from chatbot.scoreboard import Row, as_json, labelled_only, ours, outside, refusals
from chatbot.settings import Settings
from chatbot.triage import triage
from chatbot.types import Answer, Message, Outcome
from ingest.errors import NeedlepointError
from ingest.types import Document

_EVALUATION = Path(__file__).resolve().parent.parent / "data" / "evaluation"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status."""
    settings = Settings()
    options = _parser(settings).parse_args(arguments)
    try:
        chatbot = Chatbot.open(options.library, settings.model)
        if chatbot.library.notice:
            print(chatbot.library.notice, file=sys.stderr)
        _COMMANDS[options.command](chatbot, options)
    except (NeedlepointError, OSError) as error:
        if options.command == "ask" and (warned := triage(options.question)).reply:
            print(warned.reply)
        print(error, file=sys.stderr)
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
        print(json.dumps(record("ask", chatbot.complete(answer), documents), ensure_ascii=False, indent=2))
        return
    print(_printable(render(answer, documents)))
    if answer.outcome is Outcome.ABSTAINED and answer.near:
        print(f"\n{wording.NEAR_TITLE}")
        print(_printable("\n".join(f"  {quote.document}: {quote.text}" for quote in answer.near)))


def _batch(chatbot: Chatbot, options: argparse.Namespace) -> None:
    """Answer all questions into a file of its own, which takes the name asked for when it is complete."""
    questions = _questions(options.questions)
    documents = chatbot.library.documents()
    unfinished = options.records.with_name(f"{options.records.name}.unfinished")
    with unfinished.open("w", encoding="utf-8") as out:
        for question, answer in _answers(chatbot, questions):
            out.write(
                json.dumps(
                    record(question["id"], chatbot.complete(answer, _history(question)), documents), ensure_ascii=False
                )
                + "\n"
            )
    unfinished.replace(options.records)


def _evaluate(chatbot: Chatbot, options: argparse.Namespace) -> None:
    documents = chatbot.library.documents()
    pairs = [
        (question, record(question["id"], chatbot.complete(answer, _history(question)), documents))
        for question, answer in _answers(chatbot, _questions(options.questions))
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
    examples = []
    for question in _questions(options.questions):
        history = _history(question)
        understood = chatbot.understand(question["question"], history)
        found = chatbot.find(understood, chatbot.land(understood, question["question"], history))
        examples.append(Example(question, understood, found))
    options.weights.write_text(as_toml(fit_passages(examples), fit_answerable(examples), CUTS), encoding="utf-8")
    print(f"Learnt from {len(examples)} questions; the weights stand in {options.weights}.")


def _answers(chatbot: Chatbot, questions: Sequence[Mapping[str, Any]]) -> Iterator[tuple[Mapping[str, Any], Answer]]:
    for question in questions:
        yield question, chatbot.ask(question["question"], _history(question))


def _history(question: Mapping[str, Any]) -> list[Message]:
    return [Message(turn["role"], turn["content"]) for turn in question.get("history") or ()]


def _questions(path: Path) -> list[Mapping[str, Any]]:
    """Read all questions before the first is answered, so that a bad line costs nothing."""
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except UnicodeDecodeError as error:
        raise NeedlepointError(f"{path} is not UTF-8 text (byte {error.start}).", "Save it as UTF-8.") from error
    return [_question(line, f"{path}:{number}") for number, line in enumerate(lines, 1) if line.strip()]


def _question(line: str, where: str) -> Mapping[str, Any]:
    try:
        question: Mapping[str, Any] = json.loads(line)
        json.dumps(question, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        raise NeedlepointError(f"{where} is not JSON in valid UTF-8 ({error}).", _FORM) from error
    if isinstance(question, dict) and "id" not in question and "qid" in question:
        question = {**question, "id": question["qid"]}
    fits = isinstance(question, dict) and isinstance(question.get("question"), str)
    if not fits or not isinstance(question.get("id"), str | int):
        raise NeedlepointError(f"{where} has no id or no question.", _FORM)
    turns = question.get("history") or []
    if not isinstance(turns, list) or not all(_is_turn(turn) for turn in turns):
        raise NeedlepointError(f"{where} has a history that is not a list of messages.", _FORM)
    return question


def _is_turn(turn: object) -> bool:
    return isinstance(turn, dict) and isinstance(turn.get("content"), str) and isinstance(turn.get("role"), str)


def _printable(text: str) -> str:
    """Drop the control characters a terminal would obey."""
    return "".join(
        character for character in text if character in "\n\t" or character.isprintable() or character.isspace()
    )


_FORM = (
    'Each line needs the form {"id": "…", "question": "…", "history": [{"role": "user", "content": "…"}]}; '
    "history may be left out."
)
_COMMANDS = {"ask": _ask, "batch": _batch, "evaluate": _evaluate, "fit": _fit}

if __name__ == "__main__":
    sys.exit(main())
