"""Chatbot.ask(): the order of the rooms, on one screen. Holds no state of any person; one serves all sessions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from chatbot import wording
from chatbot.answer import answer
from chatbot.expect import Expected, holds
from chatbot.followup import asks_who_says, standalone
from chatbot.retrieve import Retriever
from chatbot.spell import correct
from chatbot.talk import talk
from chatbot.triage import triage
from chatbot.types import Answer, Level, Message, Outcome
from ingest.embed import Embedder, open_embedder
from ingest.errors import ModelMissing
from ingest.store import Library

if TYPE_CHECKING:
    from langchain_core.runnables import Runnable


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
        self.retriever.search("warm")

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
        understood = correct(standalone(message, history), self.library.spellings, self._embedder.vocabulary)
        warned = triage(understood)
        if warned.level is not Level.NONE:
            return Answer(message, understood, Outcome.REFERRED, warned.level, warned.reply)
        return replace(self._look_up(message, understood), question=message, understood=understood)

    def complete(self, given: Answer) -> Answer:
        """Add the search's hits to a reply that was made without a search (for records of outside scorers)."""
        return given if given.hits else replace(given, hits=self.retriever.search(given.understood))

    def as_runnable(self) -> Runnable[str | Mapping[str, Any], Answer]:
        """Offer `ask` to a LangChain chain: takes a question, or {"question": …, "history": [{"role", "content"}]}."""
        # Imported here because it takes half a second, which the page would wait before its first paint.
        from langchain_core.runnables import RunnableLambda

        return RunnableLambda(self._run)

    def _look_up(self, message: str, understood: str) -> Answer:
        if asks_who_says(message):
            return _who_says(self._search(understood))
        return self._search(understood)

    def _search(self, question: str) -> Answer:
        hits = self.retriever.search(question)
        lists = self.retriever.lists(hits)
        return answer(question, hits, lists, self.retriever.closeness, len(self.library.documents()))

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
