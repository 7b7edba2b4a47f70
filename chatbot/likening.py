"""Question -> how like it is to each written one. All forms of the question are embedded at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

import numpy as np

from chatbot.land import Lander, Landing, Likeness, follow_up
from chatbot.means import Means
from chatbot.plain import in_plain_words, read_said
from chatbot.premise import takes_for_granted, unborne
from chatbot.retrieve import Retriever
from chatbot.terms import without
from chatbot.words import stems
from ingest.embed import Embedder
from ingest.subject import as_asked
from ingest.types import Vectors

# How like the nearest written question a part of a message is at least that asks something by itself.
_A_QUESTION = 0.68


class Embedded(NamedTuple):
    """A question and its unit vectors: a row for each way to compare it with written ones, and one for passages."""

    ways: tuple[str, ...]
    vectors: Vectors
    searched: Vectors


class Likening:
    """Compares questions with the written ones of a retriever's library."""

    def __init__(self, retriever: Retriever, embedder: Embedder, means: Means) -> None:
        self._retriever, self._embedder, self._means = retriever, embedder, means

    def embed(self, question: str) -> Embedded:
        """Embed a question as it is compared with written ones and with passages: together little slower than one."""
        ways, searched = self._ways(question), self._retriever.asked(question)
        forms = list(dict.fromkeys((*ways.values(), searched)))
        known = dict(zip(forms, self._embedder.encode(forms), strict=True))
        return Embedded(tuple(ways), np.stack([known[form] for form in ways.values()]), known[searched])

    def like(self, question: str, embedded: Embedded | None = None) -> Likeness:
        """Compare as it was asked and in plain words; the better likeness counts. `embedded` is of this question."""
        known = embedded or self.embed(question)
        if self._means.shared_words:
            return self.lander.likeness(known.ways, known.vectors)
        cosines: Likeness = (self._retriever.library.asked @ known.vectors.T).max(axis=1).astype(float)
        return cosines

    def land(self, question: str, read: Sequence[str] = (), embedded: Embedded | None = None) -> Landing:
        """Find which written questions a question resembles; `read` are a follow-up alone and the question before."""
        likeness = self.like(question, embedded)
        return self.lander.land(question, follow_up(likeness, *map(self.like, read)) if read else likeness)

    def nearest(self, ways: Sequence[str]) -> str:
        """Choose the reading of a message that comes nearest to a written question; without any, the last."""
        if len(ways) == 1 or not self._retriever.library.book.asked:
            return ways[-1]
        return max(ways, key=lambda way: float(self.like(way).max()))

    def asks(self, part: str) -> bool:
        """Tell whether a part of a message asks something by itself, as far as written questions tell."""
        return not self._retriever.library.book.asked or float(self.like(part).max()) >= _A_QUESTION

    def unborne(self, question: str, landing: Landing) -> tuple[str, ...]:
        """List the words that a question takes for granted and nothing bears out of the claims it lands on."""
        if not (self._means.premises and takes_for_granted(question)):
            return ()
        own = without(question, self._retriever.about)
        return unborne(own, landing.claims, self._retriever.library.book, self._searched, self.lander.answered_with)

    @cached_property
    def _searched(self) -> Mapping[str, str]:
        library = self._retriever.library
        return {p.id: p.searched for name in sorted(library.book.documents) for _, p in library.of_document(name)}

    @cached_property
    def lander(self) -> Lander:
        """The written questions, made ready at the first use."""
        library, about = self._retriever.library, self._retriever.about
        texts = [passage.text for name in sorted(library.book.documents) for _, passage in library.of_document(name)]
        return Lander(library.book, library.asked, about, frozenset().union(*map(stems, texts)))

    def _ways(self, question: str) -> dict[str, str]:
        """Write a question as it was asked and in plain words, each as it is compared with written ones."""
        plain = in_plain_words(question, read_said()) if self._means.plain_words else question
        return {way: as_asked(way, self._retriever.about) for way in (question, plain)}
