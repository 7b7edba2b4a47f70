"""Which documents a folder of claims was written about: names bound to the sha256 of the text that was read."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from ingest.errors import Refused
from ingest.types import Document

BINDINGS = "documents.toml"

Table = Mapping[str, Any]


def digest(folder: Path, documents: Iterable[str]) -> str:
    """Name the state of a claims folder by its content; empty where it is about none of these documents."""
    path = folder / BINDINGS
    try:
        if not path.is_file() or not set(documents) & read_table(path).keys():
            return ""
    except Refused:
        return ""
    content = b"".join(part.read_bytes() for part in sorted(folder.glob("*.toml")))
    return hashlib.sha256(content).hexdigest()


def bindings(folder: Path, documents: Mapping[str, Document]) -> frozenset[str]:
    """Find which documents of the library the folder was written about.

    Raises:
        Refused: when a document of that name has another text than the one that was read.
    """
    path = folder / BINDINGS
    if not path.is_file():
        return frozenset()
    bound = {name: sha256 for name, sha256 in read_table(path).items() if name in documents}
    for name, sha256 in bound.items():
        if documents[name].sha256 != sha256:
            raise Refused(
                f"The claims were written about another version of {name} (sha256 {sha256}).",
                f"Read the claims against the new text, then write its sha256 there: {documents[name].sha256}",
            )
    return frozenset(bound)


def read_table(path: Path) -> Table:
    """Read a TOML file.

    Raises:
        Refused: when it cannot be read or is not TOML.
    """
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise Refused(f"{path} cannot be read as TOML ({error}).", "Mend that line.") from error
