"""The tables for docs/quality.md: what they show is what was measured."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from chatbot.tables import markdown

_VALUES = st.floats(0, 1)


@given(st.dictionaries(st.sampled_from("abc"), st.dictionaries(st.sampled_from("xyz"), _VALUES), min_size=1))
def test_a_table_has_a_line_for_each_name_and_its_figures_in_their_columns(found: dict[str, dict[str, float]]) -> None:
    rows = {name: [(figure, value, "1 of 2") for figure, value in of.items()] for name, of in found.items()}
    head, rule, *lines = markdown(rows, "xyz", "left out").splitlines()
    assert head == "| left out | x | y | z |"
    assert rule == "|---|---|---|---|"
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    expected = [
        [name, *(f"{of[figure]:.3f} (1 of 2)" if figure in of else "" for figure in "xyz")]
        for name, of in found.items()
    ]
    assert cells == expected


def test_a_mean_of_two_rates_shows_both_counts_and_sums_are_cut_short() -> None:
    rates = [("abstention_balanced", 0.9, "1.8 of 2"), ("answered", 0.8, "4 of 5"), ("abstained", 1.0, "2 of 2")]
    assert "0.900 (4 of 5, 2 of 2)" in markdown({"a": rates}, ["abstention_balanced"], "")
    other = {"b": [("recall", 0.52, "47.12345 of 90")], "c": [("recall", 0.5, "a mean")]}
    assert "0.520 (47.12 of 90)" in markdown(other, ["recall"], "")
    assert "0.500 (a mean)" in markdown(other, ["recall"], "")
