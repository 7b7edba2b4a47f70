"""What can go wrong, each with a remedy.

NeedlepointError
├── Refused          one file cannot be taken; the others go on
├── Violation        an offset does not point at its text; nothing is published
├── LibraryMissing   there is no library yet
├── LibraryDamaged   a library's files are not what its manifest says
├── LibraryBusy      another ingest is writing
└── ModelMissing     the embedding model cannot be loaded, or is not the one the library was built with
"""

from __future__ import annotations

import traceback
from pathlib import Path


class NeedlepointError(Exception):
    """An error a person can act on: a sentence about what happened and one about what to do."""

    def __init__(self, reason: str, remedy: str) -> None:
        super().__init__(f"{reason} {remedy}")
        self.reason = reason
        self.remedy = remedy


class Refused(NeedlepointError):
    """One file cannot be taken into the library."""


class Violation(NeedlepointError):
    """A passage is not the slice of its document that it claims to be."""


class LibraryMissing(NeedlepointError):
    """No library has been built where one was looked for."""


class LibraryDamaged(NeedlepointError):
    """A published version differs from its manifest."""


class LibraryBusy(NeedlepointError):
    """Another process is building a version of this library."""


class ModelMissing(NeedlepointError):
    """The embedding model cannot be used with this library."""


def trace(error: BaseException) -> str:
    """Say of an unforeseen error what it is and where it arose, innermost first.

    Its message and the source lines are left out: they may hold what somebody asked, and this is for logs.
    """
    frames = reversed(traceback.extract_tb(error.__traceback__))
    return f"{type(error).__name__} at {' < '.join(f'{Path(frame.filename).name}:{frame.lineno}' for frame in frames)}"
