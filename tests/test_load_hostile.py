"""Files made to do harm: none gets through, stalls, swells, dies or leaves anything; each refusal says what to do."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest import load_docx, load_html, load_pdf, load_text
from ingest.chunk import chunk, verify
from ingest.clean import clean
from ingest.errors import Refused
from ingest.load import extract, visible
from ingest.load_apart import is_spent
from ingest.load_child import reply
from ingest.load_kind import check_kind
from ingest.load_name import check_name, shown_name
from ingest.load_parsed import Parser
from ingest.types import Facts, Source
from tests.conftest import ROOT, snapshot
from tests.hostile.case import Case
from tests.hostile.fuzz import PARSERS, seeds
from tests.hostile.run import cases, judge

SMALL = [case for case in cases() if not case.is_large]
BY_SUFFIX = {".docx": load_docx.parse, ".pdf": load_pdf.parse, ".html": load_html.parse, ".htm": load_html.parse}


def parsed_here(case: Case) -> str:
    """Do what the loader does, without its child process."""
    name, suffix = check_name(case.name)
    content = case.make()
    if suffix not in (".txt", ".md", *BY_SUFFIX) or not content.strip():
        raise Refused("It is of no kind that is read.", "Name another file.")
    check_kind(content, suffix, name)
    text, pages = BY_SUFFIX.get(suffix, load_text.parse)(content, name)
    return visible(clean(Source(name, text, "", Facts(name), pages)))


def test_there_are_as_many_attacks_as_promised() -> None:
    assert len({case.name for case in cases()}) == len(cases()) >= 60


@pytest.mark.parametrize("case", SMALL, ids=[f"{at}-{case.name[:20]!a}" for at, case in enumerate(SMALL)])
def test_a_hostile_file_gets_what_it_deserves(case: Case) -> None:
    _, wrong = judge(case, lambda: parsed_here(case))
    assert wrong == []


@pytest.mark.parametrize("name", ["good.docx", "hidden.docx", "white.pdf", "scripted.pdf", "hidden.html", "wide.txt"])
def test_a_file_is_read_the_same_in_the_child_and_nothing_is_left_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    [case] = [case for case in SMALL if case.name == name]
    (tmp_path / "upload").write_bytes(case.make())
    before = snapshot(tmp_path)
    assert extract("upload", name) == extract("upload", name) == parsed_here(case)
    assert snapshot(tmp_path) == before


@pytest.mark.slow
def test_of_all_hostile_files_none_stalls_swells_or_dies(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.hostile.run", str(tmp_path)]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=900).stdout
    rows = [json.loads(line) for line in told.splitlines()]
    assert len(rows) == len(cases())
    assert [(row["name"], row["wrong"]) for row in rows if row["wrong"]] == []
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_of_ten_thousand_mutated_files_none_dies_hangs_or_raises_what_nobody_named() -> None:
    command = [sys.executable, "-m", "tests.hostile.fuzz", "10000"]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=3000).stdout
    tally = json.loads(told)
    assert sum(tally.values()) == 10_000
    assert set(tally) == {"taken", "refused"}


SEEDS = seeds()


@st.composite
def changed_files(draw: st.DrawFn) -> tuple[Parser, bytes]:
    """Take a small file and cut, replace or insert bytes somewhere."""
    suffix = draw(st.sampled_from(sorted(PARSERS)))
    content = draw(st.sampled_from(SEEDS[suffix]))
    at = draw(st.integers(0, len(content)))
    return PARSERS[suffix], content[:at] + draw(st.binary(max_size=20)) + content[at + draw(st.integers(0, 50)) :]


@settings(max_examples=150)
@given(changed_files())
def test_whatever_is_read_is_read_the_same_again_and_quoted_as_its_slice(changed: tuple[Parser, bytes]) -> None:
    parse, content = changed
    told = reply(parse, content, "a file")
    assert told == reply(parse, content, "a file")
    if "text" in told:
        document = clean(Source("a", told["text"], "", Facts("a"), tuple(told["pages"])))
        verify(document, chunk(document))
        assert list(document.pages) == sorted(document.pages)
        assert all(0 <= start <= len(document.text) for start in document.pages)
    else:
        assert all(part.endswith(".") for part in told["refused"])


@given(st.text(max_size=300))
def test_a_shown_name_is_short_printable_and_no_path(name: str) -> None:
    shown = shown_name(name)
    assert len(shown) <= 100
    assert shown.isprintable()
    assert not {"/", "\\"} & set(shown)
    assert shown_name(shown) == shown


def test_a_long_name_keeps_its_suffix() -> None:
    assert PurePosixPath(shown_name("n" * 900 + ".html")).suffix == ".html"


@pytest.mark.slow
def test_a_reader_that_never_ends_is_ended_by_its_time_of_the_processor_and_says_so() -> None:
    spin = "from ingest.load_child import confine; confine()\nwhile True: pass"
    ended = subprocess.run([sys.executable, "-c", spin], cwd=ROOT, check=False, timeout=120)
    assert is_spent(ended.returncode)
    assert not is_spent(0)
    assert not is_spent(-signal.SIGKILL)
