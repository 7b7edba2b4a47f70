"""A version becomes current in one step and is never written again; what is unfinished or changed is not used."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from ingest import versions
from ingest.errors import LibraryBusy, LibraryDamaged
from tests.conftest import snapshot


def sealed(folder: Path, content: str = "text") -> Path:
    """Build the next version, up to its manifest."""
    fresh = versions.begin(folder)
    (fresh / "sub").mkdir()
    (fresh / "a.bin").write_text(content, encoding="utf-8")
    (fresh / "sub" / "b.bin").write_text(content * 2, encoding="utf-8")
    versions.seal(fresh, {"passages": 3, "title": "Crème"})
    return fresh


def published(folder: Path, count: int = 1) -> Path:
    for _ in range(count):
        fresh = sealed(folder)
        versions.publish(fresh)
    return fresh


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.is_dir())


def set_current(folder: Path, content: bytes) -> None:
    (folder / "CURRENT").write_bytes(content)


def test_where_nothing_was_published_there_is_nothing(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "nowhere"):
        assert versions.current(folder) is None
        assert versions.candidates(folder) == ()


def test_versions_count_up_and_the_last_is_current(tmp_path: Path) -> None:
    published(tmp_path, 3)
    assert (tmp_path / "CURRENT").read_bytes() == b"v0003\n"
    assert versions.current(tmp_path) == "v0003"
    assert versions.candidates(tmp_path) == ("v0003", "v0002", "v0001")


def test_until_it_is_published_a_version_is_not_there_for_readers(tmp_path: Path) -> None:
    published(tmp_path)
    before = snapshot(tmp_path)
    fresh = sealed(tmp_path)
    assert versions.current(tmp_path) == "v0001"
    assert versions.candidates(tmp_path) == ("v0001",)
    versions.publish(fresh)
    assert versions.candidates(tmp_path) == ("v0002", "v0001")
    after = snapshot(tmp_path)
    assert {name: after[name] for name in before if name != "CURRENT"} == {
        name: entry for name, entry in before.items() if name != "CURRENT"
    }
    assert {path.name for path in tmp_path.iterdir()} == {"CURRENT", "v0001", "v0002"}


def test_what_an_ingest_left_unfinished_is_removed_by_the_next(tmp_path: Path) -> None:
    published(tmp_path)
    left = versions.begin(tmp_path)
    (left / "a.bin").write_text("half", encoding="utf-8")
    fresh = versions.begin(tmp_path)
    assert (fresh.name, list(fresh.iterdir())) == ("v0002", [])


def test_only_the_last_five_versions_are_kept(tmp_path: Path) -> None:
    published(tmp_path, 7)
    assert names(tmp_path) == ["v0003", "v0004", "v0005", "v0006", "v0007"]


def test_versions_beyond_four_digits_are_ordered_by_number(tmp_path: Path) -> None:
    published(tmp_path)
    (tmp_path / "v0001").rename(tmp_path / "v9998")
    set_current(tmp_path, b"v9998\n")
    published(tmp_path, 3)
    assert versions.candidates(tmp_path) == ("v10001", "v10000", "v9999", "v9998")
    published(tmp_path, 2)
    assert names(tmp_path) == ["v10000", "v10001", "v10002", "v10003", "v9999"]
    assert versions.begin(tmp_path).name == "v10004"


@pytest.mark.parametrize("content", [b"", b"v0009\n", b"../v0001\n", b"\xff\xfe\x00", b"v1\n", b"v0002 \nv0001"])
def test_where_no_version_is_named_the_finished_ones_are_tried_and_none_is_lost(tmp_path: Path, content: bytes) -> None:
    published(tmp_path, 2)
    (tmp_path / "v0003").mkdir()
    set_current(tmp_path, content)
    assert versions.current(tmp_path) is None
    assert versions.candidates(tmp_path) == ("v0002", "v0001")
    assert versions.begin(tmp_path).name == "v0003"
    assert names(tmp_path) == ["v0001", "v0002", "v0003"]


def test_the_current_version_is_not_built_over_even_when_it_is_damaged(tmp_path: Path) -> None:
    published(tmp_path, 2)
    (tmp_path / "v0002" / "manifest.json").unlink()
    assert versions.candidates(tmp_path) == ("v0001",)
    assert versions.begin(tmp_path).name == "v0003"


def test_folders_of_other_names_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "v12").mkdir()
    (tmp_path / "notes").mkdir()
    (tmp_path / "v0007").write_text("a file", encoding="utf-8")
    assert published(tmp_path).name == "v0001"
    assert names(tmp_path) == ["notes", "v0001", "v12"]


def test_the_manifest_holds_the_facts_and_every_file(tmp_path: Path) -> None:
    manifest = versions.check(sealed(tmp_path))
    assert (manifest["passages"], manifest["title"]) == (3, "Crème")
    assert {name: entry["size"] for name, entry in manifest["files"].items()} == {"a.bin": 4, "sub/b.bin": 8}
    assert manifest == versions.read_manifest(tmp_path / "v0001")


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def add(path: Path) -> None:
    path.with_name("new.bin").write_bytes(b"")


@pytest.mark.parametrize("damage", [flip, Path.unlink, add, lambda path: path.write_bytes(path.read_bytes() + b"\0")])
@pytest.mark.parametrize("name", ["a.bin", "sub/b.bin"])
def test_a_file_changed_removed_or_added_is_seen_and_named(
    tmp_path: Path, damage: Callable[[Path], object], name: str
) -> None:
    version = sealed(tmp_path)
    damage(version / name)
    with pytest.raises(LibraryDamaged, match=r"(b|a|new)\.bin of library version v0001 .* Build .* python -m ingest"):
        versions.check(version)


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"3", b'{"files": []}', b"\xff", None])
def test_a_manifest_that_says_nothing_is_damage(tmp_path: Path, content: bytes | None) -> None:
    version = sealed(tmp_path)
    (version / "manifest.json").unlink()
    if content is not None:
        (version / "manifest.json").write_bytes(content)
    with pytest.raises(LibraryDamaged, match=r"manifest\.json of library version v0001"):
        versions.check(version)


def test_a_hash_changed_in_the_manifest_is_damage(tmp_path: Path) -> None:
    version = sealed(tmp_path)
    manifest = json.loads((version / "manifest.json").read_text(encoding="utf-8"))
    manifest["files"]["a.bin"]["sha256"] = "0" * 64
    (version / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    with pytest.raises(LibraryDamaged, match=re.escape("manifest.json")):
        versions.check(version)


def test_a_file_whose_hash_is_wrong_in_a_sealed_manifest_is_damage(tmp_path: Path) -> None:
    version = sealed(tmp_path)
    facts = versions.read_manifest(version)
    (version / "a.bin").write_text("other", encoding="utf-8")
    versions.seal(version, {key: value for key, value in facts.items() if key != "files"})
    versions.check(version)
    (version / "a.bin").write_text("text", encoding="utf-8")
    with pytest.raises(LibraryDamaged, match=re.escape("a.bin")):
        versions.check(version)


@pytest.mark.parametrize("bit", range(8))
def test_any_bit_flipped_anywhere_in_the_manifest_is_damage(tmp_path: Path, bit: int) -> None:
    path = sealed(tmp_path) / "manifest.json"
    written = path.read_bytes()
    for place in range(len(written)):
        flipped = bytearray(written)
        flipped[place] ^= 1 << bit
        path.write_bytes(flipped)
        with pytest.raises(LibraryDamaged):
            versions.check(path.parent)


def test_a_second_writer_is_told_so_within_a_second(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "library"
    with versions.one_writer(folder):
        start = time.perf_counter()
        with pytest.raises(LibraryBusy, match="Wait"), versions.one_writer(folder):
            pass
        assert time.perf_counter() - start < 1
    with versions.one_writer(folder):
        assert folder.is_dir()
