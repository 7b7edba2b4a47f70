"""A passage -> the vector of the text it stands in. Of the library alone, so it is kept."""

from __future__ import annotations

from ingest.embed import Embedder
from ingest.store import Library
from ingest.types import Passage, Vectors

# Characters; all-MiniLM-L6-v2 reads 256 word pieces, about 1,000 characters of English.
_WINDOW = 950
# Around how many passages the vector of the text is kept, 1.5 kB each.
_MOST_KEPT = 4096


class Surroundings:
    """Reads on around the passages of one library; threads may share it."""

    def __init__(self, library: Library, embedder: Embedder) -> None:
        self._library, self._embedder = library, embedder
        self._kept: dict[str, Vectors] = {}

    def read(self, passage: Passage) -> Vectors:
        """Embed the text around a passage, once."""
        kept = self._kept
        if passage.id not in kept:
            self._kept = kept = kept if len(kept) < _MOST_KEPT else {}
            kept[passage.id] = self._embedder.encode([self.text(passage)])[0]
        return kept[passage.id]

    def text(self, passage: Passage) -> str:
        """Cut the text around a passage out of its document, whole passages, about as long as the model reads."""
        start, end = passage.start, passage.end
        beside = [near for _, near in self._library.of_document(passage.document)]
        for near in sorted(beside, key=lambda near: (max(start - near.end, near.start - end), near.start)):
            if max(end, near.end) - min(start, near.start) > _WINDOW:
                break
            start, end = min(start, near.start), max(end, near.end)
        return self._library.document(passage.document).text[start:end]
