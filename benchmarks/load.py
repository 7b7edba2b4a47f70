"""Many readers at one server: 20 sessions at once, a thousand questions in one, and an ingest meanwhile."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

from benchmarks.figures import ROOT, Figure, at, middle
from benchmarks.texts import write_corpus
from ingest.embed import DEFAULT_MODEL
from tests.serving import RUN, Server, Session, serving

_SETTLED = 200
_LEAST_MEMORY = 50.0


def load(library: Path, scratch: Path, sessions: int, each: int) -> list[Figure]:
    """Load one server three ways; latencies in seconds, memory in MiB."""
    told = {"NEEDLEPOINT_MODEL": DEFAULT_MODEL, "NEEDLEPOINT_CONVERSATIONS": str(scratch / "conversations")}
    with serving(library, scratch / "load.log", RUN, told) as server:
        _asked(server, 5)
        taken, errors = together(server, sessions, each)
        before = _processor(server.process)
        alone, growth = soaked(server, sessions * each)
        spent = _processor(server.process) - before
        busy = beside_an_ingest(server, scratch)
    return [
        Figure(f"errors in {sessions} sessions of {each} questions at once", "", errors, goal=0),
        Figure(f"answer on the page, {sessions} sessions at once, p50", "s", middle(taken), goal=0.5),
        Figure(f"answer on the page, {sessions} sessions at once, p95", "s", at(taken, 0.95), goal=1.5),
        Figure("memory of the server for each 1,000 questions more", "MiB", growth, goal=_LEAST_MEMORY),
        Figure("answer on the page, one session, p95", "s", at(alone, 0.95)),
        Figure("processor of the server for each of these", "ms", 1000 * spent / len(alone)),
        Figure("the same while an ingest runs, p95, times as long", "", at(busy, 0.95) / at(alone, 0.95), goal=2.0),
    ]


def together(server: Server, sessions: int, each: int) -> tuple[list[float], int]:
    """Ask in many sessions at once; every answer's seconds, and how many sessions broke off."""
    with ThreadPoolExecutor(sessions) as pool:
        running = [pool.submit(_asked, server, each, number) for number in range(sessions)]
        broken = [run for run in running if run.exception()]
        taken = [second for run in running if run not in broken for second in run.result()]
    return taken, len(broken)


def soaked(server: Server, count: int) -> tuple[list[float], float]:
    """Ask so many questions in one session; seconds, and the slope of the server's memory, MiB for 1,000."""
    resident: list[float] = []
    taken = _asked(server, count, resident=resident)
    settled = min(_SETTLED, count // 4)
    slope = np.polyfit(np.arange(len(resident) - settled), resident[settled:], 1)[0]
    return taken, float(1000 * slope)


def beside_an_ingest(server: Server, scratch: Path) -> list[float]:
    """Ask in one session for as long as an ingest like those of the page runs; seconds."""
    write_corpus(scratch / "meanwhile", 900, 60)
    command = [
        sys.executable,
        "-m",
        "ingest",
        "--lines",
        "--library",
        str(scratch / "other"),
        str(scratch / "meanwhile"),
    ]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL) as running:  # noqa: S603  our own program
        taken = []
        while running.poll() is None:
            taken += _asked(server, 10)
    return taken


def _asked(server: Server, count: int, number: int = 0, resident: list[float] | None = None) -> list[float]:
    lines = (ROOT / "data" / "evaluation" / "dev.jsonl").read_text(encoding="utf-8").splitlines()
    questions = [json.loads(line)["question"] for line in lines]
    taken = []
    with Session(server) as reader:
        for place in range(count):
            begun = time.perf_counter()
            answered = reader.ask(questions[(7 * number + place) % len(questions)])
            taken.append(time.perf_counter() - begun)
            reader.seen.clear()
            if "np-answer" not in answered:
                raise RuntimeError(f"Question {place} of session {number} was not answered.")
            if resident is not None:
                resident.append(_resident(server.process))
    return taken


def _processor(process: int) -> float:
    """Give the seconds of the processor that a process has used, in all its threads."""
    used = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[11:13]
    return sum(map(int, used)) / os.sysconf("SC_CLK_TCK")


def _resident(process: int) -> float:
    status = Path(f"/proc/{process}/status").read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) / 1024 for line in status if line.startswith("VmRSS"))
