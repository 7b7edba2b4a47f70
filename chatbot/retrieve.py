"""Question -> Hits: found by words (BM25) and by meaning (vectors), weighed together, in a total order.

A passage counts by how near its meaning is, by how much of the question its words cover, and by its surroundings: the
document it stands in and the sentences around it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from chatbot.coverage import Weighed, covered, passage_stems, weighed
from chatbot.doubt import is_unnamed
from chatbot.listed import lists_of
from chatbot.surroundings import Surroundings
from chatbot.terms import Term, read_lexicon, terms, without
from chatbot.types import COVERAGE_WEIGHT, MOST_HITS, STANDING, Hit, ItemList
from ingest.embed import Embedder
from ingest.store import Library
from ingest.subject import joined, subject
from ingest.types import Passage, PassageKind, Vectors

# How many passages each search brings to be weighed.
_DEPTH = 100
# What the conversation before counts, and how many documents it brings in whole.
_TALK, _TALKED = 1.5, 5
# Of how many passages the stems are kept.
_MOST_STEMMED = 50_000


class Sought(NamedTuple):
    """A question ready for searching: all ways to say each term, rarest first, its unit vector, each term's share.

    `cosines` are of all passages, None where there are too many (`Library.compare`); `covered` keeps the coverage of
    the rows that were measured against it.
    """

    question: str
    groups: tuple[tuple[str, ...], ...]
    vector: Vectors
    cosines: Vectors | None
    weighed: Weighed
    covered: dict[int, float]

    @property
    def phrases(self) -> tuple[str, ...]:
        """All ways to say all terms."""
        return tuple(phrase for group in self.groups for phrase in group)


class _Measured(NamedTuple):
    """Some passages and what `Hit` has of each: columns of similarity, coverage, page and around, one row a measure."""

    passages: Sequence[Passage]
    measures: NDArray[np.float64]

    @property
    def scores(self) -> NDArray[np.float64]:
        return np.array(STANDING) @ self.measures

    def hits(self, scores: NDArray[np.float64], places: Iterable[int]) -> tuple[Hit, ...]:
        """Make hits of the passages at these places, in this order."""
        columns, scored = self.measures.T.tolist(), scores.tolist()
        return tuple(Hit(self.passages[place], scored[place], *columns[place]) for place in places)


class Retriever:
    """The search over one library."""

    def __init__(self, library: Library, embedder: Embedder) -> None:
        self.library = library
        self._embedder = embedder
        self._stems: dict[int, tuple[str, str]] = {}
        self._lists: dict[str, dict[str, ItemList]] = {}
        self._surroundings = Surroundings(library, embedder)
        self.about = subject(document.facts.title for document in library.documents().values())

    def search(self, asked: str | Sought, limit: int = MOST_HITS, context: str = "") -> tuple[Hit, ...]:
        """Find the passages nearest to a question, best first; empty only when the library is.

        `context` is what was said before. Where the documents have no subject in common, it tells which of them the
        conversation is about; where they have one, that says nothing and is left out.
        """
        sought = self._sought(asked)
        talked = self._pages(f"{context} {sought.question}") if context and not self.about else {}
        measured = self._found(sought, talked)
        scores = measured.scores + [_TALK * talked.get(passage.document, 0.0) for passage in measured.passages]
        return measured.hits(scores, _best(scores, limit))

    def nearest(self, sought: Sought, limit: int) -> tuple[str, ...]:
        """Name the most relevant passages of the best that a search finds, without what else a hit has of them."""
        measured = self._found(sought, {})
        relevance = (measured.measures[0] + COVERAGE_WEIGHT * measured.measures[1]).tolist()
        best = _best(measured.scores, MOST_HITS).tolist()
        ranked = sorted(best, key=lambda place: (-relevance[place], measured.passages[place].id))
        return tuple(measured.passages[place].id for place in ranked[:limit])

    def _found(self, sought: Sought, talked: Mapping[str, float]) -> _Measured:
        """Measure what either search finds, in the order of the rows; of the documents talked of the first in whole."""
        found = set(self.library.search_terms(sought.groups, _DEPTH))
        found |= {row for row, _ in self.library.search_meaning(sought.vector, _DEPTH, sought.cosines)}
        found |= {row for name in list(talked)[:_TALKED] for row, _ in self.library.of_document(name)}
        return self._measure(sorted(found), sought, self._library_pages(sought.phrases))

    def measure(self, asked: str | Sought, passages: Iterable[str]) -> tuple[Hit, ...]:
        """Measure passages, named by id, against a question as if they had been found; unknown ids are left out."""
        rows = sorted({self._rows[name] for name in passages if name in self._rows})
        measured = self._measure(rows, self._sought(asked), {})
        return measured.hits(measured.scores, range(len(rows)))

    def read_on(self, sought: Sought, hits: Sequence[Hit]) -> tuple[Hit, ...]:
        """Measure the text around the best hit against the question as well; it is embedded once a passage.

        Sentence by sentence, a passage about another thing can look as near as one that answers; read on, it does not.
        """
        best = max(hits, key=lambda hit: (hit.standing, hit.passage.id), default=None)
        if best is None:
            return ()
        written = joined(sought.question, self.about)
        is_same = written.strip() == self.asked(sought.question)
        asked = sought.vector if is_same else self._embedder.encode([written])[0]
        cosine = float(asked @ self._surroundings.read(best.passage))
        document = self.library.document(best.passage.document)
        unnamed = is_unnamed(sought.question, f"{document.facts.title}\n{document.text}")
        return tuple(replace(hit, window=cosine, unnamed=unnamed) if hit is best else hit for hit in hits)

    @cached_property
    def _rows(self) -> Mapping[str, int]:
        names = self.library.book.documents
        return {passage.id: row for name in sorted(names) for row, passage in self.library.of_document(name)}

    def seek(self, question: str, vector: Vectors | None = None) -> Sought:
        """Prepare a question to be searched for, and measured by, more than once; `vector` is of what `asked` gives."""
        wanted = terms(without(question, self.about), read_lexicon())
        found = self._embedder.encode([self.asked(question)])[0] if vector is None else vector
        weights = self.weights(wanted)
        groups = tuple(term.phrases for term in sorted(weights, key=lambda term: -weights[term]))
        return Sought(question, groups, found, self.library.compare(found), weighed(weights), {})

    def asked(self, question: str) -> str:
        """Write a question as it is compared with passages."""
        # "How does it work?" has no word of its own: it is about the library's subject.
        about = "" if terms(without(question, self.about), read_lexicon()) else " ".join(sorted(self.about))
        return f"{joined(question, self.about)} {about}".strip()

    def _sought(self, asked: str | Sought) -> Sought:
        return self.seek(asked) if isinstance(asked, str) else asked

    def _pages(self, text: str) -> Mapping[str, float]:
        return self._library_pages([term.asked.written for term in terms(text, {})])

    def _library_pages(self, phrases: Sequence[str]) -> Mapping[str, float]:
        """Score documents by words against the best one, 0 to 1."""
        found = self.library.search_pages(phrases, _DEPTH)
        most = max(found.values(), default=0.0)
        return {name: score / most for name, score in found.items()} if most > 0 else {}

    def _measure(self, rows: Sequence[int], sought: Sought, pages: Mapping[str, float]) -> _Measured:
        passages, known = self.library.passages(rows), sought.covered
        for row, passage in zip(rows, passages, strict=True):
            if row not in known:
                known[row] = covered(sought.weighed, *self._stemmed(row, passage))
        cosines, around = self.library.vectors.near(sought.vector, rows, sought.cosines)
        coverage, page = [known[row] for row in rows], [pages.get(passage.document, 0.0) for passage in passages]
        return _Measured(passages, np.array([cosines, coverage, page, around], dtype=np.float64))

    def _stemmed(self, row: int, passage: Passage) -> tuple[str, str]:
        kept = self._stems
        if row not in kept:
            self._stems = kept = kept if len(kept) < _MOST_STEMMED else {}
            kept[row] = passage_stems(passage)
        return kept[row]

    def weights(self, wanted: Sequence[Term]) -> dict[Term, float]:
        """Weigh terms by how rare they are in the library (inverse document frequency as in BM25)."""
        count = self.library.count
        found = {term: self.library.frequency(term.phrases) for term in wanted}
        return {term: math.log1p((count - number + 0.5) / (number + 0.5)) for term, number in found.items()}

    def lists(self, hits: Sequence[Hit]) -> dict[str, ItemList]:
        """Find the lists that the hits belong to, by the id of their lead-in and of each of their items."""
        found: dict[str, ItemList] = {}
        listed = {hit.passage.document for hit in hits if hit.passage.kind is not PassageKind.SENTENCE}
        for name in sorted(listed):
            if name not in self._lists:
                self._lists[name] = lists_of([passage for _, passage in self.library.of_document(name)])
            found |= self._lists[name]
        return found


def _best(scores: NDArray[np.float64], limit: int) -> NDArray[np.int64]:
    """Give the places of the highest scores, best first; those of one score stay in their order."""
    return np.argsort(-scores, kind="stable")[:limit]
