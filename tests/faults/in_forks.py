"""Ingests, each in a fork of this process: killed after some time, or on a disk that fails at some step.

Started by trials.py with the failing disk before libc. A line of JSON in is a `Trial`, a line out is an `Outcome`.
Forking is quick, because everything slow to import is imported here, before the first fork.
"""

from __future__ import annotations

import ctypes
import json
import os
import signal
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import chromadb.api.client
import chromadb.api.rust  # noqa: F401  it is what an ingest imports late
import langchain_chroma  # noqa: F401  likewise

from ingest.__main__ import main

_DISK = ctypes.CDLL(None)


def run(trial: dict[str, Any], printed: Path) -> int:
    """Run one ingest in this process, on the disk that the trial wants; returns its exit status."""
    with printed.open("wb") as file:
        os.dup2(file.fileno(), 1)
        os.dup2(file.fileno(), 2)
    wanted = (trial["step"], trial["error"], trial["lasts"], trial["writes"])
    _DISK.disk_arm(trial["folder"].encode(), ctypes.c_long(wanted[0]), *wanted[1:])
    try:
        return main(trial["arguments"])
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        steps = ctypes.c_long.in_dll(_DISK, "counted").value
        printed.with_suffix(".steps").write_text(str(steps), encoding="ascii")


def forked(trial: dict[str, Any], printed: Path) -> dict[str, Any]:
    """Run one ingest in a fork and tell how it ended; a killed one has the status -9."""
    begun = time.perf_counter()
    child = os.fork()
    if child == 0:
        status = 70
        try:
            status = run(trial, printed)
        except BaseException as error:  # noqa: BLE001  whatever escapes an ingest is a finding
            printed.write_text(f"ESCAPED {type(error).__module__}.{type(error).__name__}: {error}", encoding="utf-8")
        finally:
            os._exit(status)
    if trial["kill_after"] is not None:
        time.sleep(trial["kill_after"])
        os.kill(child, signal.SIGKILL)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    steps = printed.with_suffix(".steps")
    counted = int(steps.read_text(encoding="ascii")) if steps.is_file() else 0
    steps.unlink(missing_ok=True)
    said = printed.read_text(encoding="utf-8", errors="replace") if printed.is_file() else ""
    return {"status": status, "said": said, "steps": counted, "seconds": time.perf_counter() - begun}


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as apart:
        for line in sys.stdin:
            sys.stdout.write(json.dumps(forked(json.loads(line), Path(apart) / "printed")) + "\n")
            sys.stdout.flush()
