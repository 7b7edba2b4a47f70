"""The nouns that flow from a message to an answer.

Those that an answer is made of lie on the two pages below, `quote` and `advice`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from chatbot.advice import NO_ADVICE, Advice
from chatbot.quote import Quote, Rewritten, Statement, Written
from ingest.types import Passage

__all__ = [
    "AROUND_WEIGHT",
    "COVERAGE_WEIGHT",
    "MOST_HITS",
    "PAGE_WEIGHT",
    "STANDING",
    "Answer",
    "Count",
    "Heard",
    "Hit",
    "ItemList",
    "Level",
    "Message",
    "Outcome",
    "Quote",
    "Rewritten",
    "Statement",
    "Triage",
    "Written",
]

# What covering a question's words counts beside the cosine; measured on the development questions (docs/answers.md).
COVERAGE_WEIGHT = 1.3
# What the document and the sentences around a passage count beside its own relevance; measured on outside sets.
PAGE_WEIGHT = AROUND_WEIGHT = 0.5
STANDING = (1.0, COVERAGE_WEIGHT, PAGE_WEIGHT, AROUND_WEIGHT)
"""What similarity, coverage, page and surroundings count."""
# As many hits as a record holds.
MOST_HITS = 50


class Outcome(StrEnum):
    """What kind of reply an answer is."""

    ANSWERED = "answered"
    ABSTAINED = "abstained"
    REFERRED = "referred"
    TALK = "talk"


class Level(StrEnum):
    """How soon a person should be seen."""

    EMERGENCY = "emergency"
    URGENT = "urgent"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Message:
    """One earlier message of a conversation; `role` is "user" or "assistant"."""

    role: str
    content: str


@dataclass(frozen=True, slots=True)
class Triage:
    """How urgent a message is, why, and the fixed reply that goes first; an empty reply for level NONE.

    `rows` name the rows of the triage table (docs/triage.md) that hold at this level, the reason's row first.
    """

    level: Level
    reason: str = ""
    reply: str = ""
    rows: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that was found, and why: `score` orders hits, the rest says how it was come by.

    `similarity` and `around` are cosines of the question to the passage and to the sentences around it, `coverage` is
    the share of the question's words it holds (0 to 1), `page` how well its document matches by words against the
    best document (0 to 1). `window` is the cosine to the text it stands in, None where that was not read, and `unnamed`
    tells that, there, a name or a number of the question stands nowhere in the document.
    """

    passage: Passage
    score: float
    similarity: float
    coverage: float = 0.0
    page: float = 0.0
    around: float = 0.0
    window: float | None = None
    unnamed: bool = False

    def scored(self, score: float) -> Hit:
        """Give the same hit with another score; a third of what `replace` takes."""
        measures = (self.similarity, self.coverage, self.page, self.around, self.window, self.unnamed)
        return Hit(self.passage, score, *measures)

    @property
    def relevance(self) -> float:
        """Weigh how near a passage is in meaning and how much of the question its own words cover."""
        return self.similarity + COVERAGE_WEIGHT * self.coverage

    @property
    def standing(self) -> float:
        """Weigh a passage together with its surroundings, by `STANDING`."""
        return self.relevance + PAGE_WEIGHT * self.page + AROUND_WEIGHT * self.around


@dataclass(frozen=True, slots=True)
class ItemList:
    """A list of a document: the line that introduces it, and its items."""

    lead_in: Passage
    items: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Count:
    """An item of a list answer and the quotes that state it, at most one a document.

    `often` has the source's own word for how often or how surely, one a quote, empty where it says none.
    """

    item: str
    quotes: tuple[Quote, ...]
    often: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """Everything there is to say to one message; abstaining is a value of this type, never an exception.

    `choices` are narrower questions, each of which is answered; only a question too open for one answer has any.
    `copies` groups the quoted documents that share most of their wording; each group counts as one document.
    `closing` is the professional line where it is more than the general one; `advice` is what stands below the answer
    for a person whom the documents cannot know, and its quotes are none of the answer's. `searched` names the documents
    where the reader chose some of them. `written` and `rewritten` are there where a language model was asked to write
    the answer, or to complete the question.
    """

    question: str
    understood: str
    outcome: Outcome
    level: Level = Level.NONE
    reply: str = ""
    statements: tuple[Statement, ...] = ()
    counts: tuple[Count, ...] = ()
    near: tuple[Quote, ...] = ()
    candidates: tuple[Quote, ...] = ()
    hits: tuple[Hit, ...] = ()
    confidence: float = 0.0
    choices: tuple[str, ...] = ()
    copies: tuple[tuple[str, ...], ...] = ()
    closing: str = ""
    advice: Advice = NO_ADVICE
    searched: tuple[str, ...] = ()
    written: Written | None = None
    rewritten: Rewritten | None = None

    def of(self, documents: int) -> int:
        """Count documents with each group of copies as one."""
        return documents - sum(len(group) - 1 for group in self.copies)

    @property
    def quotes(self) -> tuple[Quote, ...]:
        """List all quotes shown, in reading order."""
        return tuple(quote for statement in self.statements for quote in statement.shown)

    @property
    def cited(self) -> tuple[Quote, ...]:
        """List all quotes that have a number: those of the answer, then those of the advice below it."""
        return (*self.quotes, *self.advice.quotes)

    @property
    def documents(self) -> tuple[str, ...]:
        """Name the documents quoted, each once, in reading order."""
        return tuple(dict.fromkeys(quote.document for quote in self.quotes))


Heard = Callable[[Answer], object] | None
"""Whoever is told of an answer before all of it is there, or nobody."""
