"""A small library that is changed once, a disk that fails on demand, and what must hold whatever happens meanwhile."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

import pytest

from ingest import index, versions
from ingest.errors import LibraryMissing
from ingest.store import INDEX, Library
from tests.conftest import ROOT, write_texts

HERE = Path(__file__).parent
_VOUCHED = '["{0}.txt"]\ntitle = "About {0}"\nkind = "leaflet"\n'
BEFORE = {
    "sun": "Wear sunscreen after the treatment. Stay in the shade for a week.\n\nRedness fades within two days.",
    "water": "Drink water after the treatment. Tea is warm.\n\n- Rest well.\n- Eat well.",
}
AFTER = {
    "sun": "Wear sunscreen after the treatment. Stay in the shade for two weeks.\n\nRedness fades within two days.",
    "zinc": "Zinc cream soothes the skin. It is put on at night.",
}


@dataclass(frozen=True)
class Trial:
    """An ingest to run: its arguments, the folder whose files count, and what happens to it.

    Call number `step` below `folder` fails with `error` (or kills, below zero), later ones too if it `lasts`;
    `writes` counts only what changes the disk.
    """

    arguments: tuple[str, ...]
    folder: str
    step: int = 0
    error: int = 0
    lasts: bool = False
    writes: bool = False
    kill_after: float | None = None


@dataclass(frozen=True)
class Outcome:
    """How an ingest ended: exit status (-9 when killed), what it printed, calls counted, seconds."""

    status: int
    said: str
    steps: int
    seconds: float


def failing_disk(folder: Path) -> Path:
    """Compile the failing disk; skips the test where there is no C compiler or no LD_PRELOAD."""
    compiler = shutil.which("cc")
    if compiler is None or sys.platform != "linux":
        pytest.skip("A failing disk needs Linux and a C compiler.")
    made = folder / "failing_disk.so"
    subprocess.run([compiler, "-O1", "-shared", "-fPIC", "-o", made, HERE / "failing_disk.c", "-ldl"], check=True)
    return made


class Ingests:
    """A process that runs ingests in forks, one after the other."""

    def __init__(self, pipe: subprocess.Popen[str]) -> None:
        self._pipe = pipe

    def run(self, trial: Trial) -> Outcome:
        """Run one ingest and wait for its end."""
        written, read = self._pipe.stdin, self._pipe.stdout
        assert written is not None
        assert read is not None
        written.write(json.dumps(asdict(trial)) + "\n")
        written.flush()
        return Outcome(**json.loads(read.readline()))


@contextmanager
def ingests(disk: Path, environment: dict[str, str]) -> Iterator[Ingests]:
    """Start the process that forks; the failing disk is put before its libc."""
    command = [sys.executable, "-m", "tests.faults.in_forks"]
    told = {**environment, "LD_PRELOAD": str(disk)}
    with subprocess.Popen(
        command, cwd=ROOT, env=told, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as child:
        try:
            yield Ingests(child)
        finally:
            child.kill()


@dataclass(frozen=True)
class Place:
    """Where trials happen: `whole` holds the library as it is before each, `texts` what it becomes."""

    root: Path

    @property
    def library(self) -> Path:
        return self.root / "library"

    def texts(self, name: str) -> Path:
        return self.root / name

    def change(self, **more: object) -> Trial:
        """Name the ingest that makes the library of BEFORE one of AFTER."""
        arguments = (str(self.texts("after")), "--library", str(self.library))
        return Trial(arguments, str(self.library), **more)  # type: ignore[arg-type]

    def reset(self) -> None:
        """Put the library back to what it was before."""
        self.clear()
        shutil.copytree(self.root / "whole", self.library)

    def clear(self) -> None:
        """Leave no library at all."""
        shutil.rmtree(self.library, ignore_errors=True)

    def held_or_missing(self) -> dict[str, str] | None:
        """Give what is held, None where there is no library yet."""
        try:
            return self.held()
        except LibraryMissing:
            return None

    def held(self) -> dict[str, str]:
        """Open the library as a reader does and return its texts; every passage is its slice, and is there once."""
        with closing(Library.open(self.library)) as library:
            passages = library.passages(range(1, library.count + 1))
            documents = library.documents()
            assert len({passage.id for passage in passages}) == library.count == library.manifest["passages"]
            assert all(documents[p.document].text[p.start : p.end] == p.text for p in passages)
            assert {passage.document for passage in passages} == set(documents)
            vectors = library.vectors.of(range(1, library.count + 1))
            assert [library.scan(vector, 1)[0][1] > 0.999 for vector in vectors] == [True] * library.count
            return {name.removesuffix(".txt"): document.text for name, document in documents.items()}

    def index_finds_all(self) -> bool:
        """Tell whether Chroma finds every passage of the current version by its own vector."""
        with closing(Library.open(self.library)) as library:
            vectors = library.vectors.of(range(1, library.count + 1))
            opened = index.Index(self.library / library.version / INDEX)
            found = [opened.search(vector, library.count) for vector in vectors]
            opened.close()
        return all(hits[0][1] > 0.999 and len(hits) == len(vectors) for hits in found)

    def unfinished(self) -> list[str]:
        """Name the version folders that no reader would open."""
        names = {path.name for path in self.library.glob("v*")}
        return sorted(names - set(versions.candidates(self.library)))


def place(root: Path, forks: Ingests) -> Place:
    """Write the texts and build the library as it is before."""
    made = Place(root)
    for name, texts in (("before", BEFORE), ("after", AFTER)):
        write_texts(made.texts(name), **texts)
        (made.texts(name) / "sources.toml").write_text(_VOUCHED.format("sun"), encoding="utf-8")
    first = forks.run(Trial((str(made.texts("before")), "--library", str(root / "whole")), str(root / "whole")))
    assert first.status == 0, first.said
    made.reset()
    return made
