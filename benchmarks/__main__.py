"""Door: python -m benchmarks [--quick] [--only PART …] [--out DIR]. `make benchmark` runs it over a built library."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks import figures
from benchmarks.answers import answers
from benchmarks.baseline.answers import split, store
from benchmarks.figures import ROOT, Figure
from benchmarks.growth import growth
from benchmarks.ingests import ingests
from benchmarks.load import load
from benchmarks.plots import plot
from benchmarks.starts import starts
from ingest.errors import NeedlepointError
from ingest.privacy import keep_private

PARTS = ("starts", "answers", "ingests", "growth", "load")
_PLOTTED = ("build s", "disk MiB", "p50 ms")


@dataclass(frozen=True, slots=True)
class Places:
    """Where the library is, the baseline's store, what may be thrown away, and where results go."""

    library: Path
    store: Path
    scratch: Path
    out: Path


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure the parts asked for, write them and print their tables; exit status 0 also where a goal is missed."""
    keep_private()
    options = _parser().parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="needlepoint-benchmark-") as folder:
        scratch = Path(folder)
        places = Places(options.library.absolute(), scratch / "store", scratch, options.out)
        try:
            for part in options.only or PARTS:
                _run(part, places, options.quick)
        except (NeedlepointError, RuntimeError, OSError) as error:
            print(error, file=sys.stderr)
            return 2
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="How fast it is, beside a tutorial app.")
    parser.add_argument("--quick", action="store_true", help="fewer rounds, and libraries of up to 10,000 passages")
    parser.add_argument("--only", nargs="+", choices=PARTS, metavar="PART", help=f"one or more of: {', '.join(PARTS)}")
    parser.add_argument("--library", type=Path, default=ROOT / "data" / "library", help="the library to ask")
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "benchmarks", help="where results go")
    return parser


def _run(part: str, places: Places, quick: bool) -> None:
    begun, before = time.perf_counter(), figures.machine()
    if part in ("starts", "answers") and not places.store.is_dir():
        store(split(ROOT / "data" / "sources"), places.store)
    scratch = places.scratch / part
    scratch.mkdir(parents=True, exist_ok=True)
    found = _MEASURES[part](places, scratch, quick)
    print(f"\n## {part}: {time.perf_counter() - begun:.0f} s, load average {before['load']} at its start\n")
    print(figures.table(found), flush=True)
    content = {"machine": before, "quick": quick, "figures": figures.as_rows(found)}
    figures.write(places.out, part, content)


def _grown(places: Places, scratch: Path, quick: bool) -> list[Figure]:
    found, points = growth(scratch, (1_000, 10_000) if quick else (1_000, 10_000, 100_000))
    figures.write(places.out, "growth-points", [asdict(point) for point in points])
    for name in _PLOTTED:
        (places.out / f"growth-{name.replace(' ', '-')}.svg").write_text(plot(points, name), encoding="utf-8")
    return found


_MEASURES: dict[str, Callable[[Places, Path, bool], list[Figure]]] = {
    "starts": lambda places, scratch, quick: starts(places.library, places.store, 2 if quick else 5, scratch),
    "answers": lambda places, scratch, quick: answers(places.library, places.store, 1 if quick else 3),
    "ingests": lambda places, scratch, quick: ingests(scratch, 300 if quick else 1_200),
    "growth": _grown,
    "load": lambda places, scratch, quick: load(places.library, scratch, *((5, 10) if quick else (20, 50))),
}

if __name__ == "__main__":
    sys.exit(main())
