"""ClaimBook <-> disk: claims and written questions as JSON; beside it a vector of each question and stating passage."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from ingest.book import Asked, AskedKind, Claim, ClaimBook, Evidence, Polarity
from ingest.types import Span, Vectors

_BOOK, _VECTORS, _STATED = "claims.json", "questions.npy", "stated.npy"


def write_book(version: Path, book: ClaimBook, vectors: Vectors, stated: Vectors) -> None:
    """Write a book into a version's folder.

    `vectors` has one row a question, `stated` one a passage that states a claim (`compared.stated`), by its own words.

    Raises:
        OSError: when the disk does not take it.
    """
    stored = {
        "claims": [asdict(claim) for claim in book.claims.values()],
        "asked": [asked._asdict() for asked in book.asked],
        "documents": sorted(book.documents),
        "plain": [asdict(claim) for claim in book.plain.values()],
    }
    with _written(version / _BOOK) as path:
        path.write_text(json.dumps(stored, ensure_ascii=False), encoding="utf-8")
    for name, rows in ((_VECTORS, vectors), (_STATED, stated)):
        with _written(version / name) as path:
            # Column by column, which is how `PassageVectors` says they are compared fastest.
            np.save(path, np.asfortranarray(rows), allow_pickle=False)


@contextmanager
def _written(path: Path) -> Iterator[Path]:
    """Name the file in what a full disk says; by itself it names none."""
    try:
        yield path
    except OSError as error:
        raise OSError(f"{path} cannot be written ({error})") from error


def read_book(version: Path) -> ClaimBook:
    """Read the book of a version; empty where the version has none."""
    path = version / _BOOK
    if not path.is_file():
        return ClaimBook()
    stored = json.loads(path.read_text(encoding="utf-8"))
    # An old version has no plain claims.
    claims, plain = ({entry["id"]: _claim(entry) for entry in stored.get(key, ())} for key in ("claims", "plain"))
    return ClaimBook(claims, _asked(stored["asked"]), frozenset(stored["documents"]), plain)


def read_vectors(version: Path) -> Vectors:
    """Read the vectors of a book's questions, shape (questions, dimension)."""
    found: Vectors = np.load(version / _VECTORS, allow_pickle=False)
    return found


def read_stated(version: Path) -> Vectors:
    """Read the vectors of the passages that state a book's claims, one a row; an old version has none."""
    path = version / _STATED
    found: Vectors = np.load(path, allow_pickle=False) if path.is_file() else np.zeros((0, 0), np.float32)
    return found


def _claim(entry: dict[str, Any]) -> Claim:
    evidence = tuple(_evidence(piece) for piece in entry["evidence"])
    return Claim(**{**entry, "polarity": Polarity(entry["polarity"]), "evidence": evidence})


def _evidence(entry: dict[str, Any]) -> Evidence:
    spans = {key: Span(*entry[key]) if entry[key] else None for key in ("item", "frequency")}
    return Evidence(**{**entry, **spans})


def _asked(entries: Iterable[dict[str, Any]]) -> tuple[Asked, ...]:
    # There are many thousands: looking a kind up in a table is faster than making it.
    kinds = {kind.value: kind for kind in AskedKind}
    return tuple([Asked(e["question"], kinds[e["kind"]], e["target"], tuple(e["claims"])) for e in entries])
