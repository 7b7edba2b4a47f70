"""Groups and counts: nothing is lost, list items stay together, one voice a document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot import wording
from chatbot.agree import count, group, pointing, sides, tally
from chatbot.types import Count, Quote
from ingest.book import Claim, ClaimBook, Evidence, Polarity
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


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("It is painful.", "It is not painful."),
        ("It lasts two weeks.", "It lasts 6 months."),
        ("It never scars.", "It can scar."),
        ("Nobody needs cream.", "Everybody needs cream."),
        ("It doesn’t help.", "It helps."),
    ],
)
def test_a_sentence_and_its_denial_or_another_number_do_not_stand_together(one: str, other: str) -> None:
    quotes = [Quote.whole(*passages_of(text, text, document=name)) for name, text in (("a.txt", one), ("b.txt", other))]
    assert [statement.quotes for statement in group(quotes, [], _alike)] == [(quotes[0],), (quotes[1],)]


@pytest.mark.parametrize(
    ("one", "other"), [("It is not painful.", "It never hurts."), ("It takes 2 or 3 days.", "It takes 3 days.")]
)
def test_two_denials_and_a_shared_number_stand_together(one: str, other: str) -> None:
    quotes = [Quote.whole(*passages_of(text, text, document=name)) for name, text in (("a.txt", one), ("b.txt", other))]
    assert len(group(quotes, [], _alike)) == 1


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


SAID = "Redness is common. Pain is rare. Dry skin may follow."
TOLD = passages_of(SAID, "Redness is common.", "Pain is rare.", "Dry skin may follow.", document="g.txt")


def _evidence(passage: Passage, item: str, frequency: str = "") -> Evidence:
    """Let a passage state an item, in its own words, with its own word for how often."""
    return Evidence(passage.document, passage.start, passage.end, _span(passage, item), _span(passage, frequency))


def _span(passage: Passage, words: str) -> Span | None:
    at = passage.start + passage.text.lower().index(words)
    return Span(at, at + len(words)) if words else None


def _claim(name: str, *evidence: Evidence, polarity: Polarity = Polarity.FOR) -> Claim:
    return Claim(f"effects.{name}", f"Our words on {name}.", polarity, evidence, in_table=True)


CLAIMS = (
    _claim("red", _evidence(ITEMS[0], "redness"), _evidence(TOLD[0], "redness", "common")),
    _claim("flushed", _evidence(OTHERS[0], "redness", "common")),
    _claim("pain", _evidence(TOLD[1], "pain", "rare"), _evidence(OTHERS[1], "pain", "rare")),
    _claim("dry", _evidence(ITEMS[1], "dry skin"), replace(_evidence(TOLD[2], "dry skin"), weak=True)),
    _claim("calm", _evidence(OTHERS[2], "redness"), polarity=Polarity.AGAINST),
)
BOOK = ClaimBook({claim.id: claim for claim in CLAIMS})
ALL = [Quote.whole(passage) for passage in (*ITEMS, *OTHERS, *TOLD)]
LANDED = {claim.id: 1.0 / rank for rank, claim in enumerate(CLAIMS, 1)}


@given(
    st.permutations(ALL).flatmap(lambda quotes: st.integers(0, len(quotes)).map(lambda size: quotes[:size])),
    st.lists(st.sampled_from([claim.id for claim in CLAIMS]), unique=True),
)
def test_a_table_is_made_of_slices_of_the_quotes_shown(quotes: list[Quote], names: list[str]) -> None:
    counts = tally(quotes, BOOK, {name: LANDED[name] for name in names})
    assert len(counts) >= 3 or counts == ()
    assert [-len(found.quotes) for found in counts] == sorted(-len(found.quotes) for found in counts)
    for found in counts:
        assert set(found.quotes) <= set(quotes)
        assert any(found.item in quote.text for quote in found.quotes)
        assert len({quote.document for quote in found.quotes}) == len(found.quotes) == len(found.often)
        assert all(often in quote.text for often, quote in zip(found.often, found.quotes, strict=True))


def test_claims_that_name_the_same_thing_are_one_item_and_those_against_it_none() -> None:
    counts = {found.item.lower(): found for found in tally(ALL, BOOK, LANDED)}
    stated = {item: [quote.document for quote in found.quotes] for item, found in counts.items()}
    assert stated == {"redness": ["d.txt", "g.txt", "e.txt"], "pain": ["g.txt", "f.txt"], "dry skin": ["d.txt"]}
    assert counts["redness"].often == ("", "common", "common")


def test_what_is_no_table_is_not_counted() -> None:
    loose = ClaimBook({name: replace(claim, in_table=False) for name, claim in BOOK.claims.items()})
    nothing: tuple[Count, ...] = ()
    assert tally(ALL, loose, LANDED) == nothing
    assert tally(ALL, BOOK, {"effects.red": 1.0, "effects.pain": 1.0}) == nothing
    assert tally([], BOOK, LANDED) == nothing


@given(
    st.permutations([*OTHERS, *TOLD]),
    st.lists(st.sampled_from([*Polarity, None]), min_size=len([*OTHERS, *TOLD]), max_size=len([*OTHERS, *TOLD])),
)
def test_sides_stand_one_after_the_other_and_lose_nothing(passages: list[Passage], ways: list[Polarity | None]) -> None:
    quotes = [Quote.whole(passage) for passage in passages]
    known = {passage.id: way for passage, way in zip(passages, ways, strict=True) if way}
    told = sides(quotes, [], _apart, known)
    assert sorted(q.passage.id for s in told for q in s.quotes) == sorted(q.passage.id for q in quotes)
    if len(set(known.values())) < 2:
        assert told == group(quotes, [], _apart)
    else:
        order = [wording.SIDE_FOR, wording.SIDE_AGAINST, ""]
        assert [order.index(s.side) for s in told] == sorted(order.index(s.side) for s in told)
        labels = {Polarity.FOR: wording.SIDE_FOR, Polarity.AGAINST: wording.SIDE_AGAINST, None: ""}
        assert all(s.side == labels[known.get(q.passage.id)] for s in told for q in s.quotes)


def test_a_quote_points_the_way_of_the_claims_it_states_that_were_landed_on() -> None:
    assert pointing(ALL, BOOK, LANDED)[OTHERS[2].id] is Polarity.AGAINST
    assert pointing(ALL, BOOK, LANDED)[ITEMS[0].id] is Polarity.FOR
    assert pointing(ALL, BOOK, {"effects.calm": 1.0}) == {OTHERS[2].id: Polarity.AGAINST}
    assert pointing([], BOOK, LANDED) == {}
