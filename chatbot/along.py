"""Hits that were chosen + plain claims -> hits of other documents that say the same, to be shown along with them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from chatbot.types import Hit
from ingest.book import Claim

Same = Mapping[str, frozenset[str]]
"""For each passage that a plain claim quotes, by id: the passages of other documents that say the same."""


def same_elsewhere(plain: Iterable[Claim]) -> Same:
    """Read off plain claims which passages say the same."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for claim in plain:
        quoted = {piece.passage for piece in claim.evidence}
        for name in quoted:
            found[name] |= quoted - {name}
    return {name: frozenset(others) for name, others in found.items()}


def along(chosen: Sequence[Hit], hits: Iterable[Hit], same: Same) -> list[Hit]:
    """Find the hits that say the same as one that was chosen and were not chosen themselves, in the order given."""
    names = {hit.passage.id for hit in chosen}
    others = frozenset[str]().union(*(same.get(name, ()) for name in names)) - names
    return [hit for hit in hits if hit.passage.id in others]
