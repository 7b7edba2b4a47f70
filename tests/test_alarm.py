"""Earlier turns count: what is said over several turns means what it means in one, and nothing later lowers it."""

from __future__ import annotations

import pytest

from chatbot.alarm import alarm
from chatbot.triage import level
from chatbot.types import Level, Message

IDLE = ["thanks", "How long does it take?", "What does it cost?", "which documents do you have?"]
SPLIT = [
    ("I have a fever of 38.6", "and the redness is spreading to my neck"),
    ("the redness is spreading down my neck", "now I have a fever too"),
    ("They put numbing cream on my face an hour ago", "my heart is racing and I feel like I might pass out"),
    ("I put on lidocaine cream", "my ears are ringing and I have a metallic taste"),
    ("I have hives all over my arms", "I feel faint and clammy"),
    ("I'm covered in welts", "now I keep vomiting"),
    ("I've got a fever", "I keep throwing up and I'm dizzy"),
    ("they used a numbing cream on my whole face", "I feel dizzy and faint and my heart skips"),
]
ORDINARY = [
    "What is microneedling?",
    "Does it help with acne scars?",
    "Is it painful?",
    "Can I wear makeup afterwards?",
    "How many sessions do I need?",
    "What are the side effects?",
    "Is redness a side effect?",
    "Can it cause an infection?",
    "How long does the redness last?",
    "What does the cream do?",
]


def said(*turns: str) -> list[Message]:
    return [message for turn in turns for message in (Message("user", turn), Message("assistant", "…"))]


@pytest.mark.parametrize(("first", "second"), SPLIT)
def test_signs_over_several_turns_combine(first: str, second: str) -> None:
    assert level(f"{first}. {second}") == "emergency"
    assert alarm(second, said(first)).level is Level.EMERGENCY
    assert alarm(second, said(first, *IDLE[:2])).level is Level.EMERGENCY


@pytest.mark.parametrize(("first", "second"), SPLIT)
def test_history_never_lowers_an_alarm(first: str, second: str) -> None:
    for message in (first, second):
        alone = alarm(message).level
        assert alarm(message, said(*IDLE)).level is alone
        assert alarm(message, said("it's probably nothing", "my husband says I exaggerate")).level is alone


@pytest.mark.parametrize("question", ORDINARY)
@pytest.mark.parametrize(("first", "second"), SPLIT)
def test_an_ordinary_new_question_is_not_alarmed_by_old_turns(first: str, second: str, question: str) -> None:
    assert alarm(question, said(first, second)).level is Level.NONE


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("my cheek is bleeding", "and it won't stop"),
        ("My cheek is bleeding.", "And it won't stop!"),
        ("My lips are swollen", "and my tongue too"),
        ("my left eye is red", "and it went dark"),
        ("it is bleeding", "for 30 minutes now"),
        ("the left side of my face", "and it is drooping"),
    ],
)
def test_a_message_that_goes_on_is_read_as_one_with_the_one_before(first: str, second: str) -> None:
    assert alarm(second).level is Level.NONE
    assert alarm(second, said(first)).level is Level.EMERGENCY


# "And is it painful?" after a fever may be about the pain one has: that stays an alarm.
@pytest.mark.parametrize("question", [question for question in ORDINARY if question != "Is it painful?"])
@pytest.mark.parametrize(("first", "second"), SPLIT)
def test_an_ordinary_question_that_goes_on_is_not_alarmed_by_old_turns(first: str, second: str, question: str) -> None:
    asked = f"and {question[0].lower()}{question[1:]}"
    assert [turn for turn in (first, second) if alarm(asked, said(turn)).level is not Level.NONE] == []


def test_what_the_assistant_said_is_no_sign() -> None:
    history = [Message("user", "What are the risks?"), Message("assistant", "numbing cream, fever, spreading redness")]
    assert alarm("I feel dizzy", history).level is alarm("I feel dizzy").level


def test_a_sign_that_an_earlier_turn_only_imagines_does_not_count() -> None:
    assert alarm("the redness is spreading", said("what if I get a fever?")).level is not Level.EMERGENCY


def test_the_reply_is_the_one_for_what_was_completed() -> None:
    joined = alarm("my ears are ringing and I have a metallic taste", said("I put on lidocaine cream"))
    assert "cream" in joined.reply
