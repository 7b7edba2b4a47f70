"""Vectors -> those nearest to one, by comparing all: exact, the oracle of every index."""

from __future__ import annotations

import numpy as np

from ingest.types import Vectors


def nearest(matrix: Vectors, vector: Vectors, limit: int) -> tuple[tuple[int, float], ...]:
    """Find the rows of a matrix nearest to a unit vector: (place, cosine), best first, ties by place."""
    cosines = matrix @ vector
    # Sorting all of a large library takes as long as comparing it.
    least = np.partition(cosines, -limit)[-limit] if 0 < limit < len(cosines) else -np.inf
    near = np.flatnonzero(cosines >= least)
    order = near[np.lexsort((near, -cosines[near]))][:limit]
    return tuple((int(place), float(cosines[place])) for place in order)
