"""The nouns of what is written about a library: claims, the passages that state them, the questions they answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from ingest.types import Span


class Polarity(StrEnum):
    """Which way a claim points: for doing or expecting something, or against it."""

    FOR = "for"
    AGAINST = "against"


@dataclass(frozen=True, slots=True)
class Evidence:
    """A passage that states a claim, by its document and range.

    `item` is where the passage names the thing itself, `frequency` where it says how often or how surely: both are
    ranges of the document inside the passage, or None. A weak one only touches the claim.
    """

    document: str
    start: int
    end: int
    item: Span | None = None
    frequency: Span | None = None
    weak: bool = False

    @property
    def passage(self) -> str:
        """Name the passage as `Passage.id` does."""
        return f"{self.document}:{self.start}:{self.end}"


@dataclass(frozen=True, slots=True)
class Claim:
    """One thing that one or more documents state. Its own wording is ours: no answer shows it.

    `in_table` tells that the claims of its topic are items of one list, which can be counted beside each other.
    """

    id: str
    wording: str
    polarity: Polarity
    evidence: tuple[Evidence, ...]
    condition: str = ""
    in_table: bool = False


class AskedKind(StrEnum):
    """What a written question lands on: one claim, several together, claims that pull apart, or nothing at all."""

    CLAIM = "claim"
    GROUP = "group"
    DISAGREEMENT = "disagreement"
    NEAR_MISS = "near miss"


class Asked(NamedTuple):
    """A question as a person might put it, and the claims that answer it, by id; a near miss has none.

    `target` names the claim, the group or the file's near misses that it was written for.
    """

    question: str
    kind: AskedKind
    target: str
    claims: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ClaimBook:
    """The claims by id, and the questions. Of documents that are not in `documents` nothing was written.

    `plain` are claims about those others, made by grouping passages that say the same; they have no wording.
    """

    claims: Mapping[str, Claim] = field(default_factory=dict)
    asked: tuple[Asked, ...] = ()
    documents: frozenset[str] = frozenset()
    plain: Mapping[str, Claim] = field(default_factory=dict)
