"""Answers from claims: made of what was voted for, slices only, never a lead-in alone, and a refusal below the cut."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot import library_wording, wording
from chatbot.answer import Known, answer
from chatbot.claimed import Found, answer_from_claims
from chatbot.evidence import read_judge
from chatbot.expect import Expected
from chatbot.explain import NOTHING, Term
from chatbot.join import joint, together
from chatbot.land import Landing, Vote
from chatbot.types import Answer, Count, Hit, ItemList, Outcome, Quote, Statement
from ingest.book import Claim, ClaimBook, Evidence, Polarity
from ingest.types import Passage, PassageKind, Span, Vectors
from tests.conftest import passages_of

TEXT = "Skin gets red. It can cause: pain, dryness. Rivers are long."
RED, RIVERS = passages_of(TEXT, "Skin gets red.", "Rivers are long.")
LEAD = passages_of(TEXT, "It can cause:", kind=PassageKind.LEAD_IN)[0]
ITEMS = tuple(
    replace(item, lead_in=Span(LEAD.start, LEAD.end))
    for item in passages_of(TEXT, "pain", "dryness", kind=PassageKind.ITEM)
)
PASSAGES = (RED, LEAD, *ITEMS, RIVERS)
LISTS = {passage.id: ItemList(LEAD, ITEMS) for passage in (LEAD, *ITEMS)}
SURE = Vote(0.9, 0.9, 0.9, 0.0, 1.0)
_SHARE = st.floats(0, 1)
_VOTES = st.builds(Vote, _SHARE, _SHARE, _SHARE, st.floats(-1, 0), _SHARE)
_LANDINGS = st.builds(
    Landing,
    st.dictionaries(st.sampled_from([passage.id for passage in PASSAGES]), _VOTES),
    strength=_SHARE,
    gap=st.floats(-0.5, 0.5),
    missed=st.tuples(_SHARE, _SHARE),
    lists=_SHARE,
    disputed=_SHARE,
)
_FOUND = st.lists(st.tuples(st.sampled_from(PASSAGES), st.floats(-1, 1), _SHARE), unique_by=lambda found: found[0].id)


def _apart(passages: Sequence[Passage]) -> Vectors:
    return np.eye(len(passages), dtype=np.float32)


def _landed(*passages: Passage, disputed: float = 0.0) -> Landing:
    """Land surely on these passages, far from any near miss."""
    return Landing({passage.id: SURE for passage in passages}, strength=1.0, gap=0.4, disputed=disputed)


def _ask(landing: Landing, *hits: Passage | Hit, only: frozenset[str] = frozenset()) -> Answer:
    measured = tuple(hit if isinstance(hit, Hit) else Hit(hit, 1.0, 0.6, 0.6) for hit in hits)
    found = Found(landing, measured, LISTS, _apart, only)
    return answer_from_claims("does skin get red?", found, ClaimBook(), 2)


@pytest.mark.parametrize(
    ("wanted", "gap", "is_answered"),
    [(None, 0.0, True), (Expected.DURATION, 0.0, False), (Expected.COUNT, 0.0, True), (Expected.DURATION, 2.0, True)],
)
def test_what_no_quote_holds_is_said_to_be_missing_unless_nearly_the_same_was_written(
    wanted: Expected | None, gap: float, is_answered: bool
) -> None:
    found = Found(replace(_landed(RED), gap=gap), (Hit(RED, 1.0, 0.6, 0.6),), LISTS, _apart, wanted=wanted)
    answered = answer_from_claims("does skin get red?", found, ClaimBook(), 2)
    assert (answered.outcome is Outcome.ANSWERED) == is_answered
    assert is_answered or answered.reply == wording.do_not_say(2, "a time")
    assert is_answered or answered.confidence < read_judge().answer


@pytest.mark.parametrize(
    ("term", "strength", "gap", "is_answered"),
    [
        (NOTHING, 1.0, 2.0, True),
        (Term("rash", is_sure=True), 1.0, 2.0, False),
        (Term("rash"), 1.0, 0.0, False),
        (Term("rash"), 1.0, 2.0, True),
        (Term("rash", is_sure=True), 1.2, 2.0, True),
        (Term("redness", is_sure=True), 1.0, 2.0, True),
    ],
)
def test_what_no_quote_explains_is_said_to_be_missing_unless_nearly_the_same_was_written(
    term: Term, strength: float, gap: float, is_answered: bool
) -> None:
    told = passages_of("Redness is a flush. It may be a rash.", "Redness is a flush.", "It may be a rash.")
    hits = tuple(Hit(each, 1.0, 0.6, 0.6) for each in told)
    found = Found(replace(_landed(*told), strength=strength, gap=gap), hits, {}, _apart, term=term)
    answered = answer_from_claims("what is it?", found, ClaimBook(), 2)
    assert (answered.outcome is Outcome.ANSWERED) == is_answered
    assert is_answered or answered.reply == wording.do_not_say(2, "a definition")


def test_who_is_asked_about_alone_is_quoted() -> None:
    theirs = "According to Ann Lee, it may itch."
    told = passages_of(f"{theirs} It may burn.", theirs, "It may burn.")
    found = Found(_landed(*told), tuple(Hit(each, 1.0, 0.6, 0.6) for each in told), {}, _apart)
    assert _texts(answer_from_claims("what does Lee say?", found, ClaimBook(), 2)) == [theirs]
    assert len(_texts(answer_from_claims("what may it do?", found, ClaimBook(), 2))) == 2


@pytest.mark.parametrize(
    ("question", "lists", "shown"),
    [
        ("Which reactions are rare?", 1.0, ["A rash is rare."]),
        ("What are the common reactions?", 1.0, ["Redness is common."]),
        ("What are the reactions?", 1.0, ["A rash is rare.", "It may itch.", "Redness is common."]),
        ("Which reactions are rare?", 0.0, ["A rash is rare.", "It may itch.", "Redness is common."]),
    ],
)
def test_a_list_of_what_is_rare_has_what_the_documents_call_so(question: str, lists: float, shown: list[str]) -> None:
    told = passages_of(
        "A rash is rare. Redness is common. It may itch.", "A rash is rare.", "Redness is common.", "It may itch."
    )
    found = Found(replace(_landed(*told), lists=lists), tuple(Hit(each, 1.0, 0.6, 0.6) for each in told), {}, _apart)
    assert sorted(_texts(answer_from_claims(question, found, ClaimBook(), 2))) == shown


def test_where_no_document_calls_anything_rare_the_whole_list_is_shown() -> None:
    found = Found(replace(_landed(RED), lists=1.0), (Hit(RED, 1.0, 0.6, 0.6),), {}, _apart)
    assert _texts(answer_from_claims("Which reactions are rare?", found, ClaimBook(), 2)) == ["Skin gets red."]


def _hits(measured: list[tuple[Passage, float, float]]) -> list[Hit]:
    return [Hit(passage, 1.0, similarity, held) for passage, similarity, held in measured]


def _texts(answered: Answer) -> list[str]:
    return [quote.text for quote in answered.quotes]


@given(_LANDINGS, _FOUND)
def test_an_answer_is_made_of_slices_of_what_was_found(
    landing: Landing, measured: list[tuple[Passage, float, float]]
) -> None:
    hits = _hits(measured)
    answered = _ask(landing, *hits)
    assert all(TEXT[quote.start : quote.end] == quote.text for quote in answered.quotes)
    quoted = {quote.passage for statement in answered.statements for quote in statement.quotes}
    assert quoted <= {hit.passage for hit in hits}
    assert {hit.passage.id for hit in answered.hits} == {hit.passage.id for hit in hits}
    assert answered == _ask(landing, *hits[::-1])


@given(_LANDINGS, _FOUND)
def test_an_answer_quotes_and_never_shows_a_lead_in_alone(
    landing: Landing, measured: list[tuple[Passage, float, float]]
) -> None:
    answered = _ask(landing, *_hits(measured))
    assert (answered.outcome is Outcome.ANSWERED) == bool(answered.statements)
    for statement in answered.statements:
        assert statement.quotes
        assert all(quote.passage.kind is not PassageKind.LEAD_IN for quote in statement.quotes)


@given(_LANDINGS, _FOUND)
def test_below_the_cut_it_abstains_with_what_is_near(
    landing: Landing, measured: list[tuple[Passage, float, float]]
) -> None:
    answered = _ask(landing, *_hits(measured))
    assert 0 <= answered.confidence <= 1
    if answered.confidence < read_judge().answer:
        assert answered.outcome is Outcome.ABSTAINED
        assert len(answered.near) == min(3, len(measured))
        assert (answered.quotes, answered.counts) == ((), ())


def test_what_is_voted_for_is_shown_and_the_rest_is_not() -> None:
    answered = _ask(_landed(RED), RED, RIVERS)
    assert _texts(answered) == ["Skin gets red."]
    assert answered.reply == wording.speak(1, 2)


def test_near_misses_around_it_make_a_refusal() -> None:
    refused = _ask(Landing(strength=0.8, gap=-0.3, missed=(0.9, 0.9)), RED, RIVERS)
    assert refused.outcome is Outcome.ABSTAINED
    assert refused.reply == wording.do_not_say(2, None)


def test_a_lead_in_stands_over_the_items_that_are_shown() -> None:
    assert _texts(_ask(_landed(ITEMS[1]), *PASSAGES)) == ["It can cause:", "dryness"]
    assert _texts(_ask(_landed(LEAD, *ITEMS), *PASSAGES)) == ["It can cause:", "pain", "dryness"]


def test_the_best_passage_answers_even_where_it_is_below_the_cut() -> None:
    landing = Landing(strength=0.5, gap=0.4)
    hits = (Hit(RED, 1.0, 0.6, 0.6), Hit(RIVERS, 1.0, 0.2, 0.0))
    assert _texts(_ask(landing, *hits)) == ["Skin gets red."]
    assert _ask(landing, *hits, only=frozenset({"d.txt"})).outcome is Outcome.ABSTAINED


def test_one_document_that_is_asked_answers_alone() -> None:
    other = replace(RED, document="e.txt")
    answered = _ask(_landed(RED, other), RED, other, only=frozenset({"e.txt"}))
    assert {quote.document for quote in answered.quotes} == {"e.txt"}


def test_where_the_documents_pull_apart_it_says_so() -> None:
    assert _ask(_landed(RED, disputed=0.9), RED).reply == f"{wording.UNEVEN} {wording.speak(1, 2)}"


def test_where_claims_point_both_ways_both_sides_are_labelled() -> None:
    ways = {"t.red": (RED, Polarity.FOR), "t.rivers": (RIVERS, Polarity.AGAINST)}
    claims = {
        name: Claim(name, "", way, (Evidence(passage.document, passage.start, passage.end),))
        for name, (passage, way) in ways.items()
    }
    landing = replace(_landed(RED, RIVERS, disputed=0.9), claims=dict.fromkeys(claims, 0.5))
    hits = tuple(Hit(passage, 1.0, 0.6, 0.6) for passage in (RIVERS, RED))
    torn = answer_from_claims("does skin get red?", Found(landing, hits, LISTS, _apart), ClaimBook(claims), 2)
    assert torn.reply.startswith(wording.DISPUTED)
    told = [(statement.side, [quote.text for quote in statement.quotes]) for statement in torn.statements]
    assert told == [(wording.SIDE_FOR, ["Skin gets red."]), (wording.SIDE_AGAINST, ["Rivers are long."])]
    agreed = replace(landing, disputed=0.0)
    calm = answer_from_claims("does skin get red?", Found(agreed, hits, LISTS, _apart), ClaimBook(claims), 2)
    assert not any(statement.side for statement in calm.statements)
    assert together([("a?", torn), ("b?", calm)], 2).reply.startswith(wording.DISPUTED)


def _other(outcome: Outcome) -> Answer:
    """Make what a search finds in a document that nobody has written claims about."""
    passage = replace(RIVERS, document="e.txt")
    shown = (Statement((Quote.whole(passage),)),) if outcome is Outcome.ANSWERED else ()
    return Answer("q", "q", outcome, reply="Elsewhere.", statements=shown, hits=(Hit(passage, 1.0, 0.5),))


def test_an_answer_from_claims_and_one_from_elsewhere_are_both_kept() -> None:
    claimed, elsewhere = _ask(_landed(RED), RED, RIVERS), _other(Outcome.ANSWERED)
    both = joint(claimed, elsewhere, 2)
    assert both.quotes == (*claimed.quotes, *elsewhere.quotes)
    assert both.hits == (claimed.hits[0], *elsewhere.hits, *claimed.hits[1:])
    assert both.reply == wording.speak(2, 2)


@pytest.mark.parametrize("outcome", [Outcome.ANSWERED, Outcome.ABSTAINED])
def test_a_refusal_gives_way_to_an_answer(outcome: Outcome) -> None:
    refused = answer("red?", [], Known({}, _apart), 2)
    assert joint(refused, _other(outcome), 2).outcome is outcome
    claimed = _ask(_landed(RED), RED)
    assert joint(claimed, _other(Outcome.ABSTAINED), 2) == claimed


def test_two_questions_are_answered_together_and_what_is_not_said_is_said() -> None:
    red, pain = _ask(_landed(RED), RED, RIVERS), _ask(_landed(RED, ITEMS[0]), RED, LEAD, *ITEMS)
    both = together([("red?", red), ("pain?", pain)], 2)
    assert [quote.text for quote in both.quotes] == ["Skin gets red.", "It can cause:", "pain"]
    named = [hit.passage.id for hit in both.hits]
    assert len(set(named)) == len(named) == 5
    assert [(said.asked, said.quotes[0].text) for said in both.statements if said.asked] == [
        ("red?", "Skin gets red."),
        ("pain?", "pain"),
    ]
    again = together([("red?", red), ("red?", red), ("any redness?", red)], 2)
    assert again.quotes == red.quotes
    assert library_wording.said_too("any redness?") in again.reply
    listed = replace(pain, counts=(Count("pain", pain.quotes[:1]),))
    assert together([("red?", red), ("pain?", listed)], 2).counts == listed.counts
    assert together([("red?", replace(red, counts=listed.counts)), ("pain?", listed)], 2).counts == ()
    silent = together([("red?", red), ("blue?", _other(Outcome.ABSTAINED))], 2)
    assert silent.quotes == red.quotes
    assert silent.reply == f"{wording.not_said('blue?')} {wording.speak(1, 2)}"


def test_no_more_hits_are_kept_than_a_record_holds() -> None:
    many = [replace(RIVERS, document=f"{number}.txt") for number in range(60)]
    first, second = (_ask(_landed(RED), RED, *some) for some in (many[:40], many[20:]))
    assert len(_ask(_landed(RED), RED, *many).hits) == 50
    assert len(joint(first, second, 61).hits) == 50
