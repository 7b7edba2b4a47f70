"""The replies that go first: whom to call, in few and short words, for every rule there is and whatever the numbers."""

from __future__ import annotations

import re
import tomllib

import pytest

from chatbot.alarm import alarm
from chatbot.numbers import MANY_LINES, MANY_REGIONS, Numbers, is_crisis
from chatbot.settings import Settings
from chatbot.triage import RULES, rulebook
from chatbot.triage_rules import Rule
from chatbot.types import Level
from tests.reading_grade import grade, words_a_sentence

TEMPLATES = tomllib.loads((RULES / "replies.toml").read_text(encoding="utf-8"))["reply"]
FORBIDDEN = re.compile(
    r"\bnormal\b|worr(?:y|ied)|\d ?(?:mg|ml|milligrams?)\b|\bstop (?:taking )?your\b|"
    r"you (?:have|may have|probably have) (?:an?|the) |"
    r"nothing serious|no need to|you don't need|harmless|will be fine|[*_#<>\"“”]",
    re.IGNORECASE,
)
RULES_OF_ALL = pytest.mark.parametrize("rule", rulebook().rules, ids=lambda rule: rule.name)


@RULES_OF_ALL
def test_every_reply_is_short_and_easy_to_read(rule: Rule) -> None:
    assert len(rule.reply.split()) <= 80
    assert grade(rule.reply) <= (6 if rule.level is Level.EMERGENCY else 8)
    assert words_a_sentence(rule.reply) <= 15


@RULES_OF_ALL
def test_every_reply_says_first_whom_to_call(rule: Rule) -> None:
    if rule.level is Level.EMERGENCY:
        assert MANY_REGIONS in rule.reply[:200]
        assert re.search(r"\bnow\b", rule.reply[:200])
    else:
        assert "today" in rule.reply[:60]
        assert MANY_REGIONS in rule.reply


@RULES_OF_ALL
def test_no_reply_soothes_doses_diagnoses_or_quotes(rule: Rule) -> None:
    assert FORBIDDEN.search(rule.reply) is None


@pytest.mark.parametrize(
    "text",
    [
        "This is normal.",
        "Don't worry.",
        "Take 10 mg.",
        "You have an infection.",
        "You don't need a doctor.",
        "Stop your medicine.",
    ],
)
def test_what_no_reply_may_say_is_seen(text: str) -> None:
    assert FORBIDDEN.search(text)


@RULES_OF_ALL
def test_every_reply_gives_at_most_one_line_of_first_aid(rule: Rule) -> None:
    template = next(text for text in TEMPLATES.values() if rule.reply.startswith(text.split("{")[0][:25]))
    frame = template.format(reason=rulebook().reasons[rule.name], aid="")
    assert is_crisis(template) or 0 <= len(rule.reply.split()) - len(frame.split()) <= 20


@RULES_OF_ALL
def test_the_numbers_of_the_settings_stand_in_every_reply(rule: Rule) -> None:
    ours = Numbers.chosen("000", "Lifeline on 13 11 14").written_into(rule.reply)
    assert "000" in ours[:200] if rule.level is Level.EMERGENCY else "000" in ours
    assert MANY_REGIONS not in ours
    assert MANY_LINES not in ours
    assert ("13 11 14" in ours) == is_crisis(rule.reply)


@pytest.mark.parametrize(("given", "used"), [("", MANY_REGIONS), ("  ", MANY_REGIONS), (" 1\n12 ", "1 12")])
def test_a_blank_number_leaves_those_of_many_regions(given: str, used: str) -> None:
    assert Numbers.chosen(given).emergency == used
    assert Numbers.chosen("9" * 41).emergency == MANY_REGIONS


def test_the_settings_have_both_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEEDLEPOINT_EMERGENCY_NUMBER", "000")
    monkeypatch.setenv("NEEDLEPOINT_CRISIS_LINE", "13 11 14")
    assert (Settings().emergency_number, Settings().crisis_line) == ("000", "13 11 14")


@pytest.mark.parametrize(
    "message",
    [
        "I want to end my life, and my cheek is leaking pus with a fever of 40",
        "I hate my scars so much that I want to die",
        "I can't go on living like this since the treatment",
    ],
)
def test_a_crisis_gets_a_crisis_line_and_no_advice_about_skin(message: str) -> None:
    warned = alarm(message)
    assert (warned.level, warned.is_crisis) == (Level.EMERGENCY, True)
    assert MANY_LINES in warned.reply
    assert not re.search(r"skin|cream|needling|treatment", warned.reply)


def test_an_emergency_of_the_body_is_no_crisis() -> None:
    assert not alarm("My throat is closing up and I can't breathe").is_crisis


def test_exactly_one_template_is_for_a_crisis() -> None:
    assert [name for name, text in TEMPLATES.items() if is_crisis(text)] == ["crisis"]
