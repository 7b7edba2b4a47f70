"""An ingest makes the library hold exactly what was given; it embeds only what is new, and failing changes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from dataclasses import asdict
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest import versions
from ingest.embed import Fingerprint, HashingEmbedder
from ingest.errors import LibraryBusy, NeedlepointError, Refused
from ingest.gather import gather
from ingest.pipeline import Means, ingest, plan, preview
from ingest.store import Library
from ingest.types import Document, Facts, Plan, Source, Vectors
from tests.conftest import SOURCES, Counting, snapshot, write_texts

TEXTS = {
    "a": "Needles\n\nNeedles may hurt. Redness fades quickly.\n",
    "b": "Care\n\nDrink enough water. Wear a hat outside.\n",
    "c": "Costs\n\nA session costs money. Prices differ widely.\n",
}


class Failing(HashingEmbedder):
    """The fake model on a computer that fails."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        raise OSError("The power went out.")


class Other(HashingEmbedder):
    """Another model."""

    fingerprint = Fingerprint("other", "other-256")


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    return write_texts(tmp_path / "texts", **TEXTS)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "library"


def content(folder: Path) -> dict[str, list[str]]:
    """Read which passages of which documents a library holds."""
    with closing(Library.open(folder)) as library:
        assert library.notice is None
        return {name: [passage.text for _, passage in library.of_document(name)] for name in library.documents()}


def answers(folder: Path, text: str) -> str:
    """Search a library by a passage's own words, and return the passage found first."""
    with closing(Library.open(folder)) as library:
        [(row, _)] = library.search_meaning(HashingEmbedder().encode([text])[0], 1)
        return library.passages([row])[0].text


NAMES = st.sets(st.sampled_from("abcde"))


@given(NAMES, NAMES, NAMES, NAMES)
def test_a_plan_sorts_every_name_into_one_of_four(
    wanted: set[str], held: set[str], new: set[str], told: set[str]
) -> None:
    sources = [
        Source(name, "t", "new" if name in new else "old", Facts("new" if name in told else "old")) for name in wanted
    ]
    found = plan(sources, {name: Document(name, "t", "old", Facts("old")) for name in held})
    assert set(found.added) == wanted - held
    assert set(found.removed) == held - wanted
    assert set(found.changed) == wanted & held & (new | told)
    assert set(found.unchanged) == (wanted & held) - new - told
    assert found.is_empty == (wanted == held and not wanted & (new | told))


def test_a_new_library_holds_the_texts(texts: Path, folder: Path, hashing: HashingEmbedder) -> None:
    report = ingest([texts], folder, Means(hashing))
    assert report.plan == Plan(added=("a.txt", "b.txt", "c.txt"))
    assert (report.version, report.documents, report.passages) == ("v0001", 3, 6)
    assert content(folder) == {
        "a.txt": ["Needles may hurt.", "Redness fades quickly."],
        "b.txt": ["Drink enough water.", "Wear a hat outside."],
        "c.txt": ["A session costs money.", "Prices differ widely."],
    }


def test_the_same_texts_again_embed_nothing_and_publish_nothing(
    texts: Path, folder: Path, hashing: HashingEmbedder
) -> None:
    ingest([texts], folder, Means(hashing))
    before = snapshot(folder)
    counting = Counting()
    report = ingest([texts], folder, Means(counting))
    assert report.plan == Plan(unchanged=("a.txt", "b.txt", "c.txt"))
    assert report.plan.is_empty
    assert (report.version, report.documents, report.passages) == ("v0001", 3, 6)
    assert counting.texts == []
    assert snapshot(folder) == before


def test_added_changed_removed_and_refused_texts_are_told_apart_and_only_new_passages_embedded(
    texts: Path, folder: Path, hashing: HashingEmbedder
) -> None:
    ingest([texts], folder, Means(hashing))
    write_texts(texts, b=TEXTS["b"].replace("hat", "scarf"), d="More\n\nIt heals.\n")
    (texts / "c.txt").write_bytes(b"\xff")
    counting = Counting()
    report = ingest([texts], folder, Means(counting))
    refused = report.plan.refused
    assert report.plan == Plan(("d.txt",), ("b.txt",), ("c.txt",), ("a.txt",), refused)
    assert [refusal.path for refusal in refused] == [str(texts / "c.txt")]
    assert sorted(counting.texts) == ["Care Wear a scarf outside.", "More It heals."]
    assert list(content(folder)) == ["a.txt", "b.txt", "d.txt"]
    assert content(folder)["b.txt"] == ["Drink enough water.", "Wear a scarf outside."]
    assert answers(folder, "wear a scarf outside") == "Wear a scarf outside."


def test_vectors_that_were_kept_are_those_that_would_be_made(texts: Path, folder: Path, tmp_path: Path) -> None:
    ingest([texts], folder, Means(HashingEmbedder()))
    write_texts(texts, a=TEXTS["c"], b="Other\n\nDrink enough water.\n")
    ingest([texts], folder, Means(HashingEmbedder()))
    ingest([texts], tmp_path / "anew", Means(HashingEmbedder()))
    with closing(Library.open(folder)) as kept, closing(Library.open(tmp_path / "anew")) as anew:
        rows = range(1, kept.count + 1)
        assert kept.passages(rows) == anew.passages(rows)
        assert (kept.vectors.of(rows) == anew.vectors.of(rows)).all()


def test_facts_that_changed_are_published_without_embedding(
    texts: Path, folder: Path, hashing: HashingEmbedder
) -> None:
    ingest([texts], folder, Means(hashing))
    (texts / "sources.toml").write_text('["b.txt"]\ntitle = "Sun care"\nauthor = "Ann Lee"\n', encoding="utf-8")
    counting = Counting()
    report = ingest([texts], folder, Means(counting))
    assert report.plan == Plan(changed=("b.txt",), unchanged=("a.txt", "c.txt"))
    assert (report.version, counting.texts) == ("v0002", [])
    with closing(Library.open(folder)) as library:
        assert library.document("b.txt").facts == Facts("Sun care", author="Ann Lee")
        assert library.search_words(["sun"], 9)


def test_a_manifest_speaks_for_the_documents_of_its_own_folder(tmp_path: Path) -> None:
    one, two = write_texts(tmp_path / "one", a="A heals."), write_texts(tmp_path / "two", a="Nobody's.", b="B heals.")
    (two / "sources.toml").write_text('["a.txt"]\ntitle = "Two A"\n["b.txt"]\ntitle = "Two B"\n', encoding="utf-8")
    facts = {source.name: source.facts.title for source in gather([one, two / "b.txt"]).sources}
    assert facts == {"a.txt": "A heals.", "b.txt": "Two B"}


def test_a_manifest_that_cannot_be_meant_stops_the_ingest(texts: Path, folder: Path, hashing: HashingEmbedder) -> None:
    (texts / "sources.toml").write_text('["a.txt"]\ntitel = "A"\n', encoding="utf-8")
    with pytest.raises(Refused, match="titel"):
        ingest([texts], folder, Means(hashing))
    assert not folder.exists()


def test_another_model_builds_the_library_anew(texts: Path, folder: Path, hashing: HashingEmbedder) -> None:
    ingest([texts], folder, Means(hashing))
    report = ingest([texts], folder, Means(Other()))
    assert (report.version, report.plan.added) == ("v0002", ("a.txt", "b.txt", "c.txt"))
    with closing(Library.open(folder)) as library:
        assert library.manifest["embedder"] == asdict(Fingerprint("other", "other-256"))


@pytest.mark.parametrize("name", ["library.sqlite", "manifest.json"])
def test_a_damaged_library_is_built_anew(texts: Path, folder: Path, hashing: HashingEmbedder, name: str) -> None:
    ingest([texts], folder, Means(hashing))
    ingest([write_texts(texts, d="It heals.")], folder, Means(hashing))
    (folder / "v0002" / name).write_bytes(b"damaged")
    report = ingest([texts], folder, Means(hashing))
    assert (report.version, report.documents) == ("v0003", 4)
    assert len(content(folder)) == 4


def test_what_would_happen_is_said_without_doing_it(texts: Path, folder: Path, hashing: HashingEmbedder) -> None:
    assert preview([texts], folder, Means(hashing)) == Plan(added=("a.txt", "b.txt", "c.txt"))
    assert not folder.exists()
    ingest([texts], folder, Means(hashing))
    before = snapshot(folder)
    write_texts(texts, b="Anew.")
    assert preview([texts], folder, Means(Failing())) == Plan(changed=("b.txt",), unchanged=("a.txt", "c.txt"))
    assert snapshot(folder) == before


def test_a_failure_while_embedding_leaves_the_old_version_answering(
    texts: Path, folder: Path, hashing: HashingEmbedder
) -> None:
    ingest([texts], folder, Means(hashing))
    before = snapshot(folder)
    write_texts(texts, b="Anew.", d="It heals.")
    with pytest.raises(OSError, match="power"):
        ingest([texts], folder, Means(Failing()))
    assert before == {name: entry for name, entry in snapshot(folder).items() if name in before}
    assert versions.candidates(folder) == ("v0001",)
    assert answers(folder, "redness fades quickly") == "Redness fades quickly."
    assert ingest([texts], folder, Means(hashing)).version == "v0002"


def test_a_second_ingest_is_told_that_one_is_writing(texts: Path, folder: Path, hashing: HashingEmbedder) -> None:
    with versions.one_writer(folder), pytest.raises(LibraryBusy):
        ingest([texts], folder, Means(hashing))


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.pdf", b"%PDF", "a.pdf"),
        ("a.csv", b"a,b", "hold no documents"),
        ("a.txt", b"Why?\n\nhttps://a.example/b", "no sentence"),
    ],
)
def test_where_there_is_nothing_to_publish_the_library_stays(
    tmp_path: Path, folder: Path, hashing: HashingEmbedder, name: str, content: bytes, reason: str
) -> None:
    ingest([write_texts(tmp_path / "old", old="It heals.")], folder, Means(hashing))
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / name).write_bytes(content)
    before = snapshot(folder)
    with pytest.raises(NeedlepointError, match=reason):
        ingest([tmp_path / "new"], folder, Means(hashing))
    assert snapshot(folder) == before


def test_progress_starts_at_once_never_goes_back_and_reaches_the_total(folder: Path, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    means = Means(HashingEmbedder(), progress=lambda *progress: told.append(progress))
    total = ingest([SOURCES], folder, means).passages
    assert told == sorted(told)
    assert (told[0], told[-1], len(told)) == ((0, total), (total, total), 1 + -(-total // 64))
    told.clear()
    one_more = write_texts(tmp_path / "more", more="One more sentence stands here.")
    ingest([SOURCES, one_more], folder, means)
    assert told == [(total, total + 1), (total + 1, total + 1)]


def test_a_sentence_that_stands_often_is_embedded_once(tmp_path: Path, folder: Path) -> None:
    counting = Counting()
    texts = write_texts(tmp_path / "texts", a="It heals well. It heals well.", b="It heals well.")
    assert ingest([texts], folder, Means(counting)).passages == 3
    assert len(counting.texts) == len(set(counting.texts))


def test_a_manifest_entry_without_its_file_is_reported_and_the_rest_published(tmp_path: Path) -> None:
    folder = write_texts(tmp_path / "texts", a="It heals soon.")
    (folder / "sources.toml").write_text('["a.txt"]\ntitle = "A"\n["b.txt"]\ntitle = "B"\n', encoding="utf-8")
    report = ingest([folder], tmp_path / "library", Means(HashingEmbedder()))
    assert report.documents == 1
    [refusal] = report.plan.refused
    assert "b.txt" in refusal.reason


def test_lines_without_full_stops_are_not_lost_as_headings(tmp_path: Path) -> None:
    folder = write_texts(tmp_path / "texts", a="Do not use acids\nDo not use scrubs\nDo not rub the skin\n")
    assert ingest([folder], tmp_path / "library", Means(HashingEmbedder())).passages == 3
