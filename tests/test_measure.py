"""The figures of question sets: tiny made-up cases with known values, and what must not change them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import pytest

from chatbot.curves import Rate
from chatbot.measure import (
    Pair,
    abstention,
    cut,
    evidence,
    holds,
    labelled,
    located,
    unanswerable_or_missed,
)

TEXT = "Larches lose their needles.  Pines keep theirs. Yews are neither."


def place(piece: str, doc: str = "trees") -> dict[str, Any]:
    start = TEXT.index(piece)
    return {"doc": doc, "quote": piece, "start": start, "end": start + len(piece), "score": 0.5}


def question(*answers: str, answerable: bool | None = True, kind: str = "span") -> dict[str, Any]:
    golds = [{"text": answer, "start": TEXT.index(answer)} for answer in answers]
    return {"qid": "q", "doc_id": "trees", "answerable": answerable, "kind": kind, "answers": golds}


def record(
    candidates: Sequence[str] = (), hits: Sequence[dict[str, Any]] = (), confidence: float = 0.0
) -> dict[str, Any]:
    return {"candidates": [place(piece) for piece in candidates], "hits": list(hits), "confidence": confidence}


@pytest.mark.parametrize(
    ("answer", "candidates", "held"),
    [
        ("their needles", ["Larches lose their needles."], True),
        ("their needles.", ["Larches lose their needles"], False),
        ("needles.  Pines", ["Larches lose their needles.", "Pines keep theirs."], True),
        ("needles.  Pines", ["Pines keep theirs."], False),
        ("theirs. Yews", ["Pines keep theirs.", "Larches lose their needles.", "Yews are neither."], True),
        ("theirs. ", ["Pines keep theirs."], True),
        ("Pines", [], False),
    ],
)
def test_an_answer_is_held_when_the_candidates_cover_its_characters(
    answer: str, candidates: list[str], held: bool
) -> None:
    assert holds(question(answer), [place(piece) for piece in candidates]) == held


def test_one_of_several_answers_is_enough() -> None:
    assert holds(question("Yews", "Pines"), [place("Pines keep theirs.")])


def test_the_same_place_of_another_document_holds_nothing() -> None:
    assert not holds(question("Pines"), [place("Pines", "other")])
    assert not evidence([(question("Pines"), record(hits=[place("Pines", "other")]))]).passages.k


def test_an_answer_may_name_its_own_document() -> None:
    asked = question("Pines")
    asked["answers"][0]["doc_id"] = "other"
    assert holds(asked, [place("Pines", "other")])
    assert not holds(asked, [place("Pines")])


@pytest.mark.parametrize(("end", "held"), [(39, False), (40, True), (60, True)])
def test_a_section_is_held_by_forty_of_its_characters_in_one_candidate(end: int, held: bool) -> None:
    candidate = {"doc": "trees", "start": 0, "end": end}
    assert holds(question(TEXT, kind="section"), [candidate]) == held
    assert holds(question("Pines", kind="section"), [{**candidate, "end": len(TEXT)}])


def test_pieces_of_a_section_do_not_add_up() -> None:
    pieces = [{"doc": "trees", "start": start, "end": start + 30} for start in (0, 30)]
    assert not holds(question(TEXT, kind="section"), pieces)


def test_the_first_candidate_is_also_counted_alone() -> None:
    found = evidence(
        [
            (question("Pines"), record(["Yews are neither.", "Pines keep theirs."])),
            (question("Pines"), record(["Pines keep theirs."])),
            (question("Pines"), record()),
        ]
    )
    assert (found.held, found.first) == (Rate(2, 3), Rate(1, 3))
    assert found.characters == len("Pines keep theirs.")


@pytest.mark.parametrize(
    ("answer", "hit", "found"),
    [
        ("Pines keep theirs.", "Pines keep theirs. Yews are neither.", True),
        ("Larches lose their needles.  Pines", "Pines keep theirs.", False),
        ("Larches lose their needles.  Pines keep", "Pines keep theirs.", True),
        ("Pines", "Yews are neither.", False),
    ],
)
def test_a_passage_is_right_when_half_of_it_or_of_the_answer_is_shared(answer: str, hit: str, found: bool) -> None:
    assert evidence([(question(answer), record(hits=[place(hit)]))]).passages == Rate(int(found), 1)


def test_the_sixth_passage_is_not_looked_at() -> None:
    others = [place("Yews are neither.")] * 4
    assert evidence([(question("Pines"), record(hits=[*others, place("Pines")]))]).passages == Rate(1, 1)
    assert evidence([(question("Pines"), record(hits=[*others, *others, place("Pines")]))]).passages == Rate(0, 1)


def test_questions_without_a_place_are_not_evidence() -> None:
    assert not located(question())
    assert not located({"qid": "q", "answerable": True})
    found = evidence([(question(), record(["Pines"]))])
    assert (found.held, found.first, found.passages) == (Rate(0, 0),) * 3
    assert math.isnan(found.characters)


def asked(answerable: bool | None, confidence: float) -> Pair:
    return question(answerable=answerable), record(confidence=confidence)


def test_questions_without_a_usable_label_are_left_out() -> None:
    pairs = [asked(True, 0.9), asked(True, 0.4), asked(False, 0.5), asked(False, 0.1)]
    assert not labelled(question(answerable=None))
    assert abstention([*pairs, asked(None, 0.99)]) == abstention(pairs)
    assert cut([*pairs, asked(None, 0.99)], 0.5) == cut(pairs, 0.5)


def test_confidence_is_scored_by_order_risk_and_coverage() -> None:
    found = abstention([asked(True, 0.9), asked(True, 0.4), asked(False, 0.5), asked(False, 0.1)])
    assert (found.auroc, found.answerable, found.unanswerable) == (0.75, 2, 2)
    assert [(point.coverage, point.risk) for point in found.points] == [
        (Rate(1, 4), Rate(0, 1)),
        (Rate(2, 4), Rate(1, 2)),
        (Rate(3, 4), Rate(1, 3)),
        (Rate(4, 4), Rate(2, 4)),
    ]


def test_the_cut_counts_both_errors() -> None:
    pairs = [asked(True, 0.9), asked(True, 0.4), asked(False, 0.5), asked(False, 0.1)]
    assert cut(pairs, 0.0) == (0.9, Rate(0, 2), Rate(1, 2))
    assert cut(pairs, 0.5) == (0.4, Rate(1, 2), Rate(0, 2))


def test_a_missed_answer_can_count_as_wrong() -> None:
    pairs = [
        (question("Pines"), record(["Yews"], confidence=0.9)),
        (question("Pines"), record(["Pines"], confidence=0.8)),
        asked(True, 0.7),
        asked(False, 0.6),
    ]
    assert abstention(pairs).points[-1].risk == Rate(1, 4)
    assert abstention(pairs, wrong=unanswerable_or_missed).points[-1].risk == Rate(2, 4)
