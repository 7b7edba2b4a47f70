"""What is removed is gone: text, vectors, answers; what earlier versions keep of it ends with them."""

from __future__ import annotations

import struct
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from chatbot.converse import Chatbot
from chatbot.thread import Turn, with_answer
from chatbot.threads import Threads
from ingest import versions
from ingest.embed import HashingEmbedder
from ingest.history import history
from ingest.index import Index, build
from ingest.pipeline import Means, ingest
from ingest.store import Library
from ingest.uploads import remove, take

MARK = b"quorvexel"
SAID = f"Rub {MARK.decode()} balm into the skin after needling."
OTHER = "Wear sunscreen every day after needling.\n\nSwelling goes down within two days.\n"
VERSIONS_KEPT = 5


@pytest.fixture
def uploads(tmp_path: Path) -> Path:
    """Keep two documents as the page does, one of them marked."""
    folder = tmp_path / "uploads"
    take("other.txt", OTHER.encode(), folder)
    take("marked.txt", f"Balm\n\n{SAID}\n".encode(), folder)
    return folder


def built(uploads: Path) -> Path:
    library = uploads.parent / "library"
    ingest([uploads], library, Means(HashingEmbedder()))
    return library


def marked(folder: Path) -> list[str]:
    """Name the files below a folder that hold the mark, in any case, as text or as UTF-16."""
    found = []
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        content = path.read_bytes().lower()
        if MARK in content or MARK.decode().encode("utf-16-le") in content:
            found.append(path.relative_to(folder).as_posix())
    return found


def current(library: Path) -> Path:
    return library / str(versions.current(library))


def test_a_document_that_is_there_is_found_in_files_vectors_and_answers(uploads: Path) -> None:
    library = built(uploads)
    assert marked(uploads) == ["marked.txt"]
    assert marked(current(library)) != []
    with closing(Library.open(library)) as opened:
        said = Chatbot(opened, HashingEmbedder()).ask(f"what is {MARK.decode()} balm for?")
        assert SAID in [quote.text for quote in said.quotes]


def test_a_removed_document_is_in_no_file_no_vector_and_no_answer_of_the_version_that_answers(uploads: Path) -> None:
    library = built(uploads)
    with closing(Library.open(library)) as opened:
        before = opened.count
    remove(uploads, "marked.txt")
    built(uploads)
    assert marked(uploads) == marked(current(library)) == []
    with closing(Library.open(library)) as opened:
        assert set(opened.documents()) == {"other.txt"}
        assert opened.is_indexed
        assert 0 < opened.count < before
        assert opened.vectors.of(range(1, opened.count + 1)).shape[0] == opened.count
        [vector] = HashingEmbedder().encode([SAID])
        nearest = opened.passages([row for row, _ in opened.search_meaning(vector, 99)])
        said = Chatbot(opened, HashingEmbedder()).ask(f"what is {MARK.decode()} balm for?")
        quoted = (*said.quotes, *said.near, *said.candidates)
        assert {passage.document for passage in (*nearest, *(quote.passage for quote in quoted))} <= {"other.txt"}
        assert opened.search_words([MARK.decode()], 9) == ()


@pytest.mark.parametrize("number", [3, 90])
def test_an_index_holds_nothing_of_what_lay_in_memory_when_it_was_built(tmp_path: Path, number: int) -> None:
    """Chroma writes room for more vectors than there are, and with it whatever the memory held before."""
    rows = np.random.default_rng(4).normal(size=(number, 64)).astype(np.float32)
    vectors = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    for time in range(6):
        build(tmp_path / f"before{time}", [f"{SAID} {MARK.decode() * 500}" for _ in range(number)], vectors)
    build(tmp_path / "chroma", [f"word{at} skin" for at in range(number)], vectors)
    assert marked(tmp_path / "chroma") == []
    [data] = (tmp_path / "chroma").rglob("data_level0.bin")
    _, _, _, count, size = struct.unpack_from("<i4Q", (data.parent / "header.bin").read_bytes())
    assert size > 64 * 4
    assert data.stat().st_size % size == 0
    assert not any(data.read_bytes()[count * size :])
    index = Index(tmp_path / "chroma")
    assert index.finds(lambda wanted: vectors[[row - 1 for row in wanted]], number)
    index.close()


def test_after_five_newer_versions_no_byte_of_it_is_left_in_the_library(uploads: Path) -> None:
    library = built(uploads)
    remove(uploads, "marked.txt")
    for number in range(VERSIONS_KEPT):
        assert marked(library) != []
        (uploads / "other.txt").write_text(f"{OTHER}\nVersion {number} has one more line.\n", encoding="utf-8")
        built(uploads)
    assert marked(library) == []
    assert len(history(library)) == VERSIONS_KEPT


def test_a_deleted_conversation_leaves_no_quote_of_it_behind(uploads: Path) -> None:
    library, kept = built(uploads), uploads.parent / "conversations"
    threads = Threads(kept, days=30)
    with closing(Library.open(library)) as opened:
        asked = f"what is {MARK.decode()} balm for?"
        answer = Chatbot(opened, HashingEmbedder()).ask(asked)
        threads.add(threads.begin(asked), with_answer(Turn(asked), answer, opened.documents(), "v"))
    assert marked(kept) != []
    threads.delete_all()
    assert marked(kept) == []
