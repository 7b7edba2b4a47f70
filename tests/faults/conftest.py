"""A place for trials, and the process that runs them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.trials import Ingests, Place, failing_disk, ingests, place


@pytest.fixture(scope="session")
def disk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return failing_disk(tmp_path_factory.mktemp("disk"))


@pytest.fixture(scope="session")
def forks(disk: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ingests]:
    nothing = str(tmp_path_factory.mktemp("nothing") / "none")
    told = {"NEEDLEPOINT_MODEL": "hashing", "NEEDLEPOINT_CLAIMS": nothing, "NEEDLEPOINT_UPLOADS": nothing}
    with ingests(disk, {**os.environ, **told}) as running:
        yield running


@pytest.fixture(scope="session")
def trial_place(forks: Ingests, tmp_path_factory: pytest.TempPathFactory) -> Place:
    return place(tmp_path_factory.mktemp("trials"), forks)
