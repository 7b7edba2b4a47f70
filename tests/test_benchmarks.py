"""The benchmarks say what they measured: goals, tables, plots, and texts that are the same at every run."""

from __future__ import annotations

import math
import re
from itertools import islice
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.composed import ComposedEmbedder
from benchmarks.figures import Figure, Point, at, table
from benchmarks.plots import plot
from benchmarks.texts import questions, sentences, write_corpus
from ingest.chunk import chunk
from ingest.clean import clean
from ingest.embed import HashingEmbedder
from ingest.gather import gather

positive = st.floats(0.001, 1e6)


@given(positive, positive, st.booleans())
def test_better_is_more_than_once_as_good_whichever_way_counts(ours: float, theirs: float, more: bool) -> None:
    figure = Figure("f", "s", ours, theirs, factor=1.0, more_is_better=more)
    assert figure.times is not None
    assert figure.is_met is ((ours >= theirs) if more else (ours <= theirs)) or math.isclose(ours, theirs)


def test_a_table_says_of_each_goal_whether_it_is_met() -> None:
    figures = [
        Figure("start", "s", 2.0, 10.0, factor=4.0),
        Figure("page", "s", 5.0, 10.0, factor=4.0),
        Figure("recall", "", 0.995, goal=0.99, more_is_better=True),
        Figure("errors", "", 0.0, goal=0.0),
        Figure("nothing asked", "MiB", 1234.0),
    ]
    rows = [[cell.strip() for cell in line.strip("|\n").split("|")] for line in table(figures).splitlines()[2:]]
    assert [row[-1] for row in rows] == ["yes", "**no**", "yes", "yes", ""]
    assert rows[0][1:5] == ["2.00 s", "10.0 s", "5.0", "4 times"]
    assert rows[4][1] == "1,234 MiB"


@given(st.lists(positive, min_size=1, max_size=50), st.floats(0, 1))
def test_a_percentile_is_a_value_that_so_many_do_not_exceed(values: list[float], share: float) -> None:
    found = at(values, share)
    assert found in values
    assert sum(value <= found for value in values) >= share * len(values)


@given(st.lists(st.tuples(st.integers(1, 10**6), positive), min_size=1, max_size=6))
def test_every_point_lies_inside_the_plot(places: list[tuple[int, float]]) -> None:
    drawn = plot([Point(passages, {"ms": value}) for passages, value in places], "ms")
    circles = re.findall(r'<circle cx="([\d.]+)" cy="([\d.]+)"', drawn)
    assert len(circles) == len(places)
    for across, up in circles:
        assert 80 <= float(across) <= 530
        assert 46 <= float(up) <= 260


def test_nothing_that_is_not_positive_is_drawn() -> None:
    with pytest.raises(ValueError, match="points above 0"):
        plot([Point(10, {"ms": 0.0})], "ms")


def test_the_texts_are_the_same_at_every_run_and_become_about_so_many_passages(tmp_path: Path) -> None:
    assert list(islice(sentences(3), 50)) == list(islice(sentences(3), 50)) != list(islice(sentences(4), 50))
    assert questions(3, 20) == questions(3, 20)
    write_corpus(tmp_path, 600, 60)
    documents = [clean(source) for source in gather([tmp_path]).sources]
    passages = [passage for document in documents for passage in chunk(document)]
    assert len(documents) == 10
    assert 550 <= len(passages) <= 800


def test_composed_vectors_are_of_unit_length_and_texts_of_the_same_words_are_near() -> None:
    embedder = ComposedEmbedder(HashingEmbedder())
    texts = ["the skin heals fast", "fast heals the skin", *(f"number {n} of others" for n in range(30))]
    rows = embedder.encode(texts)
    assert np.allclose(np.linalg.norm(rows, axis=1), 1.0, atol=1e-5)
    near = rows @ rows[0]
    assert near[1] == max(near[1:])
