"""The versions of a library that are kept, and the way back to one: it is published again, as the newest."""

from __future__ import annotations

import shutil
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from ingest.errors import LibraryDamaged
from ingest.versions import MANIFEST, begin, candidates, check, current, publish, read_manifest, seal


@dataclass(frozen=True, slots=True)
class Version:
    """A published version: its name, when it was published, its size, and the version it is a copy of, if any."""

    name: str
    published: datetime
    documents: int
    passages: int
    restored: str = ""


def history(folder: Path) -> tuple[Version, ...]:
    """List the published versions, the current one first, then older ones, newest first; damaged ones are left out."""
    found = []
    for name in candidates(folder):
        with suppress(LibraryDamaged, OSError, KeyError, TypeError):
            manifest = read_manifest(folder / name)
            written = datetime.fromtimestamp((folder / name / MANIFEST).stat().st_mtime, UTC)
            sizes = len(manifest["documents"]), int(manifest["passages"])
            found.append(Version(name, written, *sizes, str(manifest.get("restored", ""))))
    return tuple(found)


def restore(folder: Path, name: str) -> str:
    """Publish a copy of an older version as the newest one, and return its name.

    A copy, because a reader who knows a version's name must never find other content under it; so the version that is
    left stays too, and can be restored in turn. The caller holds the lock.

    Raises:
        LibraryDamaged: when the version is not there or not as it was published.
    """
    now = current(folder)
    if now is None or name not in candidates(folder):
        raise LibraryDamaged(f"There is no version {name} of the library to go back to.", "Choose another one.")
    manifest, left = check(folder / name), read_manifest(folder / now).get("left", now)
    fresh = begin(folder)
    for file in manifest["files"]:
        (fresh / file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(folder / name / file, fresh / file)
    origin = {"restored": manifest.get("restored", name), "left": left}
    seal(fresh, {**manifest, **origin})
    if read_manifest(fresh)["files"] != manifest["files"]:
        raise LibraryDamaged(f"The copy of version {name} is not equal to it.", "Try again; nothing has changed.")
    publish(fresh)
    return fresh.name
