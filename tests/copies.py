"""Copies of the project to break: what git lists, with the model and the library only pointed to."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from queue import Queue
from typing import Protocol, TypeVar

ROOT = Path(__file__).parents[1]
JOBS = min(2, os.cpu_count() or 1)
"""How many copies are worked on at a time, unless somebody says otherwise."""
T = TypeVar("T")
R = TypeVar("R")
# Python takes a compiled file for current by the second and the size of its source: each edit gets a second of its own,
# in 1970, where no other file has one.
_SECONDS = count(1)
_MADE = ("data/models", "data/library")
_OPTIONS = ("-q", "-m", "not browser", "-p", "no:cacheprovider")


def copied(copy: Path) -> Path:
    """Copy the project into a folder that is not there yet; the copy is a repository too, for tests that ask git."""
    listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listed, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")
    for name in filter(None, names):
        if (ROOT / name).is_file():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, copy / name)
    for name in _MADE:
        if (ROOT / name).exists():
            (copy / name).symlink_to(ROOT / name)
    subprocess.run(["git", "init", "-q", str(copy)], check=True)
    return copy


class OnCopies(Protocol):
    """Tries things on copies, several at a time, and yields what came of each, in order."""

    def __call__(self, attempt: Callable[[T, Path], R], things: Iterable[T]) -> Iterator[R]: ...


@contextmanager
def ready(folder: Path, jobs: int) -> Iterator[OnCopies]:
    """Make some copies, and give a function that tries things on whichever is free, in order."""
    free: Queue[Path] = Queue()
    for number in range(jobs):
        free.put(copied(folder / f"copy{number}"))

    def on_copies(attempt: Callable[[T, Path], R], things: Iterable[T]) -> Iterator[R]:
        def one(thing: T) -> R:
            copy = free.get()
            try:
                return attempt(thing, copy)
            finally:
                free.put(copy)

        return pool.map(one, things)

    with ThreadPoolExecutor(jobs) as pool:
        yield on_copies


@contextmanager
def written(path: Path, text: str) -> Iterator[None]:
    """Give a file another text for a while; afterwards it is as old as before, so that it is not compiled again."""
    original, before = path.read_bytes(), path.stat()
    path.write_text(text, encoding="utf-8", newline="")
    second = next(_SECONDS)
    os.utime(path, (second, second))
    try:
        yield
    finally:
        path.write_bytes(original)
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


@dataclass(frozen=True, slots=True)
class Ran:
    """What came of some tests: pytest's exit code (0 all pass, 1 one fails, None they stalled) and what it printed."""

    code: int | None
    printed: str

    def failed(self) -> tuple[str, ...]:
        """List pytest's lines on what failed; where there is none, what it said last."""
        lines = self.printed.splitlines()
        return tuple(line for line in lines if line.startswith(("FAILED ", "ERROR "))) or tuple(lines[-5:])


def run_tests(copy: Path, tests: tuple[str, ...], seconds: float, more: tuple[str, ...] = ("-x",)) -> Ran:
    """Run tests of a copy, without those in a browser, for so many seconds at most."""
    # What is compiled once serves the next process: half the time of most.
    environment = {**os.environ, "PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": ""}
    command = [sys.executable, "-m", "pytest", *_OPTIONS, *more, *tests]
    try:
        done = subprocess.run(command, cwd=copy, env=environment, capture_output=True, timeout=seconds, check=False)
    except subprocess.TimeoutExpired as stalled:
        return Ran(None, (stalled.stdout or b"").decode(errors="replace") + f"\nstalled after {seconds:.0f} s")
    return Ran(done.returncode, (done.stdout + done.stderr).decode(errors="replace"))
