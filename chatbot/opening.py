"""A library's folder and a model's name -> both open, and sure to belong together."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from threading import Thread

from threadpoolctl import threadpool_limits

from ingest.embed import Embedder, open_embedder
from ingest.errors import ModelMissing
from ingest.store import Library


def open_both(library_folder: Path, model: str | None, at_once: bool = False) -> tuple[Library, Embedder]:
    """Open a library and the model it was built with, which is loaded at the first question, or `at_once` meanwhile.

    The vectors of the library's questions are read then too; what goes wrong is raised where they are first used.

    Raises:
        LibraryMissing, LibraryDamaged: as from `Library.open`.
        ModelMissing: when the model is not on this computer or is not the library's.
    """
    # OpenBLAS's threads spin for tens of milliseconds after each product, on the cores that others' answers wait for.
    threadpool_limits(1, user_api="blas")
    # Both are held against their hashes first, which a second core can do meanwhile.
    with ThreadPoolExecutor(1) as beside:
        opening = beside.submit(Library.open, library_folder)
        embedder = open_embedder(model)
        if at_once:
            embedder.load_meanwhile()
        library = opening.result()
    built_with, given = library.manifest["embedder"], embedder.fingerprint
    if built_with != asdict(given):
        raise ModelMissing(
            f"The library was built with the model {built_with['name']}, not with {given.name} as it is here.",
            "Build it again: python -m ingest",
        )
    if at_once:
        # To read tens of megabytes keeps no interpreter busy.
        Thread(target=_read, args=(library.vouched(),), name="read").start()
    return library, embedder


def _read(library: Library) -> None:
    with suppress(Exception):
        _ = library.asked
