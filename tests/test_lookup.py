"""Looking up: a question that names documents is answered from them alone, with and without claims."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from threadpoolctl import threadpool_info, threadpool_limits

from chatbot import wording
from chatbot.converse import Chatbot
from chatbot.opening import open_both
from chatbot.types import Message, Outcome

ESSAY, VIDEO = "002_ddc59c7d72c69f85.txt", "000_25e946860b144df3.txt"
CAFFEINE = "Teas\n\nGreen tea contains caffeine. Black tea is warm."


@pytest.fixture
def teas(small_chatbot: Callable[..., Chatbot]) -> Chatbot:
    return small_chatbot(a=CAFFEINE, b="Drinks\n\nCaffeine is in green tea. Cola is cold.", c="Cups\n\nCups are round.")


def test_without_claims_a_question_that_names_a_document_is_answered_from_it_alone(teas: Chatbot) -> None:
    assert {quote.document for quote in teas.ask("Is caffeine in green tea?").quotes} == {"a.txt", "b.txt"}
    for name in ("a.txt", "b.txt"):
        named = teas.ask(f"What does {name} say about caffeine in green tea?")
        assert named.outcome is Outcome.ANSWERED
        assert set(named.documents) == {hit.passage.document for hit in named.hits} == {name}
        assert named.reply == wording.speak(1, 1)


def test_a_named_document_that_does_not_say_is_named_in_the_refusal(teas: Chatbot) -> None:
    silent = teas.ask("What does c.txt say about caffeine in green tea?")
    assert silent.outcome is Outcome.ABSTAINED
    assert silent.reply == wording.named_do_not_say(["Cups"])
    assert silent.hits
    assert {quote.document for quote in silent.near} <= {"c.txt"}


def test_several_named_documents_are_asked_together(teas: Chatbot) -> None:
    both = teas.ask("What do a.txt and b.txt say about caffeine in green tea?")
    assert set(both.documents) == {"a.txt", "b.txt"}
    assert both.reply == wording.speak(2, 2)


@pytest.mark.parametrize(
    ("question", "name"),
    [("What does the essay say about side effects?", ESSAY), ("side effects according to the video?", VIDEO)],
)
def test_with_claims_a_named_document_answers_alone_and_nothing_is_counted(
    chatbot: Chatbot, question: str, name: str
) -> None:
    answered = chatbot.ask(question)
    assert answered.documents == (name,)
    assert answered.counts == ()


def test_who_wrote_it_means_the_documents_of_the_answer_before(chatbot: Chatbot) -> None:
    before = "Is microneedling cheaper than laser therapy?"
    assert chatbot.ask(before).documents == (ESSAY,)
    author = chatbot.library.document(ESSAY).facts.author
    titles = [document.facts.title for document in chatbot.library.documents().values()]
    history = [Message("user", before), Message("assistant", "…")]
    wrote = chatbot.ask("who wrote it?", history).reply
    assert author
    assert author in wrote
    assert sum(f"“{title}”" in wrote for title in titles) == 1
    dated = chatbot.ask(
        "when was it written?", [*history, Message("user", "who wrote it?"), Message("assistant", wrote)]
    ).reply
    assert sum(f"“{title}”" in dated for title in titles) == 1


def test_a_document_named_now_wins_over_those_of_the_answer_before(chatbot: Chatbot) -> None:
    history = [Message("user", "what does the blog post say about hair?"), Message("assistant", "…")]
    assert str(chatbot.library.document(ESSAY).facts.author) in chatbot.ask("who wrote the essay?", history).reply
    told = chatbot.ask("who wrote it?", history)
    assert "blog post" in told.reply
    assert "essay" not in told.reply


def test_without_an_answer_before_all_documents_are_meant(chatbot: Chatbot) -> None:
    asked_first = chatbot.ask("who wrote it?").reply
    assert asked_first == chatbot.ask("who wrote it?", [Message("user", "hello")]).reply
    assert all(document.facts.title in asked_first for document in chatbot.library.documents().values())


def test_opening_reads_neither_the_written_questions_nor_the_models_words(library_folder: Path) -> None:
    """An alarm, and the first paint of the page, wait for neither."""
    library, embedder = open_both(library_folder, None)
    Chatbot(library, embedder)
    assert not {"book", "asked", "stated"} & vars(library).keys()
    assert "vocabulary" not in vars(embedder)
    library.close()


def test_one_thread_multiplies(library_folder: Path) -> None:
    """More of them spin after each product, on cores that other sessions wait for."""
    with threadpool_limits(2, user_api="blas"):
        open_both(library_folder, None)[0].close()
        assert {pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "blas"} == {1}
