"""The scores: hand-made cases with known values."""

from __future__ import annotations

from typing import Any

from chatbot.evaluate import Place, evaluate

TEXT = "Redness is common. Menu. Pain is rare. Ask a doctor."
TEXTS = {"d": TEXT}


def _quote(piece: str) -> dict[str, Any]:
    start = TEXT.index(piece)
    return {"doc": "d", "quote": piece, "start": start, "end": start + len(piece)}


SPANS = {
    "never_evidence": [{**_quote("Menu."), "kind": "boilerplate"}],
    "neutral_referral_quotes": [_quote("Ask a doctor.")],
    "neutral_list_intros": [],
}
QUESTION: dict[str, Any] = {
    "answerable": True,
    "expect": "answer",
    "evidence": [
        {**_quote("Redness is common."), "must": True, "group": "a"},
        {**_quote("Pain is rare."), "must": True, "group": "b"},
    ],
}
UNANSWERABLE: dict[str, Any] = {"answerable": False, "expect": "abstain", "evidence": []}


def _record(*pieces: str, abstained: bool = False) -> dict[str, Any]:
    return {"quotes": [_quote(piece) for piece in pieces], "answer": " ".join(pieces), "abstained": abstained}


def _score(question: dict[str, Any], record: dict[str, Any]) -> dict[str, float]:
    return {name: sum(values) / len(values) for name, values in evaluate([(question, record)], TEXTS, SPANS).items()}


def test_all_evidence_and_nothing_else_is_perfect() -> None:
    scores = _score(QUESTION, _record("Redness is common.", "Pain is rare."))
    assert scores == {
        "answered": 1.0,
        "boilerplate": 0.0,
        "char_precision": 1.0,
        "must_recall": 1.0,
        "quote_precision": 1.0,
        "quoted_in_answer": 1.0,
        "verbatim_strict": 1.0,
    }


def test_half_of_the_evidence_is_half_the_recall() -> None:
    assert _score(QUESTION, _record("Pain is rare."))["must_recall"] == 0.5


def test_furniture_is_counted_and_is_wrong() -> None:
    scores = _score(QUESTION, _record("Redness is common.", "Menu."))
    assert scores["boilerplate"] == 0.5
    assert scores["quote_precision"] == 0.5


def test_a_referral_is_neither_right_nor_wrong() -> None:
    assert _score(QUESTION, _record("Pain is rare.", "Ask a doctor."))["quote_precision"] == 1.0


def test_a_whole_paragraph_around_one_sentence_is_not_a_quote_of_it() -> None:
    question = {**QUESTION, "evidence": [QUESTION["evidence"][1]]}
    assert _score(question, _record(TEXT[:38]))["quote_precision"] == 0.0


def test_a_moved_quote_is_not_verbatim() -> None:
    moved = _record("Pain is rare.")
    moved["quotes"][0]["start"] += 1
    assert _score(QUESTION, moved)["verbatim_strict"] == 0.0


def test_abstention_is_the_mean_of_both_rates() -> None:
    pairs = [
        (QUESTION, _record("Pain is rare.")),
        (UNANSWERABLE, _record("Pain is rare.")),
        (UNANSWERABLE, _record(abstained=True)),
    ]
    balanced = evaluate(pairs, TEXTS, SPANS)["abstention_balanced"]
    assert sum(balanced) / len(balanced) == 0.75


def test_places_in_different_documents_share_nothing() -> None:
    assert Place("d", 0, 9).shared(Place("e", 0, 9)) == 0
    assert Place("d", 0, 9).shared(Place("d", 5, 20)) == 4
