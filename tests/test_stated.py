"""Passages that state claims are compared by their own words, as the ingest embedded them."""

from __future__ import annotations

import numpy as np

from chatbot.converse import Chatbot
from ingest.embed import open_embedder
from ingest.lexical import WordLibrary
from ingest.subject import joined


def test_what_the_ingest_embedded_is_what_would_be_embedded_now(chatbot: Chatbot) -> None:
    library, about = chatbot.library, chatbot.retriever.about
    stated = library.stated
    assert stated.keys() == {piece.passage for claim in library.book.claims.values() for piece in claim.evidence}
    names = sorted(stated)[::20]
    texts = {passage.id: passage.text for passage in library.passages(range(1, library.count + 1))}
    fresh = open_embedder().encode([joined(texts[name], about) for name in names])
    assert np.abs(np.stack([stated[name] for name in names]) - fresh).max() < 1e-4


def test_a_library_of_words_has_none_of_the_models_vectors(chatbot: Chatbot) -> None:
    words = WordLibrary(chatbot.library._folder, chatbot.library.manifest)
    assert words.stated == {}
    words.close()
