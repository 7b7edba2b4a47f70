"""A published library compared by words alone, for where the model it was built with is missing.

Nothing on disk changes. Every passage and every written question gets a vector of its words in place of the model's.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np

from ingest.compared import asked_as, searched_as
from ingest.embed import HashingEmbedder
from ingest.passage_vectors import PassageVectors
from ingest.store import Library
from ingest.types import Vectors

EMBEDDER = HashingEmbedder()
"""What to embed questions with that are asked of such a library."""


class WordLibrary(Library):
    """A library whose vectors are of words: found by exact scan, blind to meaning."""

    _index = None  # the index is of the model's vectors

    @cached_property
    def asked(self) -> Vectors:
        """The vectors of the book's questions, one row a question."""
        if not self.book.asked:
            return np.zeros((0, 0), np.float32)
        return EMBEDDER.encode(asked_as(self.book, self.documents().values()))

    @cached_property
    def stated(self) -> dict[str, Vectors]:
        """Nothing: the passages that state claims were compared by the model."""
        return {}

    @cached_property
    def vectors(self) -> PassageVectors:
        """Vectors of the words of all passages."""
        passages = self.passages(range(1, self.count + 1))
        found = EMBEDDER.encode(searched_as(passages, self.documents().values()))
        return PassageVectors(found, self._records.places)
