"""What is added on the page is checked first, kept under a safe name, and never written over anything."""

from __future__ import annotations

import unicodedata
from dataclasses import fields
from itertools import islice
from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest import uploads
from ingest.embed import open_embedder
from ingest.errors import Refused
from ingest.manifest import read_manifest, spelled
from ingest.pipeline import Means, ingest
from ingest.types import Facts, Reference
from tests.conftest import snapshot, write_texts
from tests.making import word_of

TEXT = b"Zinc cream soothes the skin after the treatment.\n"
_DEVICES = {"con", "prn", "aux", "nul", *(f"{kind}{number}" for kind in ("com", "lpt") for number in range(10))}
_NASTY = st.sampled_from(
    ["..", "/", "\\", "\0", "C:", "~", "\u202e", "\u200b", " ", ".", "con", "NUL", ".txt", ".PDF", "é"]
)
names = st.lists(_NASTY | st.text(max_size=8), max_size=12).map("".join)


@given(names)
def test_a_safe_name_is_one_visible_name_in_a_folder_on_every_system(name: str) -> None:
    safe = uploads.safe_name(name)
    assert PurePosixPath(safe).name == PureWindowsPath(safe).name == safe
    assert safe == safe.strip()
    assert not safe.startswith(".")
    assert not safe.endswith(".")
    assert safe.isprintable()
    assert not set(safe) & set('<>:"/\\|?*')
    assert len(safe.encode()) <= 140
    assert safe.partition(".")[0].strip().casefold() not in _DEVICES
    assert unicodedata.normalize("NFC", safe) == safe
    assert uploads.safe_name(safe) == safe


@pytest.mark.parametrize(
    ("given_name", "safe"),
    [
        ("After care.docx", "After care.docx"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\me\\Notes.PDF", "Notes.pdf"),
        (".hidden.txt", "hidden.txt"),
        ("nul.txt", "_nul.txt"),
        ("a<b>&$(c).txt", "a_b___(c).txt"),
        ("", "document"),
        ("...", "document"),
        ("Ärztin.md", "Ärztin.md"),
        ("x" * 300 + ".txt", "x" * 120 + ".txt"),
    ],
)
def test_a_name_keeps_what_can_be_kept(given_name: str, safe: str) -> None:
    assert uploads.safe_name(given_name) == safe


@given(st.lists(names, max_size=6), names)
def test_a_free_name_is_none_of_those_taken_and_keeps_its_suffix(taken: list[str], name: str) -> None:
    safe = uploads.safe_name(name)
    free = next(uploads.free_names(safe, [*map(uploads.safe_name, taken), safe.upper()]))
    assert free.casefold() not in {safe.casefold(), *(uploads.safe_name(other).casefold() for other in taken)}
    assert PurePosixPath(free).suffix == PurePosixPath(safe).suffix


def test_free_names_are_numbered() -> None:
    assert list(islice(uploads.free_names("a.txt", ["A.TXT", "a (3).txt"]), 2)) == ["a (2).txt", "a (4).txt"]


def test_no_file_is_written_over_another(tmp_path: Path) -> None:
    kept = [uploads.take("a.txt", TEXT + bytes([65 + n]), tmp_path, ["a (2).txt"]) for n in range(3)]
    assert kept == ["a.txt", "a (3).txt", "a (4).txt"]
    assert [(tmp_path / name).read_bytes()[-1:] for name in kept] == [b"A", b"B", b"C"]
    assert uploads.files(tmp_path) == tuple(sorted(kept))


def test_the_same_file_is_kept_once(tmp_path: Path) -> None:
    uploads.take("a.txt", TEXT, tmp_path)
    before = snapshot(tmp_path)
    with pytest.raises(Refused, match=r"kept already as a\.txt"):
        uploads.take("other.txt", TEXT, tmp_path)
    assert snapshot(tmp_path) == before


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.exe", b"MZ\x90\x00"),
        ("a.txt", b"MZ\x90\x00 a program"),
        ("a.txt", b""),
        ("a.pdf", b"%PDF-1.7 broken"),
        ("a.docx", b"PK\x03\x04 broken"),
        ("noname", TEXT),
        ("sources.toml", b'["a.txt"]\ntitle = "Mine"\n'),
        ("a.jsonl", b"{}\n"),
        ("a.txt", b"a" * (10 * 1024 * 1024 + 1)),
    ],
)
def test_what_an_ingest_would_refuse_is_refused_with_a_remedy_and_leaves_nothing(
    tmp_path: Path, name: str, content: bytes
) -> None:
    with pytest.raises(Refused) as refused:
        uploads.take(name, content, tmp_path)
    assert refused.value.reason.endswith(".")
    assert refused.value.remedy
    assert str(tmp_path) not in str(refused.value)
    assert snapshot(tmp_path) == {}


def test_what_is_kept_is_what_an_ingest_takes(tmp_path: Path) -> None:
    folder, texts = tmp_path / "uploads", write_texts(tmp_path / "texts", a="It heals.")
    docx = word_of([("Zinc cream soothes the skin.", "Normal")])
    for name, content in (
        ("a.txt", TEXT),
        ("b.docx", docx),
        ("c.jsonl", b'{"doc_id": "c1", "text": "It is red."}\n{}\n'),
    ):
        uploads.take(name, content, folder, ["a.txt"])
    report = ingest([texts, folder], tmp_path / "library", Means(open_embedder("hashing")))
    assert report.plan.added == ("a (2).txt", "a.txt", "b.docx", "c1")
    assert [refusal.path for refusal in report.plan.refused] == [f"{folder / 'c.jsonl'}:2"]


def test_a_removed_file_is_forgotten_with_what_was_known_about_it(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        uploads.take(name, TEXT + name.encode(), tmp_path)
        uploads.describe(tmp_path, name, Facts(f"Title of {name}", author="Ann"))
    uploads.remove(tmp_path, "a.txt")
    uploads.remove(tmp_path, "../a.txt")
    assert uploads.files(tmp_path) == ("b.txt",)
    assert read_manifest(tmp_path) == {"b.txt": Facts("Title of b.txt", author="Ann")}


def test_only_kept_files_can_be_removed(tmp_path: Path) -> None:
    (tmp_path / "other.txt").write_text("not theirs", encoding="utf-8")
    folder = tmp_path / "uploads"
    uploads.take("a.txt", TEXT, folder)
    before = snapshot(tmp_path)
    for name in ("../other.txt", str(tmp_path / "other.txt"), "sources.toml", "", ".", "a.TXT"):
        uploads.remove(folder, name)
    assert snapshot(tmp_path) == before


_texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(str.strip)
_maybe = st.none() | _texts
_lists = st.lists(_texts, max_size=3).map(tuple)
_urls = st.none() | st.just("https://site.example/a?b=c#d")
_works = st.lists(st.builds(Reference, _texts, _lists, _maybe, _urls), max_size=2).map(tuple)
_facts = st.builds(Facts, _texts, _maybe, _maybe, _maybe, _maybe, _urls, _works, _lists, _lists)


@given(st.dictionaries(_texts, _facts, max_size=3))
def test_a_written_manifest_reads_back_equal(
    tmp_path_factory: pytest.TempPathFactory, manifest: dict[str, Facts]
) -> None:
    folder = tmp_path_factory.mktemp("manifest")
    (folder / "sources.toml").write_text(spelled(manifest), encoding="utf-8", newline="")
    assert read_manifest(folder) == manifest


def test_every_fact_is_written() -> None:
    whole = Facts(
        "t",
        "k",
        "p",
        "a",
        "d",
        "https://u.example",
        (Reference("r", ("x",), "y", "https://z.example"),),
        ("n",),
        ("q",),
        "c",
    )
    text = spelled({"f.txt": whole})
    assert all(f"{field.name}" in text for field in fields(Facts))
