"""An ingest told as lines of JSON, for the page that started it: each stage, how far it is, how it ended.

The lines are {"stage", "name"}, {"done", "total"}, and at the end one of {"report"} and {"failed", "remedy"}.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from ingest.embed import open_embedder
from ingest.errors import NeedlepointError
from ingest.pipeline import Means, ingest


def tell(paths: Sequence[Path], library: Path, model: str | None, claims: Path, anew: bool) -> int:
    """Run an ingest, write its lines to standard output and return the exit status of the command."""
    if hasattr(os, "nice"):
        os.nice(10)  # whoever asks the page meanwhile goes first
    try:
        means = Means(
            open_embedder(model),
            claims,
            progress=lambda done, total: _say(done=done, total=total),
            begun=lambda stage, name: _say(stage=stage.value, name=name),
            anew=anew,
        )
        report = ingest(paths, library, means)
    except NeedlepointError as error:
        _say(failed=error.reason, remedy=error.remedy)
        return 2
    except OSError as error:
        _say(failed=f"The disk refused: {error}.", remedy="Free space or change the folder.")
        return 2
    _say(report=asdict(report))
    return 1 if report.plan.refused else 0


def _say(**line: object) -> None:
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()
