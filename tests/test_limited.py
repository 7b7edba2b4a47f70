"""A reader chooses which documents are searched: nothing else is quoted, counted or spoken of."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations

import pytest

from chatbot import cite
from chatbot.converse import Chatbot
from chatbot.types import Outcome
from tests.conftest import SOURCES, gold_questions

NAMES = sorted(path.name for path in SOURCES.glob("*.txt"))
QUESTIONS = (
    "What are the side effects of microneedling?",
    "What is microneedling?",
    "Does it help with scars and does it hurt?",
)


def test_without_a_choice_nothing_is_different(chatbot: Chatbot) -> None:
    for entry in gold_questions()[:8]:
        assert chatbot.limited_to(frozenset()).ask(entry["question"]) == chatbot.ask(entry["question"])
    assert chatbot.limited_to(frozenset({"nowhere.txt"})).ask(QUESTIONS[0]) == chatbot.ask(QUESTIONS[0])


@pytest.mark.parametrize("chosen", [*combinations(NAMES, 1), *combinations(NAMES, 2), *combinations(NAMES, 3)])
def test_only_what_was_chosen_is_quoted_and_counted(chatbot: Chatbot, chosen: tuple[str, ...]) -> None:
    limited, documents = chatbot.limited_to(frozenset(chosen)), chatbot.library.documents()
    for question in QUESTIONS:
        answer = limited.ask(question)
        assert {*answer.documents, *(quote.document for quote in answer.near)} <= set(chosen)
        assert {quote.document for count in answer.counts for quote in count.quotes} <= set(chosen)
        assert answer.searched == chosen
        assert cite.total(answer, documents) <= len(chosen)
        assert all(documents[name].facts.title in cite.render(answer, documents) for name in chosen)


def test_advice_quotes_only_what_was_chosen(chatbot: Chatbot) -> None:
    # Asked about something else, so that the card has the quotes.
    message = "I get cold sores and take blood thinners. What does the needle do?"
    assert {quote.document for quote in chatbot.ask(message).advice.quotes}
    for name in NAMES:
        advice = chatbot.limited_to(frozenset({name})).ask(message).advice
        assert advice.mentions
        assert {quote.document for quote in advice.quotes} <= {name}


def test_an_abstention_speaks_of_what_was_chosen_alone(chatbot: Chatbot) -> None:
    answer = chatbot.limited_to(frozenset(NAMES[:1])).ask("What does it cost in Lisbon on Sundays?")
    assert answer.outcome is Outcome.ABSTAINED
    assert "I searched no other, because you chose it" in answer.reply
    assert "all four" not in answer.reply


def test_a_choice_is_one_reader_s_and_leaves_the_chatbot_as_it_was(chatbot: Chatbot) -> None:
    before = chatbot.ask(QUESTIONS[0])
    chatbot.limited_to(frozenset(NAMES[:1])).ask(QUESTIONS[0])
    assert chatbot.ask(QUESTIONS[0]) == before
    assert before.searched == ()


def test_an_emergency_is_one_whatever_is_searched(chatbot: Chatbot) -> None:
    said = "I can't breathe and my tongue is swelling"
    assert chatbot.limited_to(frozenset(NAMES[:1])).ask(said) == chatbot.ask(said)


def test_one_of_a_few_own_documents_can_be_chosen(small_chatbot: Callable[..., Chatbot]) -> None:
    made = small_chatbot(a="Zinc cream soothes the skin.", b="Cold water soothes the skin.")
    assert set(made.ask("What soothes the skin?").documents) == {"a.txt", "b.txt"}
    assert made.limited_to(frozenset({"b.txt"})).ask("What soothes the skin?").documents == ("b.txt",)
