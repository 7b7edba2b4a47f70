"""What is asked about an answer is searched; what is asked about the documents is told from their facts."""

from __future__ import annotations

import pytest

from chatbot.converse import Chatbot
from chatbot.of_answer import asks_of_answer
from chatbot.types import Message, Outcome


def _history(question: str) -> list[Message]:
    return [Message("user", question), Message("assistant", "…")]


@pytest.mark.parametrize(
    ("before", "message"),
    [
        ("is there a trial of this for sweating", "who ran it?"),
        ("is there any research on hair", "when was that published"),
        ("can it burn?", "which document?"),
        ("can it burn?", "and from which source?"),
    ],
)
def test_a_source_of_what_was_said_is_asked_of_the_answer(before: str, message: str, chatbot: Chatbot) -> None:
    documents = chatbot.library.documents()
    assert asks_of_answer(message, _history(before), documents)
    assert not asks_of_answer(message, (), documents)


@pytest.mark.parametrize(
    ("before", "message"),
    [
        ("can it burn?", "who wrote it?"),
        ("is there any research on hair", "which documents do you have?"),
        ("is there any research on hair", "how do I look after my skin after that?"),
        ("who wrote the article?", "when was it published?"),
        ("which documents do you have?", "which one?"),
    ],
)
def test_anything_else_is_not(before: str, message: str, chatbot: Chatbot) -> None:
    assert not asks_of_answer(message, _history(before), chatbot.library.documents())


def test_who_wrote_it_after_a_study_names_those_of_the_study(chatbot: Chatbot) -> None:
    answer = chatbot.ask("who wrote it?", _history("is there a study about stretch marks"))
    assert answer.outcome is Outcome.ANSWERED
    assert any("Casabona" in quote.text for quote in answer.quotes)
    of_essay = chatbot.ask("who wrote it?", _history("what does the essay say about stretch marks"))
    assert "Marie-Claire Gaas" in of_essay.reply


def test_which_document_after_an_answer_shows_where_it_stands(chatbot: Chatbot) -> None:
    before = "is bleeding more likely with blood thinners"
    first, then = chatbot.ask(before), chatbot.ask("which document?", _history(before))
    assert then.outcome is Outcome.ANSWERED
    assert {quote.passage.id for quote in then.quotes} == {quote.passage.id for quote in first.quotes}
