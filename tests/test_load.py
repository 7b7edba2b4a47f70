"""A file is taken whole and as it is, or refused by name with a remedy; one bad file or line stops no other."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.load import Loaded, find, load
from ingest.types import Facts
from tests.conftest import hostile_texts, write_texts


def load_all(*paths: Path) -> Loaded:
    return load(paths, lambda folder, name, text: Facts(title=f"{name} in {folder.name}"))


def refusal_of(path: Path) -> tuple[str, str]:
    """Load one file that must be refused, and return the reason and the remedy."""
    loaded = load_all(path)
    assert loaded.sources == ()
    [refusal] = loaded.refused
    assert refusal.path == str(path)
    return refusal.reason, refusal.remedy


def record(doc_id: str = "d1", text: str = "It heals.", **more: object) -> bytes:
    return json.dumps({"doc_id": doc_id, "text": text, **more}).encode()


def corpus(folder: Path, *lines: bytes, ending: bytes = b"\n") -> Path:
    (folder / "c.jsonl").write_bytes(ending.join(lines))
    return folder / "c.jsonl"


@given(hostile_texts.filter(lambda text: text.replace("\ufeff", "").strip() and "\0" not in text))
def test_a_text_is_the_decoded_file_and_nothing_else(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    folder = tmp_path_factory.mktemp("texts")
    (folder / "a.txt").write_bytes(text.encode())
    (folder / "b.md").write_bytes(b"\xff\xfe" + text.encode("utf-16-le"))
    (folder / "c.markdown").write_bytes(b"\xfe\xff" + text.encode("utf-16-be"))
    loaded = load_all(folder)
    assert {source.name: source.text for source in loaded.sources} == dict.fromkeys(
        ["a.txt", "b.md", "c.markdown"], text
    )
    for source in loaded.sources:
        assert source.sha256 == hashlib.sha256((folder / source.name).read_bytes()).hexdigest()


def test_a_document_is_named_by_its_path_in_the_folder_given_or_by_its_own(tmp_path: Path) -> None:
    write_texts(tmp_path / "in" / "sub", b="B.", a="A.")
    write_texts(tmp_path / "in", c="C.")
    names = [source.name for source in load_all(tmp_path / "in").sources]
    assert names == ["c.txt", "sub/a.txt", "sub/b.txt"]
    assert [source.name for source in load_all(tmp_path / "in" / "sub" / "a.txt").sources] == ["a.txt"]


def test_sources_come_in_one_order_whatever_the_order_of_the_paths(tmp_path: Path) -> None:
    write_texts(tmp_path, b="B.", a="A.", c="C.")
    paths = [tmp_path / f"{name}.txt" for name in "cab"]
    assert load_all(*paths) == load_all(*reversed(paths)) == load_all(tmp_path)


def test_facts_are_asked_of_the_folder_a_file_was_found_in(tmp_path: Path) -> None:
    write_texts(tmp_path / "one" / "sub", a="A.")
    write_texts(tmp_path / "two", b="B.")
    loaded = load_all(tmp_path / "one", tmp_path / "two" / "b.txt")
    assert [source.facts.title for source in loaded.sources] == ["b.txt in two", "sub/a.txt in one"]


def test_of_two_documents_with_one_name_the_first_is_taken(tmp_path: Path) -> None:
    one, two = write_texts(tmp_path / "one", a="First."), write_texts(tmp_path / "two", a="Second.", b="B.")
    loaded = load_all(one, two)
    assert [source.text for source in loaded.sources] == ["First.", "B."]
    assert [refusal.path for refusal in loaded.refused] == [str(two / "a.txt")]
    assert "a.txt" in loaded.refused[0].reason


def test_what_is_no_document_is_passed_over(tmp_path: Path) -> None:
    for name in ("sources.toml", "NOTICE", "a.csv", ".hidden.txt", ".git/b.txt", "sub/.c.md", "d.txt/e.txt"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("Text.", encoding="utf-8")
    assert list(find([tmp_path])) == [(tmp_path, "d.txt/e.txt")]


@pytest.mark.parametrize("suffix", [".doc", ".odt", ".rtf", ".epub", ".EPUB"])
def test_a_kind_that_is_not_read_yet_is_refused_even_inside_a_folder(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a{suffix}"
    path.write_text("Text.", encoding="utf-8")
    assert load_all(tmp_path).refused == load_all(path).refused
    reason, remedy = refusal_of(path)
    assert f"a{suffix}" in reason
    assert ".txt" in remedy


@pytest.mark.parametrize("name", ["a.csv", "NOTICE"])
def test_a_file_asked_for_by_name_is_never_passed_over(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("Text.", encoding="utf-8")
    assert name in refusal_of(tmp_path / name)[0]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b" \r\n\t\n", "empty"),
        (b"\xef\xbb\xbf \n", "no text"),
        ("\u2028\xa0".encode(), "no text"),
        ("Rückblick".encode("cp437"), "not UTF-8 text (byte 1)"),
        ("Crème".encode("cp1252") + "é".encode(), "not UTF-8"),
        (b"\xff\xfeA\x00\x00", "not UTF-16"),
        (b"A\x00B", "NUL"),
        ("Text.".encode("utf-32"), "NUL"),
        (b"a " * 5_000_001, "10,000,002 bytes"),
    ],
)
def test_what_is_no_text_is_refused_with_a_remedy(tmp_path: Path, content: bytes, reason: str) -> None:
    (tmp_path / "a.txt").write_bytes(content)
    found, remedy = refusal_of(tmp_path / "a.txt")
    assert "a.txt" in found
    assert reason in found
    assert remedy.endswith(".")


def test_a_missing_file_is_refused_and_the_others_are_taken(tmp_path: Path) -> None:
    write_texts(tmp_path, a="A.")
    loaded = load_all(tmp_path / "nowhere.txt", tmp_path / "a.txt")
    assert [source.name for source in loaded.sources] == ["a.txt"]
    assert [refusal.path for refusal in loaded.refused] == [str(tmp_path / "nowhere.txt")]


def test_what_is_missing_is_said_to_be_missing_also_without_a_suffix(tmp_path: Path) -> None:
    assert "is not there" in refusal_of(tmp_path / "nowhere")[0]


def test_a_file_name_that_cannot_be_shown_is_refused(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/b\xff.txt"))
    path.write_text("It heals.", encoding="utf-8")
    assert "file name" in refusal_of(path)[0]


@pytest.mark.parametrize("ending", [b"\n", b"\r\n", b"\n\n"])
@pytest.mark.parametrize("start", [b"", b"\xef\xbb\xbf"])
def test_a_corpus_is_one_document_a_line(tmp_path: Path, start: bytes, ending: bytes) -> None:
    lines = [
        start + record("d1", "One\r\nis here.", title=" A\ntitle "),
        record("d2", "Two 🔍.", title=None),
        record("d3"),
    ]
    loaded = load_all(corpus(tmp_path, *lines, ending=ending))
    assert loaded.refused == ()
    assert [(source.name, source.text, source.facts.title) for source in loaded.sources] == [
        ("d1", "One\r\nis here.", "A title"),
        ("d2", "Two 🔍.", f"d2 in {tmp_path.name}"),
        ("d3", "It heals.", f"d3 in {tmp_path.name}"),
    ]


def test_a_record_keeps_what_the_manifest_knows_besides_its_title(tmp_path: Path) -> None:
    path = corpus(tmp_path, record(title="Printed title"))
    loaded = load([path], lambda folder, name, text: Facts(title="T", author="Ann Lee"))
    assert loaded.sources[0].facts == Facts(title="Printed title", author="Ann Lee")


def test_a_record_is_changed_by_its_text_and_its_title_alone(tmp_path: Path) -> None:
    lines = [record(), record(extra=1), record(title="T"), record(text="It hurts.")]
    hashes = [load_all(corpus(tmp_path, line)).sources[0].sha256 for line in lines]
    assert hashes[0] == hashes[1]
    assert len(set(hashes)) == 3


BAD_LINES = [
    b"{",
    b"3",
    b"[]",
    b'{"text": "It heals."}',
    b'{"doc_id": "d"}',
    b'{"doc_id": 7, "text": "It heals."}',
    b'{"doc_id": "", "text": "It heals."}',
    b'{"doc_id": "d", "text": ""}',
    b'{"doc_id": "d", "text": " \\n"}',
    b'{"doc_id": "d", "text": "\\u0000 heals."}',
    b'{"doc_id": "d", "text": "\\ud800 heals."}',
    b'{"doc_id": "\\ud800", "text": "It heals."}',
    b'{"doc_id": "d", "text": "Cr\xe8me"}',
    b"[" * 200_000,
]


@given(
    st.permutations(range(len(BAD_LINES))), st.lists(st.booleans(), min_size=len(BAD_LINES), max_size=len(BAD_LINES))
)
def test_every_good_line_is_taken_and_every_bad_one_refused_by_its_number(
    tmp_path_factory: pytest.TempPathFactory, order: list[int], is_good: list[bool]
) -> None:
    lines = [record(f"good{at}") if good else BAD_LINES[at] for at, good in zip(order, is_good, strict=True)]
    path = corpus(tmp_path_factory.mktemp("corpus"), *lines)
    loaded = load_all(path)
    assert {source.name for source in loaded.sources} == {
        f"good{at}" for at, good in zip(order, is_good, strict=True) if good
    }
    assert [refusal.path for refusal in loaded.refused] == [
        f"{path}:{number}" for number, good in enumerate(is_good, 1) if not good
    ]


def test_a_name_that_stands_twice_in_a_corpus_is_taken_once(tmp_path: Path) -> None:
    loaded = load_all(corpus(tmp_path, record(text="First."), record(text="Second.")))
    assert [source.text for source in loaded.sources] == ["First."]
    assert "d1" in loaded.refused[0].reason


@pytest.mark.parametrize("content", [b"", b"\n \n", b"\xff\xfe" + '{"doc_id": "d", "text": "A."}'.encode("utf-16-le")])
def test_a_corpus_without_lines_that_can_be_read_is_one_refusal(tmp_path: Path, content: bytes) -> None:
    assert "c.jsonl" in refusal_of(corpus(tmp_path, content))[0]
