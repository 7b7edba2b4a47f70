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

from chatbot.columns import Measured, best
from chatbot.coverage import Stems, Wanted, covered, passage_stems, weighed
from chatbot.doubt import is_unnamed
from chatbot.listed import lists_of
from chatbot.surroundings import Surroundings
from chatbot.terms import Term, read_lexicon, terms, without
from chatbot.types import MOST_HITS, Hit, ItemList
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

    `cosines` are of all passages, None where there are too many (`Library.compare`).
    """

    question: str
    groups: tuple[tuple[str, ...], ...]
    vector: Vectors
    cosines: Vectors | None
    weighed: tuple[Wanted, ...]

    @property
    def phrases(self) -> tuple[str, ...]:
        """All ways to say all terms."""
        return tuple(phrase for group in self.groups for phrase in group)


class Retriever:
    """The search over one library."""

    def __init__(self, library: Library, embedder: Embedder) -> None:
        self.library = library
        self._embedder = embedder
        self._stems: dict[int, Stems] = {}
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
        rows = self._found(sought) | {
            row for name in list(talked)[:_TALKED] for row, _ in self.library.of_document(name)
        }
        measured = self._measure(sorted(rows), sought).on(self._library_pages(sought.phrases))
        scores = measured.scores + [_TALK * talked.get(passage.document, 0.0) for passage in measured.passages]
        return measured.hits(scores, best(scores, limit))

    def measure(self, asked: str | Sought, passages: Iterable[str], beside: int = 0) -> tuple[Hit, ...]:
        """Measure passages, named by id, against a question as if they had been found; unknown ids are left out.

        `beside` as many passages of the claims' documents come with them: the most relevant of the best that a search
        finds.
        """
        sought = self._sought(asked)
        named = {self._rows[name] for name in passages if name in self._rows}
        found = self._found(sought) if beside else set()
        rows = sorted(named | found)
        measured = self._measure(rows, sought)
        places = {place for place, row in enumerate(rows) if row in named}
        if beside:
            among = np.array([place for place, row in enumerate(rows) if row in found], dtype=np.int64)
            near = measured.on(self._library_pages(sought.phrases)).most_relevant(among, beside)
            places |= {place for place in near if measured.passages[place].id in self._rows}
        return measured.hits(measured.scores, sorted(places))

    def _found(self, sought: Sought) -> set[int]:
        """Find rows by words and by meaning."""
        found = set(self.library.search_terms(sought.groups, _DEPTH))
        return found | {row for row, _ in self.library.search_meaning(sought.vector, _DEPTH, sought.cosines)}

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
        return Sought(question, groups, found, self.library.compare(found), weighed(weights))

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

    def _measure(self, rows: Sequence[int], sought: Sought) -> Measured:
        """Measure the passages of these rows, in their order, without what their pages say."""
        passages = self.library.passages(rows)
        held = [covered(sought.weighed, self._stemmed(*each)) for each in zip(rows, passages, strict=True)]
        cosines, around = self.library.vectors.near(sought.vector, rows, sought.cosines)
        measures = [cosines, held, np.zeros(len(rows)), around]
        return Measured(passages, np.array(measures, dtype=np.float64))

    def _stemmed(self, row: int, passage: Passage) -> Stems:
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
