"""`python -m ingest` says what it did, in words and by its exit status, and nothing else."""

from __future__ import annotations

import re
import resource
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from ingest.__main__ import main
from ingest.store import Library
from ingest.versions import one_writer
from tests.conftest import CLAIMS, ROOT, SOURCES, snapshot, write_texts

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    """Run the command on a library of its own with the fake model: its status, what it prints, what it complains of."""
    monkeypatch.setenv("NEEDLEPOINT_MODEL", "hashing")

    def run(*arguments: object) -> tuple[int, str, str]:
        status = main([*map(str, arguments), "--library", str(tmp_path / "library")])
        return status, *capfd.readouterr()

    return run


def command(*arguments: object) -> subprocess.CompletedProcess[str]:
    """Run a Python program of this project in a process of its own."""
    return subprocess.run([sys.executable, *map(str, arguments)], cwd=ROOT, capture_output=True, text=True, check=False)


def test_what_was_taken_is_printed_and_nothing_else(run: Run, tmp_path: Path) -> None:
    texts = write_texts(tmp_path / "texts", a="It heals.", b="It hurts.")
    assert run(texts) == (
        0,
        "added      2  a.txt, b.txt\nchanged    0\nremoved    0\nunchanged  0\nrefused    0\n"
        "Library v0001 is published: 2 documents, 2 passages.\n",
        "",
    )
    write_texts(texts, b="It itches.", c="It stops.")
    (texts / "a.txt").unlink()
    assert run(texts) == (
        0,
        "added      1  c.txt\nchanged    1  b.txt\nremoved    1  a.txt\nunchanged  0\nrefused    0\n"
        "Library v0002 is published: 2 documents, 2 passages.\n",
        "",
    )
    assert run(texts) == (
        0,
        "added      0\nchanged    0\nremoved    0\nunchanged  2  b.txt, c.txt\nrefused    0\n"
        "Library v0002 was already up to date: 2 documents, 2 passages.\n",
        "",
    )


def test_a_long_list_of_names_is_cut_short(run: Run, tmp_path: Path) -> None:
    texts = write_texts(tmp_path / "texts", **{f"t{number}": f"It is number {number}." for number in range(10)})
    assert "added      10  t0.txt, t1.txt, t2.txt, t3.txt, t4.txt, t5.txt, t6.txt, t7.txt …\n" in run(texts)[1]


def test_refused_files_are_named_with_a_remedy_and_the_rest_published(run: Run, tmp_path: Path) -> None:
    texts = write_texts(tmp_path / "texts", a="It heals.")
    (texts / "b.pdf").write_bytes(b"%PDF")
    (texts / "c.jsonl").write_bytes(b'{"doc_id": "c1", "text": "It hurts."}\nnothing\n')
    status, out, err = run(texts)
    assert (status, err) == (1, "")
    assert "added      2  a.txt, c1\n" in out
    assert "refused    2\n" in out
    assert f"  {texts / 'b.pdf'}: b.pdf is not a PDF. Save its text as .txt" in out
    assert f"  {texts / 'c.jsonl'}:2: " in out
    assert run(texts)[0] == run(texts, "--check")[0] == 1


def test_claims_that_are_refused_are_named_every_time_but_not_by_a_check(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts, claims = write_texts(tmp_path / "texts", a="It heals."), tmp_path / "claims"
    claims.mkdir()
    (claims / "documents.toml").write_text('"a.txt" = "0000"\n', encoding="utf-8")
    monkeypatch.setenv("NEEDLEPOINT_CLAIMS", str(claims))
    for version in ("v0001", "v0002"):
        status, out, err = run(texts)
        assert (status, err) == (1, "")
        assert f"  {claims / 'documents.toml'}: The claims were written about another version of a.txt" in out
        assert f"Library {version} is published: 1 documents, 1 passages.\n" in out
    assert run(texts, "--check")[0] == 0


def test_checking_says_what_would_change_and_changes_nothing(run: Run, tmp_path: Path) -> None:
    texts = write_texts(tmp_path / "texts", a="It heals.")
    status, out, err = run(texts, "--check")
    assert (status, out.splitlines()[0], err) == (0, "added      1  a.txt", "")
    assert not (tmp_path / "library").exists()
    run(texts)
    before = snapshot(tmp_path)
    write_texts(texts, b="It hurts.")
    (texts / "b.txt").replace(tmp_path / "b.txt")
    assert run(texts, tmp_path / "b.txt", "--check")[1].splitlines()[:4] == [
        "added      1  b.txt",
        "changed    0",
        "removed    0",
        "unchanged  1  a.txt",
    ]
    (tmp_path / "b.txt").unlink()
    assert snapshot(tmp_path) == before


def nothing_to_publish(folder: Path) -> list[Path]:
    (folder / "empty").mkdir()
    return [folder / "empty"]


def only_refused(folder: Path) -> list[Path]:
    (folder / "a.pdf").write_bytes(b"%PDF")
    return [folder / "a.pdf", folder / "nowhere.txt"]


def wrong_manifest(folder: Path) -> list[Path]:
    (write_texts(folder / "new", a="It heals.") / "sources.toml").write_text("[", encoding="utf-8")
    return [folder / "new"]


@pytest.mark.parametrize("paths", [nothing_to_publish, only_refused, wrong_manifest])
def test_when_nothing_can_be_published_the_library_stays_as_it_is(
    run: Run, tmp_path: Path, paths: Callable[[Path], list[Path]]
) -> None:
    run(write_texts(tmp_path / "old", old="It heals."))
    before = snapshot(tmp_path / "library")
    status, out, err = run(*paths(tmp_path))
    assert (status, out) == (2, "")
    assert re.fullmatch(r"Nothing was published, the library is as it was\. [A-Z/].*\.\n", err)
    assert snapshot(tmp_path / "library") == before


def test_a_second_ingest_is_sent_away(run: Run, tmp_path: Path) -> None:
    texts = write_texts(tmp_path / "texts", a="It heals.")
    with one_writer(tmp_path / "library"):
        status, out, err = run(texts)
    assert (status, out) == (2, "")
    assert "Another ingest is writing" in err
    assert run(texts)[0] == 0


def test_a_library_that_cannot_be_written_is_said(run: Run, tmp_path: Path) -> None:
    (tmp_path / "library").write_text("a file", encoding="utf-8")
    status, out, err = run(write_texts(tmp_path / "texts", a="It heals."))
    assert (status, out) == (2, "")
    assert "The disk refused" in err


def test_a_model_that_is_not_there_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run) -> None:
    (tmp_path / "model").mkdir()
    monkeypatch.setenv("NEEDLEPOINT_MODEL", str(tmp_path / "model"))
    status, _, err = run(write_texts(tmp_path / "texts", a="It heals."))
    assert status == 2
    assert "holds no model" in err


FULL_DISK = """
import resource, sys
from ingest.__main__ import main
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), int(sys.argv[1])))
sys.exit(main(sys.argv[2:]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on the size of files")
@pytest.mark.parametrize(
    ("room", "place", "claims"),
    [
        (100_000, "library.sqlite", None),
        (600_000, "claims.json", CLAIMS),
        (6_000_000, "questions.npy", CLAIMS),
        (600_000, "chroma", None),
    ],
)
def test_a_full_disk_leaves_the_old_library(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, room: int, place: str, claims: Path | None
) -> None:
    monkeypatch.setenv("NEEDLEPOINT_CLAIMS", str(claims or tmp_path / "none"))
    run(write_texts(tmp_path / "old", old="It heals."))
    before = snapshot(tmp_path / "library")
    full = command("-c", FULL_DISK, room, SOURCES, "--library", tmp_path / "library")
    assert (full.returncode, full.stdout) == (2, "")
    assert full.stderr.startswith("Nothing was published, the library is as it was. The disk refused")
    assert place in full.stderr
    assert before.items() <= snapshot(tmp_path / "library").items()
    with closing(Library.open(tmp_path / "library")) as library:
        assert (library.version, library.notice) == ("v0001", None)
    assert run(tmp_path / "old")[0] == 0


def _seconds_of_children() -> float:
    # Of the processor, not of the clock: other tests run beside this one.
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


@pytest.mark.usefixtures("run")
def test_a_process_of_its_own_makes_no_noise_and_is_quick_when_there_is_nothing_to_do(tmp_path: Path) -> None:
    arguments = ("-W", "error", "-m", "ingest", SOURCES, "--library", tmp_path / "library")
    first = command(*arguments)
    assert (first.returncode, first.stderr, len(first.stdout.splitlines())) == (0, "", 6)
    before = _seconds_of_children()
    again = command(*arguments)
    assert _seconds_of_children() - before < 4
    assert (again.returncode, again.stderr) == (0, "")
    assert re.search(r"\nLibrary v0001 was already up to date: 4 documents, \d+ passages\.\n$", again.stdout)
