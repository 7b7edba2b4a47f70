"""The child's side: reads one file from its input, parses it or draws a page of it under limits, and tells the outcome.

Started by `load_apart` as a program of its own. After `confine` it can open no file and no connection, whatever the
parsed file makes a library do.
"""

from __future__ import annotations

import codecs
import ctypes
import json
import signal
import socket
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from ingest.errors import Refused
from ingest.load_parsed import CONVERT, SECONDS, Parser, check_text

_MEMORY = 200 << 20  # bytes of address space beyond what the parsers themselves take
_ALARM = 20  # seconds on the clock; the parent is quicker, this is for a child whose parent is gone
_DIE_WITH_PARENT, _NEW_NETWORK, _NEW_USER = 1, 0x40000000, 0x10000000  # prctl(2), unshare(2)
_ENCODINGS = ("cp437", "cp1252", "utf-16", "utf-16-le", "utf-16-be", "ascii", "latin-1")  # zip files use the first
_PARSERS = {
    ".html": "ingest.load_html",
    ".htm": "ingest.load_html",
    ".pdf": "ingest.load_pdf",
    ".docx": "ingest.load_docx",
}
_DRAWER = "ingest.load_pdf_picture"


def main() -> None:
    """Do what comes in: a line of JSON (name, suffix, for a picture also `wanted`), then the file's bytes."""
    asked = json.loads(sys.stdin.buffer.readline())
    is_picture = "wanted" in asked
    parser = import_module(_DRAWER if is_picture else _PARSERS.get(asked["suffix"], "ingest.load_text"))
    content = sys.stdin.buffer.read()
    for encoding in (*_ENCODINGS, *_encodings(parser, content)):
        codecs.lookup(encoding)  # after `confine` no module can be opened any more
    confine()
    told = drawn(parser.draw, content, asked) if is_picture else reply(parser.parse, content, asked["name"])
    sys.stdout.buffer.write(json.dumps(told, ensure_ascii=False).encode("utf-8", "replace"))
    sys.stdout.buffer.flush()


def _encodings(parser: ModuleType, content: bytes) -> tuple[str, ...]:
    """Name what a page says it is encoded in; the other formats do not say."""
    found: tuple[str, ...] = parser.encodings(content) if hasattr(parser, "encodings") else ()
    return found


def reply(parse: Parser, content: bytes, name: str) -> dict[str, Any]:
    """Parse, and say what came of it in what JSON can hold: a text with its pages, or a refusal."""

    def work() -> dict[str, Any]:
        parsed = parse(content, name)
        check_text(name, parsed.text)
        return {"text": parsed.text, "pages": parsed.pages}

    return _told(work, name)


def drawn(draw: Callable[..., Mapping[str, Any]], content: bytes, asked: Mapping[str, Any]) -> dict[str, Any]:
    """Draw a page, and say what came of it in what JSON can hold."""
    return _told(lambda: dict(draw(content, asked["name"], **asked["wanted"])), asked["name"])


def _told(work: Callable[[], dict[str, Any]], name: str) -> dict[str, Any]:
    try:
        return work()
    except Refused as error:
        return {"refused": [error.reason, error.remedy]}
    except MemoryError:
        return {"refused": [f"{name} needs more memory than a document should.", CONVERT]}
    except Exception as error:  # noqa: BLE001  a library may raise anything over a damaged file
        return {"refused": [f"{name} is damaged or unusual and cannot be read ({type(error).__name__}).", CONVERT]}


def confine() -> None:
    """Give up what a parser does not need: the network, files, memory beyond a bound, time, a life without parent.

    Where the system has no such limits (Windows), the parent's clock and the sizes checked while reading remain.
    """
    socket.socket = _NoSocket  # type: ignore[misc,assignment]
    if sys.platform == "linux":
        library = ctypes.CDLL(None, use_errno=True)
        library.prctl(_DIE_WITH_PARENT, signal.SIGKILL)
        if library.unshare(_NEW_NETWORK) != 0:
            library.unshare(_NEW_USER | _NEW_NETWORK)
    if sys.platform != "win32":
        signal.alarm(_ALARM)
        _limit()


def _limit() -> None:
    import resource

    space = _address_space() + _MEMORY
    no_files = 0  # what is open stays open; nothing can be opened, no connection either
    limits = {
        resource.RLIMIT_AS: space,
        resource.RLIMIT_CPU: SECONDS,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_NOFILE: no_files,
    }
    for kind, most in limits.items():
        hard = resource.getrlimit(kind)[1]
        with suppress(OSError, ValueError):  # macOS refuses some of them; the others hold
            last = most if hard == resource.RLIM_INFINITY else min(most, hard)
            # Time has a second more to the kill: the first signal tells the parent why the child ended.
            is_time = kind == resource.RLIMIT_CPU and hard == resource.RLIM_INFINITY
            resource.setrlimit(kind, (last, last + is_time))


def _address_space() -> int:
    """Give the address space taken so far, in bytes: a library may have reserved much more than it uses."""
    import resource

    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    except OSError:
        return 400 << 20
    return pages * resource.getpagesize()


class _NoSocket:
    """A socket that cannot be made."""

    def __init__(self, *_: object, **__: object) -> None:
        raise OSError("a parser has no network")
