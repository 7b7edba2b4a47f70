"""Chatbot.ask(): the order of the rooms, on one screen. Holds no state of any person; one serves all sessions."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from copy import copy
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from chatbot.about import mentioned, tell
from chatbot.advise import Adviser
from chatbot.alarm import Alarm, alarm, refer
from chatbot.alike import counted_once
from chatbot.asking_back import asks_which_document, asks_who_says
from chatbot.attribute import who_says
from chatbot.lookup import Lookup
from chatbot.means import ALL, Means
from chatbot.numbers import OF_MANY_REGIONS, Numbers
from chatbot.of_answer import asks_of_answer
from chatbot.offer import choose
from chatbot.opening import open_both
from chatbot.ordinal import counts, quote_counted, quoted_before
from chatbot.reaction import without_reaction
from chatbot.runnable import runnable
from chatbot.split import questions
from chatbot.talk import talk
from chatbot.types import Answer, Heard, Level, Message, Outcome
from ingest.embed import Embedder
from ingest.errors import NeedlepointError
from ingest.store import Library

if TYPE_CHECKING:
    from chatbot.runnable import Answering

# From which confidence on quotes stand beside a reply about the documents.
_SURELY = 0.7


class Chatbot:
    """Answers messages from one library; takes ready parts, `open` wires them."""

    def __init__(
        self, library: Library, embedder: Embedder, means: Means = ALL, numbers: Numbers = OF_MANY_REGIONS
    ) -> None:
        self.lookup = Lookup(library, embedder, means)
        self._embedder, self._means, self._numbers = embedder, means, numbers
        self.library, self.retriever = self.lookup.whole, self.lookup.everywhere
        self.adviser = Adviser(lambda question: self.lookup.answer(question, question))
        # Of written questions alone, so nothing anybody typed stays here.
        self._tried: dict[str, frozenset[str]] = {}

    @classmethod
    def open(cls, library_folder: Path, model: str | None = None, numbers: Numbers = OF_MANY_REGIONS) -> Chatbot:
        """Open a library with the model it was built with; the model itself is loaded at the first question.

        Raises:
            LibraryMissing, LibraryDamaged: as from `Library.open`.
            ModelMissing: when the model is not on this computer or is not the library's.
        """
        return cls(*open_both(library_folder, model), numbers=numbers)

    def warm(self) -> None:
        """Load the model and the index, so that the first question does not wait; takes seconds."""
        self._reply("warm")

    def ask(self, message: str, history: Sequence[Message] = (), as_typed: bool = False, heard: Heard = None) -> Answer:
        """Answer one message, given the messages before it, oldest first, with advice below where it calls for some.

        Triage is first, reads all turns, and needs neither library nor model.
        `as_typed` leaves the message as it is: not completed by the messages before it, and not spelt anew.
        `heard` is told the answer as soon as its quotes stand, before advice and narrower questions are looked for.
        """
        return self.adviser.advise(self._ask(message, history, heard, message if as_typed else ""), message, history)

    def ask_completed(self, message: str, completed: str, history: Sequence[Message], heard: Heard = None) -> Answer:
        """Answer as `ask` does, with the message as `chatbot.rewrite` has it completed; both are triaged."""
        return self.adviser.advise(self._ask(message, history, heard, self.lookup.spelt(completed)), message, history)

    def _ask(self, message: str, history: Sequence[Message], heard: Heard = None, understood: str = "") -> Answer:
        """Answer without advice, and offer narrower questions where a message is too open."""
        warned = alarm(message, history, self._numbers)
        if warned.level is not Level.NONE:
            return self._refer(message, warned, history)
        answered = self._reply(message, () if understood == message else history, understood)
        if heard and answered.level is Level.NONE:
            heard(answered)
        is_completed = not any(typed.endswith(answered.understood) for typed in (message, self.lookup.spelt(message)))
        if answered.outcome is not Outcome.ANSWERED or is_completed:
            return answered
        return replace(answered, choices=choose(self.lookup.narrower(answered.understood), self._quoted))

    def _reply(self, message: str, history: Sequence[Message] = (), understood: str = "") -> Answer:
        """Answer what raised no alarm as typed, without what in it only reacts to the answer before."""
        # Of the last two questions alone: each message would have all those before it asked again.
        asked = without_reaction(message, lambda: self._before(history[-4:])) if history else message
        return replace(self._answer(asked, history, understood), question=message)

    def _answer(self, message: str, history: Sequence[Message], understood: str) -> Answer:
        """Make small talk, tell of the documents, or search for what was understood."""
        documents = self.lookup.documents
        of_answer = asks_of_answer(message, history, documents)
        if not of_answer and (said := talk(message, [document.facts.title for document in documents.values()])):
            return Answer(message, message, Outcome.ABSTAINED if said.abstained else Outcome.TALK, reply=said.reply)
        shown = self._shown(message, history)
        if not of_answer and (told := tell(message, documents, shown)):
            return self._of_documents(message, told, shown)
        understood = understood or self.understand(message, history)
        # What was typed has been judged already; what it was understood as has not, but where that is a quote of ours.
        is_new = understood != message and not counts(message)
        if is_new and (warned := alarm(understood, (), self._numbers)).level is not Level.NONE:
            return self._refer(message, warned, history)
        found, library = self._look_up(message, understood, history), self.lookup.searched
        counted = counted_once(found, library if library.keys() >= set(found.documents) else documents)
        found = self.lookup.beside(counted, understood, history)
        return replace(found, understood=understood, searched=tuple(sorted(self.lookup.limit)))

    def complete(self, given: Answer, history: Sequence[Message] = ()) -> Answer:
        """Add what a search finds to a reply that was made without one (for records of outside scorers)."""
        found = given if given.hits else self.lookup.answer(given.understood, given.question, history)
        return replace(given, hits=found.hits, candidates=found.candidates, confidence=found.confidence)

    def understand(self, message: str, history: Sequence[Message] = ()) -> str:
        """Make a message stand alone, and spell it as the library does."""
        return self._counted(message, history) or self.lookup.understood(message, history)

    def with_means(self, means: Means) -> Chatbot:
        """Give one with fewer means over the same library, to measure what they bring."""
        return Chatbot(self.library, self._embedder, means, self._numbers)

    def limited_to(self, names: frozenset[str]) -> Chatbot:
        """Give one that quotes only these documents, in advice too, and says which; an empty set limits nothing."""
        limited = copy(self)
        limited.lookup = lookup = self.lookup.limited_to(names)
        limited._tried, limited.adviser = {}, Adviser(lambda question: lookup.answer(question, question))
        return limited

    def as_runnable(self) -> Answering:
        """Offer `ask` to a LangChain chain: takes a question, or {"question": …, "history": [{"role", "content"}]}."""
        return runnable(self.ask)

    def _refer(self, message: str, warned: Alarm, history: Sequence[Message]) -> Answer:
        """Put the reply first; only an urgent one has quotes below, where the library surely says something."""
        said = None
        with suppress(NeedlepointError):  # An alarm never waits for a library or a model.
            if warned.level is Level.URGENT:
                said = self._look_up(message, self.understand(message, history), history)
        return refer(message, warned, said if said and said.confidence >= _SURELY else None)

    def _look_up(self, message: str, understood: str, history: Sequence[Message]) -> Answer:
        alone = self._means.splitting and (understood == message or understood == self.lookup.spelt(message))
        parts = questions(understood) if alone else (understood,)
        # "Which source?" has nothing to be searched for: it is understood as the question before, as that was asked.
        asked = understood if asks_which_document(message) else message
        found = (self.lookup.each(parts) if len(parts) > 1 else None) or self.lookup.answer(understood, asked, history)
        return who_says(found, asked == message) if asks_who_says(message) else found

    def _quoted(self, offer: str) -> frozenset[str]:
        """Name the passages that answer a written question, none where it is not answered; each is tried once."""
        if offer not in self._tried:
            answered = self._reply(offer) if alarm(offer).level is Level.NONE else None
            quotes = answered.quotes if answered and answered.outcome is Outcome.ANSWERED else ()
            library = self.lookup.library.documents()
            self._tried[offer] = frozenset(quote.passage.id for quote in quotes if quote.document in library)
        return self._tried[offer]

    def _shown(self, message: str, history: Sequence[Message]) -> tuple[str, ...]:
        """Name the documents that the exchange before was about, where the message may ask about documents.

        Answers are not part of a history, so the question before is asked again.
        """
        documents = self.lookup.documents
        at = max((place for place, turn in enumerate(history) if turn.role == "user"), default=-1)
        if at < 0 or mentioned(message, documents).names or not tell(message, documents, tuple(documents)):
            return ()
        before = history[at].content
        names = mentioned(before, documents).names
        # "And when?" after "Who wrote it?" is about what that was about.
        return names or self._shown(before, history[:at]) or self._ask(before, history[:at]).documents

    def _counted(self, message: str, history: Sequence[Message]) -> str:
        return quote_counted(message, history, lambda: self._before(history)) if self._means.follow_ups else ""

    def _before(self, history: Sequence[Message]) -> Sequence[str]:
        """Give what was quoted last; answers are not part of a history, so the question is asked again."""

        def shown(at: int) -> list[str]:
            return [quote.passage.text for quote in self._ask(history[at].content, history[:at]).quotes]

        return quoted_before(history, shown)

    def _of_documents(self, message: str, told: str, shown: Sequence[str]) -> Answer:
        """Reply to a question about the documents, with what they themselves say where they surely say something."""
        spelt = self.lookup.spelt(message)
        said = self.lookup.among(shown, spelt, message) if shown else self.lookup.answer(spelt, message)
        quoted = said.statements if said.outcome is Outcome.ANSWERED and said.confidence >= _SURELY else ()
        told_only = replace(said, question=message, understood=message, reply=told, counts=(), near=())
        return replace(told_only, outcome=Outcome.ANSWERED if quoted else Outcome.TALK, statements=quoted)
