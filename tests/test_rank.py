"""The ranking figures: tiny made-up cases with known values, and what must not change them."""

from __future__ import annotations

import math
from importlib.util import find_spec
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.rank import Pair, documents, judged, passages
from tests.conftest import passages_of

TEXT = "Larches lose their needles. Pines keep theirs. Yews are neither."
LARCHES, PINES, YEWS = passages_of(TEXT, "Larches lose their needles.", "Pines keep theirs.", "Yews are neither.")
needs_trec_eval = pytest.mark.skipif(not find_spec("ir_measures"), reason="trec_eval has no built package here")


def ranked(relevant: dict[str, int], *names: str) -> Pair:
    return {"relevant": relevant}, {"hits": [{"doc": name, "start": 0, "end": 5} for name in names]}


@needs_trec_eval
def test_a_document_counts_where_its_first_hit_stands() -> None:
    found = documents([ranked({"b": 1}, "a", "a", "b", "b")])
    assert found == pytest.approx((1, 1 / math.log2(3), 1.0, 0.5))


@needs_trec_eval
def test_grades_are_gains_and_all_relevant_documents_are_asked_for() -> None:
    found = documents([ranked({"a": 1, "b": 2, "c": 0}, "c", "a")])
    best = 2 + 1 / math.log2(3)
    assert found == pytest.approx((1, 1 / math.log2(3) / best, 0.5, 0.5))


@needs_trec_eval
def test_the_eleventh_document_counts_for_the_reciprocal_rank_only() -> None:
    found = documents([ranked({"right": 1}, *"abcdefghij", "right")])
    assert found == pytest.approx((1, 0.0, 0.0, 1 / 11))


@needs_trec_eval
def test_equal_scores_keep_the_order_of_the_hits() -> None:
    assert documents([ranked({"a": 1}, "a", "b")]).mrr == 1
    assert documents([ranked({"b": 1}, "b", "a")]).mrr == 1


@needs_trec_eval
def test_a_question_without_hits_counts_zero() -> None:
    assert documents([ranked({"a": 1}), ranked({"a": 1}, "a")]) == pytest.approx((2, 0.5, 0.5, 0.5))
    assert documents([ranked({"a": 1})]) == (1, 0, 0, 0)


@needs_trec_eval
def test_two_questions_with_one_name_stay_two() -> None:
    assert documents([ranked({"a": 1}, "a"), ranked({"b": 1}, "a")]).mrr == 0.5


@needs_trec_eval
@given(st.permutations("abcdefghijkl"), st.sets(st.sampled_from("abcdefghijklmn"), min_size=1))
def test_retrieval_is_as_defined(names: list[str], relevant: set[str]) -> None:
    found = documents([ranked(dict.fromkeys(relevant, 1), *names)])
    places = [rank for rank, document in enumerate(names, 1) if document in relevant]
    first = [rank for rank in places if rank <= 10]
    best = sum(1 / math.log2(1 + rank) for rank in range(1, min(10, len(relevant)) + 1))
    assert found.ndcg_10 == pytest.approx(sum(1 / math.log2(1 + rank) for rank in first) / best)
    assert found.recall_10 == pytest.approx(len(first) / len(relevant))
    assert found.mrr == pytest.approx(1 / places[0] if places else 0)


def test_questions_that_name_no_document_are_not_ranked() -> None:
    unnamed: list[dict[str, Any]] = [{}, {"relevant": {}}, {"relevant": {"a": 0}}]
    assert not any(judged(more) for more in unnamed)
    assert judged({"answerable": False, "relevant": {"a": 1}})
    found = documents([(more, {"hits": []}) for more in unnamed])
    assert found.n == 0
    assert all(math.isnan(value) for value in found[1:])


@needs_trec_eval
def test_passages_that_share_half_with_evidence_are_the_relevant_ones() -> None:
    entry = {"doc": "d.txt", "start": PINES.start, "end": YEWS.end}
    hits = [{"doc": passage.document, "start": passage.start, "end": passage.end} for passage in (LARCHES, YEWS)]
    found = passages([({"evidence": [entry]}, {"hits": hits})], {"d.txt": (LARCHES, PINES, YEWS)})
    best = 1 + 1 / math.log2(3)
    assert found == pytest.approx((1, 1 / math.log2(3) / best, 0.5, 0.5))


def test_questions_without_evidence_rank_no_passage() -> None:
    assert passages([({"evidence": []}, {"hits": []})], {}).n == 0
