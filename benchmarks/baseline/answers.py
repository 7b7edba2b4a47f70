"""The tutorial's pipeline: load, split, embed with sentence-transformers, store in Chroma, show the nearest pieces."""

from __future__ import annotations

from pathlib import Path

from langchain_chroma import Chroma
from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings
from langchain_text_splitters import RecursiveCharacterTextSplitter

from ingest.model_files import packaged


class HuggingFaceEmbeddings(Embeddings):
    """What tutorials import under this name, in as few lines: the model is loaded when it is made."""

    def __init__(self, model_name: str) -> None:
        from sentence_transformers import SentenceTransformer

        self._model = SentenceTransformer(model_name)

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Embed texts."""
        return [row.tolist() for row in self._model.encode(texts, normalize_embeddings=True)]

    def embed_query(self, text: str) -> list[float]:
        """Embed one question."""
        return self.embed_documents([text])[0]


def split(texts: Path) -> list[Document]:
    """Load the text files of a folder and cut them into pieces of 1,000 characters, 200 of them shared."""
    loaded = [Document(path.read_text(encoding="utf-8"), metadata={"source": path.name}) for path in _files(texts)]
    return RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200).split_documents(loaded)


def store(pieces: list[Document], folder: Path) -> Chroma:
    """Embed pieces and keep them in a folder."""
    return Chroma.from_documents(pieces, _embeddings(), persist_directory=str(folder))


def open_store(folder: Path) -> Chroma:
    """Open what `store` kept."""
    return Chroma(persist_directory=str(folder), embedding_function=_embeddings())


def answer(opened: Chroma, question: str) -> str:
    """Show the four nearest pieces with their sources."""
    found = opened.similarity_search(question, k=4)
    return "\n\n".join(f"{piece.page_content}\n({piece.metadata['source']})" for piece in found)


def _embeddings() -> HuggingFaceEmbeddings:
    return HuggingFaceEmbeddings(str(packaged()))


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.suffix in {".txt", ".md"})
