"""What only a professional can tell: decisions about oneself and diagnoses are seen, questions for facts are not."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.consult import consult, decisions, kind_of
from chatbot.situation_book import ADVICE

TABLE: list[dict[str, Any]] = tomllib.loads((ADVICE / "consult.toml").read_text(encoding="utf-8"))["kind"]
KINDS = pytest.mark.parametrize("entry", TABLE, ids=lambda entry: entry["name"])


def name_of(message: str) -> str:
    kind = kind_of(message)
    return kind.name if kind else ""


@KINDS
def test_every_kind_is_seen_in_its_examples_and_not_in_its_counter_examples(entry: dict[str, Any]) -> None:
    assert [(text, name_of(text)) for text in entry["examples"] if name_of(text) != entry["name"]] == []
    assert [text for text in entry["counter_examples"] if name_of(text) == entry["name"]] == []


@KINDS
def test_examples_are_seen_in_capitals_and_in_a_longer_message(entry: dict[str, Any]) -> None:
    for text in entry["examples"]:
        assert [way for way in (text.upper(), f"Hello! {text}") if name_of(way) != entry["name"]] == []


@pytest.mark.parametrize(
    "text",
    [
        "What are the side effects?",
        "How often should I have it?",
        "When can I wear makeup?",
        "Which sunscreen should I use?",
        "What should I tell the doctor?",
        "Who should not have it?",
        "Is it painful?",
        "Can it cause infections?",
        "Is it normal to bleed a little?",
        "Can I ask you something?",
        "what is this treatment?",
    ],
)
def test_a_question_for_a_fact_is_not_taken_for_a_decision(text: str) -> None:
    assert consult(text) is None


@KINDS
def test_every_kind_has_one_line_that_a_program_cannot_and_two_to_four_questions(entry: dict[str, Any]) -> None:
    assert "program cannot" in entry["note"]
    assert "\n" not in entry["note"]
    assert 2 <= len(entry["questions"]) <= 4
    assert all(question.endswith("?") for question in entry["questions"])


@given(st.text(max_size=200))
def test_any_text_can_be_read(text: str) -> None:
    assert kind_of(text) in (None, *decisions().kinds)
