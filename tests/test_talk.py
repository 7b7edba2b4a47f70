"""Talk: each kind by its own examples, ordinary questions left alone, titles, and no message that is slow."""

from __future__ import annotations

import json
import time
import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chatbot.talk import TALK, TalkKind, phrasebook, talk

ROOT = Path(__file__).parents[1]
KINDS = tomllib.loads(TALK.read_text(encoding="utf-8"))["kind"]
QUESTIONS = [json.loads(line) for line in (ROOT / "data/evaluation/dev.jsonl").read_text(encoding="utf-8").splitlines()]
TITLES = ("Needles at home", "A dermatologist explains")


def cases(part: str) -> list[tuple[str, str]]:
    return [(entry["kind"], text) for entry in KINDS for text in entry[part]]


@pytest.mark.parametrize(("kind", "text"), cases("examples"))
def test_a_kind_is_recognised_in_its_examples(kind: str, text: str) -> None:
    answer = talk(text, TITLES)
    assert answer is not None
    assert answer.kind == kind
    assert answer.reply


@pytest.mark.parametrize(("kind", "text"), cases("counter_examples"))
def test_a_question_that_only_sounds_like_it_is_left_to_the_documents(kind: str, text: str) -> None:
    assert talk(text, TITLES) is None, kind


@pytest.mark.parametrize("line", QUESTIONS, ids=lambda line: line["id"])
def test_questions_go_to_the_documents_and_abuse_does_not(line: dict[str, str]) -> None:
    answer = talk(line["question"], TITLES)
    if line["category"] == "injection_abuse":
        assert answer is not None
        assert answer.abstained
    else:
        assert answer is None


@pytest.mark.parametrize("entry", KINDS, ids=lambda entry: entry["kind"])
def test_attempts_are_abstained_from_and_small_talk_is_not(entry: dict[str, str | bool]) -> None:
    attempts = {"role", "override", "prompt", "prescription", "planting", "writing"}
    assert entry.get("abstained", False) == (entry["kind"] in attempts)


@pytest.mark.parametrize("text", [text for kind, text in cases("examples") if kind not in ("language", "unreadable")])
def test_case_and_punctuation_change_nothing(text: str) -> None:
    said = talk(text, TITLES)
    assert talk(text.upper(), TITLES) == said
    assert talk(f"  {text} ", TITLES) == said
    assert talk(text.replace("'", "\u2019"), TITLES) == said


@pytest.mark.parametrize("greeting", ["hi", "Hello,", "Good morning!", "hey there :)"])
@pytest.mark.parametrize("question", ["does it hurt?", "what are the risks?", "can I act as if nothing happened?"])
def test_a_greeting_before_a_question_is_passed_over(greeting: str, question: str) -> None:
    assert talk(f"{greeting} {question}", TITLES) is None


@pytest.mark.parametrize("attempt", [text for entry in KINDS if entry.get("abstained") for text in entry["examples"]])
def test_courtesy_does_not_hide_an_attempt(attempt: str) -> None:
    for polite in (f"Hello! {attempt}", f"Is it safe for my skin? {attempt}", f"{attempt} Thank you."):
        answer = talk(polite, TITLES)
        assert answer is not None
        assert answer.abstained


@pytest.mark.parametrize("titles", [(), TITLES[:1], TITLES])
def test_the_documents_are_listed_by_title(titles: tuple[str, ...]) -> None:
    answer = talk("which documents do you have?", titles)
    assert answer is not None
    assert [title for title in TITLES if title in answer.reply] == list(titles)


def test_a_title_with_braces_is_shown_as_it_is() -> None:
    answer = talk("list your sources", ["{number} of {titles}", "B"])
    assert answer is not None
    assert "{number} of {titles}; B" in answer.reply


def test_a_message_is_too_long_from_the_first_character_over_the_limit() -> None:
    limit = phrasebook().max_characters
    assert limit == 2000
    over = talk("is it safe " * 200, TITLES)
    assert over is not None
    assert over.kind is TalkKind.TOO_LONG
    assert f"{limit:,}" in over.reply
    assert talk(("is it safe " * 200)[:limit], TITLES) is None


@pytest.mark.parametrize(
    "text",
    [
        "¿Es seguro durante el embarazo?",
        "je voudrais savoir combien de séances il faut",
        "Wie lange bleibt die Haut rot?",
        "gaano katagal bago gumaling ang balat ko",
        "quantas sessões são necessárias",
        "هل هو مؤلم؟",
        "微针安全吗",
        "почему кожа красная",
        "피부가 빨개요",
        "No puedo tragar, me arde la lengua",
        "¿Sangra y arde?",
        "Was ist das, die Haut war so rot",
        "Come mai la pelle brucia",
        "A dor não passa, me ajuda",
        "On a mal, ça saigne",
        "Ich kann nicht atmen",
    ],
)
def test_another_language_gets_the_line_with_the_emergency_number(text: str) -> None:
    answer = talk(text, TITLES)
    assert answer is not None
    assert answer.kind is TalkKind.LANGUAGE
    assert "emergency number" in answer.reply


@pytest.mark.parametrize(
    "text",
    [
        "hw long b4 i cn wear makup",
        "keloid risk??",
        "minoxidil + dermaroller combo",
        "pih in fitzpatrick v",
        "dnt like needlz",
        "AAD opinion",
        "Dr. Friedman quote",
        "no swelling?",
        "was ur skin ok",
        "come on, y so pricey",
        "do me a solid: any dangers",
        "has a man done it",
        "sunscren or makup",
        "tretment hurtz",
    ],
)
def test_short_misspelt_or_technical_english_is_english(text: str) -> None:
    assert talk(text, TITLES) is None


def test_no_word_is_evidence_for_two_sides() -> None:
    known = phrasebook().languages
    assert not known.english & known.shared
    assert not known.english & known.foreign
    assert not known.shared & known.foreign


def test_words_that_languages_share_show_nothing() -> None:
    for shared in ("no", "y", "come", "was", "man", "has", "do", "me", "a"):
        assert shared in phrasebook().languages.shared
        answer = talk(f"{shared} duele", TITLES)
        assert answer is not None
        assert answer.kind is TalkKind.LANGUAGE


@given(st.text(max_size=200))
@settings(max_examples=100, deadline=None)
def test_any_text_gets_the_same_answer_twice(text: str) -> None:
    assert talk(text, TITLES) == talk(text, TITLES)


@pytest.mark.parametrize(
    "part",
    [
        "thanks hi ",
        "please write me a a ",
        "add ",
        "(",
        "you are a b c ",
        "ignore all your the ",
        "what do you have ",
        '"{[',
    ],
)
def test_no_repetition_makes_a_message_slow(part: str) -> None:
    talk("warm up mehr als genug", TITLES)
    start = time.process_time()
    talk((part * 2000)[:2000], TITLES)
    assert time.process_time() - start < 0.5


def test_a_kind_without_a_reply_is_refused_by_name(tmp_path: Path) -> None:
    file = tmp_path / "talk.toml"
    file.write_text(TALK.read_text(encoding="utf-8").replace('kind = "thanks"', 'kind = "greeting"'), encoding="utf-8")
    with pytest.raises(ValueError, match="thanks"):
        phrasebook(file)
