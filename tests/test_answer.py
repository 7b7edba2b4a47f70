"""Answers and refusals: made of quotes only, deterministic, and honest about what is missing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.answer import Known, _confidence, answer
from chatbot.converse import Chatbot
from chatbot.types import Answer, Hit, ItemList, Outcome
from ingest.types import Passage, PassageKind, Span, Vectors
from tests.conftest import passages_of

TEXT = "Redness is common. It costs $90. Wait two days. Some like it. Rivers are long."
PASSAGES = passages_of(
    TEXT, "Redness is common.", "It costs $90.", "Wait two days.", "Some like it.", "Rivers are long."
)


def _apart(passages: Sequence[Passage]) -> Vectors:
    return np.eye(len(passages), dtype=np.float32)


def _hits(*weights: tuple[float, float]) -> list[Hit]:
    return [
        Hit(p, 1 / (rank + 60), *weight) for rank, (p, weight) in enumerate(zip(PASSAGES, weights, strict=False), 1)
    ]


def _answer(question: str, hits: Sequence[Hit]) -> Answer:
    return answer(question, hits, Known({}, _apart), 4)


@given(
    st.lists(st.tuples(st.floats(-1, 1), st.floats(0, 1)), max_size=5), st.sampled_from(["how much is it?", "redness?"])
)
def test_what_is_shown_was_found_and_an_abstention_shows_no_quote(
    weights: list[tuple[float, float]], question: str
) -> None:
    hits = _hits(*weights)
    given_answer = _answer(question, hits)
    assert {quote.passage.id for quote in given_answer.quotes} <= {hit.passage.id for hit in hits}
    assert (given_answer.outcome is Outcome.ANSWERED) == bool(given_answer.quotes)
    assert 0 <= given_answer.confidence <= 1
    assert given_answer == _answer(question, list(reversed(hits))[::-1])


def test_order_of_the_hits_does_not_change_what_is_shown() -> None:
    hits = _hits((0.9, 1.0), (0.8, 1.0), (0.2, 0.0))
    assert _answer("redness?", hits).statements == _answer("redness?", hits[::-1]).statements


def test_passages_far_from_the_best_are_left_out() -> None:
    shown = _answer("redness?", _hits((0.9, 1.0), (0.85, 0.9), (0.3, 0.0)))
    assert [quote.text for quote in shown.quotes] == ["Redness is common.", "It costs $90."]


def test_weak_evidence_is_refused_with_the_nearest_passages_and_candidates() -> None:
    refused = _answer("redness?", _hits((0.2, 0.0), (0.1, 0.0)))
    assert refused.outcome is Outcome.ABSTAINED
    assert [quote.text for quote in refused.near] == ["Redness is common.", "It costs $90."]
    assert refused.candidates
    assert "all four documents" in refused.reply


@pytest.mark.parametrize(
    ("question", "shown"), [("How much does it cost?", "It costs $90."), ("How long should I wait?", "Wait two days.")]
)
def test_a_question_for_a_kind_of_answer_gets_only_quotes_that_hold_it(question: str, shown: str) -> None:
    given_answer = _answer(question, _hits((0.9, 0.9), (0.9, 0.8), (0.9, 0.8), (0.9, 0.9)))
    assert [quote.text for quote in given_answer.quotes] == [shown]


def test_a_kind_that_no_quote_holds_is_named_in_the_refusal() -> None:
    refused = _answer("Which brand is best?", _hits((0.9, 0.9)))
    assert refused.outcome is Outcome.ABSTAINED
    assert "a product's name" in refused.reply


def test_a_question_that_shares_no_word_with_any_passage_needs_a_close_likeness() -> None:
    assert _answer("breastfeeding?", _hits((0.5, 0.0), (0.4, 0.0))).outcome is Outcome.ABSTAINED
    assert _answer("what is it?", _hits((0.7, 0.0), (0.4, 0.0))).outcome is Outcome.ANSWERED


def test_nothing_found_is_an_abstention() -> None:
    assert _answer("redness?", []).outcome is Outcome.ABSTAINED


def test_references_are_quoted_only_where_a_name_or_year_is_asked() -> None:
    reference = replace(PASSAGES[0], text="Anna Berg, 2017", end=15, kind=PassageKind.REFERENCE)
    hits = [Hit(reference, 1.0, 0.9, 1.0), *_hits((0.0, 0.0), (0.5, 0.5))[1:]]
    assert "Anna Berg, 2017" in [quote.text for quote in _answer("Who wrote the study?", hits).quotes]
    assert "Anna Berg, 2017" not in [quote.text for quote in _answer("What is common?", hits).quotes]


def test_a_lead_in_brings_its_whole_list_and_an_item_brings_its_lead_in() -> None:
    text = "It can cause: pain, redness"
    lead = replace(passages_of(text, "It can cause:")[0], kind=PassageKind.LEAD_IN)
    items = tuple(replace(p, kind=PassageKind.ITEM, lead_in=Span(0, 13)) for p in passages_of(text, "pain", "redness"))
    lists = {passage.id: ItemList(lead, items) for passage in (lead, *items)}
    whole = answer("effects?", [Hit(lead, 1.0, 0.9, 1.0)], Known(lists, _apart), 1)
    assert [quote.text for quote in whole.quotes] == ["It can cause:", "pain", "redness"]
    single = answer("effects?", [Hit(items[1], 1.0, 0.9, 1.0)], Known(lists, _apart), 1)
    assert [quote.text for quote in single.quotes] == ["It can cause:", "redness"]


def test_relevance_grows_with_meaning_and_with_words() -> None:
    low, meaning, words = _hits((0.1, 0.1), (0.5, 0.1), (0.1, 0.5))[:3]
    assert low.relevance < meaning.relevance
    assert low.relevance < words.relevance


def test_several_documents_answer_together(small_chatbot: Callable[..., Chatbot]) -> None:
    bot = small_chatbot(
        a="Teas\n\nGreen tea has caffeine.", b="Drinks\n\nCaffeine is in green tea.", c="Rocks\n\nBasalt is dark."
    )
    shown = bot.ask("Is there caffeine in green tea?")
    assert {quote.document for quote in shown.quotes} == {"a.txt", "b.txt"}
    assert shown.reply.startswith("Two of three documents")


def test_confidence_grows_with_what_stands_around_the_best_passage() -> None:
    (passage,) = passages_of("Redness fades soon.", "Redness fades soon.")
    windows = (0.1, 0.5, 0.9)
    found = [_confidence("red?", [Hit(passage, 1.0, 0.5, 0.5, window=window)], True) for window in windows]
    assert found == sorted(found)
    assert found[0] < 0.5 < found[-1]
    assert _confidence("red?", [], True) == 0.0


@given(st.floats(-1, 1), st.floats(0, 1), st.floats(-1, 1))
def test_each_doubt_takes_as_much_from_confidence(near: float, coverage: float, window: float) -> None:
    (passage,) = passages_of("Redness fades soon.", "Redness fades soon.")
    named, unnamed = (Hit(passage, 1.0, near, coverage, window=window, unnamed=unnamed) for unnamed in (False, True))
    sure = _confidence("What fades?", [named], True)
    doubted = [
        _confidence("What fades?", [named], False),
        _confidence("What does not fade?", [named], True),
        _confidence("What fades?", [unnamed], True),
    ]
    assert sure > max(doubted) == min(doubted)
    assert min(doubted) > _confidence("What does not fade?", [unnamed], True)
