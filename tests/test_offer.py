"""Narrower questions for one that is too open: few words and spread votes, and every offer is answered."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.converse import Chatbot
from chatbot.land import Landing
from chatbot.offer import asks_for_little, is_spread, offers, topics
from chatbot.types import Message, Outcome
from ingest.book import Asked, AskedKind
from tests.conftest import gold_questions

ABOUT = frozenset({"coffee"})
WIDE: Mapping[str, float] = {f"{topic}.{number}": 0.1 for topic in ("leaf", "cup") for number in range(5)}
ASKED = tuple(
    Asked(f"{ask} {topic} {word} taste?", AskedKind.CLAIM, f"{topic}.{number}", (f"{topic}.{number}",))
    for topic in ("leaf", "cup")
    for number, (ask, word) in enumerate(zip(("How does", "Can", "Why would"), ("green", "old", "warm"), strict=True))
)
OTHERS = (
    Asked("leaf taste??", AskedKind.CLAIM, "leaf.0", ("leaf.0",)),
    Asked("Which documents mention leaf taste?", AskedKind.CLAIM, "leaf.0", ("leaf.0",)),
    Asked("Does a stone leaf taste?", AskedKind.NEAR_MISS, "near misses"),
    Asked("Does the lid of cups taste?", AskedKind.CLAIM, "lid.0", ("lid.0",)),
)
OPEN = """is it safe?|is it good?|what should I know?|tell me more|acne?|needles?|scars|home|is it worth it?|
    does it work?|tell me about microneedling|collagen|is it ok?|should i do it?|risks|skin|face|is it dangerous?|sun?|
    wrinkles?|
    aftercare?|healing?|problems?|doctor?|is it bad?|benefits|results|is it harmful?|what about skin?|anything else?|
    dermatologist?|infection?|redness|any advice?|safety|effective?|is it risky?|can it go wrong?|hair|pigmentation|
    what now?|is it useful?|is it okay?|creams|at home?|is this for me?|recovery|treatment|stretch marks?|what else?|
    any dangers?|serums|pores|is it recommended?|explain microneedling|how is it?|is it any good|
    the procedure?|sessions|medicines"""


def is_open(question: str, landing: Landing, about: frozenset[str]) -> bool:
    return asks_for_little(question, about) and is_spread(landing)


def _spread(topics: Mapping[str, float]) -> Landing:
    return Landing(claims=topics)


@pytest.mark.parametrize("question", ["is it good?", "good coffee?", "tell me more", "coffee"])
def test_few_words_and_spread_votes_make_a_question_open(question: str) -> None:
    assert is_open(question, _spread(WIDE), ABOUT)


@pytest.mark.parametrize(
    "question", ["Who drinks it?", "how long?", "how much does it cost?", "is roasted coffee strong?"]
)
def test_a_question_that_wants_something_particular_is_not_open(question: str) -> None:
    assert not is_open(question, _spread(WIDE), ABOUT)


def test_votes_for_few_claims_make_no_open_question() -> None:
    assert not is_open("good?", _spread({"leaf.0": 0.9, "cup.0": 0.1}), ABOUT)
    assert not is_open("good?", _spread({}), ABOUT)


@given(st.permutations([*ASKED, *OTHERS]), st.integers(0, 2**32 - 1))
def test_offers_are_plain_written_questions_of_claims_voted_for_in_turn_by_topic(asked: list[Asked], seed: int) -> None:
    vectors = np.linalg.qr(np.random.default_rng(seed).normal(size=(len(asked), len(asked))))[0].astype(np.float32)
    found = list(offers(_spread(WIDE), topics(asked, vectors), asked, vectors, np.zeros(len(asked))))
    assert sorted(found) == sorted(entry.question for entry in ASKED)
    first_two = {entry.target.partition(".")[0] for entry in ASKED if entry.question in found[:2]}
    assert first_two == {"leaf", "cup"}


def test_what_is_the_question_itself_or_the_same_as_another_offer_is_left_out() -> None:
    alike = np.ones((len(ASKED), 1), dtype=np.float32)
    assert len(list(offers(_spread(WIDE), topics(ASKED, alike), ASKED, alike, np.zeros(len(ASKED))))) == 1
    assert not list(offers(_spread(WIDE), topics(ASKED, alike), ASKED, alike, np.ones(len(ASKED))))


def test_without_claims_nothing_is_offered(small_chatbot: Callable[..., Chatbot]) -> None:
    assert small_chatbot(a="Tea is safe.").ask("is it safe?").choices == ()


@pytest.mark.slow
def test_every_choice_that_an_open_question_offers_is_answered(chatbot: Chatbot) -> None:
    prompts = [prompt.strip() for prompt in OPEN.split("|")]
    assert len(set(prompts)) >= 60
    written = {asked.question for asked in chatbot.library.book.asked}
    offered = {prompt: chatbot.ask(prompt).choices for prompt in prompts}
    assert sum(map(bool, offered.values())) >= 30
    for prompt, choices in offered.items():
        assert len(choices) in (0, 2, 3, 4), prompt
        assert set(choices) <= written
    for choice in sorted({choice for choices in offered.values() for choice in choices}):
        assert chatbot.ask(choice).outcome is Outcome.ANSWERED, choice


def test_a_follow_up_and_what_is_not_answered_offer_nothing(chatbot: Chatbot) -> None:
    history = [Message("user", "What are the side effects?"), Message("assistant", "…")]
    assert chatbot.ask("and at home?", history).choices == ()
    assert chatbot.ask("hello").choices == ()
    assert chatbot.ask("What is the capital of France?").choices == ()


def test_few_precise_questions_are_open(chatbot: Chatbot) -> None:
    questions = [entry["question"] for entry in gold_questions() if not entry.get("history")]
    found = [
        question
        for question in questions
        if is_open(question, chatbot.lookup.land(question, question), chatbot.retriever.about)
    ]
    assert len(found) <= len(questions) // 20, found
