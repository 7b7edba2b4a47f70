"""Going back publishes an older version again as the newest: nothing is lost, and no name gets other content."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest import versions
from ingest.embed import HashingEmbedder, open_embedder
from ingest.errors import LibraryDamaged
from ingest.history import history, restore
from ingest.pipeline import Means, ingest
from ingest.store import Library
from tests.conftest import snapshot, write_texts


def published(folder: Path, content: str) -> str:
    fresh = versions.begin(folder)
    (fresh / "sub").mkdir()
    (fresh / "sub" / "a.txt").write_text(content, encoding="utf-8")
    versions.seal(fresh, {"documents": {content: "sha"}, "passages": len(content)})
    versions.publish(fresh)
    return fresh.name


def content(folder: Path, name: str) -> str:
    return (folder / name / "sub" / "a.txt").read_text(encoding="utf-8")


@given(st.lists(st.none() | st.integers(0, 4), max_size=12))
def test_whatever_is_published_and_set_back_each_name_keeps_its_content(
    tmp_path_factory: pytest.TempPathFactory, steps: list[int | None]
) -> None:
    folder = tmp_path_factory.mktemp("library")
    said = {published(folder, "x"): "x"}
    for number, step in enumerate(steps):
        there = [version.name for version in history(folder)]
        if step is None:
            fresh, expected = published(folder, f"text {number}"), f"text {number}"
        else:
            chosen = there[step % len(there)]
            fresh, expected = restore(folder, chosen), said[chosen]
        assert fresh not in said
        said[fresh] = expected
        assert history(folder)[0].name == versions.current(folder) == fresh
        assert len(history(folder)) <= 5
        for version in history(folder):
            versions.check(folder / version.name)
            assert content(folder, version.name) == said[version.name]
            assert said[version.restored or version.name] == said[version.name]


def test_a_damaged_or_unknown_version_is_not_gone_back_to(tmp_path: Path) -> None:
    for text in ("one", "two"):
        published(tmp_path, text)
    (tmp_path / "v0001" / "sub" / "a.txt").write_text("changed", encoding="utf-8")
    before = snapshot(tmp_path)
    for name in ("v0001", "v0009", "", "..", "../other"):
        with pytest.raises(LibraryDamaged):
            restore(tmp_path, name)
    assert snapshot(tmp_path) == before


def test_where_nothing_is_published_there_is_no_history(tmp_path: Path) -> None:
    assert history(tmp_path) == ()
    with pytest.raises(LibraryDamaged):
        restore(tmp_path, "v0001")


def test_a_version_without_a_readable_manifest_is_left_out_of_the_history(tmp_path: Path) -> None:
    for text in ("one", "two", "three"):
        published(tmp_path, text)
    (tmp_path / "v0002" / "manifest.json").write_text('{"files": {}}', encoding="utf-8")
    assert [version.name for version in history(tmp_path)] == ["v0003", "v0001"]


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    return write_texts(tmp_path / "texts", a="It heals.", b="It hurts.")


def test_a_library_set_back_stays_until_a_file_changes_or_it_is_built_anew(texts: Path, tmp_path: Path) -> None:
    folder, means = tmp_path / "library", Means(open_embedder("hashing"))
    ingest([texts], folder, means)
    write_texts(texts, c="It itches.")
    ingest([texts], folder, means)
    assert restore(folder, "v0001") == "v0003"
    kept = ingest([texts], folder, means)
    assert (kept.version, kept.restored, kept.documents) == ("v0003", "v0001", 2)
    assert restore(folder, "v0003") == "v0004"
    assert ingest([texts], folder, means).restored == "v0001"
    write_texts(texts, d="It stops.")
    built = ingest([texts], folder, means)
    assert (built.version, built.restored, built.plan.added) == ("v0005", "", ("c.txt", "d.txt"))
    restore(folder, "v0001")
    assert ingest([texts], folder, Means(open_embedder("hashing"), anew=True)).documents == 4


def test_a_version_that_is_back_answers_as_it_did(texts: Path, tmp_path: Path, hashing: HashingEmbedder) -> None:
    folder = tmp_path / "library"
    ingest([texts], folder, Means(hashing))
    [vector] = hashing.encode(["Does it hurt?"])
    with closing(Library.open(folder)) as library:
        before = library.search_meaning(vector, 5), library.documents(), library.search_words(["hurts"], 5)
    write_texts(texts, b="It itches.")
    ingest([texts], folder, Means(hashing))
    restore(folder, "v0001")
    with closing(Library.open(folder)) as library:
        assert (library.search_meaning(vector, 5), library.documents(), library.search_words(["hurts"], 5)) == before
        assert library.notice is None
