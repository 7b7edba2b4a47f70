"""A file of questions -> the questions, each checked: one JSON object a line, with what was said before, if anything.

What else a line holds (evidence, labels) belongs to whoever scores the answers and is passed on as it is.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from chatbot.types import Message
from ingest.errors import NeedlepointError

Question = Mapping[str, Any]
_FORM = (
    'Each line needs the form {"id": "…", "question": "…", "history": [{"role": "user", "content": "…"}]}; '
    "history may be left out, or list the messages alone, the user's first."
)


def read_questions(path: Path) -> list[Question]:
    """Read all questions before the first is answered, so that a bad line costs nothing.

    Raises:
        NeedlepointError: when the file is not UTF-8 or a line has not the form.
        OSError: when the file cannot be read.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except UnicodeDecodeError as error:
        raise NeedlepointError(f"{path} is not UTF-8 text (byte {error.start}).", "Save it as UTF-8.") from error
    return [_question(line, f"{path}:{number}") for number, line in enumerate(lines, 1) if line.strip()]


def said_before(question: Question) -> list[Message]:
    """Give the messages before a question, oldest first: those that are strings alternate, the user's first."""
    return [
        Message("assistant" if place % 2 else "user", turn)
        if isinstance(turn, str)
        else Message(turn["role"], turn["content"])
        for place, turn in enumerate(question.get("history") or ())
    ]


def _question(line: str, where: str) -> Question:
    try:
        question: Question = json.loads(line)
        json.dumps(question, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        raise NeedlepointError(f"{where} is not JSON in valid UTF-8 ({error}).", _FORM) from error
    if isinstance(question, dict) and "id" not in question and "qid" in question:
        question = {**question, "id": question["qid"]}
    fits = isinstance(question, dict) and isinstance(question.get("question"), str)
    if not fits or not isinstance(question.get("id"), str | int):
        raise NeedlepointError(f"{where} has no id or no question.", _FORM)
    turns = question.get("history") or []
    if not isinstance(turns, list) or not _alternate(turns):
        raise NeedlepointError(f"{where} has a history that is not a list of messages.", _FORM)
    return question


def _alternate(turns: Sequence[object]) -> bool:
    """Tell whether turns are messages, all in one of the two forms: in a mixture nobody knows whose a string is."""
    return all(isinstance(turn, str) for turn in turns) or all(_is_turn(turn) for turn in turns)


def _is_turn(turn: object) -> bool:
    return isinstance(turn, dict) and isinstance(turn.get("content"), str) and isinstance(turn.get("role"), str)
