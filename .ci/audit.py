"""Ask the advisory service about every pinned package, and judge what it says: python .ci/audit.py.

pip-audit alone says "no known vulnerabilities" also where no package was looked up (behind a mirror that has no
advisories). So a package that is known to be vulnerable is asked about first, and what was looked up is counted.
Exit status: 0 nothing is open, or nothing could be asked; 1 something is open; 3 nothing could be asked and
NEEDLEPOINT_REQUIRE_AUDIT=1 wants it asked.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
KNOWN_VULNERABLE = "urllib3==1.26.4"  # CVE-2021-33503 and others
TOOL = ROOT / "build" / "audit" / "bin" / "pip-audit"


@dataclass(frozen=True, slots=True)
class Excuse:
    """An advisory that does not reach us, why, and until when nobody looks again."""

    id: str
    aliases: tuple[str, ...]
    package: str
    reason: str
    expires: date


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the audit found: how many packages were looked up, of how many, and what is to be said."""

    asked: int
    of: int
    open: tuple[str, ...]
    notes: tuple[str, ...]


def read_excuses(path: Path) -> tuple[Excuse, ...]:
    """Read the exceptions; a key that is missing or unknown is an error."""
    tables = tomllib.loads(path.read_text(encoding="utf-8"))["exception"]
    return tuple(Excuse(**{**table, "aliases": tuple(table["aliases"])}) for table in tables)


def judge(report: dict[str, Any], excuses: Sequence[Excuse], today: date) -> Verdict:
    """Hold pip-audit's report against the exceptions: what has none is open, and an old exception is a note."""
    packages = report["dependencies"]
    found = [(package, flaw) for package in packages for flaw in package.get("vulns", ())]
    excused = {excuse: [flaw for package, flaw in found if _covers(excuse, package, flaw)] for excuse in excuses}
    asked = [package for package in packages if "skip_reason" not in package]
    unexcused = [_line(package, flaw) for package, flaw in found if not any(_covers(e, package, flaw) for e in excuses)]
    return Verdict(len(asked), len(packages), tuple(unexcused), tuple(_notes(excused, bool(asked), today)))


def _covers(excuse: Excuse, package: dict[str, Any], flaw: dict[str, Any]) -> bool:
    names = {flaw["id"], *flaw.get("aliases", ())}
    return package["name"].lower() == excuse.package and bool(names & {excuse.id, *excuse.aliases})


def _line(package: dict[str, Any], flaw: dict[str, Any]) -> str:
    fixed = ", ".join(flaw.get("fix_versions", ())) or "no version yet"
    return f"{package['name']} {package['version']}: {flaw['id']} (fixed by {fixed})"


def _notes(excused: dict[Excuse, list[dict[str, Any]]], was_asked: bool, today: date) -> Iterator[str]:
    for excuse, flaws in excused.items():
        if excuse.expires < today:
            yield f"The exception for {excuse.id} ({excuse.package}) ended on {excuse.expires}: look at it again."
        if was_asked and not flaws:
            yield f"The exception for {excuse.id} ({excuse.package}) is not needed any more: remove it."


def _report() -> dict[str, Any]:
    """Audit the pins; nothing where the service does not know what everybody knows."""
    with tempfile.TemporaryDirectory() as folder:
        known = Path(folder) / "known.txt"
        known.write_text(KNOWN_VULNERABLE, encoding="utf-8")
        if not any(package.get("vulns") for package in _ask(known)["dependencies"]):
            return {"dependencies": []}
    return _ask(ROOT / "constraints.txt")


def _ask(requirements: Path) -> dict[str, Any]:
    """Run pip-audit over a file of pins; an empty report where it could not ask."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "report.json"
        command = [str(TOOL), "--requirement", str(requirements), "--no-deps", "--disable-pip", "--format", "json"]
        try:
            # Its own last line would say that nothing is known, whether or not anything was looked up.
            subprocess.run([*command, "--output", str(out)], cwd=ROOT, check=False, capture_output=True, timeout=600)
            report: dict[str, Any] = json.loads(out.read_text(encoding="utf-8"))
        except (OSError, ValueError, subprocess.TimeoutExpired):
            return {"dependencies": []}
        return report


def main() -> int:
    """Print the verdict and return the exit status."""
    verdict = judge(_report(), read_excuses(Path(__file__).with_suffix(".toml")), date.today())
    for line in (*verdict.notes, *(f"OPEN {line}" for line in verdict.open)):
        print(line)
    if not verdict.asked:
        print("NOT AUDITED: the advisory service could not be asked about any package. This says nothing about them.")
        return 3 if os.environ.get("NEEDLEPOINT_REQUIRE_AUDIT") == "1" else 0
    print(f"Asked about {verdict.asked} of {verdict.of} pinned packages: {len(verdict.open)} open.")
    return 1 if verdict.open else 0


if __name__ == "__main__":
    sys.exit(main())
