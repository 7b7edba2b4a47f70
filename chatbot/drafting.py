"""Passages of documents -> claims with questions, drafted by a language model for a person to review.

Each claim stands on passages that its quotes were located in exactly, as a sentence of a written answer does; what is
not borne out is dropped and counted.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from threading import Event

from chatbot import written_wording as words
from chatbot.chat_model import ChatModel
from chatbot.draft import Draft, drafts
from chatbot.ground import Evidence, Lack, ground, is_plain, numbered
from chatbot.injection import addresses_a_model
from chatbot.listed import lists_of
from chatbot.stream import Ask, pieces
from chatbot.types import Statement
from chatbot.words import content_words
from chatbot.words import words as words_of
from ingest.store import Library
from ingest.types import Passage, PassageKind

_PROMPT = Path(__file__).resolve().parent.parent / "data" / "prompts" / "claims.txt"
# As many passages a request as leave a model room for a claim with its questions on each.
_TOGETHER = 8
_LONGEST_QUESTION, _MOST_QUESTIONS = 200, 12


@dataclass(frozen=True, slots=True)
class DraftedClaim:
    """What a model says that passages state, the passages, and questions that it may answer."""

    said: str
    passages: tuple[Passage, ...]
    questions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Drafter:
    """Drafts claims with one model; one request may take so many seconds."""

    model: ChatModel
    ask: Ask
    seconds: float = 60.0

    def draft(self, evidence: Evidence) -> Iterator[DraftedClaim | Lack]:
        """Have claims drafted from passages of one document; what is dropped comes as its reason.

        Raises:
            Interrupted: when the model fails or takes too long; what came before holds.
        """
        sent = pieces(lambda: self.ask(_instructions(), request(evidence)), self.seconds, Event())
        return (held(draft, evidence) for draft in drafts(sent))

    def sends(self, requests: Sequence[Evidence]) -> str:
        """Say what is sent where, before it is."""
        names = dict.fromkeys(passage.document for evidence in requests for passage in evidence.passages)
        said = words.DRAFT_STAYS if self.model.is_here else words.DRAFT_LEAVES
        return said.format(
            passages=sum(len(evidence.passages) for evidence in requests),
            documents=", ".join(names),
            requests=len(requests),
            model=self.model.title,
            address=self.model.host,
        )


def requests_of(library: Library, names: Sequence[str]) -> list[Evidence]:
    """Put the passages of documents together as they are sent: those that can be quoted, of one document at a time."""
    found = []
    for name in names:
        every = [passage for _, passage in library.of_document(name)]
        usable = _usable(every, library.document(name).text)
        lists = lists_of(every)
        found += [Evidence(tuple(usable[at : at + _TOGETHER]), lists) for at in range(0, len(usable), _TOGETHER)]
    return found


def request(evidence: Evidence) -> str:
    """Write what is sent: numbered passages as JSON, so that no text of a document can end its own passage."""
    return json.dumps({"passages": numbered(evidence.passages)}, ensure_ascii=False, indent=1)


def held(draft: Draft, evidence: Evidence) -> DraftedClaim | Lack:
    """Hold a drafted claim against its passages, and keep the questions that can be asked."""
    grounded = ground(draft, evidence)
    if not isinstance(grounded, Statement):
        return grounded
    stated = {quote.passage.id: quote.passage for quote in grounded.quotes}
    # The line above a list is shown with its items, and states nothing by itself.
    passages = tuple(passage for passage in stated.values() if passage.kind is not PassageKind.LEAD_IN)
    return DraftedClaim(draft.said, passages, tuple(filter(_is_question, draft.questions)))


def together(claims: Sequence[DraftedClaim]) -> list[DraftedClaim]:
    """Join claims that say the same, and keep of equal questions the first."""
    joined: dict[tuple[str, ...], list[DraftedClaim]] = {}
    for claim in claims:
        joined.setdefault(words_of(claim.said), []).append(claim)
    asked: set[tuple[str, ...]] = set()
    return [_joined(same, asked) for same in joined.values()]


def _joined(same: Sequence[DraftedClaim], asked: set[tuple[str, ...]]) -> DraftedClaim:
    passages = {passage.id: passage for claim in same for passage in claim.passages}
    questions = {words_of(question): question for claim in same[::-1] for question in claim.questions[::-1]}
    fresh = [(key, questions[key]) for key in reversed(questions) if key not in asked][:_MOST_QUESTIONS]
    asked.update(key for key, _ in fresh)
    return DraftedClaim(same[0].said, tuple(passages.values()), tuple(question for _, question in fresh))


def _is_question(text: str) -> bool:
    return is_plain(text, _LONGEST_QUESTION) and bool(content_words(text)) and not addresses_a_model(text)


def _usable(passages: Sequence[Passage], text: str) -> list[Passage]:
    """Keep what a claim can quote: said once in its document, and from no paragraph that speaks to a model."""
    often = Counter(passage.text for passage in passages)
    return [
        passage
        for passage in passages
        if passage.kind not in (PassageKind.LEAD_IN, PassageKind.REFERENCE)
        and often[passage.text] == 1
        and not addresses_a_model(f"{passage.lead_text} {text[passage.block.start : passage.block.end]}")
    ]


@cache
def _instructions() -> str:
    return _PROMPT.read_text(encoding="utf-8")
