"""With no network but loopback everything works, and nothing tries to leave."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.test_privacy import HOSTILE


def alone(folder: Path, *arguments: str, **environment: str) -> dict[str, int]:
    """Run tests/alone.py in a network namespace of its own, and return what it printed."""
    if shutil.which("unshare") is None:
        pytest.skip("There is no `unshare` here, so the network cannot be taken away.")
    tried = subprocess.run(["unshare", "-rn", "true"], capture_output=True, text=True, check=False)
    if tried.returncode:
        pytest.skip(f"A network namespace may not be made here: {tried.stderr.strip()}")
    inside = [f"{name}={value}" for name, value in environment.items()]
    script = str(ROOT / "tests" / "alone.py")
    command = ["unshare", "-rn", "env", *inside, sys.executable, script, str(folder), *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=3000)
    assert done.returncode == 0, done.stderr
    seen: dict[str, int] = json.loads(done.stdout.splitlines()[-1])
    return seen


def test_what_tries_to_leave_is_counted(tmp_path: Path) -> None:
    assert alone(tmp_path, "call")["left"] >= 4


@pytest.mark.slow
@pytest.mark.parametrize("environment", [{}, HOSTILE], ids=["ordinary", "hostile"])
def test_the_whole_program_runs_alone_and_nothing_tries_to_leave(tmp_path: Path, environment: dict[str, str]) -> None:
    seen = alone(tmp_path, **environment)
    assert seen == {"answers": 100, "shown": 3, "refused": 403, "left": 0}
