"""Run the loader over every hostile file, as a program: `python -m tests.hostile.run FOLDER [NAMES]`.

A line of JSON a file: its name, what became of it, the processor's seconds, MiB above the idle program, and what is
wrong about that.
Every file is loaded in a process of its own, because one that kills its process must not hide the others (POSIX only).
"""

from __future__ import annotations

import json
import os
import resource
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ingest.errors import Refused
from ingest.load import extract
from tests.hostile.case import BAIT, SAID, Case, Fate
from tests.hostile.office import office
from tests.hostile.pages import pages
from tests.hostile.portable import portable
from tests.hostile.texts import TAGS, texts

MOST_SECONDS, MOST_MEMORY = 5.0, 300


def cases() -> list[Case]:
    """List all hostile files."""
    return [*texts(), *pages(), *portable(), *office()]


def judge(case: Case, load: Callable[[], str]) -> tuple[str, list[str]]:
    """Load a file, and give what became of it and what is wrong about that."""
    try:
        text = load()
    except Refused as error:
        wrong = ["refused"] if case.fate is Fate.TAKEN else []
        if len(error.reason) < 15 or len(error.remedy) < 15 or not error.remedy.endswith("."):
            wrong.append("says not what to do")
        return str(error), wrong
    faults = {
        "taken": case.fate is Fate.REFUSED,
        "what it says is lost": case.fate is Fate.TAKEN and SAID not in text,
        "hidden text": BAIT in text or any(tag in text for tag in TAGS),
        "unseen characters": any(not (character.isprintable() or character.isspace()) for character in set(text)),
    }
    return "taken", [fault for fault, is_so in faults.items() if is_so]


def main() -> None:
    """Write the files into a folder one by one, load each and tell."""
    folder, chosen = Path(sys.argv[1]), sys.argv[2:]
    for number, case in enumerate(cases()):
        if not chosen or case.name in chosen:
            path = folder / f"{number}.bin"
            apart(lambda: path.write_bytes(case.make()))  # noqa: B023  called before the loop goes on
            if status := apart(lambda: _tell(_row(case, path))):  # noqa: B023
                _tell({"name": case.name[:60], "outcome": "", "wrong": [f"died with status {status}"]})
            path.unlink()


def _row(case: Case, path: Path) -> dict[str, Any]:
    before, started = _peak(), _spent()
    outcome, wrong = judge(case, lambda: extract(str(path), case.name))
    seconds, memory = _spent() - started, _peak() - before
    wrong += [f"{seconds:.1f} s"] if seconds > MOST_SECONDS else []
    wrong += [f"{memory} MiB"] if memory > MOST_MEMORY else []
    return {"name": case.name[:60], "outcome": outcome, "seconds": seconds, "memory": memory, "wrong": wrong}


def _tell(row: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(row) + "\n")
    sys.stdout.flush()


def _spent() -> float:
    """Give the processor's seconds so far, here and in readers: the clock would tell how busy the machine is."""
    return sum(os.times()[:4])


def _peak() -> int:
    """Give the highest use of memory so far, here or in a reader, in MiB."""
    kinds = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return max(resource.getrusage(kind).ru_maxrss for kind in kinds) >> 10


def apart(work: Callable[[], object]) -> int:
    """Do some work in a copy of this process, and give the status it ended with."""
    child = os.fork()
    if not child:
        status = 1
        try:
            work()
            status = 0
        finally:
            os._exit(status)
    return os.waitpid(child, 0)[1]


if __name__ == "__main__":
    main()
