"""Question -> Hits: found by words (BM25) and by meaning (vectors), fused by reciprocal rank, in a total order.

A hit also carries how near its meaning is (cosine) and how much of the question its words cover, which later rooms
weigh.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from chatbot.terms import Term, read_lexicon, stemmed, terms, without
from chatbot.types import Hit, ItemList
from ingest.embed import Embedder
from ingest.store import Library
from ingest.subject import joined, subject
from ingest.types import Passage, PassageKind, Vectors

# The constant of Cormack, Clarke and Büttcher, "Reciprocal Rank Fusion", SIGIR 2009.
_RRF = 60
_DEPTH = 100
# What a word in the heading or the sentence before counts, against one in the passage itself.
_AROUND = 0.6


def fuse(*rankings: Sequence[int]) -> tuple[tuple[int, float], ...]:
    """Fuse rankings of rows by reciprocal rank: (row, score), best first, ties by row."""
    scores: dict[int, float] = {}
    for ranking in rankings:
        for rank, row in enumerate(ranking, 1):
            scores[row] = scores.get(row, 0.0) + 1.0 / (_RRF + rank)
    return tuple(sorted(scores.items(), key=lambda entry: (-entry[1], entry[0])))


def coverage(weights: Mapping[Term, float], passage: Passage) -> float:
    """Tell how much of a question a passage covers, 0 to 1, rare terms counting more.

    What counts is its own words and those of the question it answers in its document, and less those it stands under.
    """
    total = sum(weights.values())
    if not total:
        return 0.0
    answered = passage.lead_text if passage.lead_text.endswith("?") else ""
    text, around = stemmed(f"{answered} {passage.text}"), stemmed(passage.context)
    return sum(weight * max(term.held(text), _AROUND * term.held(around)) for term, weight in weights.items()) / total


class Retriever:
    """The search over one library."""

    def __init__(self, library: Library, embedder: Embedder) -> None:
        self._library = library
        self._embedder = embedder
        self._subject = subject(document.facts.title for document in library.documents().values())

    def search(self, question: str, limit: int = 50) -> tuple[Hit, ...]:
        """Find the passages nearest to a question, best first; empty only when the library is."""
        wanted = terms(without(question, self._subject), read_lexicon())
        phrases = [phrase for term in wanted for phrase in term.phrases]
        # "How does it work?" has no word of its own: it is about the library's subject.
        about = "" if wanted else " ".join(sorted(self._subject))
        vector = self._embedder.encode([f"{joined(question, self._subject)} {about}".strip()])[0]
        by_words = [row for row, _ in self._library.search_words(phrases, _DEPTH)]
        by_meaning = [row for row, _ in self._library.search_meaning(vector, _DEPTH)]
        best = fuse(by_words, by_meaning)[:limit]
        rows = [row for row, _ in best]
        if not rows:
            return ()
        cosines = self._library.vectors(rows) @ vector
        weights = self.weights(wanted)
        ranks = [{row: rank for rank, row in enumerate(ranking, 1)} for ranking in (by_words, by_meaning)]
        return tuple(
            Hit(passage, score, float(cosine), coverage(weights, passage), ranks[0].get(row), ranks[1].get(row))
            for (row, score), passage, cosine in zip(best, self._library.passages(rows), cosines, strict=True)
        )

    def weights(self, wanted: Sequence[Term]) -> dict[Term, float]:
        """Weigh terms by how rare they are in the library (inverse document frequency as in BM25)."""
        count = self._library.count
        found = {term: self._library.frequency(term.phrases) for term in wanted}
        return {term: math.log1p((count - number + 0.5) / (number + 0.5)) for term, number in found.items()}

    def lists(self, hits: Sequence[Hit]) -> dict[str, ItemList]:
        """Find the lists that the hits belong to, by the id of their lead-in and of each of their items."""
        found: dict[str, ItemList] = {}
        listed = {hit.passage.document for hit in hits if hit.passage.kind is not PassageKind.SENTENCE}
        for name in sorted(listed):
            passages = [passage for _, passage in self._library.of_document(name)]
            for lead in (passage for passage in passages if passage.kind is PassageKind.LEAD_IN):
                items = tuple(passage for passage in passages if passage.lead_in == (lead.start, lead.end))
                found.update({passage.id: ItemList(lead, items) for passage in (lead, *items)})
        return found

    def closeness(self, passages: Sequence[Passage]) -> Vectors:
        """Compare passages by their own words alone: cosines of shape (passages, passages).

        The library's vectors are of passages with their headings, which makes everything under one heading alike.
        """
        vectors = self._embedder.encode([joined(passage.text, self._subject) for passage in passages])
        return vectors @ vectors.T
