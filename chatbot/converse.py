"""Chatbot.ask(): the order of the rooms, on one screen. Holds no state of any person; one serves all sessions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from chatbot import wording
from chatbot.about import mentioned, tell
from chatbot.answer import answer
from chatbot.claimed import Found, answer_from_claims, joint, together
from chatbot.expect import Expected, holds
from chatbot.followup import asks_who_says, depends, standalone
from chatbot.land import Lander, Landing, Likeness, follow_up
from chatbot.retrieve import Retriever
from chatbot.spell import correct
from chatbot.split import questions
from chatbot.talk import talk
from chatbot.triage import triage
from chatbot.types import Answer, Level, Message, Outcome
from chatbot.words import content_words, stems
from ingest.embed import Embedder, open_embedder
from ingest.errors import ModelMissing
from ingest.store import Library
from ingest.subject import as_asked

if TYPE_CHECKING:
    from langchain_core.runnables import Runnable


# How many of the best found passages are judged beside those of the claims a question lands on.
_BESIDE_CLAIMS = 12
# From which confidence on quotes stand beside a reply about the documents.
_SURELY = 0.7


class Chatbot:
    """Answers messages from one library; takes ready parts, `open` wires them."""

    def __init__(self, library: Library, embedder: Embedder) -> None:
        self.library = library
        self.retriever = Retriever(library, embedder)
        self._embedder = embedder

    @classmethod
    def open(cls, library_folder: Path, model: str | None = None) -> Chatbot:
        """Open a library with the model it was built with; the model itself is loaded at the first question.

        Raises:
            LibraryMissing, LibraryDamaged: as from `Library.open`.
            ModelMissing: when the model is not on this computer or is not the library's.
        """
        library, embedder = Library.open(library_folder), open_embedder(model)
        built_with, given = library.manifest["embedder"], embedder.fingerprint
        if built_with != {"name": given.name, "weights": given.weights}:
            raise ModelMissing(
                f"The library was built with the model {built_with['name']}, not with {given.name} as it is here.",
                "Build it again: python -m ingest",
            )
        return cls(library, embedder)

    def warm(self) -> None:
        """Load the model and the index, so that the first question does not wait; takes seconds."""
        self.ask("warm")

    def ask(self, message: str, history: Sequence[Message] = ()) -> Answer:
        """Answer one message, given the messages before it, oldest first.

        Triage is first and needs neither library nor model; then small talk; then the question is made to stand alone
        and to be spelt as the library spells; then the search.
        """
        warned = triage(message)
        if warned.level is not Level.NONE:
            return Answer(message, message, Outcome.REFERRED, warned.level, warned.reply)
        said = talk(message, [document.facts.title for document in self.library.documents().values()])
        if said:
            return Answer(message, message, Outcome.ABSTAINED if said.abstained else Outcome.TALK, reply=said.reply)
        told = tell(message, self.library.documents())
        if told:
            return self._of_documents(message, told)
        understood = self.understand(message, history)
        warned = triage(understood)
        if warned.level is not Level.NONE:
            return Answer(message, understood, Outcome.REFERRED, warned.level, warned.reply)
        return replace(self._look_up(message, understood, history), question=message, understood=understood)

    def complete(self, given: Answer, history: Sequence[Message] = ()) -> Answer:
        """Add what a search finds to a reply that was made without one (for records of outside scorers)."""
        if given.hits:
            return given
        found = self._search(given.understood, given.question, history)
        return replace(given, hits=found.hits, candidates=found.candidates, confidence=found.confidence)

    def understand(self, message: str, history: Sequence[Message] = ()) -> str:
        """Make a message stand alone, and spell it as the library does."""
        return self._spelt(standalone(message, history))

    def land(self, understood: str, message: str, history: Sequence[Message] = ()) -> Landing:
        """Find which written questions a message resembles; a follow-up is also read beside the question before it."""
        likeness = self._like(understood)
        before = [turn.content for turn in history if turn.role == "user"]
        if before and depends(message):
            likeness = follow_up(likeness, self._like(self._spelt(message)), self._like(self._spelt(before[-1])))
        return self._lander.land(understood, likeness)

    def find(self, understood: str, landing: Landing) -> Found:
        """Gather what can answer a question that lands on claims: their passages, and the best of a search."""
        best = sorted(self.retriever.search(understood), key=lambda hit: (-hit.relevance, hit.passage.id))
        named = {*landing.votes, *(hit.passage.id for hit in best[:_BESIDE_CLAIMS])}
        hits = self.retriever.measure(understood, named)
        return Found(landing, hits, self.retriever.lists(hits), self.retriever.closeness)

    def as_runnable(self) -> Runnable[str | Mapping[str, Any], Answer]:
        """Offer `ask` to a LangChain chain: takes a question, or {"question": …, "history": [{"role", "content"}]}."""
        # Imported here because it takes half a second, which the page would wait before its first paint.
        from langchain_core.runnables import RunnableLambda

        return RunnableLambda(self._run)

    def _look_up(self, message: str, understood: str, history: Sequence[Message]) -> Answer:
        parts = questions(understood) if understood == self._spelt(message) else (understood,)
        if len(parts) > 1:
            answers = [(part, self._search(part, part, history)) for part in parts]
            return together(answers, len(self.library.documents()))
        found = self._search(understood, message, history)
        return _who_says(found) if asks_who_says(message) else found

    def _search(self, understood: str, message: str, history: Sequence[Message]) -> Answer:
        book, documents = self.library.book, self.library.documents()
        mention = mentioned(understood, documents)
        asked = mention.rest if mention.names and content_words(mention.rest) else understood
        elsewhere = self._plain(asked, history) if len(book.documents) < len(documents) else None
        if not book.asked:
            return elsewhere or self._plain(asked, history)
        found = self.find(asked, self.land(asked, message if asked == understood else asked, history))
        claimed = answer_from_claims(asked, replace(found, only=frozenset(mention.names)), book, len(documents))
        return joint(claimed, elsewhere, len(documents)) if elsewhere else claimed

    def _of_documents(self, message: str, told: str) -> Answer:
        """Reply to a question about the documents, with what they themselves say where they surely say something."""
        said = self._search(self._spelt(message), message, ())
        shown = said.statements if said.outcome is Outcome.ANSWERED and said.confidence >= _SURELY else ()
        outcome = Outcome.ANSWERED if shown else Outcome.TALK
        return replace(
            said,
            outcome=outcome,
            question=message,
            understood=message,
            reply=told,
            statements=shown,
            counts=(),
            near=(),
        )

    def _plain(self, question: str, history: Sequence[Message]) -> Answer:
        """Answer from the documents that nobody has written claims about, by the search alone."""
        said = " ".join(turn.content for turn in history)
        unread = self.library.book.documents if self.library.book.asked else frozenset()
        hits = [hit for hit in self.retriever.search(question, context=said) if hit.passage.document not in unread]
        hits = list(self.retriever.read_on(question, hits))
        lists = self.retriever.lists(hits)
        return answer(question, hits, lists, self.retriever.closeness, len(self.library.documents()))

    def _spelt(self, question: str) -> str:
        return correct(question, self.library.spellings, self._embedder.vocabulary)

    def _like(self, question: str) -> Likeness:
        vector = self._embedder.encode([as_asked(question, self.retriever.about)])[0]
        return self._lander.likeness(question, vector)

    @cached_property
    def _lander(self) -> Lander:
        book, about = self.library.book, self.retriever.about
        texts = [passage.text for name in sorted(book.documents) for _, passage in self.library.of_document(name)]
        return Lander(book, self.library.asked, about, frozenset().union(*map(stems, texts)))

    def _run(self, given: str | Mapping[str, Any]) -> Answer:
        if isinstance(given, str):
            return self.ask(given)
        history = [Message(turn["role"], turn["content"]) for turn in given.get("history", ())]
        return self.ask(given["question"], history)


def _who_says(found: Answer) -> Answer:
    """Keep of an answer the quotes that name somebody, if any does; without a name the documents themselves say it."""
    if found.outcome is not Outcome.ANSWERED:
        return found
    naming = [
        replace(statement, quotes=named, lead_in=None)
        for statement in found.statements
        if (named := tuple(quote for quote in statement.quotes if holds(Expected.PERSON, quote.text)))
    ]
    if not naming:
        return replace(found, reply=wording.WHO_SAYS)
    return replace(found, reply=wording.NAMED_AS_SAYING, statements=tuple(naming), counts=())
