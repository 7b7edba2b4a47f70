"""The triage data: the language of its patterns, the form of its replies, and the refusal of broken rules."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from chatbot.triage import RULES, level, rulebook, triage
from chatbot.triage_index import line_of
from chatbot.triage_language import Language
from chatbot.triage_line import Element
from chatbot.triage_pattern import gather, places
from chatbot.triage_rules import Rule, load
from chatbot.types import Level


@pytest.mark.parametrize("rule", rulebook().rules, ids=lambda rule: rule.name)
def test_a_reply_is_short_plain_and_says_the_number_first(rule: Rule) -> None:
    grade = 6 if rule.level is Level.EMERGENCY else 8
    words = rule.reply.split()
    assert len(words) <= 80
    assert 4 <= len(rulebook().reasons[rule.name].split()) <= 8
    assert reading_grade(rule.reply) <= grade
    assert not re.search(r"\b(normal|worry|mg|stop (?:taking )?your)\b|[*_#<>\"“]", rule.reply)
    if rule.level is Level.EMERGENCY:
        assert "112 / 911 / 999" in rule.reply[:200]
        assert re.search(r"\bnow\b", rule.reply[:200])
    else:
        assert "today" in rule.reply[:60]


def test_every_excuse_of_every_sign_is_written_in_the_language() -> None:
    """They are compiled only when their sign is seen, so a broken one would be found by a person in need."""
    excused = [sign for sign in rulebook().signs if sign.excuses]
    assert all(sign.unless.woken for sign in excused)
    assert len(excused) > 50


def test_no_words_fill_a_pattern_without_a_key_of_each_set_that_it_waits_for() -> None:
    """It is compiled only when a line has them, so one that could stand without them would not be heard."""
    parts = (part for scope in rulebook().scopes for part in (scope.cues, scope.unless, scope.stops))
    patterns = [*rulebook().owners, *(pattern for part in parts for found in part.woken.values() for pattern in found)]
    for pattern in patterns:
        assert all(any(waits(step, need) for step in order) for need in pattern.needs for order in pattern.orders)
    assert len(patterns) > 3000


def waits(element: Element, keys: frozenset[str]) -> bool:
    """Tell whether one of the keys is among any words that fill an element."""
    rows = ((word, row) for word, found in element.rows.items() for row in found)
    phrases = ((word, steps) for word, found in element.phrases.items() for steps in found)
    return (
        bool(element.keys)
        and element.words <= keys
        and all(word in keys or any(keys.issuperset(place) for place in row) for word, row in rows)
        and all(word in keys or any(waits(step, keys) for step in steps) for word, steps in phrases)
    )


def test_a_crisis_gets_a_crisis_line_and_no_advice_about_skin() -> None:
    reply = triage("I want to end my life, and my cheek is leaking pus with a fever of 40").reply
    assert "988" in reply
    assert "116 123" in reply
    assert not re.search(r"skin|cream|needling|doctor", reply)


def reading_grade(text: str) -> float:
    """Flesch-Kincaid grade; a number counts as one word of one syllable, vowel groups as syllables."""
    words = re.findall(r"[a-z']+|\d+", text.casefold())
    sentences = len(re.findall(r"[.!?](?:\s|$)", text))
    return 0.39 * len(words) / sentences + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


def syllables(word: str) -> int:
    groups = len(re.findall(r"[aeiouy]+", word))
    silent = word.endswith("e") and not word.endswith(("le", "ee")) and groups > 1
    return max(1, groups - silent)


@pytest.mark.parametrize(
    ("pattern", "line", "found"),
    [
        ("red spot", " . red spot . ", {(1, 3)}),
        ("red .. spot", " . red and hot , spot . ", {(1, 6)}),
        ("red .. spot", " . red . spot . ", set()),
        ("red ... spot", " . red and so on , spot . ", {(1, 7)}),
        ("red .. spot", " . red a b c d spot . ", set()),
        ("red .. spot", " . red not spot . ", set()),
        ("swell* & lip", " . lip is swelling . ", {(1, 4)}),
        ("^ hot", " . i am hot , hot . ", {(5, 6)}),
        ("very? hot", " . very hot . ", {(1, 3), (2, 3)}),
        ("after # days", " . after 3 days . ", {(1, 4)}),
        ("{where} hurts|aches", " . left arm aches . ", {(1, 4), (2, 4)}),
        ("a_bit|so red", " . a bit red . ", {(1, 4)}),
    ],
)
def test_the_pattern_language(pattern: str, line: str, found: set[tuple[int, int]]) -> None:
    patterns = gather([Language({"where": ["left arm", "arm"]}).pattern(pattern)])
    assert set(places(patterns, line_of(line, frozenset({"swell*"})))) == found


@pytest.mark.parametrize("pattern", ["", "very?", "a & b & c", "..", "^"])
def test_a_pattern_that_waits_for_nothing_is_refused(pattern: str) -> None:
    with pytest.raises(ValueError, match="is empty or joins more than two parts"):
        Language({}).pattern(pattern)


def test_an_unknown_word_class_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="nowhere"):
        Language({}).pattern("{nowhere} hurts")


def test_an_unknown_sign_in_a_combination_is_refused_by_name(tmp_path: Path) -> None:
    folder = shutil.copytree(RULES, tmp_path / "triage")
    with (folder / "combinations.toml").open("a", encoding="utf-8") as file:
        file.write('\n[[combination]]\nname = "odd"\nlevel = "urgent"\nreason = "a b c d"\nall = ["no_such_sign"]\n')
    with pytest.raises(ValueError, match="no_such_sign"):
        load(folder)


def test_a_folder_without_rules_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="no triage rules"):
        load(tmp_path)


def test_a_new_file_of_rules_is_enough_for_a_new_sign(tmp_path: Path) -> None:
    folder = shutil.copytree(RULES, tmp_path / "triage")
    (folder / "zebra.toml").write_text(
        '[[sign]]\nname = "stripes"\nlevel = "urgent"\nreason = "stripes on the skin came"\nsays = ["zebra stripes"]\n',
        "utf-8",
    )
    assert level("zebra stripes on my arm", folder) == "urgent"
    assert level("zebra stripes on my arm") == "none"
