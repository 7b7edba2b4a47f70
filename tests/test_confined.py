"""What the process that parses a file may not do, tried by programs that do it, and how soon it is ended."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from ingest.errors import Refused
from ingest.load_apart import ON_THE_CLOCK, parse_apart
from ingest.load_parsed import LARGEST_TEXT, MOST_LINES, check_text
from tests.conftest import ROOT

linux = pytest.mark.skipif(sys.platform != "linux", reason="the other systems do not have all of these limits")


def confined(attempt: str) -> str:
    """Say what comes of an attempt in a process that has given up what a parser does not need."""
    script = (
        "from ingest.load_child import confine\nimport io, socket\nconfine()\n"
        f"try:\n    {attempt}\n    print('done')\nexcept BaseException as error:\n    print(type(error).__name__)\n"
    )
    command = [sys.executable, "-c", script]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()


def test_an_attempt_at_what_is_allowed_is_done() -> None:
    assert confined("io.StringIO('text').read()") == "done"


@linux
def test_a_parser_gets_no_more_memory_than_its_bound() -> None:
    assert confined("bytearray(50 << 20)") == "done"
    assert confined("bytearray(600 << 20)") == "MemoryError"


@linux
@pytest.mark.parametrize("attempt", ["open('pyproject.toml')", "io.open_code('pyproject.toml')"])
def test_a_parser_opens_no_file_and_no_connection(attempt: str) -> None:
    assert confined(attempt) == "OSError"
    assert confined("socket.socket()") == "OSError"
    assert confined("socket.socketpair()") == "OSError"


def test_a_text_has_a_largest_size_and_a_largest_number_of_lines() -> None:
    check_text("a.txt", "a" * LARGEST_TEXT)
    check_text("a.txt", "a\n" * MOST_LINES)
    with pytest.raises(Refused, match="characters; the limit is"):
        check_text("a.txt", "a" * (LARGEST_TEXT + 1))
    with pytest.raises(Refused, match="lines; the limit is"):
        check_text("a.txt", "a\n" * (MOST_LINES + 1))


@pytest.mark.slow
def test_a_parser_that_never_ends_is_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The program in the place of Python takes the file and says nothing, as a parser in an endless loop does."""
    endless = tmp_path / "endless"
    endless.write_text("#!/bin/sh\nexec sleep 60\n", encoding="utf-8")
    endless.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(endless))
    started = time.monotonic()
    with pytest.raises(Refused, match="took longer than"):
        parse_apart(b"<p>text</p>", ".html", "page.html")
    assert ON_THE_CLOCK <= time.monotonic() - started < ON_THE_CLOCK + 10
