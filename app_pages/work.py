"""Work on the library behind the page: one at a time, told step by step; nobody who asks waits for it.

The ingest itself runs in a process of its own, so that it takes neither the interpreter nor memory from answering.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Lock, Thread
from typing import Any

from app_pages import guard
from chatbot import library_wording as words
from chatbot.settings import current_settings
from ingest.errors import LibraryBusy, NeedlepointError
from ingest.uploads import take

_HOME = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Handed:
    """A file that was handed over: its name as the browser said it, and how it stands."""

    name: str
    state: str = words.WAITING
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """How a work stands: its files, the stage of the ingest, and at the end its report or what went wrong."""

    files: tuple[Handed, ...] = ()
    stage: str = words.STARTING
    done: int = 0
    total: int = 0
    is_over: bool = False
    failed: str = ""
    report: Mapping[str, Any] = field(default_factory=dict)


class Work:
    """One change of the library; `told` is replaced whole, so any thread may read it."""

    def __init__(self, files: Sequence[tuple[str, bytes]], before: Callable[[], None], taken: frozenset[str]) -> None:
        self.told = Told(tuple(Handed(name) for name, _ in files))
        self._files, self._before, self._taken = tuple(files), before, taken
        self.after: Callable[[], None] = lambda: None

    def run(self) -> None:
        """Do it all; whatever goes wrong is told, and is never an exception."""
        try:
            self._before()
            kept = [self._take(place) for place in range(len(self._files))]
            if kept and not any(kept):
                raise NeedlepointError(words.NOTHING_TAKEN, words.NOTHING_TAKEN_REMEDY)
            self._ingest()
        except NeedlepointError as error:
            self._tell(failed=str(error))
        except OSError as error:
            self._tell(failed=f"The disk refused ({error.strerror}). Free space or change the folder.")
        except Exception as error:  # noqa: BLE001  a thread has nobody else to tell
            self._tell(failed=f"{words.STOPPED} ({guard.report(error)})")
        finally:
            self._files = ()
            # First, so that a page which sees the end sees what follows it too.
            if not self.told.failed:
                self.after()
            self._tell(is_over=True)

    def _take(self, place: int) -> bool:
        name, content = self._files[place]
        self._file(place, words.CHECKING)
        try:
            kept = take(name, content, current_settings().uploads, self._taken)
        except NeedlepointError as error:
            self._file(place, words.REFUSED, str(error))
            return False
        self._file(place, words.KEPT if kept == name else words.KEPT_AS.format(name=kept))
        return True

    def _ingest(self) -> None:
        command = [sys.executable, "-m", "ingest", "--lines", "--anew", "--library", str(current_settings().library)]
        quiet = subprocess.DEVNULL
        with subprocess.Popen(command, cwd=_HOME, stdin=quiet, stdout=subprocess.PIPE, stderr=quiet) as child:  # noqa: S603  our own program
            for line in child.stdout or ():
                self._hear(json.loads(line))
        if not (self.told.report or self.told.failed):
            raise NeedlepointError(words.STOPPED, words.STOPPED_REMEDY)

    def _hear(self, line: Mapping[str, Any]) -> None:
        if "stage" in line:
            self._tell(stage=words.STAGES[line["stage"]].format(name=line["name"], done=0, total=0), done=0, total=0)
        elif "total" in line:
            stage = words.STAGES["embedding"].format(done=line["done"], total=line["total"])
            self._tell(stage=stage, done=line["done"], total=line["total"])
        elif "failed" in line:
            self._tell(failed=f"{line['failed']} {line['remedy']}")
        else:
            self._tell(report=line["report"])

    def _file(self, place: int, state: str, reason: str = "") -> None:
        files = list(self.told.files)
        files[place] = replace(files[place], state=state, reason=reason)
        self._tell(files=tuple(files))

    def _tell(self, **news: Any) -> None:  # noqa: ANN401  the fields of Told
        self.told = replace(self.told, **news)


_lock = Lock()
_works: dict[Path, Work] = {}
_counted: Counter[Path] = Counter()


def now() -> Told | None:
    """Tell how the last work on this library stands; None where there was none, or its note was closed."""
    work = _works.get(current_settings().library)
    return work.told if work else None


def number() -> int:
    """Count the works on this library so far, to tell a new one from those before."""
    return _counted[current_settings().library]


def begin(
    files: Sequence[tuple[str, bytes]] = (),
    before: Callable[[], None] = lambda: None,
    taken: frozenset[str] = frozenset(),
    after: Callable[[], None] = lambda: None,
) -> None:
    """Begin a work: `before` first, then the files, then an ingest of all that is there, `after` when it went well.

    Raises:
        LibraryBusy: while another one is going on.
    """
    library = current_settings().library
    with _lock:
        if library in _works and not _works[library].told.is_over:
            raise LibraryBusy(words.BUSY, words.BUSY_REMEDY)
        _counted[library] += 1
        work = _works[library] = Work(files, before, taken)
        work.after = after
    Thread(target=work.run, name="library", daemon=True).start()


def close_note() -> None:
    """Forget a work that is over."""
    with _lock:
        if (told := now()) and told.is_over:
            del _works[current_settings().library]
