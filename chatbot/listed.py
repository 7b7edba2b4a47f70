"""The passages of one document -> its lists: each lead-in with its items."""

from __future__ import annotations

from collections.abc import Sequence

from chatbot.types import ItemList
from ingest.types import Passage, PassageKind


def lists_of(passages: Sequence[Passage]) -> dict[str, ItemList]:
    """Find the lists, by the id of their lead-in and of each of their items."""
    items: dict[tuple[int, int], list[Passage]] = {}
    for passage in passages:
        if passage.lead_in:
            items.setdefault(passage.lead_in, []).append(passage)
    whole = [
        ItemList(lead, tuple(items.get((lead.start, lead.end), ())))
        for lead in passages
        if lead.kind is PassageKind.LEAD_IN
    ]
    return {passage.id: found for found in whole for passage in (found.lead_in, *found.items)}
