"""What is heard of an answer before all of it is there, and a question that is answered in a thread of its own."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from threading import Thread

import pytest

from app_pages.asking import Asking
from chatbot.converse import Chatbot
from chatbot.types import Answer, Heard, Level, Outcome
from ingest.embed import HashingEmbedder, open_embedder
from ingest.errors import ModelMissing
from tests.conftest import gold_questions

ALARM = "My throat is swelling and I can't breathe after microneedling"
GIVEN = Answer("a", "a", Outcome.ANSWERED, reply="Said.")


def test_what_is_heard_is_the_answer_without_advice_and_choices(chatbot: Chatbot) -> None:
    told = 0
    for question in gold_questions()[::4]:
        heard: list[Answer] = []
        answer = chatbot.ask(question["question"], heard=heard.append)
        for early in heard:
            told += 1
            assert replace(answer, advice=early.advice, choices=early.choices, closing=early.closing) == early
        assert len(heard) == (answer.level is Level.NONE)
    assert told > 5


def test_an_alarm_is_not_heard_before_all_of_it_is_there(chatbot: Chatbot) -> None:
    heard: list[Answer] = []
    assert chatbot.ask(ALARM, heard=heard.append).level is Level.EMERGENCY
    assert heard == []


def test_a_question_under_way_tells_its_quotes_first_and_then_all() -> None:
    seen = []

    def ask(heard: Heard) -> Answer:
        assert heard
        heard(GIVEN)
        seen.append((asking.told.is_set(), asking.over.is_set(), asking.quoted))
        return replace(GIVEN, choices=("b",))

    asking = Asking("")
    asking.run(ask)
    assert seen == [(True, False, GIVEN)]
    assert asking.over.is_set()
    assert asking.found() == replace(GIVEN, choices=("b",))


def test_what_goes_wrong_is_raised_where_there_is_a_reader_to_tell() -> None:
    def ask(_: Heard) -> Answer:
        raise ModelMissing("There is no model.", "Bring one.")

    asking = Asking("")
    asking.run(ask)
    assert asking.told.is_set()
    with pytest.raises(ModelMissing):
        asking.found()


def test_the_fake_waits_for_its_file_with_what_is_held_alone(tmp_path: Path) -> None:
    held = tmp_path / "held"
    held.write_text("sun", encoding="utf-8")
    fake = open_embedder(f"hashing:{held}")
    assert fake.fingerprint == HashingEmbedder.fingerprint
    assert fake.encode(["rain"]).shape == (1, 256)
    waiting = Thread(target=fake.encode, args=(["the sun"],), daemon=True)
    waiting.start()
    waiting.join(0.3)
    assert waiting.is_alive()
    held.unlink()
    waiting.join(20)
    assert not waiting.is_alive()
