"""An ingest killed at any moment: readers see the library as it was or becomes, and the next ingest makes it whole."""

from __future__ import annotations

import random

import pytest

from tests.faults.trials import AFTER, BEFORE, Ingests, Place

pytestmark = pytest.mark.slow
MOMENTS = 200
KILL = -1


@pytest.fixture(scope="module")
def seconds(forks: Ingests, trial_place: Place) -> float:
    """Measure how long an ingest takes that nobody kills."""
    trial_place.reset()
    return forks.run(trial_place.change()).seconds


def resumed(forks: Ingests, here: Place) -> None:
    """Ingest again, and hold that nothing is lost, doubled or left over."""
    again = forks.run(here.change())
    assert again.status == 0, again.said
    assert here.held() == AFTER
    assert here.unfinished() == []
    assert {path.name for path in here.library.iterdir() if path.is_file()} == {".lock", "CURRENT"}


def test_killed_at_200_random_moments_nothing_is_lost_doubled_or_half_visible(
    forks: Ingests, trial_place: Place, seconds: float
) -> None:
    moments = random.Random(6)
    ends = []
    for number in range(MOMENTS):
        trial_place.reset()
        ended = forks.run(trial_place.change(kill_after=moments.uniform(0, 1.05 * seconds)))
        assert ended.status in (0, -9), ended.said
        held = trial_place.held()
        assert held in (BEFORE, AFTER)
        assert held == AFTER or ended.status == -9
        resumed(forks, trial_place)
        assert number % 10 or trial_place.index_finds_all()
        ends.append(ended.status)
    assert ends.count(-9) > MOMENTS // 2


def test_killed_at_every_fifth_touch_of_the_disk_nothing_is_lost_doubled_or_half_visible(
    forks: Ingests, trial_place: Place
) -> None:
    step, ended = 0, -9
    while ended == -9:
        step += 5
        trial_place.reset()
        ended = forks.run(trial_place.change(step=step, error=KILL, writes=True)).status
        assert trial_place.held() in (BEFORE, AFTER)
        resumed(forks, trial_place)
    assert step > 200


def test_the_first_ingest_killed_at_every_fifth_touch_leaves_no_library_or_a_whole_one(
    forks: Ingests, trial_place: Place
) -> None:
    step, ended = 0, -9
    while ended == -9:
        step += 5
        trial_place.clear()
        ended = forks.run(trial_place.change(step=step, error=KILL, writes=True)).status
        assert trial_place.held_or_missing() in (None, AFTER)
        resumed(forks, trial_place)
    assert step > 200
