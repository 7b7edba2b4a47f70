"""Groups and counts: nothing is lost, list items stay together, one voice a document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from chatbot.agree import count, group
from chatbot.types import Quote
from ingest.types import Passage, PassageKind, Span, Vectors
from tests.conftest import passages_of

ITEMS = [
    replace(p, lead_in=Span(0, 5))
    for p in passages_of("They: redness, dry skin, pain", "redness", "dry skin", "pain", kind=PassageKind.ITEM)
]
LEAD = Passage("d.txt", 0, 5, "They:", PassageKind.LEAD_IN, Span(0, 29))
OTHERS = [
    *passages_of("Redness and dry skin are common.", "Redness and dry skin are common.", document="e.txt"),
    *passages_of("Pain is rare. Redness too.", "Pain is rare.", "Redness too.", document="f.txt"),
]


def _alike(passages: Sequence[Passage]) -> Vectors:
    return np.ones((len(passages), len(passages)), dtype=np.float32)


def _apart(passages: Sequence[Passage]) -> Vectors:
    return np.eye(len(passages), dtype=np.float32)


@given(st.permutations([*ITEMS, *OTHERS]))
def test_grouping_keeps_every_quote_once(passages: list[Passage]) -> None:
    quotes = [Quote.whole(passage) for passage in passages]
    for closeness in (_alike, _apart):
        grouped = [quote for statement in group(quotes, [Quote.whole(LEAD)], closeness) for quote in statement.quotes]
        assert sorted(q.passage.id for q in grouped) == sorted(q.passage.id for q in quotes)


def test_items_of_a_list_stand_together_under_their_lead_in_in_reading_order() -> None:
    quotes = [Quote.whole(passage) for passage in (ITEMS[2], OTHERS[0], ITEMS[0])]
    first = group(quotes, [Quote.whole(LEAD)], _alike)[0]
    assert [quote.text for quote in first.quotes] == ["redness", "pain"]
    assert first.lead_in == Quote.whole(LEAD)


def test_sentences_that_mean_the_same_stand_together() -> None:
    quotes = [Quote.whole(passage) for passage in OTHERS]
    assert len(group(quotes, [], _alike)) == 1
    assert len(group(quotes, [], _apart)) == len(OTHERS)


def test_an_item_is_counted_once_a_document() -> None:
    counts = {found.item: found for found in count([Quote.whole(passage) for passage in (*ITEMS, *OTHERS)])}
    assert {item: len(found.quotes) for item, found in counts.items()} == {"redness": 3, "dry skin": 2, "pain": 2}
    for found in counts.values():
        documents = [quote.document for quote in found.quotes]
        assert len(set(documents)) == len(documents)


def test_a_few_sentences_are_no_list() -> None:
    assert count([Quote.whole(passage) for passage in OTHERS]) == ()


def test_nothing_to_group_is_no_group() -> None:
    assert group([], [], _apart) == ()
