"""Kept questions are asked again behind the page, in a process of their own, so that nobody who asks waits for it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Lock, Thread
from typing import Any

from chatbot import library_wording as words
from chatbot.settings import current_settings

_HOME = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Checked:
    """How it stands: questions asked and to ask, what changed so far as `chatbot.drift` tells it, what went wrong."""

    done: int = 0
    total: int = 0
    changes: tuple[Mapping[str, Any], ...] = ()
    is_over: bool = False
    failed: str = ""


class _Check:
    """One round over all kept questions; `told` is replaced whole, so any thread may read it."""

    def __init__(self) -> None:
        self.told = Checked()

    def run(self) -> None:
        """Ask them all; whatever goes wrong is told, and is never an exception."""
        command = [sys.executable, "-m", "chatbot", "changes", "--lines", "--library", str(current_settings().library)]
        quiet = subprocess.DEVNULL
        try:
            with subprocess.Popen(command, cwd=_HOME, stdin=quiet, stdout=subprocess.PIPE, stderr=quiet) as child:  # noqa: S603  our own program
                for line in child.stdout or ():
                    self._hear(json.loads(line))
            failed = words.RECHECK_FAILED if child.returncode else ""
        except (OSError, ValueError):
            failed = words.RECHECK_FAILED
        self.told = replace(self.told, is_over=True, failed=failed)

    def _hear(self, line: Mapping[str, Any]) -> None:
        if "total" in line:
            self.told = replace(self.told, done=line["done"], total=line["total"])
        else:
            self.told = replace(self.told, changes=(*self.told.changes, line))


_lock = Lock()
_checks: dict[Path, _Check] = {}


def now() -> Checked | None:
    """Tell how the last round on this library stands; None where there was none, or it was dropped."""
    check = _checks.get(current_settings().library)
    return check.told if check else None


def begin() -> None:
    """Begin a round; one that is going on would read half of an older library, so its outcome is dropped."""
    check = _Check()
    with _lock:
        _checks[current_settings().library] = check
    Thread(target=check.run, name="recheck", daemon=True).start()


def drop() -> None:
    """Forget what a round found: it holds what was typed."""
    with _lock:
        _checks.pop(current_settings().library, None)
