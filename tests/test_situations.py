"""What people mention that calls for advice first: seen however it is said, not seen where it is denied or general."""

from __future__ import annotations

import json
import re
import tomllib
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.situation_book import ADVICE, Situation, situation_book
from chatbot.situations import is_of_oneself, situations
from tests.conftest import CLAIMS, EVALUATION

TABLE: list[dict[str, Any]] = tomllib.loads((ADVICE / "situations.toml").read_text(encoding="utf-8"))["situation"]
SITUATIONS = pytest.mark.parametrize("entry", TABLE, ids=lambda entry: entry["name"])
OWN = [json.loads(line) for line in (EVALUATION / "advice_own.jsonl").read_text(encoding="utf-8").splitlines()]
ASKED_OF = ("what-it-is", "procedure", "aftercare", "home")


def names(message: str) -> list[str]:
    return [situation.name for situation in situations(message)]


def literal(entry: dict[str, Any]) -> list[str]:
    """Take the entries that are ordinary words as they stand, without wildcards or alternatives."""
    words = [*entry["plain"], *entry.get("only_theirs", [])]
    return [word for word in words if re.fullmatch(r"[a-z' ]{5,}", word) and not re.search(r" (?:my|in|now)$", word)]


@SITUATIONS
def test_every_situation_is_seen_in_its_examples_and_not_in_its_counter_examples(entry: dict[str, Any]) -> None:
    assert [text for text in entry["examples"] if entry["name"] not in names(text)] == []
    assert [text for text in entry["counter_examples"] if entry["name"] in names(text)] == []


@SITUATIONS
def test_examples_are_seen_in_capitals_in_a_longer_message_and_with_curly_apostrophes(entry: dict[str, Any]) -> None:
    for text in entry["examples"]:
        ways = (text.upper(), f"Hello there! {text} Thank you.", text.replace("'", "\u2019"), f"  {text}\n\nbye")
        assert [way for way in ways if entry["name"] not in names(way)] == []


def test_examples_of_two_situations_in_one_message_are_both_seen() -> None:
    for one, other in pairwise(TABLE):
        found = names(f"{one['examples'][0]}. {other['examples'][0]}")
        assert {one["name"], other["name"]} <= set(found)


@SITUATIONS
def test_what_is_denied_is_not_mentioned(entry: dict[str, Any]) -> None:
    forms = ("I don't have {}", "no {}, no worries", "I have never had {}", "i am not on {}")
    said = [form.format(word) for word in literal(entry) for form in forms]
    assert [text for text in said if entry["name"] in names(text)] == []


@pytest.mark.parametrize(
    "text",
    [
        "I'm not pregnant, diabetic or on warfarin. Does it hurt?",
        "no diabetes, no epilepsy and no pacemaker",
        "I have never had keloids, eczema or psoriasis",
        "I am not and have never been pregnant",
        "without blood thinners, how much does it bleed?",
    ],
)
def test_a_list_that_is_denied_is_denied_to_its_end(text: str) -> None:
    assert names(text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("I'm not pregnant but I take warfarin", ["blood thinners"]),
        ("I'm not pregnant, I am diabetic", ["diabetes"]),
        ("No, I'm pregnant", ["pregnancy or breastfeeding"]),
        ("not sure, I may be pregnant", ["pregnancy or breastfeeding"]),
        ("I am not only diabetic", ["diabetes"]),
        ("I no longer take accutane", ["isotretinoin"]),
        ("I'm no longer on warfarin", []),
    ],
)
def test_a_denial_reaches_no_further_than_what_it_denies(text: str, found: list[str]) -> None:
    assert names(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "Who should not have it?",
        "What are the contraindications?",
        "which medicines are a problem?",
        "What do the documents say about pregnancy?",
        "do the sources mention warfarin?",
        "Why is it discouraged for people with keloids?",
        "What is isotretinoin?",
    ],
)
def test_asking_in_general_mentions_nobody(text: str) -> None:
    assert names(text) == []


def test_at_least_95_of_100_mentions_of_our_own_set_are_seen() -> None:
    mentions = [entry for entry in OWN if entry["situation"]]
    missed = [entry["text"] for entry in mentions if entry["situation"] not in names(entry["text"])]
    assert len(mentions) >= 60
    assert len(missed) <= 0.05 * len(mentions), missed


def test_at_most_5_of_100_ordinary_questions_of_our_own_set_get_a_card() -> None:
    ordinary = [entry["text"] for entry in OWN if not entry["situation"]]
    seen = [text for text in ordinary if names(text)]
    assert len(ordinary) >= 100
    assert len(seen) <= 0.05 * len(ordinary), seen


def test_hardly_any_written_question_about_other_topics_gets_a_card() -> None:
    asked = []
    for topic in ASKED_OF:
        claims = tomllib.loads((CLAIMS / f"{topic}.toml").read_text(encoding="utf-8"))["claims"]
        asked += [question for claim in claims for question in claim["questions"]][::4]
    seen = [text for text in asked if names(text)]
    assert len(asked) > 800
    assert len(seen) <= 0.01 * len(asked), seen


@given(st.text(max_size=200))
def test_any_text_can_be_read(text: str) -> None:
    assert set(names(text)) <= {situation.name for situation in situation_book().situations}


def test_who_speaks_of_himself_is_told_from_who_speaks_of_others() -> None:
    assert is_of_oneself("I\u2019m on warfarin")
    assert not is_of_oneself("my mother takes warfarin")


def test_every_situation_can_be_named_asked_about_and_looked_up() -> None:
    book = situation_book().situations
    assert len({situation.name for situation in book}) == len(book)
    for situation in book:
        assert isinstance(situation, Situation)
        assert situation.question.endswith("?")
        assert 1 <= len(situation.ask) <= 4
        assert all(question.endswith("?") for question in situation.ask)
