"""Triage: every rule by its own examples, what may and may not change a level, time."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chatbot.triage import RULES, level, rulebook, signs, triage
from chatbot.triage_read import read
from chatbot.triage_rules import read_folder
from chatbot.types import Level

ROOT = Path(__file__).parents[1]
DATA = read_folder(RULES)
RANK = {"none": 0, "urgent": 1, "emergency": 2}
RULE_BY_NAME = {rule.name: rule for rule in rulebook().rules}
LINES = [
    json.loads(line)
    for file in sorted((ROOT / "data" / "evaluation").glob("triage_*.jsonl"))
    for line in file.read_text(encoding="utf-8").splitlines()
]
ALONE = [sign for sign in DATA["sign"] if "level" in sign]
EMERGENCIES = [text for sign in ALONE if sign["level"] == "emergency" for text in sign["examples"]] + [
    text for rule in DATA["combination"] if rule["level"] == "emergency" for text in rule["examples"]
]
POLITE = (
    "Thank you so much for your help.",
    "Hi, I hope you are having a lovely day!",
    "My appointment was booked by phone.",
    "Which sunscreen would you buy?",
    "It's probably nothing.",
    "My friend says I am overreacting.",
)


def cases(kind: str, part: str) -> list[tuple[str, str]]:
    found = [(str(entry["name"]), text) for entry in DATA[kind] for text in entry[part]]
    assert len(found) >= len(DATA[kind])
    return found


def line_of(text: str) -> str:
    return read(text, rulebook().spelling, rulebook().thermometer)


# Each of the tests below tries every message and names all that fail: one test of its own for each would take longer.


def test_a_sign_is_found_in_its_examples() -> None:
    assert [(name, text) for name, text in cases("sign", "examples") if name not in signs(text)] == []


def test_a_sign_is_not_found_in_its_counter_examples() -> None:
    assert [(name, text) for name, text in cases("sign", "counter_examples") if name in signs(text)] == []


def test_a_combination_holds_in_its_examples() -> None:
    found = cases("combination", "examples")
    assert [(name, text) for name, text in found if not holds(name, text)] == []
    assert [(name, text) for name, text in found if RANK[level(text)] < RANK[RULE_BY_NAME[name].level]] == []


def test_a_combination_does_not_hold_in_its_counter_examples() -> None:
    held = [(name, text) for name, text in cases("combination", "counter_examples") if holds(name, text)]
    assert held == []


def holds(name: str, text: str) -> bool:
    return RULE_BY_NAME[name].holds(signs(text))


def test_a_sign_that_is_not_stated_as_present_raises_no_alarm() -> None:
    assert [(name, text) for name, text in cases("scope", "examples") if level(text) != "none"] == []


def test_a_scope_ends_where_a_present_sign_begins() -> None:
    assert [(name, text) for name, text in cases("scope", "counter_examples") if level(text) == "none"] == []


@pytest.mark.parametrize("kind", ["sign", "scope", "combination"])
def test_every_rule_brings_examples_for_both_sides(kind: str) -> None:
    bare = [entry["name"] for entry in DATA[kind] if not entry["examples"] or not entry["counter_examples"]]
    assert bare == []


def test_every_sign_is_used() -> None:
    used = {name for rule in rulebook().rules for name in rule.all | rule.some}
    assert {sign.name for sign in rulebook().signs} == used


def test_the_messages_we_know_get_their_level_or_if_urgent_a_higher_one() -> None:
    wrong = [
        (line["id"], line["expected"], got, line["text"])
        for line in LINES
        if (got := level(line["text"])) != line["expected"] and (line["expected"], got) != ("urgent", "emergency")
    ]
    assert wrong == []


def test_there_are_thousands_of_messages_with_ids_of_their_own() -> None:
    assert len({line["id"] for line in LINES}) == len(LINES) >= 3000
    assert {line["expected"] for line in LINES} == RANK.keys()


def test_few_urgent_messages_are_called_an_emergency() -> None:
    urgent = [line["text"] for line in LINES if line["expected"] == "urgent"]
    assert sum(level(text) == "emergency" for text in urgent) <= len(urgent) // 20


def test_an_unrelated_sentence_never_lowers_an_emergency() -> None:
    said = [both for polite in POLITE for text in EMERGENCIES for both in (f"{polite} {text}", f"{text}. {polite}")]
    assert [text for text in said if level(text) != "emergency"] == []


def test_case_punctuation_blanks_and_emoji_change_nothing() -> None:
    assert [variant for text in EMERGENCIES for variant in disguised(text) if level(variant) != "emergency"] == []


def disguised(text: str) -> list[str]:
    apostrophes = [text.replace("'", "\u2019"), text.replace("'", "")]
    blanks = [f"  {text} \n", text.replace(" ", "\u00a0"), f"\u200b{text}"]
    return [text.upper(), f"{text}!!!", f"{text} 😭", *apostrophes, *blanks]


def test_look_alike_letters_are_read_as_what_they_look_like() -> None:
    disguised = "I саnnоt brеаthе"
    assert not disguised.isascii()
    assert level(disguised) == "emergency"


@pytest.mark.parametrize(
    "text",
    [
        "I cant breathe",
        "my thraot is closing",
        "he is unconcious",
        "brreathing is hard",
        "i hav a feverr of 39",
        "blisterrs on my face",
        "she's inchoerent",
        "he is halucinating",
        "she is disorietned",
    ],
)
def test_a_slip_of_the_finger_does_not_hide_a_sign(text: str) -> None:
    assert level(text) != "none"


def test_no_word_left_alone_is_mended() -> None:
    ordinary = DATA["spelling"]["leave_alone"]
    assert [word for word in ordinary if line_of(word).split() != [".", *line_of(word).split()[1:-1], "."]] == []
    assert all(line_of(word) == f" . {word} . " for word in ordinary if word not in DATA["rewrite"])


@pytest.mark.parametrize("text", ["38.0 °C", "38,5", "it's 39 degrees", "101 F", "103 fever", "temp 40", "100.4f"])
def test_a_feverish_figure_is_a_fever_in_any_unit(text: str) -> None:
    assert "feverreading" in line_of(text)


@pytest.mark.parametrize(
    "text",
    [
        "37.9",
        "36.8 degrees",
        "98.6 F",
        "I am 39",
        "$39.5",
        "38.5 mm",
        "38 euros",
        "sauna at 40 degrees",
        "39 years",
        "1.5 mm",
        "in 2038",
    ],
)
def test_another_figure_is_no_fever(text: str) -> None:
    assert "feverreading" not in line_of(text)


@given(st.text(max_size=300))
@settings(max_examples=200, deadline=None)
def test_any_text_gets_one_level_and_the_same_one_again(text: str) -> None:
    first = triage(text)
    assert first == triage(text)
    assert bool(first.reply) == bool(first.reason) == (first.level is not Level.NONE)


@given(st.lists(st.sampled_from([text for sign in ALONE for text in sign["examples"]]), min_size=2, max_size=4))
@settings(max_examples=60, deadline=None)
def test_messages_together_are_at_least_as_urgent_as_the_worst(texts: list[str]) -> None:
    assert RANK[level(".\n".join(texts))] >= max(RANK[level(text)] for text in texts)
