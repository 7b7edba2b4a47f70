"""Rates and cuts: definitions recounted by force, and a drawing that any XML reader can read."""

from __future__ import annotations

import math
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.curves import Rate, auroc, lowest_cut, plot, risk_coverage, svg

NAME = "{http://www.w3.org/2000/svg}"
# Few values, so that ties are common.
confidences = st.sampled_from([0.0, 0.1, 0.25, 0.5, 0.75, 0.9, 1.0])
some = st.lists(confidences, min_size=1, max_size=20)
cases = st.lists(st.tuples(confidences, st.booleans()), max_size=30)
rates = st.integers(1, 500).flatmap(lambda n: st.builds(Rate, st.integers(0, n), st.just(n)))


def drawn(text: str) -> ET.Element:
    return ET.fromstring(text)  # noqa: S314  # our own drawing


@given(rates)
def test_a_bound_is_where_a_true_rate_would_be_just_surprised_by_the_count(rate: Rate) -> None:
    for bound in rate.interval:
        surprise = abs(rate.value - bound) / math.sqrt(bound * (1 - bound) / rate.n) if 0 < bound < 1 else None
        assert surprise is None or surprise == pytest.approx(1.959964, rel=1e-4)


@given(rates)
def test_an_interval_holds_its_rate_and_stays_within_0_and_1(rate: Rate) -> None:
    low, high = rate.interval
    assert 0 <= low <= rate.value <= high <= 1
    assert low < high


@given(rates)
def test_the_opposite_rate_has_the_mirrored_interval(rate: Rate) -> None:
    low, high = Rate(rate.n - rate.k, rate.n).interval
    assert rate.interval == pytest.approx((1 - high, 1 - low))


def test_an_interval_is_the_published_one() -> None:
    # Newcombe 1998, doi:10.1002/(SICI)1097-0258(19980430)17:8<857::AID-SIM777>3.0.CO;2-E, table I, score method.
    assert Rate(81, 263).interval == pytest.approx((0.2553, 0.3662), abs=5e-5)
    assert Rate(0, 20).interval == pytest.approx((0, 0.1611), abs=5e-5)


def test_a_rate_shows_its_count() -> None:
    assert str(Rate(81, 263)) == "0.308 (81/263, 95 % 0.255-0.366)"


def test_a_rate_of_nothing_says_so() -> None:
    assert str(Rate(0, 0)) == "none (0/0)"
    assert math.isnan(Rate(0, 0).value)
    assert Rate(0, 0).interval == (0.0, 1.0)


@pytest.mark.parametrize(("k", "n"), [(2, 1), (-1, 1), (0, -1)])
def test_an_impossible_count_is_refused(k: int, n: int) -> None:
    with pytest.raises(ValueError, match="Count cases"):
        Rate(k, n)


@given(some, some)
def test_auroc_is_the_share_of_pairs_in_the_right_order(positives: list[float], negatives: list[float]) -> None:
    pairs = [(high > low) + (high == low) / 2 for high in positives for low in negatives]
    assert auroc(positives, negatives) == pytest.approx(sum(pairs) / len(pairs))
    assert auroc(negatives, positives) == pytest.approx(1 - auroc(positives, negatives))


def test_auroc_of_one_side_only_is_unknown() -> None:
    assert math.isnan(auroc([0.5], []))
    assert math.isnan(auroc([], [0.5]))


@given(cases)
def test_every_point_is_what_answering_from_its_confidence_on_gives(cases: list[tuple[float, bool]]) -> None:
    points = risk_coverage(cases)
    assert [point.confidence for point in points] == sorted({confidence for confidence, _ in cases}, reverse=True)
    for point in points:
        answered = [wrong for confidence, wrong in cases if confidence >= point.confidence]
        assert point.coverage == Rate(len(answered), len(cases))
        assert point.risk == Rate(sum(answered), len(answered))
        assert point.n == len(answered)


@given(some, some, st.floats(0, 1))
def test_a_cut_keeps_the_rate_and_no_lower_one_does(right: list[float], wrong: list[float], rate: float) -> None:
    found = lowest_cut(right, wrong, rate)
    kept = [sum(value >= cut for value in wrong) / len(wrong) <= rate for cut in {*right, *wrong}]
    lower = [cut for cut in {*right, *wrong} if cut < found.confidence]
    assert found.false_answers == Rate(sum(value >= found.confidence for value in wrong), len(wrong))
    assert found.false_refusals == Rate(sum(value < found.confidence for value in right), len(right))
    assert found.false_answers.value <= rate
    assert all(sum(value >= cut for value in wrong) / len(wrong) > rate for cut in lower)
    assert any(kept) == (found.confidence <= max(*right, *wrong))


def test_a_rate_that_the_count_meets_exactly_is_kept() -> None:
    # 0.29 * 100 is less than 29 in floating point.
    assert lowest_cut([], [n / 100 for n in range(100)], 0.29).false_answers == Rate(29, 100)


@pytest.mark.parametrize("rate", [-0.1, 1.1, math.nan])
def test_a_rate_that_is_no_share_is_refused(rate: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        lowest_cut([0.9], [0.1], rate)


def test_a_cut_without_unanswerable_questions_is_refused() -> None:
    with pytest.raises(ValueError, match="Give some"):
        lowest_cut([0.9], [], 0.1)


@given(cases.filter(bool))
def test_a_drawing_stays_on_its_sheet(cases: list[tuple[float, bool]]) -> None:
    drawing = drawn(svg(risk_coverage(cases)))
    for shape in (*drawing.iter(f"{NAME}polyline"), *drawing.iter(f"{NAME}polygon")):
        for place in shape.attrib["points"].split():
            across, down = map(float, place.split(","))
            assert 70 <= across <= 610
            assert 50 <= down <= 360


def test_a_curve_ends_at_the_risk_of_answering_everything() -> None:
    drawing = drawn(svg(risk_coverage([(0.9, False), (0.1, True)])))
    # The risk is 0 at half the coverage and one half at the whole of it.
    assert drawing.find(f"{NAME}polyline").attrib["points"] == "340.0,360.0 610.0,205.0"  # type: ignore[union-attr]


def test_a_drawing_names_its_set_and_its_size() -> None:
    drawing = drawn(svg(risk_coverage([(0.9, False), (0.1, True)]), title="a < b & c"))
    assert drawing.findtext(f"{NAME}title") == "a < b & c, n = 2"


def test_no_more_is_drawn_than_can_be_seen() -> None:
    drawing = svg(risk_coverage([(n / 10_000, n % 7 == 0) for n in range(10_000)]))
    assert len(drawing) < 100_000


def test_a_plot_is_the_drawing_in_a_file(tmp_path: Path) -> None:
    points = risk_coverage([(0.9, False), (0.1, True)])
    plot(points, tmp_path / "curve.svg", "squad – half")
    assert (tmp_path / "curve.svg").read_text(encoding="utf-8") == svg(points, "squad – half")


def test_nothing_cannot_be_drawn() -> None:
    with pytest.raises(ValueError, match="at least one question"):
        svg(())
