"""The rows nearest to a vector are those that sorting all of them would give."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from ingest.scan import nearest

# Few different values, so that many rows are equally near.
COSINES = st.lists(st.sampled_from([-1.0, 0.0, 0.25, 0.5, 1.0]), min_size=1, max_size=30)


@given(COSINES, st.integers(0, 40))
def test_it_is_the_head_of_all_rows_sorted_ties_by_place(cosines: list[float], limit: int) -> None:
    expected = sorted(enumerate(cosines), key=lambda found: (-found[1], found[0]))[:limit]
    assert list(nearest(np.array(cosines, dtype=np.float32), limit)) == expected
