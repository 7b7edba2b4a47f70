"""Files that readers add on the page: each checked before it is kept, under a safe name, beside a manifest of its own.

What a browser says a file is called is never used as a path. No file is ever written over another.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import unicodedata
from collections.abc import Collection, Iterator
from contextlib import suppress
from itertools import count
from pathlib import Path, PurePosixPath
from tempfile import mkdtemp

from ingest.errors import Refused
from ingest.load import read
from ingest.manifest import MANIFEST, read_manifest, spelled
from ingest.types import Facts, Refusal

_LONGEST = 120  # bytes of a stem, far below what file systems take
_UNCHECKED = ".unchecked"  # a hidden folder: an ingest does not look into it
_KEPT = frozenset(" -_.()")
# Windows knows these as devices, whatever their suffix.
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)


def safe_name(upload_name: str) -> str:
    """Make a file name of what a browser says a file is called: letters, digits and few signs, the suffix kept.

    It names a file in a folder on every system: no path, not hidden, no device, at most 140 bytes.
    """
    last = unicodedata.normalize("NFC", re.split(r"[/\\]", upload_name)[-1])
    plain = "".join(character if character.isalnum() or character in _KEPT else "_" for character in last)
    path = PurePosixPath(plain.strip(" ."))
    suffix = "".join(character for character in path.suffix.lower() if character.isascii())[:12]
    stem = _short(path.stem.strip(" ."), _LONGEST).strip(" .") or "document"
    return f"{'_' if _DEVICES.fullmatch(stem) else ''}{stem}{suffix if len(suffix) > 1 else ''}"


def free_names(name: str, taken: Collection[str]) -> Iterator[str]:
    """Yield a name and numbered forms of it that none of the taken ones has, whatever the case of letters."""
    known = {_alike(other) for other in taken}
    path = PurePosixPath(name)
    numbered = (name if n == 1 else f"{path.stem} ({n}){path.suffix}" for n in count(1))
    return (form for form in numbered if _alike(form) not in known)


def files(folder: Path) -> tuple[str, ...]:
    """Name the files kept in the folder of uploads."""
    paths = folder.rglob("*") if folder.is_dir() else ()
    inside = sorted(path.relative_to(folder).as_posix() for path in paths if path.is_file())
    return tuple(name for name in inside if name != MANIFEST and not any(p.startswith(".") for p in name.split("/")))


def take(upload_name: str, content: bytes, folder: Path, taken: Collection[str] = ()) -> str:
    """Check a file as an ingest would and keep it; returns the name it is kept under.

    `taken` are names of documents that it must not have beside those of the files that are kept already.

    Raises:
        Refused: when an ingest would not take it, or a file of the same content is kept already.
    """
    name, present = safe_name(upload_name), files(folder)
    digest = hashlib.sha256(content).digest()
    same = next((other for other in present if _is_same(folder / other, content, digest)), "")
    if same:
        raise Refused(f"The same file is kept already as {same}.", "There is nothing to do.")
    _check(name, content, folder)
    for free in free_names(name, [*present, *taken, MANIFEST]):
        with suppress(FileExistsError):
            _write(folder / free, content)
            return free
    raise AssertionError("Numbers do not end.")


def remove(folder: Path, name: str) -> None:
    """Delete a kept file and what is known about it; nothing where it is not there."""
    if name not in files(folder):
        return
    (folder / name).unlink(missing_ok=True)
    if name in read_manifest(folder):
        describe(folder, name, None)


def describe(folder: Path, name: str, facts: Facts | None) -> None:
    """Write what is known about a kept file, or nothing any more.

    Raises:
        Refused: when the manifest that is there cannot be read.
        OSError: when the disk does not take it; the manifest before stays.
    """
    known = {entry: said for entry, said in read_manifest(folder).items() if entry != name}
    fresh = folder / f".{MANIFEST}.new"
    fresh.write_text(spelled({**known, **({name: facts} if facts else {})}), encoding="utf-8")
    fresh.replace(folder / MANIFEST)


def _check(name: str, content: bytes, folder: Path) -> None:
    """Read a file where no ingest sees it; one that gives no document at all is refused with its first reason."""
    waiting = folder / _UNCHECKED
    waiting.mkdir(parents=True, exist_ok=True)
    place = Path(mkdtemp(dir=waiting))
    try:
        (place / name).write_bytes(content)
        found = list(read(place / name, name, lambda _, __: Facts(name)))
    finally:
        shutil.rmtree(place, ignore_errors=True)
    refused = [entry for entry in found if isinstance(entry, Refusal)]
    if refused and len(refused) == len(found):
        raise Refused(refused[0].reason, refused[0].remedy)
    if not found:
        raise Refused(f"{name} holds no document.", "Check that it is the file you meant.")


def _write(path: Path, content: bytes) -> None:
    """Write a new file, or leave none behind."""
    with path.open("xb") as file:
        try:
            file.write(content)
        except OSError:
            path.unlink(missing_ok=True)
            raise


def _is_same(path: Path, content: bytes, digest: bytes) -> bool:
    return path.stat().st_size == len(content) and hashlib.sha256(path.read_bytes()).digest() == digest


def _short(text: str, most: int) -> str:
    """Cut a text to a number of bytes, between characters."""
    return text.encode("utf-8", "ignore")[:most].decode("utf-8", "ignore")


def _alike(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()
