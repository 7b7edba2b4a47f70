"""The means an answer is made with, each of which can be left out: what it brings is what is then missing.

The product always has them all. `python -m chatbot evaluate --without …` makes a chatbot with fewer and measures it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from chatbot.evidence import WEIGHTS, Judge, Weights, read_judge
from ingest.book import Asked, AskedKind, ClaimBook
from ingest.embed import Embedder
from ingest.errors import NeedlepointError
from ingest.store import Library

# Judging without anything learnt: by the share of the votes alone.
_SHOW, _SHOW_IN_LIST, _MISSED = 0.25, 0.1, 0.5


@dataclass(frozen=True, slots=True)
class Means:
    """Which means are in use; docs/answers.md describes each.

    `unclaimed` begins the name of a document about which nothing was written, "" for none; `weights` is the file to
    judge by.
    """

    claims: bool = True
    plain_claims: bool = True
    near_misses: bool = True
    subject: bool = True
    shared_words: bool = True
    plain_words: bool = True
    judge: bool = True
    list_cut: bool = True
    best_cut: bool = True
    beside_claims: bool = True
    premises: bool = True
    one_document: bool = True
    follow_ups: bool = True
    second_reading: bool = True
    splitting: bool = True
    spelling: bool = True
    unclaimed: str = ""
    weights: Path = WEIGHTS

    def without(self, *names: str) -> Means:
        """Leave some out, by their names as the command line spells them ("shared-words")."""
        left_out: Mapping[str, Any] = {name.replace("-", "_"): False for name in names}
        return replace(self, **left_out)

    def judged_by(self) -> Judge:
        """Give the coefficients and cuts to judge by; errors as `read_judge`."""
        judge = read_judge(self.weights) if self.judge else _by_votes()
        judge = judge if self.list_cut else replace(judge, show_in_list=judge.show)
        return judge if self.best_cut else replace(judge, of_best=0.0)


ALL = Means()
NAMES = tuple(field.name.replace("_", "-") for field in fields(Means) if isinstance(getattr(ALL, field.name), bool))
"""The names of what can be left out, as the command line spells them."""


def _by_votes() -> Judge:
    passage, answerable = Weights(0.0, {"wide": 1.0}), Weights(0.0, {"missed_wide": -1.0})
    show, show_in_list = (passage.probability({"wide": share}) for share in (_SHOW, _SHOW_IN_LIST))
    return Judge(passage, answerable, show, show_in_list, 0.0, answerable.probability({"missed_wide": _MISSED}))


def equipped(library: Library, means: Means, embedder: Embedder) -> Library:
    """Give the library with only the claims and questions that these means have.

    Without the subject's one name the questions are embedded anew as they were written, which takes a minute.
    """
    if not means.claims:
        return library.with_book(ClaimBook(), library.asked[:0])
    if means.near_misses and means.subject and not means.unclaimed:
        return library
    book = without_document(library.book, _named(means.unclaimed, library)) if means.unclaimed else library.book
    kept = [asked for asked in book.asked if means.near_misses or asked.kind is not AskedKind.NEAR_MISS]
    book = replace(book, asked=tuple(kept))
    if means.subject:
        return library.with_book(book, library.asked[_places(book.asked, library.book.asked)])
    return library.with_book(book, embedder.encode([asked.question for asked in book.asked]))


def without_document(book: ClaimBook, document: str) -> ClaimBook:
    """Take what was written about one document out of a book: its evidence, and what only that evidence answers.

    Near misses stay: nobody needs to know the document to write them.
    """
    claims = {
        name: replace(claim, evidence=evidence)
        for name, claim in book.claims.items()
        if (evidence := tuple(piece for piece in claim.evidence if piece.document != document))
    }
    asked = (asked._replace(claims=tuple(name for name in asked.claims if name in claims)) for asked in book.asked)
    kept = tuple(entry for entry in asked if entry.claims or entry.kind is AskedKind.NEAR_MISS)
    return ClaimBook(claims, kept, book.documents - {document}, book.plain)


def _named(start: str, library: Library) -> str:
    """Complete the beginning of a document's name."""
    found = [name for name in library.documents() if name.startswith(start)]
    if len(found) != 1:
        known = ", ".join(library.documents())
        raise NeedlepointError(f"{len(found)} documents have names that begin with {start}.", f"There are: {known}.")
    return found[0]


def _places(kept: Sequence[Asked], every: Sequence[Asked]) -> list[int]:
    """Find where the questions of a smaller book stand in the whole one, whose order it keeps."""
    places, at = [], 0
    for asked in kept:
        while (every[at].question, every[at].kind, every[at].target) != (asked.question, asked.kind, asked.target):
            at += 1
        places.append(at)
        at += 1
    return places
