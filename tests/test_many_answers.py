"""Ten thousand quotes of two thousand answers: each is its slice of the file; our own words give no verdict."""

from __future__ import annotations

import re

import pytest

from chatbot.about import tell
from chatbot.cite import render
from chatbot.converse import Chatbot
from chatbot.types import Answer, Outcome
from tests.conftest import SOURCES
from tests.test_own_words import VERDICT
from tests.test_replies import FORBIDDEN

pytestmark = pytest.mark.slow
QUOTES, EVERY = 10_000, 9


@pytest.fixture(scope="module")
def answers(chatbot: Chatbot) -> list[Answer]:
    """Answers to every ninth of the written questions, of all topics."""
    return [chatbot.ask(entry.question) for entry in chatbot.library.book.asked[::EVERY]]


def test_ten_thousand_quotes_are_their_slices_of_the_files(answers: list[Answer]) -> None:
    texts = {path.name: path.read_bytes().decode("utf-8") for path in SOURCES.glob("*.txt")}
    quotes = [quote for answer in answers for quote in (*answer.quotes, *answer.advice.quotes, *answer.near)]
    assert len(quotes) >= QUOTES
    assert [q for q in quotes if texts[q.document][q.start : q.end] != q.text or not q.text.strip()] == []


def test_more_than_a_thousand_answers_have_the_professional_line_and_a_refusal_quotes_nothing(
    chatbot: Chatbot, answers: list[Answer]
) -> None:
    assert len(answers) >= 1000
    documents = chatbot.library.documents()
    lines = {render(answer, documents).rsplit("\n\n", 1)[-1] for answer in answers}
    assert [line for line in lines if len(line.split()) > 40 or not re.search(r"doctor|crisis line", line)] == []
    assert [answer.question for answer in answers if answer.outcome is Outcome.ABSTAINED and answer.quotes] == []


def test_no_reply_of_ours_gives_a_verdict_a_dose_or_a_diagnosis(chatbot: Chatbot, answers: list[Answer]) -> None:
    documents = chatbot.library.documents()
    # Alarms have tests of their own; titles and what is known about documents are in the words of their manifest.
    found = (answer for answer in answers if answer.outcome is not Outcome.REFERRED)
    said = {re.sub("“[^”]*”", "…", answer.reply) for answer in found if not tell(answer.question, documents, ())}
    assert len(said) >= 5
    assert [reply for reply in said if VERDICT.search(reply) or FORBIDDEN.search(reply)] == []
