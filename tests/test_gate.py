"""The gate: the figures hold, and a worse judge is stopped."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.converse import Chatbot
from chatbot.evidence import WEIGHTS
from chatbot.gate import FIGURES, fallen, hold, measured, share, store
from chatbot.means import ALL
from ingest.errors import NeedlepointError
from tests.conftest import EVALUATION

_FIGURES = st.dictionaries(st.sampled_from(FIGURES), st.floats(0, 1).map(lambda value: round(value, 4)), min_size=1)
_SETS = st.dictionaries(st.sampled_from(["dev", "unseen"]), _FIGURES, min_size=1)


def test_the_figures_of_the_product_have_not_fallen(chatbot: Chatbot) -> None:
    hold(measured(chatbot, EVALUATION), EVALUATION)


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        pytest.param("show = 0.25", "show = 0.9", marks=pytest.mark.slow),
        pytest.param(
            "show = 0.25\nshow_in_list = 0.06\nof_best = 0.45",
            "show = 0.01\nshow_in_list = 0.01\nof_best = 0.01",
            marks=pytest.mark.slow,
        ),
        pytest.param("answer = 0.", "answer = 0.99", marks=pytest.mark.slow),
    ],
)
def test_a_judge_that_shows_too_much_or_answers_too_little_is_stopped(
    chatbot: Chatbot, tmp_path: Path, was: str, becomes: str
) -> None:
    weights = tmp_path / "weights.toml"
    shipped = WEIGHTS.read_text(encoding="utf-8")
    assert was in shipped
    weights.write_text(shipped.replace(was, becomes), encoding="utf-8")
    broken = chatbot.with_means(replace(ALL, weights=weights))
    with pytest.raises(NeedlepointError, match="of dev: 0"):
        hold(measured(broken, EVALUATION, ("dev",)), EVALUATION)


@given(_SETS, st.floats(0, 0.5))
def test_what_has_not_changed_has_not_fallen_and_what_is_missing_has(
    figures: dict[str, dict[str, float]], margin: float
) -> None:
    assert fallen(figures, figures, margin) == []
    assert len(fallen({}, figures, margin)) == sum(map(len, figures.values()))


@given(_FIGURES, st.floats(0.001, 0.5), st.floats(-1, 1))
def test_a_figure_has_fallen_when_it_is_lower_by_more_than_the_margin(
    figures: dict[str, float], margin: float, by: float
) -> None:
    found = {name: value + by for name, value in figures.items()}
    worse = fallen({"dev": found}, {"dev": figures}, margin)
    assert len(worse) == sum(found[name] < value - margin for name, value in figures.items())


def test_a_figure_that_is_no_number_has_fallen() -> None:
    assert fallen({"dev": {"must_recall": float("nan")}}, {"dev": {"must_recall": 0.1}}, 0.03)


@given(_SETS)
def test_what_is_stored_is_held(figures: dict[str, dict[str, float]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        store(figures, Path(folder))
        hold(figures, Path(folder))
        lower = {name: {figure: value - 0.06 for figure, value in held.items()} for name, held in figures.items()}
        with pytest.raises(NeedlepointError, match="gate --store"):
            hold(lower, Path(folder))


@given(st.lists(st.integers(), unique=True))
def test_a_share_does_not_depend_on_the_order_or_on_the_other_questions(ids: list[int]) -> None:
    questions = [{"id": identifier} for identifier in ids]
    taken = share(questions, 4)
    assert sorted(map(str, taken)) == sorted(map(str, share(questions[::-1], 4)))
    assert [question for question in questions if share([question], 4)] == taken
    assert share(questions, 1) == questions
