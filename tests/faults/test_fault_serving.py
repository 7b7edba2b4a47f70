"""A disk that is full, read-only or broken for writing while the library is asked: answers go on."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.serving import TEXT, Session, serving, tiny_library

pytestmark = pytest.mark.slow
QUESTIONS = ("When does swelling go down?", "Should I wear sunscreen?") * 10


@pytest.fixture
def failing(disk: Path, tmp_path: Path) -> dict[str, str]:
    """Let everything below the test's folder be read and nothing be written; the error number is still to be named."""
    apart = tmp_path / "temporary"
    apart.mkdir()
    wanted = {"FOLDER": str(tmp_path), "STEP": "1", "LASTS": "1", "WRITES": "1"}
    places = {"LIBRARY": "library", "CONVERSATIONS": "conversations", "UPLOADS": "uploads", "CLAIMS": "none"}
    told = {f"NEEDLEPOINT_{name}": str(tmp_path / place) for name, place in places.items()}
    model = {"NEEDLEPOINT_MODEL": "hashing", "TMPDIR": str(apart), "LD_PRELOAD": str(disk)}
    return {f"DISK_{name}": value for name, value in wanted.items()} | told | model


@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EROFS, errno.EACCES, errno.EIO])
def test_a_question_in_the_terminal_is_answered(failing: dict[str, str], tmp_path: Path, error: int) -> None:
    tiny_library(tmp_path)
    told = {**os.environ, **failing, "DISK_ERROR": str(error)}
    command = [sys.executable, "-m", "chatbot", "ask", QUESTIONS[0]]
    asked = subprocess.run(command, cwd=ROOT, env=told, capture_output=True, text=True, check=False)
    assert (asked.returncode, asked.stderr) == (0, "")
    assert "Swelling goes down within two days." in asked.stdout


@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EROFS])
def test_the_page_opens_and_goes_on_answering(failing: dict[str, str], tmp_path: Path, error: int) -> None:
    library = tiny_library(tmp_path)
    printed = tmp_path.parent / f"{tmp_path.name}.printed"
    quoted = [sentence.strip() for sentence in TEXT.split("\n") if sentence.strip()]
    with serving(library, printed, environment={**failing, "DISK_ERROR": str(error)}) as server, Session(server) as one:
        for number, question in enumerate(QUESTIONS):
            assert quoted[(number + 1) % 2].rstrip(".") in one.ask(question)
    assert "Traceback" not in printed.read_text(encoding="utf-8")


def test_an_ingest_is_refused_with_what_to_do_and_answers_stay(failing: dict[str, str], tmp_path: Path) -> None:
    tiny_library(tmp_path)
    other = tmp_path / "other.txt"
    other.write_text("Rest for a day.", encoding="utf-8")
    told = {**os.environ, **failing, "DISK_ERROR": str(errno.EROFS)}
    command = [sys.executable, "-m", "ingest", str(other)]
    built = subprocess.run(command, cwd=ROOT, env=told, capture_output=True, text=True, check=False)
    assert built.returncode == 2
    assert built.stderr.startswith("Nothing was published, the library is as it was. The disk refused")
    assert "Free space or change the folder." in built.stderr
