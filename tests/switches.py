"""Does a test go red for every control that is switched off? `python -m tests.switches [WORDS] [--jobs N]`.

`switches.toml` names each control of the threats and hazards, the edit that switches it off, and its tests. The edit is
made in a copy, the tests must fail there. Exit 1 where one stays green, 2 where they fail without any edit.
"""

from __future__ import annotations

import argparse
import sys
import time
import tomllib
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.copies import JOBS, Ran, ready, run_tests, written

TABLE = Path(__file__).with_name("switches.toml")
SECONDS, SECONDS_OF_ALL = 120, 900
_RED = 1


@dataclass(frozen=True, slots=True)
class Switch:
    """A control, the threats (T) and hazards (H) it stands against, the edit that switches it off, and its tests."""

    control: str
    against: tuple[str, ...]
    file: str
    old: str
    new: str
    tests: tuple[str, ...]

    def off(self, root: Path) -> str:
        """Give the file's text without the control.

        Raises:
            ValueError: when what is to be replaced does not stand there exactly once.
        """
        text = (root / self.file).read_bytes().decode("utf-8")
        if text.count(self.old) != 1:
            raise ValueError(f"{self.old!r} stands {text.count(self.old)} times in {self.file}; mend {TABLE.name}.")
        return text.replace(self.old, self.new)


def switches() -> tuple[Switch, ...]:
    """Read the table."""
    entries = tomllib.loads(TABLE.read_text(encoding="utf-8"))["switch"]
    return tuple(Switch(**{**e, "against": tuple(e["against"]), "tests": tuple(e["tests"])}) for e in entries)


def is_noticed(switch: Switch, copy: Path) -> bool:
    """Tell whether a test of a control fails or stalls without it; one that cannot even be collected tells nothing."""
    with written(copy / switch.file, switch.off(copy)):
        return run_tests(copy, switch.tests, SECONDS).code in (_RED, None)


def as_things_are(tests: tuple[str, ...], copy: Path) -> Ran:
    """Run all tests of the table without any edit."""
    return run_tests(copy, tests, SECONDS_OF_ALL, ("-n", str(JOBS), "--dist", "loadfile"))


def main() -> int:
    """Switch every control off in turn, print each, and return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tests.switches")
    parser.add_argument("words", nargs="?", default="", help="only controls, threats or files with these in them")
    parser.add_argument("--jobs", type=int, default=JOBS, help="how many at a time")
    options, started = parser.parse_args(), time.monotonic()
    chosen = [s for s in switches() if options.words in f"{s.control} {' '.join(s.against)} {s.file}"]
    with TemporaryDirectory() as folder, ready(Path(folder), options.jobs) as on_copies:
        every = [tuple(dict.fromkeys(test for switch in chosen for test in switch.tests))]
        for before in on_copies(as_things_are, every):
            if before.code != 0:
                failed = "\n".join(before.failed())
                sys.stdout.write(f"The tests fail without any control switched off; mend them first.\n{failed}\n")
                return 2
        green = 0
        for switch, found in zip(chosen, on_copies(is_noticed, chosen), strict=True):
            green += not found
            sys.stdout.write(f"{'red  ' if found else 'GREEN'}  {switch.control}  ({', '.join(switch.against)})\n")
            sys.stdout.flush()
    seconds = time.monotonic() - started
    sys.stdout.write(f"{len(chosen) - green} of {len(chosen)} controls noticed in {seconds:.0f} s\n")
    return 1 if green else 0


if __name__ == "__main__":
    sys.exit(main())
