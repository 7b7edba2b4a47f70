"""What `make run` does before the page opens: a library that may be out of date is built first, another meanwhile."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.conftest import ROOT

# Instead of Python: writes down what it is asked to run, and when an ingest has ended.
_PYTHON = """#!/bin/sh
case "$2" in
  ingest) sleep 0.5; echo ingest >> said; exit ${STATUS:-0};;
  streamlit) echo streamlit >> said; sleep 1;;
esac
"""
_MAKES = ("ingest", "data/claims", "data/sources")

pytestmark = pytest.mark.skipif(shutil.which("make") is None, reason="there is no make")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    shutil.copy(ROOT / "Makefile", tmp_path)
    for name in _MAKES:
        _old(tmp_path / name / "file.py")
    for name in ("pyproject.toml", "constraints.txt"):
        _old(tmp_path / name)
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    (tmp_path / ".venv" / ".setup-stamp").touch()
    python = tmp_path / ".venv" / "bin" / "python"
    python.write_text(_PYTHON, encoding="utf-8")
    python.chmod(0o755)
    return tmp_path


def _old(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()
    os.utime(path, (1, 1))


def _publish(home: Path) -> None:
    (home / "data" / "library").mkdir()
    (home / "data" / "library" / "CURRENT").write_text("v0001", encoding="utf-8")


def _said(home: Path, status: int = 0) -> list[str]:
    hidden = ("NEEDLEPOINT_", "DISPLAY", "WAYLAND_DISPLAY", "MAKE")
    clean = {name: value for name, value in os.environ.items() if not name.startswith(hidden)}
    command = ["make", "run"]
    subprocess.run(command, cwd=home, env=clean | {"STATUS": str(status)}, capture_output=True, check=False)
    said = home / "said"
    return said.read_text(encoding="utf-8").split() if said.is_file() else []


def test_where_there_is_no_library_it_is_built_before_the_page_opens(home: Path) -> None:
    assert _said(home) == ["ingest", "streamlit"]


def test_a_library_newer_than_what_makes_it_is_looked_over_while_the_page_opens(home: Path) -> None:
    _publish(home)
    assert _said(home) == ["streamlit", "ingest"]


@pytest.mark.parametrize("name", _MAKES)
def test_a_library_older_than_what_makes_it_is_brought_up_to_date_first(home: Path, name: str) -> None:
    _publish(home)
    changed = home / name / "file.py"
    later = (home / "data" / "library" / "CURRENT").stat().st_mtime + 9
    os.utime(changed, (later, later))
    assert _said(home) == ["ingest", "streamlit"]


def test_the_page_opens_where_a_file_was_refused_and_not_where_nothing_was_published(home: Path) -> None:
    assert _said(home, 1) == ["ingest", "streamlit"]
    (home / "said").unlink()
    assert _said(home, 2) == ["ingest"]
