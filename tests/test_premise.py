"""What a question takes for granted: which forms do, and which of its words nothing bears out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.converse import Chatbot
from chatbot.evidence import read_judge
from chatbot.means import ALL
from chatbot.premise import takes_for_granted, unborne
from chatbot.question_set import read_questions
from chatbot.types import Outcome
from chatbot.words import content_words
from ingest.book import Asked, AskedKind, Claim, ClaimBook, Evidence, Polarity
from tests.conftest import EVALUATION

CREAM, WALK = Evidence("a.txt", 0, 9), Evidence("a.txt", 10, 19)
BOOK = ClaimBook(
    {
        "cream": Claim("cream", "A cream helps.", Polarity.FOR, (CREAM,)),
        "walk": Claim("walk", "Walking is fine.", Polarity.FOR, (WALK,)),
    },
    (
        Asked("which lotion soothes it?", AskedKind.CLAIM, "cream", ("cream",)),
        Asked("may I stroll?", AskedKind.CLAIM, "walk", ("walk",)),
        Asked("why vinegar?", AskedKind.NEAR_MISS, "none"),
    ),
    frozenset({"a.txt"}),
)
TEXTS = {CREAM.passage: "Apply a soothing cream.", WALK.passage: "A short walk does no harm."}


def missing(question: str, *claims: str, asked_with: int = 0) -> tuple[str, ...]:
    return unborne(question, dict.fromkeys(claims, 0.5), BOOK, TEXTS, lambda _: asked_with)


@pytest.mark.parametrize(
    "question",
    [
        "why do they advise a cream",
        "ok so how come it stings",
        "what is the point of the cream?",
        "what do they say about creams",
        "what does say about creams",
        "where does one buy the lamp according to the leaflet",
        "is the cream cold, as they say",
    ],
)
def test_who_asks_for_a_reason_or_for_what_is_said_takes_something_for_granted(question: str) -> None:
    assert takes_for_granted(question)


@pytest.mark.parametrize(
    "question",
    [
        "which cream helps",
        "does a cream help?",
        "why would I pay for a cream",
        "do they agree on creams",
        "I had it last week. why is it sore",
        "is it known why it stings",
    ],
)
def test_other_questions_and_stories_do_not(question: str) -> None:
    assert not takes_for_granted(question)


def test_a_word_is_borne_out_by_a_passage_by_a_written_question_or_by_another_word_for_it() -> None:
    assert missing("why do they advise a soothing cream", "cream") == ()
    assert missing("why do they advise a lotion", "cream") == ()
    assert missing("why do they advise vinegar", "cream") == ("vinegar",)


def test_only_the_claims_it_lands_on_count_and_of_these_only_those_with_a_share() -> None:
    assert missing("why do they advise a walk", "cream") == ("walk",)
    assert missing("why do they advise a walk", "cream", "walk") == ()
    assert unborne("why walk", {"cream": 0.5, "walk": 0.02}, BOOK, TEXTS, lambda _: 0) == ("walk",)


def test_numbers_words_of_telling_and_words_that_many_questions_have_are_left_out() -> None:
    assert missing("why does the guide recommend a cream for 48h", "cream") == ()
    assert missing("why do they advise vinegar", "cream", asked_with=1_000) == ()


@given(st.lists(st.sampled_from(["vinegar", "cream", "walk", "lamp", "soothing", "harm"]), max_size=5))
def test_what_is_missing_is_of_the_question_and_stands_nowhere(chosen: list[str]) -> None:
    question = f"why do they advise {' '.join(chosen)}"
    found = missing(question, "cream", "walk")
    assert set(found) <= set(content_words(question))
    assert set(found) == set(chosen) & {"vinegar", "lamp"}


def answered(chatbot: Chatbot, kind: str, tag: str) -> tuple[int, int]:
    """Count the answers to the questions of `premises.jsonl` of a kind and with a tag, and those questions."""
    questions = [q for q in read_questions(EVALUATION / "premises.jsonl") if q["id"].startswith(kind)]
    chosen = [q["question"] for q in questions if q["tags"][-1] == tag]
    return sum(chatbot.ask(question).outcome is Outcome.ANSWERED for question in chosen), len(chosen)


def test_true_premises_are_answered_and_most_false_ones_refused(chatbot: Chatbot) -> None:
    found, asked = answered(chatbot, "P", "true_premise")
    assert asked == 60
    assert found >= 56
    found, asked = answered(chatbot, "P", "false_premise")
    assert asked == 35
    assert found <= 7


def test_the_rule_takes_no_answer_from_a_true_premise_and_refuses_more_false_ones(chatbot: Chatbot) -> None:
    without = chatbot.with_means(ALL.without("premises"))
    assert answered(chatbot, "PV", "true_premise") == answered(without, "PV", "true_premise")
    assert answered(chatbot, "PV", "false_premise") < answered(without, "PV", "false_premise")


def test_a_refused_premise_is_no_surer_than_half_the_cut(chatbot: Chatbot) -> None:
    refused = chatbot.ask("why do they tell you to rub vinegar into the skin afterwards")
    assert refused.outcome is Outcome.ABSTAINED
    assert refused.quotes == ()
    assert refused.near
    assert refused.confidence < read_judge().answer
