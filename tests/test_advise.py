"""Advice below an answer: the situation, what the documents say of it in quotes, whom to ask; nothing else moves."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

import jsonschema
import pytest

from app_pages import advice as drawn
from chatbot import wording
from chatbot.advice import NO_ADVICE
from chatbot.advise import Adviser
from chatbot.cite import number, render
from chatbot.converse import Chatbot
from chatbot.markdown import markdown, spelt
from chatbot.record import record
from chatbot.situation_book import situation_book
from chatbot.thread import Turn, with_answer, written
from chatbot.thread import read as read_turn
from chatbot.transcript import to_json, transcript
from chatbot.types import Answer, Level, Message, Outcome
from chatbot.verify import State, verify
from tests.conftest import ROOT
from tests.reading import read
from tests.test_chatbot_command import SCHEMA

TRANSCRIPT = json.loads((ROOT / "data" / "schema" / "transcript.schema.json").read_text(encoding="utf-8"))
SITUATIONS = situation_book().situations
WARFARIN = "I take warfarin. Does it hurt?"


def situations_of(answer: Answer) -> list[str]:
    return [mention.situation for mention in answer.advice.mentions]


def test_a_card_never_changes_what_is_answered(chatbot: Chatbot) -> None:
    for message in (
        "Should I do it if I take warfarin?",
        "im pregnant",
        "is eczema a problem?",
        "Who should not have it?",
    ):
        advised = chatbot.ask(message)
        bare = chatbot._ask(message, ())
        assert replace(advised, advice=NO_ADVICE, closing=bare.closing) == bare


def test_what_is_quoted_of_a_situation_is_exact_speaks_of_it_and_is_not_in_the_answer(chatbot: Chatbot) -> None:
    documents = chatbot.library.documents()
    quoted = 0
    for situation in SITUATIONS:
        # Said by the way of another question, so that the answer does not say it already.
        answer = chatbot.ask(
            "How long is the skin red?", [Message("user", f"{situation.question} I have that myself.")]
        )
        assert {q.passage.id for q in answer.quotes}.isdisjoint(q.passage.id for q in answer.advice.quotes)
        citations = number(answer, documents)
        assert [c.number for c in citations] == list(range(1, len(answer.cited) + 1))
        for mention in answer.advice.mentions:
            speaks = next(s.speaks for s in SITUATIONS if s.name == mention.situation)
            for quote in (quote for said in mention.statements for quote in said.quotes):
                assert documents[quote.document].text[quote.start : quote.end] == quote.text
                assert speaks.search(quote.text.casefold())
                assert f'"{quote.text}"' in render(answer, documents)
                quoted += 1
    assert quoted >= 10


def test_a_situation_of_which_nothing_is_said_is_told_so(chatbot: Chatbot) -> None:
    answer = chatbot.ask("I'm pregnant. Does it hurt?")
    assert situations_of(answer) == ["pregnancy or breastfeeding"]
    assert answer.advice.quotes == ()
    assert chatbot.ask("I'm pregnant, can I have it?").advice.consult
    assert wording.NOT_COVERED in render(answer, chatbot.library.documents())


def test_what_the_answer_quotes_already_is_not_quoted_again(chatbot: Chatbot) -> None:
    answer = chatbot.ask("I'm taking blood thinners, is that a problem?")
    [mention] = answer.advice.mentions
    assert answer.outcome is Outcome.ANSWERED
    assert mention.is_above or {q.passage.id for q in answer.quotes}.isdisjoint(
        quote.passage.id for said in mention.statements for quote in said.quotes
    )
    assert wording.NOT_COVERED not in render(answer, chatbot.library.documents())


@pytest.mark.parametrize(
    "message",
    ["Who should not have it?", "I'm not pregnant. Does it hurt?", "Does it help with eczema?", "hello", "What is it?"],
)
def test_what_mentions_nobody_gets_no_card_and_the_general_line(chatbot: Chatbot, message: str) -> None:
    answer = chatbot.ask(message)
    assert answer.advice.mentions == ()
    assert render(answer, chatbot.library.documents()).endswith(wording.PROFESSIONAL_LINE)


def test_the_professional_line_names_what_was_mentioned_and_whom_to_ask(chatbot: Chatbot) -> None:
    said = render(chatbot.ask(WARFARIN), chatbot.library.documents())
    assert said.endswith("Ask a doctor or dermatologist about your blood thinner before any treatment.")
    said = render(chatbot.ask("My mother takes warfarin. Does it hurt?"), chatbot.library.documents())
    assert said.endswith("Ask a doctor or dermatologist about the blood thinner before any treatment.")


def test_every_professional_line_says_that_it_is_no_advice_in_few_words() -> None:
    for situation in SITUATIONS:
        line = wording.ask_about([situation.about])
        assert "not medical advice" in line
        assert "doctor or dermatologist" in line
        assert len(line.split()) <= 25


def test_what_an_earlier_message_mentions_counts_and_is_said_to_be_earlier(chatbot: Chatbot) -> None:
    history = [Message("user", "I take warfarin."), Message("assistant", "…"), Message("user", "Does it hurt?")]
    answer = chatbot.ask("How long is the skin red?", history)
    assert [(mention.situation, mention.is_earlier) for mention in answer.advice.mentions] == [("blood thinners", True)]
    assert "blood thinner" in answer.closing
    only_ours = [Message("assistant", "Do you take warfarin? I take warfarin.")]
    assert chatbot.ask("How long is the skin red?", only_ours).advice.mentions == ()


def test_a_decision_and_a_diagnosis_get_what_the_sources_say_and_never_a_verdict(chatbot: Chatbot) -> None:
    for message in ("Should I do it at home?", "Can I have it with active acne?", "is it safe for me?"):
        answer = chatbot.ask(message)
        assert answer.quotes
        assert answer.advice.consult
        assert answer.advice.consult.note in render(answer, chatbot.library.documents())


def test_an_emergency_gets_no_advice_and_an_urgent_reply_only_what_a_doctor_can_tell(chatbot: Chatbot) -> None:
    emergency = chatbot.ask("I'm pregnant and my throat is closing up, I can't breathe. Should I do it?")
    assert (emergency.level, emergency.advice) == (Level.EMERGENCY, NO_ADVICE)
    urgent = chatbot.ask("is this infected?")
    assert urgent.level is Level.URGENT
    assert urgent.advice.consult
    assert urgent.advice.mentions == ()
    assert urgent.closing == wording.ALARM_CLOSING


@pytest.mark.parametrize("message", ["should I take my dog to the vet?", "thanks!", "can my cat eat tuna?"])
def test_a_decision_about_something_else_gets_no_advice(chatbot: Chatbot, message: str) -> None:
    assert chatbot.ask(message).advice == NO_ADVICE


def test_a_record_keeps_the_quotes_of_a_card_apart_from_those_of_the_answer(chatbot: Chatbot) -> None:
    documents = chatbot.library.documents()
    answer = chatbot.ask("I get keloids. Which sunscreen should I use afterwards?")
    written = record("a", answer, documents)
    jsonschema.validate(written, SCHEMA)
    [situation] = written["advice"]["situations"]
    assert situation["quotes"]
    places = {(quote["doc"], quote["start"]) for quote in written["quotes"]}
    assert places.isdisjoint((quote["doc"], quote["start"]) for quote in situation["quotes"])
    assert "keloid" in written["answer"]


def test_a_transcript_and_its_markdown_have_the_advice_and_its_quotes_can_be_checked(chatbot: Chatbot) -> None:
    documents = chatbot.library.documents()
    answer = chatbot.ask("Should I do it? I get keloids.", [Message("user", "I take warfarin")])
    turn = read_turn(written(with_answer(Turn("q"), answer, documents, "")))
    made = transcript([turn], "t", "2026-01-01T00:00:00Z")
    jsonschema.validate(json.loads(to_json(made)), TRANSCRIPT)
    [exchange] = made.turns
    assert len(exchange.advice) == 1 + len(answer.advice.mentions)
    quoted = [quote.quote for advised in exchange.advice for quote in advised.quotes]
    assert quoted == [quote.text for quote in answer.advice.quotes]
    assert {checked.state for checked in verify(made, documents)} == {State.OK}
    text = markdown(made)
    for advised in exchange.advice:
        assert all(spelt(question) in text for question in advised.ask)
        assert all(spelt(quote.quote) in text for quote in advised.quotes)


def test_the_page_draws_a_card_with_a_heading_exact_quotes_and_links(chatbot: Chatbot) -> None:
    documents = chatbot.library.documents()
    answer = chatbot.ask("Should I do it? I get keloids. I take warfarin.")
    markup = drawn.advice(answer, number(answer, documents), documents)
    reader = read(markup)
    wanted = [(f"{quote.document}:{quote.start}:{quote.end}", quote.text) for quote in answer.advice.quotes]
    assert wanted
    assert sorted(reader.found) == sorted(wanted)
    labels = [attributes.get("aria-label") for _, attributes in reader.elements if attributes.get("role") == "group"]
    titles = [wording.MENTIONED.format(situation=name) for name in situations_of(answer)]
    assert [label for label in labels if label] == [wording.CONSULT_TITLE, *titles]
    assert markup.count("<h3>") == 1 + len(titles)
    assert drawn.advice(chatbot.ask("hello"), (), documents) == ""


@pytest.mark.parametrize(
    ("message", "is_folded"), [("How long is the skin red?", True), ("Can I have it then?", False)]
)
def test_a_card_that_was_shown_before_is_folded_but_for_a_decision(
    chatbot: Chatbot, message: str, is_folded: bool
) -> None:
    documents = chatbot.library.documents()
    answer = chatbot.ask(message, [Message("user", "I take warfarin.")])
    markup = drawn.advice(answer, number(answer, documents), documents)
    assert [mention.is_earlier for mention in answer.advice.mentions] == [True]
    assert ("<details" in markup) == is_folded
    assert ["<summary>You mentioned blood thinners before</summary>" in markup] == [is_folded]
    assert [text for _, text in read(markup).found] == [quote.text for quote in answer.advice.quotes]


def test_each_situation_is_looked_up_once_and_only_by_its_written_question() -> None:
    asked: list[str] = []

    def look_up(question: str) -> Answer:
        asked.append(question)
        return Answer(question, question, Outcome.ABSTAINED)

    adviser = Adviser(look_up)
    plain = Answer("q", "q", Outcome.ANSWERED, reply="…")
    for message in ("I take warfarin", "my name is Ann and I take warfarin", "on Eliquis"):
        assert situations_of(adviser.advise(plain, message)) == ["blood thinners"]
    assert asked == [next(s.question for s in SITUATIONS if s.name == "blood thinners")]


def test_a_library_of_another_subject_quotes_only_what_speaks_of_the_situation(
    small_chatbot: Callable[..., Chatbot],
) -> None:
    text = (
        "Knit with two needles.\n\nPeople with diabetes should ask a doctor before they have needles.\n\nWool is warm."
    )
    other = small_chatbot(knitting=text)
    answer = other.ask("I am diabetic. Is wool warm?")
    assert situations_of(answer) == ["diabetes"]
    assert all("diabetes" in quote.text for quote in answer.advice.quotes)
    assert other.ask("I am pregnant. Is wool warm?").advice.quotes == ()
