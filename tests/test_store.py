"""A library answers from files that passed their check: damaged ones are never used, and a slower way is said."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from ingest import index, versions
from ingest.book import Asked, AskedKind, Claim, ClaimBook, Evidence, Polarity
from ingest.chunk import chunk
from ingest.embed import HashingEmbedder
from ingest.errors import LibraryDamaged, LibraryMissing
from ingest.publish import Contents, publish
from ingest.store import Library
from ingest.types import Vectors
from tests.conftest import SOURCES, document_of, snapshot

TEXTS = [path.read_bytes().decode() for path in sorted(SOURCES.glob("*.txt"))]
QUESTIONS = HashingEmbedder().encode(
    ["redness of the skin", "collagen", "microneedling at home", "hair loss", "needle"]
)


def publish_texts(folder: Path, *texts: str) -> str:
    documents = [document_of(text, f"{number}.txt") for number, text in enumerate(texts)]
    passages = [passage for document in documents for passage in chunk(document)]
    vectors = HashingEmbedder().encode([passage.searched for passage in passages])
    return publish(folder, Contents(documents, passages, vectors), {"embedder": "hashing"})


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library whose first version has one document and whose second has four."""
    folder = tmp_path_factory.mktemp("library")
    publish_texts(folder, TEXTS[1])
    publish_texts(folder, *TEXTS)
    return folder


@pytest.fixture
def folder(original: Path, tmp_path: Path) -> Path:
    """A copy to damage."""
    return Path(shutil.copytree(original, tmp_path / "library"))


class Indexed(Library):
    """A library that asks its index however small it is."""

    most_scanned = 0


def reseal(version: Path) -> None:
    """Make the manifest agree with files that were changed."""
    manifest = versions.read_manifest(version)
    del manifest["files"]
    versions.seal(version, manifest)


def test_what_was_published_is_what_is_read(original: Path) -> None:
    documents = [document_of(text, f"{number}.txt") for number, text in enumerate(TEXTS)]
    passages = tuple(passage for document in documents for passage in chunk(document))
    with closing(Library.open(original)) as library:
        assert (library.version, library.notice) == ("v0002", None)
        assert list(library.documents().values()) == documents
        assert library.document("2.txt") == documents[2]
        assert library.passages(range(1, library.count + 1)) == passages
        assert tuple(p for document in documents for _, p in library.of_document(document.name)) == passages
        assert library.manifest["passages"] == library.count == len(passages)
        assert library.manifest["documents"] == {document.name: document.sha256 for document in documents}
        with pytest.raises(KeyError):
            library.document("4.txt")


def same_but_for_ties(found: tuple[tuple[int, float], ...], exact: tuple[tuple[int, float], ...]) -> bool:
    """Compare two rankings by their scores; rows may differ where scores are equal, and at the edge."""
    close = np.allclose([score for _, score in found], [score for _, score in exact], atol=1e-4)
    clear = {row for row, score in exact if score > exact[-1][1] + 1e-3}
    return close and clear <= {row for row, _ in found}


def test_meaning_is_searched_as_an_exact_scan_would(original: Path) -> None:
    with closing(Indexed.open(original)) as library:
        for vector in [*QUESTIONS, *library.vectors.of(range(1, library.count + 1, 9))]:
            for limit in (1, 12, 10_000):
                found = library.search_meaning(vector, limit)
                assert same_but_for_ties(found, library.scan(vector, limit))
                assert len(found) == min(limit, library.count)
                assert list(found) == sorted(found, key=lambda hit: (-hit[1], hit[0]))


def test_a_small_library_is_searched_without_its_index(original: Path) -> None:
    with closing(Library.open(original)) as library:
        assert library.count <= library.most_scanned
        assert library.search_meaning(QUESTIONS[0], 12) == library.scan(QUESTIONS[0], 12)
        assert "_index" not in vars(library)
        assert library.is_indexed


def test_the_scan_orders_all_passages_by_cosine_then_row(original: Path) -> None:
    with closing(Library.open(original)) as library:
        cosines = library.vectors.of(range(1, library.count + 1)) @ QUESTIONS[0]
        rows = sorted(range(library.count), key=lambda row: (-cosines[row], row))
        assert [row for row, _ in library.scan(QUESTIONS[0], 50)] == [row + 1 for row in rows[:50]]


def test_words_are_searched_in_the_records(original: Path) -> None:
    with closing(Library.open(original)) as library:
        hits = library.search_words(["keloid"], 99)
        assert library.frequency(["keloid"]) == len(hits) > 0
        assert all("keloid" in passage.searched.lower() for passage in library.passages([row for row, _ in hits]))


def test_a_library_without_claims_has_an_empty_book(original: Path) -> None:
    with closing(Library.open(original)) as library:
        assert library.book == ClaimBook()
        assert len(library.asked) == 0


def test_a_book_comes_back_with_a_vector_a_question(tmp_path: Path) -> None:
    document = document_of("It heals.")
    [passage] = chunk(document)
    claim = Claim("t.c", "It heals.", Polarity.FOR, (Evidence(document.name, passage.start, passage.end),))
    asked = tuple(Asked(f"Does it heal {n}?", AskedKind.CLAIM, claim.id, (claim.id,)) for n in range(3))
    book = ClaimBook({claim.id: claim}, asked, frozenset({document.name}))
    vectors, questions = HashingEmbedder().encode([passage.text]), HashingEmbedder().encode([a.question for a in asked])
    publish(tmp_path, Contents([document], [passage], vectors, book, questions), {})
    with closing(Library.open(tmp_path)) as library:
        assert library.book == book
        assert np.array_equal(library.asked, questions)


def test_neither_opening_nor_searching_writes_to_a_published_library(folder: Path) -> None:
    for path in (*folder.rglob("*"), folder):
        path.chmod(0o555 if path.is_dir() else 0o444)  # binds everyone but root, for whom the bytes are compared
    before = snapshot(folder)
    with closing(Indexed.open(folder)) as library:
        assert library.search_meaning(QUESTIONS[0], 5)
        assert library.search_words(["skin"], 5)
        assert library.notice is None
    after = snapshot(folder)
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
    assert after == before


def test_threads_share_a_library_and_open_its_index_once(original: Path) -> None:
    with closing(Indexed.open(original)) as library, ThreadPoolExecutor(8) as threads:
        questions = [*QUESTIONS] * 8
        found = list(threads.map(lambda vector: library.search_meaning(vector, 9), questions))
        assert found == [library.search_meaning(vector, 9) for vector in questions]
        words = list(threads.map(lambda word: library.search_words([word], 9), ["skin", "scars", "collagen"] * 8))
        assert words == [library.search_words([word], 9) for word in ["skin", "scars", "collagen"] * 8]


def test_where_there_is_no_library_the_remedy_is_to_build_it(tmp_path: Path) -> None:
    for place in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(LibraryMissing, match="python -m ingest"):
            Library.open(place)


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def add(path: Path) -> None:
    path.with_name("new.bin").write_bytes(b"")


@pytest.mark.parametrize("damage", [flip, Path.unlink, add])
@pytest.mark.parametrize(
    "kind", ["library.sqlite", "claims.json", "questions.npy", "chroma/chroma.sqlite3", "chroma/*/data_level0.bin"]
)
def test_a_damaged_version_gives_way_to_the_one_before(
    folder: Path, damage: Callable[[Path], object], kind: str
) -> None:
    [path] = (folder / "v0002").glob(kind)
    damage(path)
    with closing(Library.open(folder)) as library:
        assert library.version == "v0001"
        assert library.notice is not None
        assert "python -m ingest" in library.notice
        assert same_but_for_ties(library.search_meaning(QUESTIONS[0], 5), library.scan(QUESTIONS[0], 5))
        assert {passage.document for passage in library.passages([1, library.count])} == {"0.txt"}


@pytest.mark.parametrize(
    "damage", [Path.unlink, lambda path: path.write_bytes(b"{"), lambda path: shutil.rmtree(path.parent)]
)
def test_without_its_manifest_or_its_folder_a_version_gives_way_too(
    folder: Path, damage: Callable[[Path], object]
) -> None:
    damage(folder / "v0002" / "manifest.json")
    with closing(Library.open(folder)) as library:
        assert library.version == "v0001"
        assert library.notice is not None


def test_when_every_version_is_damaged_the_newest_is_named(folder: Path) -> None:
    for version in ("v0001", "v0002"):
        flip(folder / version / "library.sqlite")
    with pytest.raises(LibraryDamaged, match=r"library\.sqlite of library version v0002"):
        Library.open(folder)


def remove(index_folder: Path) -> None:
    shutil.rmtree(index_folder)


def empty(index_folder: Path) -> None:
    shutil.rmtree(index_folder)
    index_folder.mkdir()


def garble(index_folder: Path) -> None:
    (index_folder / "chroma.sqlite3").write_bytes(b"no database" * 500)


def replace(vectors: Vectors) -> Callable[[Path], None]:
    def damage(index_folder: Path) -> None:
        shutil.rmtree(index_folder)
        index.build(index_folder, [str(row) for row in range(len(vectors))], vectors)

    return damage


@pytest.mark.parametrize(
    "damage",
    [remove, empty, garble, replace(QUESTIONS), replace(np.eye(3, 7, dtype=np.float32))],
    ids=lambda d: d.__name__,
)
def test_an_index_that_its_manifest_describes_but_that_finds_nothing_is_replaced_by_a_scan(
    folder: Path, damage: Callable[[Path], None]
) -> None:
    damage(folder / "v0002" / "chroma")
    reseal(folder / "v0002")
    with closing(Indexed.open(folder)) as library:
        assert library.search_meaning(QUESTIONS[0], 7) == library.scan(QUESTIONS[0], 7)
        assert library.version == "v0002"
        assert library.notice is not None
        assert "python -m ingest" in library.notice
        assert library.search_words(["skin"], 5)


def test_a_version_that_does_not_find_its_own_passages_is_not_published(folder: Path) -> None:
    before = snapshot(folder)
    document = document_of(TEXTS[0])
    passages = chunk(document)
    with pytest.raises(LibraryDamaged, match="does not find its own passages"):
        publish(folder, Contents([document], passages, 0.5 * HashingEmbedder().encode([p.text for p in passages])), {})
    assert versions.current(folder) == "v0002"
    with closing(Library.open(folder)) as library:
        assert (library.version, library.notice) == ("v0002", None)
    assert before.items() <= snapshot(folder).items()
