"""Hits -> the quotes that fit a short answer: the best first, as many as a reader takes in at once."""

from __future__ import annotations

from collections.abc import Iterable

from chatbot.types import Hit, Quote
from ingest.types import PassageKind

_CHARACTERS = 600


def candidates(hits: Iterable[Hit]) -> tuple[Quote, ...]:
    """Take quotes from the best hit on while they fit into 600 characters; one that does not fit is passed over.

    Always at least one where there is a hit. Lead-ins say nothing by themselves and are left out.
    """
    taken: list[Quote] = []
    room = _CHARACTERS
    for hit in hits:
        length = hit.passage.end - hit.passage.start
        if hit.passage.kind is not PassageKind.LEAD_IN and (not taken or length <= room):
            taken.append(Quote.whole(hit.passage))
            room -= length
    return tuple(taken)
