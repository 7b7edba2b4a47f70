"""The table of what each means brings, and its plot."""

from __future__ import annotations

import xml.etree.ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from chatbot.ablate import FIGURES, NOTHING, svg
from chatbot.scoreboard import Row

_ROWS = st.lists(st.floats(0, 1), min_size=4, max_size=4).map(
    lambda values: [(name, value, "") for name, value in zip(FIGURES, values, strict=True)]
)


@given(_ROWS, st.dictionaries(st.text(alphabet="ab<&", min_size=1), _ROWS, min_size=1), st.text(alphabet="t<&"))
def test_the_plot_is_xml_with_one_dot_for_each_figure_of_each_row(
    base: list[Row], table: dict[str, list[Row]], title: str
) -> None:
    drawn = ET.fromstring(svg({NOTHING: base, **table}, title))  # noqa: S314  # our own drawing
    dots = [circle for circle in drawn.iter("{http://www.w3.org/2000/svg}circle") if len(circle)]
    assert len(dots) == len(FIGURES) * len(table)
    for dot in dots:
        assert 150 <= float(dot.attrib["cx"]) <= 760
    names = [text.text for text in drawn.iter("{http://www.w3.org/2000/svg}text")]
    assert set(table) <= set(names)


def test_what_is_lost_stands_left_of_what_is_won() -> None:
    table = {NOTHING: [("must_recall", 0.5, "")], "a": [("must_recall", 0.4, "")], "b": [("must_recall", 0.7, "")]}
    drawn = svg(table, "t")
    assert drawn.index("must_recall -0.100") < drawn.index("must_recall +0.200")
    places = [float(line.split('cx="')[1].split('"')[0]) for line in drawn.splitlines() if "must_recall " in line]
    assert places[0] < 455 < places[1]
