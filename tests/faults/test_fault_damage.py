"""14 kinds of damage to each file of a version: seen before anything opens it, said with what to do, and survived."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from ingest import versions
from ingest.embed import open_embedder
from ingest.errors import LibraryDamaged, LibraryMissing
from ingest.pipeline import Means, ingest
from ingest.store import SCAN, Library
from tests.conftest import snapshot, write_texts
from tests.faults.trials import AFTER, BEFORE

pytestmark = pytest.mark.slow

Damage = Callable[[Path], object]


def cut(share: float) -> Damage:
    return lambda path: path.write_bytes(path.read_bytes()[: int(len(path.read_bytes()) * share)])


def flip(place: float, bit: int) -> Damage:
    def damage(path: Path) -> None:
        content = bytearray(path.read_bytes() or b"\0")
        content[int(place * (len(content) - 1))] ^= 1 << bit
        path.write_bytes(content)

    return damage


def blank(path: Path) -> None:
    """Lose a block of the disk: zeros where something stood, the size as it was."""
    content = path.read_bytes()
    at = next((place for place in range(len(content) // 2, len(content)) if content[place]), 0)
    path.write_bytes(content[:at] + bytes(min(512, len(content) - at)) + content[at + 512 :])


def folder_instead(path: Path) -> None:
    path.unlink()
    path.mkdir()


def broken_link(path: Path) -> None:
    path.unlink()
    path.symlink_to("nowhere")


def another_version(path: Path) -> None:
    """Put the file of the version before in its place, or, where that is the same, something else."""
    version = next(parent for parent in path.parents if parent.name == "v0002")
    other = version.parent / "v0001" / path.relative_to(version)
    same = not other.is_file() or other.read_bytes() == path.read_bytes()
    path.write_bytes(b"something else" if same else other.read_bytes())


KINDS: dict[str, Damage] = {
    "missing": Path.unlink,
    "emptied": lambda path: path.write_bytes(b"" if path.stat().st_size else b"x"),
    "a byte short": lambda path: path.write_bytes(path.read_bytes()[:-1] if path.stat().st_size else b"x"),
    "half": lambda path: cut(0.5)(path) if path.stat().st_size else path.write_bytes(b"x"),
    "a byte longer": lambda path: path.write_bytes(path.read_bytes() + b"\n"),
    "twice": lambda path: path.write_bytes(2 * path.read_bytes() or b"x"),
    "first bit": flip(0.0, 7),
    "middle bit": flip(0.5, 0),
    "last bit": flip(1.0, 3),
    "zeros in it": lambda path: blank(path) if any(path.read_bytes()) else path.write_bytes(b"x"),
    "noise": lambda path: path.write_bytes(bytes(range(256)) * (path.stat().st_size // 256 + 1)),
    "a folder": folder_instead,
    "a broken link": broken_link,
    "another version's": another_version,
}
FILES = (
    "manifest.json",
    "library.sqlite",
    "vouched.sqlite",
    "claims.json",
    "questions.npy",
    "stated.npy",
    "chroma/chroma.sqlite3",
    "chroma/*/header.bin",
    "chroma/*/data_level0.bin",
    "chroma/*/length.bin",
    "chroma/*/link_lists.bin",
)


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of two versions, of which only some documents are vouched for."""
    root = tmp_path_factory.mktemp("damage")
    for name, texts in (("before", BEFORE), ("after", AFTER)):
        write_texts(root / name, **texts)
        (root / name / "sources.toml").write_text('["sun.txt"]\ntitle = "Sun"\nkind = "leaflet"\n', encoding="utf-8")
        ingest([root / name], root / "library", Means(open_embedder("hashing")))
    return root / "library"


@pytest.fixture
def folder(original: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(original, tmp_path / "library"))


def test_there_are_fourteen_kinds_and_every_file_of_a_version_is_among_those_damaged(original: Path) -> None:
    assert len(KINDS) == 14
    version = original / "v0002"
    matched = {path for pattern in FILES for path in version.glob(pattern)}
    assert matched == {path for path in version.rglob("*") if path.is_file()}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("file", FILES)
def test_damage_is_seen_before_opening_said_and_the_version_before_answers(folder: Path, file: str, kind: str) -> None:
    [path] = (folder / "v0002").glob(file)
    KINDS[kind](path)
    with pytest.raises(LibraryDamaged, match=r"library version v0002 is not as it was published") as told:
        versions.check(folder / "v0002")
    assert told.value.remedy == "Build the library again: python -m ingest"
    with closing(Library.open(folder)) as library:
        assert (library.version, set(library.documents())) == ("v0001", {"sun.txt", "water.txt"})
        assert "python -m ingest" in (library.notice or "")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("file", FILES)
def test_an_only_version_that_is_damaged_is_refused_or_done_without_its_index_and_built_anew(
    folder: Path, file: str, kind: str, tmp_path: Path
) -> None:
    shutil.rmtree(folder / "v0001")
    before = snapshot(folder / "v0002")
    [path] = (folder / "v0002").glob(file)
    (folder / "v0001").mkdir()
    KINDS[kind](path)
    shutil.rmtree(folder / "v0001")
    assert snapshot(folder / "v0002") != before
    if file.startswith("chroma/"):
        with closing(Library.open(folder)) as library:
            assert library.notice == SCAN
            assert library.search_meaning(library.vectors.of([1])[0], 1)[0][1] > 0.999
    else:
        with pytest.raises((LibraryDamaged, LibraryMissing), match="python -m ingest"):
            Library.open(folder)
    texts = write_texts(tmp_path / "texts", **AFTER)
    ingest([texts], folder, Means(open_embedder("hashing")))
    with closing(Library.open(folder)) as library:
        assert (library.notice, set(library.documents())) == (None, {"sun.txt", "zinc.txt"})
