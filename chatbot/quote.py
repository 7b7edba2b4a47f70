"""A quote: a passage and two integers, so its text cannot differ from the source. A statement: quotes that agree.

Where a language model wrote, a statement has its sentence too; the quotes remain what is known.
"""

from __future__ import annotations

from dataclasses import dataclass

from ingest.types import Passage


@dataclass(frozen=True, slots=True)
class Quote:
    """The slice [start, end) of a document, inside one passage.

    Raises:
        ValueError: when the slice is empty or leaves its passage.
    """

    passage: Passage
    start: int
    end: int

    def __post_init__(self) -> None:
        if not self.passage.start <= self.start < self.end <= self.passage.end:
            raise ValueError(f"The quote [{self.start}, {self.end}) does not lie inside passage {self.passage.id}.")

    @classmethod
    def whole(cls, passage: Passage) -> Quote:
        """Quote a passage from its first character to its last."""
        return cls(passage, passage.start, passage.end)

    @property
    def document(self) -> str:
        """Name the document the quote stands in."""
        return self.passage.document

    @property
    def text(self) -> str:
        """Slice the quoted characters."""
        return self.passage.text[self.start - self.passage.start : self.end - self.passage.start]


@dataclass(frozen=True, slots=True)
class Statement:
    """Quotes that say the same thing, at least one; items of one list share its lead-in.

    Where documents disagree, `side` says in our words which way the quotes point; it is empty elsewhere. `said` is the
    sentence of a language model that the quotes bear out, empty in an answer of quotes. `asked` is one of several
    questions of a message, where the answer to it begins.
    """

    quotes: tuple[Quote, ...]
    lead_in: Quote | None = None
    side: str = ""
    said: str = ""
    asked: str = ""

    @property
    def shown(self) -> tuple[Quote, ...]:
        """List the quotes in reading order, the lead-in first."""
        return (self.lead_in, *self.quotes) if self.lead_in else self.quotes


@dataclass(frozen=True, slots=True)
class Written:
    """That a written answer was asked for: of which language model, and how many of its sentences were dropped.

    `instead` says why the quotes are shown all the same; it is empty where the model's sentences are.
    """

    model: str
    dropped: int = 0
    instead: str = ""


@dataclass(frozen=True, slots=True)
class Rewritten:
    """That a language model was asked to complete a follow-up: which one, and whether its question was searched.

    `instead` says why not, where what it sent could not be taken up; it is empty where a model left the question alone.
    """

    model: str
    is_used: bool = False
    instead: str = ""
