"""The manifest says only what its documents say, and a manifest that says it wrongly is refused with a remedy."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.errors import Refused
from ingest.manifest import MANIFEST, facts_for, read_manifest
from ingest.types import Facts, Reference

SOURCES = Path(__file__).parents[1] / "data" / "sources"
KINDS = {
    "000_25e946860b144df3.txt": "video summary",
    "001_698babc5b7c638c9.txt": "blog post",
    "002_ddc59c7d72c69f85.txt": "student essay",
    "003_dba2f3976cba6b6d.txt": "article",
}


def refusal(folder: Path, text: str) -> Refused:
    (folder / MANIFEST).write_text(text, encoding="utf-8")
    with pytest.raises(Refused) as caught:
        read_manifest(folder)
    return caught.value


def test_every_shipped_document_has_facts_and_every_entry_a_document() -> None:
    manifest = read_manifest(SOURCES)
    assert {name: facts.kind for name, facts in manifest.items()} == KINDS
    assert set(manifest) == {path.name for path in SOURCES.glob("*.txt")}


@pytest.mark.parametrize("name", KINDS)
def test_what_the_manifest_quotes_stands_in_its_document(name: str) -> None:
    text, facts = (SOURCES / name).read_bytes().decode("utf-8"), read_manifest(SOURCES)[name]
    said = [facts.title, facts.publisher, facts.author, facts.date, facts.url, *facts.as_printed]
    for work in facts.references:
        said += [work.title, *work.authors, work.date, work.url]
    assert [words for words in said if words is not None and words not in text] == []


def test_the_essay_names_four_works_and_the_other_documents_none() -> None:
    counts = {name[:3]: len(facts.references) for name, facts in read_manifest(SOURCES).items()}
    assert counts == {"000": 0, "001": 0, "002": 4, "003": 0}


def test_mangled_words_are_listed_once_and_only_where_they_stand() -> None:
    manifest = read_manifest(SOURCES)
    words = [word for facts in manifest.values() for word in facts.as_printed]
    assert len(words) == len(set(words)) == 6
    for name, facts in manifest.items():
        text = (SOURCES / name).read_bytes().decode("utf-8")
        assert {word for word in words if word in text} == set(facts.as_printed)


def test_who_wrote_a_document_is_known_only_for_the_essay_and_when_for_none() -> None:
    manifest = read_manifest(SOURCES)
    authors = {name[:3]: facts.author for name, facts in manifest.items()}
    assert authors == {"000": None, "001": None, "002": "Marie-Claire Gaas", "003": None}
    assert {facts.date for facts in manifest.values()} == {None}


def test_a_folder_without_a_manifest_knows_nothing(tmp_path: Path) -> None:
    assert read_manifest(tmp_path) == {}


def test_every_key_of_the_nouns_can_be_said(tmp_path: Path) -> None:
    reference = 'title = "R"\nauthors = ["A", "B"]\ndate = "2020"\nurl = "http://r.example/?a=b#c"\n'
    (tmp_path / MANIFEST).write_text(
        '["a.txt"]\ntitle = "T"\nkind = "K"\npublisher = "P"\nauthor = "A"\ndate = "D"\nurl = "https://t.example/"\n'
        f'notes = ["n"]\nas_printed = ["w"]\naccessed = "2 May 2026"\n[["a.txt".references]]\n{reference}',
        encoding="utf-8",
    )
    facts = read_manifest(tmp_path)["a.txt"]
    work = Reference("R", ("A", "B"), "2020", "http://r.example/?a=b#c")
    assert facts == Facts("T", "K", "P", "A", "D", "https://t.example/", (work,), ("n",), ("w",), "2 May 2026")
    assert all(getattr(facts, field.name) for field in fields(Facts))


@pytest.mark.parametrize(
    ("entry", "key"),
    [
        ('kind = "article"', "title"),
        ('title = " "', "title"),
        ("title = 3", "title"),
        ('title = "T"\nauhtor = "A"', "auhtor"),
        ('title = "T"\nauthor = ""', "author"),
        ('title = "T"\ndate = 2020-01-01', "date"),
        ('title = "T"\nurl = "javascript:alert(1)"', "url"),
        ('title = "T"\nurl = "https://a.example/ b"', "url"),
        ('title = "T"\nnotes = "n"', "notes"),
        ('title = "T"\nas_printed = ["w", 3]', "as_printed"),
        ('title = "T"\nas_printed = [""]', "as_printed"),
        ('title = "T"\nreferences = "r"', "references"),
        ('title = "T"\nreferences = ["r"]', "reference 1"),
        ('title = "T"\n[["a.txt".references]]\ntitle = "R"\n[["a.txt".references]]\nurl = "u"', "reference 2"),
        ('title = "T"\n[["a.txt".references]]\ntitle = "R"\nkind = "K"', "kind"),
    ],
)
def test_a_wrong_entry_is_refused_by_file_entry_and_key(tmp_path: Path, entry: str, key: str) -> None:
    error = refusal(tmp_path, f'["a.txt"]\n{entry}\n')
    assert str(tmp_path / MANIFEST) in error.reason
    assert "a.txt" in error.reason
    assert key in error.reason
    assert error.remedy.endswith(".")


@pytest.mark.parametrize("text", ['["a.txt"\n', "a.txt = 3\n", 'title = "T"\n', "a = [\n"])
def test_a_manifest_of_the_wrong_form_is_refused_by_file(tmp_path: Path, text: str) -> None:
    assert str(tmp_path / MANIFEST) in refusal(tmp_path, text).reason


def test_a_manifest_that_is_not_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / MANIFEST).write_bytes(b'["a.txt"]\ntitle = "\xff"\n')
    with pytest.raises(Refused, match="UTF-8"):
        read_manifest(tmp_path)


def test_known_facts_win_over_the_text() -> None:
    known = Facts(title="Known", author="A")
    assert facts_for("a.txt", "Another title\n\nText.", {"a.txt": known}) is known
    assert facts_for("b.txt", "Another title\n\nText.", {"a.txt": known}) == Facts(title="Another title")


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("\n  \nA bare title\r\n\r\nText.", "A bare title"),
        ("## A heading\n\nText.", "A heading"),
        ("\ufeffA title after a byte order mark\nText.", "A title after a byte order mark"),
        ("A paragraph that goes on and on. " * 9, "a.txt"),
        ("###\nText.", "a.txt"),
        ("", "a.txt"),
    ],
)
def test_without_a_manifest_a_short_first_line_is_the_title(text: str, title: str) -> None:
    assert facts_for("a.txt", text, {}) == Facts(title=title)


@given(st.text())
def test_any_text_gets_a_title_of_one_line(text: str) -> None:
    title = facts_for("a.txt", text, {}).title
    assert title.strip() == title != ""
    assert len(title.splitlines()) == 1
