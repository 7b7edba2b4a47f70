"""A disk that fails at any step of an ingest: the old library is served, the reason said, the next ingest succeeds."""

from __future__ import annotations

import errno

import pytest

from tests.faults.trials import AFTER, BEFORE, Ingests, Outcome, Place

pytestmark = pytest.mark.slow
ERRORS = (errno.EIO, errno.ENOSPC, errno.EACCES)
SAID = "Nothing was published, the library is as it was. "


def held_after(ended: Outcome, here: Place) -> None:
    """Hold that it ended in success or in a sentence with a remedy, with a library as it was or becomes."""
    assert ended.status in (0, 2), ended.said
    held = here.held()
    if ended.status == 0:
        assert held == AFTER
    else:
        assert held == BEFORE
        assert ended.said.startswith(SAID), ended.said
        assert "Traceback" not in ended.said
        assert ended.said.rstrip().endswith((".", ": python -m ingest"))
    assert len(here.unfinished()) <= 1


@pytest.mark.parametrize("turn", range(len(ERRORS)))
def test_a_step_that_fails_leaves_the_old_library_and_the_next_ingest_succeeds(
    forks: Ingests, trial_place: Place, turn: int
) -> None:
    """Each turn takes every third step with each error; the three together are every step with every error."""
    trial_place.reset()
    steps = forks.run(trial_place.change()).steps
    assert steps > 300
    failed = 0
    for step in range(1, steps + 1):
        trial_place.reset()
        ended = forks.run(trial_place.change(step=step, error=ERRORS[(step + turn) % len(ERRORS)]))
        held_after(ended, trial_place)
        failed += ended.status != 0
        if step % 10 == 0:
            again = forks.run(trial_place.change())
            assert again.status == 0, again.said
            assert trial_place.held() == AFTER
            assert trial_place.unfinished() == []
    assert failed > steps // 2


@pytest.mark.parametrize("error", ERRORS)
def test_a_disk_that_fails_from_some_step_on_leaves_the_old_library(
    forks: Ingests, trial_place: Place, error: int
) -> None:
    """A full or read-only disk stays so; tidying up fails then too."""
    trial_place.reset()
    steps = forks.run(trial_place.change(writes=True)).steps
    for step in range(1, steps + 1, 11):
        trial_place.reset()
        ended = forks.run(trial_place.change(step=step, error=error, lasts=True, writes=True))
        held_after(ended, trial_place)
    again = forks.run(trial_place.change())
    assert again.status == 0, again.said
    assert trial_place.held() == AFTER
