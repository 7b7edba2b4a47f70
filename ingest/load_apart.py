"""Parsing and drawing in a child process that can be killed: a hostile file costs seconds and its refusal.

The child may take so many seconds of the processor. The clock on the wall is a wider bound: a busy machine must not
refuse good files. Where the system counts no processor time (Windows), the clock holds the same seconds.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from threading import Timer
from typing import Any

from ingest.errors import Refused
from ingest.load_parsed import CONVERT, SECONDS, Parsed

ON_THE_CLOCK = SECONDS if sys.platform == "win32" else 15
_LONGEST_REPLY = 10_000_000  # bytes: two million characters of up to four bytes, and the places of the pages
_STOPPED = "{name} needs more than a document should, or is damaged: its reader stopped."
# The child's own path comes last, so that nothing in a library's folder stands in for Python's own modules; -I and -S
# keep the environment, the working folder and site hooks out.
_START = "import sys; sys.path += sys.argv[1:]; from ingest.load_child import main; main()"
_KEPT = ("SYSTEMROOT",)  # Windows starts nothing without it


def parse_apart(content: bytes, suffix: str, name: str) -> Parsed:
    """Parse a file's bytes by the parser of its suffix, in a process of its own.

    Raises:
        Refused: when the parser refuses it, takes too long, needs too much memory or dies of it.
    """
    told = apart({"name": name, "suffix": suffix}, content)
    if "text" not in told:
        raise Refused(_STOPPED.format(name=name), CONVERT)
    return Parsed(told["text"], tuple(told["pages"]))


def apart(asked: Mapping[str, Any], content: bytes) -> dict[str, Any]:
    """Have a process of its own do what is asked with a file's bytes; what it tells is to be checked.

    `asked` names the file (`name`) and how it is read: `load_child` says what else it understands.

    Raises:
        Refused: when the child refuses it, takes too long, needs too much memory or dies of it.
    """
    message = json.dumps(asked).encode() + b"\n" + content
    child = subprocess.Popen(  # noqa: S603  our own program; no part of the file is an argument
        [sys.executable, "-I", "-S", "-B", "-X", "utf8", "-c", _START, *_paths()],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={key: os.environ[key] for key in _KEPT if key in os.environ},
    )
    clock = Timer(ON_THE_CLOCK, child.kill)
    clock.start()
    try:
        reply = _exchange(child, message)
        taken = 0 if clock.is_alive() else ON_THE_CLOCK
    finally:
        clock.cancel()
        child.kill()
        child.wait()
    return _told(reply, str(asked["name"]), SECONDS if is_spent(child.returncode) else taken)


def is_spent(status: int) -> bool:
    """Tell whether a child ended because it had taken all its time of the processor."""
    return sys.platform != "win32" and status == -signal.SIGXCPU


def _paths() -> list[str]:
    """List where the child finds this package and the libraries it parses with."""
    here = str(Path(__file__).resolve().parents[1])
    return [here, *(path for path in sys.path if Path(path).name in ("site-packages", "dist-packages"))]


def _exchange(child: subprocess.Popen[bytes], message: bytes) -> bytes:
    """Hand over the file and take the reply; a child that dies meanwhile has said nothing."""
    if child.stdin is None or child.stdout is None:
        return b""
    with child.stdout as output:
        try:
            with child.stdin as source:
                source.write(message)
        except OSError:
            return b""
        return output.read(_LONGEST_REPLY + 1)


def _told(reply: bytes, name: str, taken: int) -> dict[str, Any]:
    """Read a reply; `taken` says how many seconds the child had when it was ended for them, 0 where it was not."""
    try:
        told: dict[str, Any] = json.loads(reply) if len(reply) <= _LONGEST_REPLY else {}
    except ValueError:
        told = {}
    if "refused" in told:
        reason, remedy = told["refused"]
        raise Refused(reason, remedy)
    if told:
        return told
    if taken:
        raise Refused(f"{name} took longer than {taken} seconds to read.", CONVERT)
    raise Refused(_STOPPED.format(name=name), CONVERT)
