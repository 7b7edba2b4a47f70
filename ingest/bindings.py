"""Which documents a folder of claims was written about: names bound to the sha256 of the text that was read."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import tomli

from ingest.errors import Refused
from ingest.types import Document

BINDINGS = "documents.toml"

Table = Mapping[str, Any]


def read_bindings(folder: Path) -> Mapping[str, str]:
    """Read the sha256 of each document that a folder is about; none where the folder is empty or absent.

    Raises:
        Refused: when there are claim files but nothing says about which documents, or not in a readable way.
    """
    path = folder / BINDINGS
    if not path.is_file():
        if any(folder.glob("*.toml")):
            raise Refused(f"{folder} has claim files and no {BINDINGS}.", 'Write "NAME.txt" = "SHA256" lines into one.')
        return {}
    bound = read_table(path)
    for name, sha256 in bound.items():
        if not isinstance(sha256, str):
            raise Refused(
                f"The entry {name} has the value {sha256!r}, which is not a sha256.",
                'Write the whole name in quotes: "NAME.txt" = "SHA256".',
            )
    return bound


def present(bound: Mapping[str, str], documents: Mapping[str, Document]) -> frozenset[str]:
    """Find which of these documents are in the library.

    Raises:
        Refused: when a document of that name has another text than the one that was read.
    """
    here = {name: sha256 for name, sha256 in bound.items() if name in documents}
    for name, sha256 in here.items():
        if documents[name].sha256 != sha256:
            raise Refused(
                f"The claims were written about another version of {name} (sha256 {sha256}).",
                f"Read the claims against the new text, then write its sha256 there: {documents[name].sha256}",
            )
    return frozenset(here)


def digest(folder: Path, documents: Iterable[str]) -> str:
    """Name the state of a claims folder by its content; empty where it is about none of these documents."""
    try:
        if not set(documents) & read_bindings(folder).keys():
            return ""
    except Refused:
        pass  # A folder that is refused differs from none, so that every ingest tries it and tells.
    state = hashlib.sha256()
    for path in sorted(folder.glob("*.toml")):
        state.update(path.name.encode() + b"\0" + hashlib.sha256(_content(path)).digest())
    return state.hexdigest()


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""  # reading the claims refuses it with a sentence


def read_table(path: Path) -> Table:
    """Read a TOML file.

    Raises:
        Refused: when it cannot be read or is not TOML.
    """
    try:
        return tomli.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise Refused(f"{path} cannot be read as TOML ({error}).", "Mend that line.") from error
