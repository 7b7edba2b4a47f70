"""Door: python -m benchmarks.baseline build TEXTS FOLDER | ask FOLDER QUESTION."""

from __future__ import annotations

import sys
from pathlib import Path

from benchmarks.baseline.answers import answer, open_store, split, store


def main(command: str, first: str, second: str) -> None:
    """Build the store of a folder of texts, or ask one."""
    if command == "build":
        store(split(Path(first)), Path(second))
    else:
        print(answer(open_store(Path(first)), second))


if __name__ == "__main__":
    main(*sys.argv[1:4])
