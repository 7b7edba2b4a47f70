"""Copies of the project to break: what git lists, with the model and the library only pointed to."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from queue import Queue
from typing import Protocol, TypeVar

ROOT = Path(__file__).parents[1]
JOBS = min(2, os.cpu_count() or 1)
"""How many copies are worked on at a time, unless somebody says otherwise."""
T = TypeVar("T")
_MADE = ("data/models", "data/library")
_OPTIONS = ("-x", "-q", "-p", "no:cacheprovider")


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

    def __call__(self, attempt: Callable[[T, Path], bool], things: Iterable[T]) -> Iterator[bool]: ...


@contextmanager
def ready(folder: Path, jobs: int) -> Iterator[OnCopies]:
    """Make some copies, and give a function that tries things on whichever is free, in order."""
    free: Queue[Path] = Queue()
    for number in range(jobs):
        free.put(copied(folder / f"copy{number}"))

    def on_copies(attempt: Callable[[T, Path], bool], things: Iterable[T]) -> Iterator[bool]:
        def one(thing: T) -> bool:
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
    """Give a file another text for a while."""
    original = path.read_bytes()
    path.write_text(text, encoding="utf-8", newline="")
    try:
        yield
    finally:
        path.write_bytes(original)


def exit_code(copy: Path, tests: tuple[str, ...], seconds: float, more: tuple[str, ...] = ()) -> int | None:
    """Run tests of a copy and give pytest's exit code: 0 all pass, 1 one fails; None where they stall."""
    environment = {**os.environ, "PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-m", "pytest", *_OPTIONS, *more, *tests]
    try:
        done = subprocess.run(command, cwd=copy, env=environment, capture_output=True, timeout=seconds, check=False)
    except subprocess.TimeoutExpired:
        return None
    return done.returncode
