"""Cosines -> the places of the highest: exact, the oracle of every index."""

from __future__ import annotations

import numpy as np

from ingest.types import Vectors


def nearest(cosines: Vectors, limit: int) -> tuple[tuple[int, float], ...]:
    """Find the highest of some cosines: (place, cosine), best first, ties by place."""
    # Sorting all of a large library takes as long as comparing it.
    least = np.partition(cosines, -limit)[-limit] if 0 < limit < len(cosines) else -np.inf
    near = np.flatnonzero(cosines >= least)
    order = near[np.lexsort((near, -cosines[near]))][:limit]
    return tuple((int(place), float(cosines[place])) for place in order)
