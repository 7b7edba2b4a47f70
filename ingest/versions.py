"""The shelf: version folders, the line that names the current one, the manifest of each, one writer at a time.

A version is built in its own folder, described by a manifest of every file's hash, and becomes current by one atomic
rename. It is never written again.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from ingest.digest import sha256_of
from ingest.errors import LibraryBusy, LibraryDamaged

_CURRENT, MANIFEST, _LOCK = "CURRENT", "manifest.json", ".lock"
_NAME = re.compile(r"v\d{4,}")
_KEPT = 5
# The manifest's own hash, of all the rest of it.
_DIGEST = "manifest"


@contextmanager
def one_writer(folder: Path) -> Iterator[None]:
    """Hold the library's lock.

    Raises:
        LibraryBusy: within a second, when another process holds it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(folder / _LOCK, timeout=0.5):
            yield
    except Timeout as error:
        raise LibraryBusy(f"Another ingest is writing to {folder}.", "Wait until it is done and try again.") from error


def current(folder: Path) -> str | None:
    """Return the name of the current version, or None where nothing was published."""
    try:
        name = (folder / _CURRENT).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return None
    return name if _NAME.fullmatch(name) and (folder / name).is_dir() else None


def candidates(folder: Path) -> tuple[str, ...]:
    """List the published versions to try on opening: the current one, then older ones, newest first."""
    now = current(folder)
    complete = [name for name in _versions(folder) if (folder / name / MANIFEST).is_file()]
    return tuple(name for name in reversed(complete) if now is None or _number(name) <= _number(now))


def begin(folder: Path) -> Path:
    """Make the folder of the next version, after removing what an unfinished ingest left behind."""
    now = current(folder)
    kept = {*candidates(folder), *([now] if now else [])}
    for name in _versions(folder):
        if name not in kept:
            shutil.rmtree(folder / name)
    fresh = folder / f"v{max(map(_number, kept), default=0) + 1:04d}"
    fresh.mkdir()
    return fresh


def seal(version: Path, facts: Mapping[str, Any]) -> None:
    """Write a version's manifest: the given facts, and every file's sha256 and size; all is flushed to disk."""
    files = {name: _describe(version / name) for name in _files(version)}
    manifest = {**facts, "files": files}
    # A version counts as written once it has a manifest, so that must not be there by halves.
    unfinished = version / f"{MANIFEST}.new"
    unfinished.write_text(_spelt({**manifest, _DIGEST: _digest(manifest)}), encoding="utf-8")
    unfinished.replace(version / MANIFEST)
    for path in (*(version / name for name in _files(version)), version / MANIFEST):
        _flush(path)
    _flush(version)


def publish(version: Path) -> None:
    """Make a sealed version the current one, atomically, and remove all but the newest few."""
    folder = version.parent
    fresh = folder / f"{_CURRENT}.new"
    fresh.write_text(version.name + "\n", encoding="utf-8")
    _flush(fresh)
    fresh.replace(folder / _CURRENT)
    # It is published from here on; what fails now only means that a power cut might bring the version before back.
    with suppress(OSError):
        _flush(folder)
        for name in _versions(folder)[:-_KEPT]:
            shutil.rmtree(folder / name, ignore_errors=True)


def read_manifest(version: Path) -> dict[str, Any]:
    """Read a version's manifest without looking at the files it names.

    Raises:
        LibraryDamaged: when it is missing, is not JSON, or says another thing than was written.
    """
    try:
        text = (version / MANIFEST).read_text(encoding="utf-8")
        manifest = json.loads(text)
    except (OSError, ValueError) as error:
        raise _damaged(version, MANIFEST) from error
    if not isinstance(manifest, dict) or not isinstance(manifest.get("files"), dict):
        raise _damaged(version, MANIFEST)
    if text != _spelt(manifest) or manifest.pop(_DIGEST, None) != _digest(manifest):
        raise _damaged(version, MANIFEST)
    return manifest


def check(version: Path, without: str = "") -> dict[str, Any]:
    """Hold every file of a version against its manifest and return the manifest; a folder `without` is not looked at.

    Raises:
        LibraryDamaged: naming the first file that is missing, added or changed.
    """
    manifest = read_manifest(version)
    expected, found = manifest["files"], _files(version)
    for name in sorted(expected.keys() | set(found)):
        if without and name.startswith(f"{without}/"):
            continue
        if name not in expected or name not in found or not _is_as_described(version / name, expected[name]):
            raise _damaged(version, name)
    return manifest


def _damaged(version: Path, name: str) -> LibraryDamaged:
    return LibraryDamaged(
        f"The file {name} of library version {version.name} is not as it was published.",
        "Build the library again: python -m ingest",
    )


def _versions(folder: Path) -> list[str]:
    """List the version folders, oldest first; numbers beyond four digits still sort by number."""
    names = (
        (path.name for path in folder.iterdir() if path.is_dir() and _NAME.fullmatch(path.name))
        if folder.is_dir()
        else ()
    )
    return sorted(names, key=_number)


def _number(name: str) -> int:
    return int(name[1:])


def _files(version: Path) -> list[str]:
    paths = (path for path in version.rglob("*") if path.is_file() and path.name != MANIFEST)
    return sorted(path.relative_to(version).as_posix() for path in paths)


def _is_as_described(path: Path, described: object) -> bool:
    """Tell whether a file has the size and hash it was published with; one that cannot be read has not."""
    try:
        return _describe(path) == described
    except OSError:
        return False


def _spelt(manifest: Mapping[str, Any]) -> str:
    return json.dumps(manifest, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def _digest(manifest: Mapping[str, Any]) -> str:
    return hashlib.sha256(_spelt(manifest).encode()).hexdigest()


def _describe(path: Path) -> dict[str, str | int]:
    return {"sha256": sha256_of(path), "size": path.stat().st_size}


def _flush(path: Path) -> None:
    """Push a file or folder to disk; folders cannot be opened for that on Windows, which does it by itself."""
    if path.is_dir() and os.name == "nt":
        return
    descriptor = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
