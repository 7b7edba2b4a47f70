"""The search as a LangChain retriever, for anyone's chain.

A room of its own, because importing LangChain's retrievers takes longer than everything else the page needs to begin.
"""

from __future__ import annotations

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from chatbot.retrieve import Retriever
from chatbot.types import Hit
from ingest.embed import HashingEmbedder, SentenceEmbedder

for _embedder in (SentenceEmbedder, HashingEmbedder):
    Embeddings.register(_embedder)


class PassageRetriever(BaseRetriever):
    """The search as a LangChain retriever: documents carry the exact slice, and its place in the metadata."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    retriever: Retriever
    limit: int = 10

    def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:
        return [_document(hit) for hit in self.retriever.search(query, self.limit)]


def _document(hit: Hit) -> Document:
    passage = hit.passage
    place = {"doc": passage.document, "start": passage.start, "end": passage.end}
    return Document(
        passage.text, id=passage.id, metadata={**place, "score": hit.score, "headings": list(passage.headings)}
    )
