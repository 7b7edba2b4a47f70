"""Question + Hits -> Answer, written by a language model: each sentence stands on checked quotes, or is dropped.

The answer in quotes comes first and stays what there is whenever the model fails, and wherever the documents do not
answer: what they do not say, no model is asked for.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from threading import Event

from chatbot import written_wording as words
from chatbot.answer import Known, Lists, answer
from chatbot.chat_model import MOST_PASSAGES, ChatModel
from chatbot.connect import open_model
from chatbot.draft import drafts
from chatbot.ground import Evidence, Lack, ground, numbered
from chatbot.injection import addresses_a_model
from chatbot.stream import Ask, Interrupted, pieces
from chatbot.types import Answer, Hit, Level, Outcome, Statement, Written
from ingest.types import Passage, PassageKind

_PROMPT = Path(__file__).resolve().parent.parent / "data" / "prompts" / "write.txt"
_MOST_STATEMENTS = 12

Heard = Callable[[tuple[Statement, ...], int], None]
"""Is told the sentences verified so far, and how many were dropped."""


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes answers with one model; `seconds` is how long one may take. Holds no state of any person.

    `lacked` is told why a sentence is dropped.
    """

    model: ChatModel
    ask: Ask
    seconds: float = 60.0
    lacked: Callable[[Lack], None] = lambda _: None

    def answer(self, question: str, hits: Sequence[Hit], known: Known, total: int) -> Answer:
        """Answer as `chatbot.answer` does, in the model's sentences where they hold."""
        return self.write(answer(question, hits, known, total), known.lists)

    def write(
        self, found: Answer, lists: Lists, heard: Heard = lambda *_: None, stopped: Event | None = None
    ) -> Answer:
        """Write an answer in quotes anew, or give it back with the reason why not; triage is never written anew.

        Args:
            found: an answer in quotes. Only these quotes and its candidates are sent, with the question as understood.
            lists: the lists that their items belong to.
            heard: is called whenever a sentence was verified or dropped.
            stopped: set by whoever wants no more.
        """
        if not can_write(found):
            return found
        evidence = Evidence(_evidence(found), lists, found.understood)
        kept: list[Statement] = []
        dropped = 0
        try:
            sent = pieces(lambda: self.ask(_instructions(), message(evidence)), self.seconds, stopped or Event())
            for draft in drafts(sent):
                held = ground(draft, evidence)
                if isinstance(held, Statement):
                    kept.append(held)
                else:
                    self.lacked(held)
                    dropped += 1
                heard(tuple(kept), dropped)
                if len(kept) == _MOST_STATEMENTS:
                    break
        except Interrupted as error:
            return self._instead(found, error.why, dropped)
        reason = _failed(found, kept, dropped)
        return self._instead(found, reason, dropped) if reason else self._written(found, kept, dropped)

    def _written(self, found: Answer, kept: Sequence[Statement], dropped: int) -> Answer:
        told = words.written(self.model.title, dropped)
        return replace(
            found,
            reply=f"{told}\n\n{found.reply}",
            statements=tuple(kept),
            counts=(),
            written=Written(self.model.title, dropped),
        )

    def _instead(self, found: Answer, reason: str, dropped: int) -> Answer:
        told = words.instead(reason, dropped)
        return replace(found, reply=f"{told}\n\n{found.reply}", written=Written(self.model.title, dropped, told))


def open_writer(spec: str, bases: Mapping[str, str], seconds: float) -> Writer:
    """Open what CHAT_MODEL names; takes a second, and nothing is sent yet. `bases` are addresses by provider.

    Raises:
        NeedlepointError: when it is blank, names no model known here, or the model's package or key is missing.
    """
    return Writer(*open_model(spec, bases, seconds), seconds)


def can_write(found: Answer) -> bool:
    """Tell whether an answer may be written anew: it has quotes, and no alarm was raised."""
    return found.outcome is Outcome.ANSWERED and found.level is Level.NONE and not found.written and bool(found.quotes)


def message(evidence: Evidence) -> str:
    """Write the question and the numbered passages as JSON, so that no text of a document can end its own passage."""
    given = {"question": evidence.question, "passages": numbered(evidence.passages)}
    return json.dumps(given, ensure_ascii=False, indent=1)


def _evidence(found: Answer) -> tuple[Passage, ...]:
    """Take the passages of the quotes, then of the candidates; a line above a list goes along with its items."""
    quoted = [quote.passage for said in found.statements for quote in said.quotes]
    near = [quote.passage for quote in found.candidates]
    usable = {passage.id: passage for passage in (*quoted, *near) if _is_usable(passage)}
    return tuple(usable.values())[:MOST_PASSAGES]


def _is_usable(passage: Passage) -> bool:
    is_said = passage.kind not in (PassageKind.LEAD_IN, PassageKind.REFERENCE)
    return is_said and not addresses_a_model(f"{passage.lead_text} {passage.text}")


def _failed(found: Answer, kept: Sequence[Statement], dropped: int) -> str:
    """Say why what a model wrote cannot be shown; empty where it can."""
    if not kept:
        return words.NOT_BORNE_OUT if dropped else words.NOT_IN_FORM
    sides = {said.side for said in found.statements if said.side}
    shown = {quote.passage.id for said in kept for quote in said.quotes}
    heard = {said.side for said in found.statements if said.side and shown & {q.passage.id for q in said.quotes}}
    return words.ONE_SIDE if sides != heard else ""


@cache
def _instructions() -> str:
    return _PROMPT.read_text(encoding="utf-8")
