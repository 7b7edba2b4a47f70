"""A follow-up + the questions before it -> one question that stands alone, by a language model; or why it is not used.

The model is given questions alone: no answer, no passage. What it sends is taken up only where it is one plain question
that keeps to the words, figures and negations of the conversation and of the library; what was understood is shown.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path
from threading import Event

from chatbot import written_wording as words
from chatbot.alarm import alarm
from chatbot.asking_back import asks_who_says
from chatbot.chat_model import ChatModel
from chatbot.connect import open_model
from chatbot.ground import is_plain
from chatbot.sense import DENIES, figures, sense
from chatbot.stream import Ask, Interrupted, pieces
from chatbot.types import Level, Message, Rewritten
from chatbot.words import content_words, stem, stems

MOST_EARLIER = 4
_PROMPT = Path(__file__).resolve().parent.parent / "data" / "prompts" / "rewrite.txt"
# Characters: of a question, and of all that a model may send before it is no longer listened to.
_LONGEST, _MOST_CHARACTERS = 300, 2_000
# Seconds: a question waits for this before it is searched.
_LONGEST_WAIT = 20.0
# How much of what the new question says must be kept.
_KEPT = 0.5
# Short words before a full stop are mostly titles and short forms: "Dr. Who".
_TWO_SENTENCES = re.compile(r"(?:[?!]|\w{4,}\.)\s+\S")
_QUOTATION_MARKS = "\"'“”‘’"

Known = Callable[[str], bool]
"""Tells whether the library has a form of a lower-case word."""


@dataclass(frozen=True, slots=True)
class Rewriter:
    """Completes follow-ups with one model, in `seconds` at most. Holds no state of any person."""

    model: ChatModel
    ask: Ask
    seconds: float = _LONGEST_WAIT

    def rewrite(self, message: str, history: Sequence[Message], known: Known) -> tuple[str, Rewritten]:
        """Have a follow-up completed: the question, empty where none can be taken up, and what came of asking.

        Args:
            message: as it was typed; it has been triaged.
            history: all messages before it.
            known: tells which words the library has.
        """
        sent = pieces(lambda: self.ask(_instructions(), request(message, history)), self.seconds, Event())
        try:
            question = _one_line(sent)
        except Interrupted as error:
            return "", self._instead(error.why)
        if question.split() == message.split():
            return message, Rewritten(self.model.title)
        lack = lacks(question, message, history, known)
        return ("", self._instead(lack)) if lack else (question, Rewritten(self.model.title, is_used=True))

    def _instead(self, why: str) -> Rewritten:
        return Rewritten(self.model.title, instead=words.not_rewritten(why))


def open_rewriter(spec: str, bases: Mapping[str, str], seconds: float) -> Rewriter:
    """Open what CHAT_MODEL names; errors as `open_model`."""
    limit = seconds_of(seconds)
    return Rewriter(*open_model(spec, bases, limit), limit)


def seconds_of(seconds: float) -> float:
    """Say how long a question may wait for this, where a written answer may take so long."""
    return min(seconds, _LONGEST_WAIT)


def leaves(model: ChatModel) -> str:
    """Say what is sent where when follow-ups are rewritten."""
    said = words.REWRITE_STAYS if model.is_here else words.REWRITE_LEAVES
    return said.format(most=MOST_EARLIER, address=model.host)


def can_rewrite(message: str, history: Sequence[Message]) -> bool:
    """Tell whether a message has questions before it, and asks more than who said what was quoted."""
    return bool(earlier(history)) and not asks_who_says(message)


def earlier(history: Sequence[Message]) -> list[str]:
    """Give the last of the reader's own messages, without those that raise an alarm: these are given to no model."""
    said = (turn.content for turn in reversed(history) if turn.role == "user")
    return list(islice((content for content in said if alarm(content).level is Level.NONE), MOST_EARLIER))[::-1]


def request(message: str, history: Sequence[Message]) -> str:
    """Write what is sent, as JSON, so that no question can end its own place."""
    return json.dumps({"earlier": earlier(history), "question": message}, ensure_ascii=False, indent=1)


def lacks(question: str, message: str, history: Sequence[Message], known: Known) -> str:
    """Say in half a sentence why a model's question is not taken up; empty where it is."""
    if not is_plain(question, _LONGEST) or _TWO_SENTENCES.search(question) or not content_words(question):
        return words.NO_QUESTION
    # What was answered is not sent, but may be spoken of: a model can know it from the questions.
    said = " ".join([*(turn.content for turn in history), message])
    if not figures(message) <= figures(question) <= figures(said):
        return words.TURNED
    denies, denied = (DENIES in sense(text) for text in (question, message))
    if (denied and not denies) or (denies and DENIES not in sense(said)):
        return words.TURNED
    theirs = stems(said)
    if any(stem(word) not in theirs and not known(word) for word in content_words(question)):
        return words.FOREIGN_WORDS
    own = content_words(message)
    kept = sum(stem(word) in stems(question) for word in own)
    return words.OTHER_QUESTION if kept < _KEPT * len(own) else ""


def _one_line(sent: Iterable[str]) -> str:
    """Join what is sent, as far as a question can be long; quotation marks around all of it go."""
    text = ""
    for piece in sent:
        text += piece
        if len(text) > _MOST_CHARACTERS:
            break
    return text.strip().strip(_QUOTATION_MARKS).strip()


@cache
def _instructions() -> str:
    return _PROMPT.read_text(encoding="utf-8")
