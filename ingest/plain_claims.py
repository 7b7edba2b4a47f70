"""Passages + vectors -> plain claims: what several documents say the same of, where nobody has written claims.

A plain claim has whole passages for quotes, one a document, and neither wording nor questions. Any two of its passages
are alike (`ingest.likeness`), so that no chain joins what differs. A passage may stand in several.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import combinations

import numpy as np

from ingest.book import Claim, Evidence, Polarity
from ingest.likeness import Pair, alike
from ingest.subject import subject
from ingest.types import Document, Passage, PassageKind, Vectors

MADE = "plain 1"
"""The number of the way they are made; a library without claims that has others is built anew."""
MOST_PASSAGES = 50_000
"""Of more passages none are grouped: what it costs grows faster than they do (docs/performance.md)."""
_SAYING = (PassageKind.SENTENCE, PassageKind.ITEM)


def plain_claims(
    documents: Iterable[Document], passages: Sequence[Passage], vectors: Vectors, covered: Collection[str] = ()
) -> dict[str, Claim]:
    """Group the passages of documents that no written claim covers; `vectors` has one row a passage.

    Documents whose titles have no subject in common may say the same words of different things: of those none are
    grouped. A lead-in says nothing by itself, a reference is another work's. The order of the passages does not matter.
    """
    if not subject(document.facts.title for document in documents if document.name not in covered):
        return {}
    saying = [row for row, p in enumerate(passages) if p.kind in _SAYING and p.document not in covered]
    if len(saying) > MOST_PASSAGES:
        return {}
    rows = sorted(saying, key=lambda row: (passages[row].document, passages[row].start, passages[row].end))
    told = [passages[row] for row in rows]
    pairs = alike(told, vectors, np.array(rows, dtype=np.int64))
    groups = sorted(_groups(pairs, [passage.document for passage in told]))
    claims = (_claim(number, [told[place] for place in group]) for number, group in enumerate(groups, 1))
    return {claim.id: claim for claim in claims}


def _claim(number: int, passages: Sequence[Passage]) -> Claim:
    evidence = tuple(Evidence(passage.document, passage.start, passage.end) for passage in passages)
    return Claim(f"plain.{number}", "", Polarity.FOR, evidence)


def _groups(pairs: Sequence[Pair], documents: Sequence[str]) -> list[tuple[int, ...]]:
    """Grow a group around each pair that no group before it holds, the likest pair first."""
    near: defaultdict[int, dict[int, float]] = defaultdict(dict)
    for likeness, first, second in pairs:
        near[first][second] = near[second][first] = likeness
    found: list[tuple[int, ...]] = []
    held: set[tuple[int, int]] = set()
    for pair in pairs:
        if (pair.first, pair.second) not in held:
            group = _grown(pair, near, documents)
            held.update(combinations(group, 2))
            found.append(group)
    return found


def _grown(pair: Pair, near: Mapping[int, Mapping[int, float]], documents: Sequence[str]) -> tuple[int, ...]:
    """Add passages of further documents, each alike to all that are in, the likest first."""
    group = [pair.first, pair.second]
    while True:
        quoted = {documents[place] for place in group}
        common = set.intersection(*(set(near[place]) for place in group))
        joining = [
            (-min(near[place][other] for place in group), other) for other in common if documents[other] not in quoted
        ]
        if not joining:
            return tuple(sorted(group))
        group.append(min(joining)[1])
