"""The evidence: two regressions whose features have the names of the shipped weights, and probabilities that follow."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.evidence import WEIGHTS, Weights, passage_columns, passage_features, question_features, read_judge
from chatbot.land import Landing, Vote
from chatbot.types import Hit
from ingest.errors import NeedlepointError
from tests.conftest import passages_of

_PASSAGES = passages_of("It costs $90. Skin gets red.", "It costs $90.", "Skin gets red.")
_MODEST = st.floats(-5, 5)
_NAMES = ("near", "far", "long")
_SHARE = st.floats(0, 1)
_VOTES = st.builds(Vote, _SHARE, _SHARE, _SHARE, st.floats(-2, 0), _SHARE)
_LANDINGS = st.builds(
    Landing,
    st.dictionaries(st.sampled_from([passage.id for passage in _PASSAGES]), _VOTES),
    strength=_SHARE,
    gap=st.floats(-1, 1),
    missed=st.tuples(_SHARE, _SHARE),
    strange=_MODEST,
    strangest=_MODEST,
)
_FOUND = st.lists(st.tuples(st.floats(-1, 1), _SHARE), max_size=2)
_QUESTIONS = st.sampled_from(["How much does it cost?", "red?", "", "Is it " + "very " * 40 + "red?"])


def _hits(measured: list[tuple[float, float]]) -> list[Hit]:
    return [Hit(passage, 1.0, *found) for passage, found in zip(_PASSAGES, measured, strict=False)]


@given(_MODEST, st.fixed_dictionaries(dict.fromkeys(_NAMES, st.floats(-1e9, 1e9))))
def test_a_probability_lies_between_never_and_always(intercept: float, features: dict[str, float]) -> None:
    for coefficient in (-3.0, 0.0, 3.0):
        assert 0 < Weights(intercept, dict.fromkeys(_NAMES, coefficient)).probability(features) < 1


@given(
    st.fixed_dictionaries(dict.fromkeys(_NAMES, _MODEST)),
    st.fixed_dictionaries(dict.fromkeys(_NAMES, _MODEST)),
    st.sampled_from(_NAMES),
    st.floats(0, 5),
)
def test_more_of_a_feature_moves_the_probability_the_way_its_coefficient_points(
    coefficients: dict[str, float], features: dict[str, float], name: str, more: float
) -> None:
    weights = Weights(0.5, coefficients)
    moved = weights.probability({**features, name: features[name] + more}) - weights.probability(features)
    assert moved * coefficients[name] >= -1e-12


def test_no_coefficient_means_no_influence_and_an_even_chance_at_nothing() -> None:
    weights = Weights(0.0, {"near": 2.0})
    assert weights.probability({"near": 0.0, "far": 9.0}) == 0.5


@given(_QUESTIONS, _LANDINGS, _FOUND)
def test_the_features_are_those_of_the_shipped_weights_and_are_finite(
    question: str, landing: Landing, measured: list[tuple[float, float]]
) -> None:
    judge, hits = read_judge(), _hits(measured)
    of_passages = passage_features(question, landing, hits)
    assert list(of_passages) == [hit.passage.id for hit in hits]
    for features in of_passages.values():
        assert features.keys() == judge.passage.coefficients.keys()
        assert 0 < judge.passage.probability(features) < 1
    of_question = question_features(question, landing, hits)
    assert of_question.keys() == judge.answerable.coefficients.keys()
    assert 0 < judge.answerable.probability(of_question) < 1


@given(_QUESTIONS, _LANDINGS, _FOUND)
def test_all_at_once_are_as_likely_as_one_by_one(
    question: str, landing: Landing, measured: list[tuple[float, float]]
) -> None:
    weights, hits = read_judge().passage, _hits(measured)
    single = [weights.probability(features) for features in passage_features(question, landing, hits).values()]
    assert weights.probabilities(passage_columns(question, landing, hits)).tolist() == pytest.approx(single)


@given(_QUESTIONS, _LANDINGS, _FOUND)
def test_the_order_of_the_hits_changes_no_feature(
    question: str, landing: Landing, measured: list[tuple[float, float]]
) -> None:
    hits = _hits(measured)
    assert passage_features(question, landing, hits) == passage_features(question, landing, hits[::-1])
    assert question_features(question, landing, hits) == question_features(question, landing, hits[::-1])


def test_the_passage_that_is_voted_for_is_likelier_and_so_is_one_that_holds_what_is_asked() -> None:
    judge, hits = read_judge(), _hits([(0.5, 0.5), (0.5, 0.5)])
    price, red = (passage.id for passage in _PASSAGES)
    voted = Landing({red: Vote(0.8, 0.8, 0.8, 0.0, 1.0)}, strength=1.0)
    chances = {name: judge.passage.probability(f) for name, f in passage_features("red?", voted, hits).items()}
    assert chances[red] > chances[price]
    asked = passage_features("How much does it cost?", Landing(), hits)
    assert (asked[price]["holds"], asked[red]["holds"]) == (1.0, 0.0)
    assert judge.passage.probability(asked[price]) > judge.passage.probability(asked[red])


def test_a_question_far_from_near_misses_is_likelier_to_have_an_answer() -> None:
    judge, hits = read_judge(), _hits([(0.5, 0.5)])
    near = question_features("red?", Landing(strength=1.0, gap=-0.4, missed=(0.9, 0.9)), hits)
    far = question_features("red?", Landing(strength=1.0, gap=0.4, missed=(0.0, 0.0)), hits)
    assert judge.answerable.probability(near) < judge.answer < judge.answerable.probability(far)


def test_the_shipped_cuts_are_chances_and_a_list_shows_more() -> None:
    judge = read_judge()
    assert 0 < judge.show_in_list < judge.show < 1
    assert 0 < judge.of_best < 1
    assert 0 < judge.answer < 1


@given(best=st.floats(0, 1))
def test_beside_a_sure_passage_a_doubtful_one_is_left_out_unless_in_a_list(best: float) -> None:
    judge = read_judge()
    assert judge.least(best, is_list=True) == judge.show_in_list
    assert judge.least(best, is_list=False) == max(judge.show, judge.of_best * best)
    assert judge.least(best, is_list=False) <= max(judge.show, best)


@pytest.mark.parametrize(
    ("changed", "into", "named"),
    [
        ("[answerable", "[other", "answerable"),
        ("intercept =", "constant =", "intercept"),
        ("show =", "shown =", "show"),
        ("[cuts]", "[cuts", "line"),
    ],
)
def test_weights_that_lack_something_are_refused_by_its_name(
    tmp_path: Path, changed: str, into: str, named: str
) -> None:
    path = tmp_path / "weights.toml"
    path.write_text(WEIGHTS.read_text(encoding="utf-8").replace(changed, into), encoding="utf-8")
    with pytest.raises((NeedlepointError, KeyError, TypeError, tomllib.TOMLDecodeError), match=named):
        read_judge(path)


def test_weights_for_a_feature_that_nobody_measures_are_refused_by_its_name() -> None:
    with pytest.raises(KeyError, match="luck"):
        Weights(0.0, {"luck": 1.0}).probability({"near": 1.0})
