"""From nothing to the first answer: a new process in the terminal, and a server with a reader at its page."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from benchmarks.figures import ROOT, Figure, middle
from tests.serving import Session, serving

QUESTION = "Is it painful?"
_LEAST_TIMES = 4.0
_QUIET = {
    "HF_HUB_OFFLINE": "1",
    "TOKENIZERS_PARALLELISM": "false",
    "ANONYMIZED_TELEMETRY": "false",
    "PYTHONDONTWRITEBYTECODE": "",  # a second start finds compiled files, whatever holds here
}


def starts(library: Path, store: Path, rounds: int, scratch: Path) -> list[Figure]:
    """Measure both starts of both, in turns; medians of the rounds, in seconds."""
    ours = [sys.executable, "-m", "chatbot", "ask", QUESTION, "--library", str(library)]
    theirs = [sys.executable, "-m", "benchmarks.baseline", "ask", str(store), QUESTION]
    asked = _in_turns(lambda: _ran(ours), lambda: _ran(theirs), rounds)
    seen, also_seen = scratch / "ours.log", scratch / "theirs.log"
    opened = _in_turns(lambda: page_of_ours(library, seen), lambda: page_of_theirs(store, also_seen), rounds)
    return [
        Figure("python -m chatbot ask, in a new process", "s", *asked, factor=_LEAST_TIMES),
        Figure("make run on a built library to the first answer on the page", "s", *opened, factor=_LEAST_TIMES),
    ]


def page_of_ours(library: Path, printed: Path) -> float:
    """Time what `make run` does: the server, the first answer, and the check of the library meanwhile."""
    begun = time.perf_counter()
    checks = [sys.executable, "-m", "ingest", "--library", str(library)]
    command = [sys.executable, "-m", "streamlit", "run", str(ROOT / "app.py")]
    told = _QUIET | {"NEEDLEPOINT_CONVERSATIONS": str(printed.parent / "conversations")}
    with ThreadPoolExecutor(1) as beside:
        checked = beside.submit(_ran, checks)
        seconds = _first_answer(library, printed, command, told, "np-answer") - begun
        checked.result()
    return seconds


def page_of_theirs(store: Path, printed: Path) -> float:
    """Time the tutorial's page: the server, the first answer."""
    begun = time.perf_counter()
    command = [sys.executable, "-m", "streamlit", "run", str(ROOT / "benchmarks" / "baseline" / "app.py")]
    told = _QUIET | {"BASELINE_STORE": str(store)}
    return _first_answer(store, printed, command, told, ".txt") - begun


def _first_answer(library: Path, printed: Path, command: Sequence[str], told: dict[str, str], wanted: str) -> float:
    """Give the moment of the first answer; closing the server is not part of a start."""
    model = os.environ.get("NEEDLEPOINT_MODEL", "sentence-transformers/all-MiniLM-L6-v2")
    environment = {"NEEDLEPOINT_MODEL": model} | told
    with serving(library, printed, command, environment) as server, Session(server) as reader:
        if wanted not in reader.ask(QUESTION):
            raise RuntimeError(f"The page of {command[-1]} did not answer. Look at {printed}.")
        return time.perf_counter()


def _in_turns(ours: Callable[[], float], theirs: Callable[[], float], rounds: int) -> tuple[float, float]:
    """Run both once unmeasured, so that the files are in memory, then in turns; medians."""
    ours(), theirs()
    pairs = [(ours(), theirs()) for _ in range(rounds)]
    return middle([pair[0] for pair in pairs]), middle([pair[1] for pair in pairs])


def _ran(command: Sequence[str]) -> float:
    begun = time.perf_counter()
    environment = os.environ | _QUIET
    ended = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)  # noqa: S603  our own programs
    if ended.returncode:
        raise RuntimeError(f"{' '.join(command[1:4])} ended with {ended.returncode}: {ended.stderr.strip()}")
    return time.perf_counter() - begun
