"""Follow-ups: what needs the question before it gets it, what stands alone is left alone."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.followup import depends, may_depend, readings, standalone
from chatbot.types import Message


def _history(*questions: str) -> list[Message]:
    return [turn for question in questions for turn in (Message("user", question), Message("assistant", "An answer."))]


@pytest.mark.parametrize(
    "message",
    [
        "and at home?",
        "for darker skin?",
        "what about on the neck?",
        "how long does that last?",
        "why?",
        "is that normal?",
        "and afterwards?",
        "around the mouth as well?",
        "or with a cream?",
        "whats in it?",
        "no I meant at night",
        "which one is better?",
        "the second one?",
        "when it is hot?",
        "when swimming?",
        "when will it stop?",
        "what happens then?",
        "too early?",
        "what's the harm in it?",
        "what happens otherwise",
        "and the week before?",
        "the next morning?",
        "until when?",
        "just from the first visit?",
        "that's ages! for all of it?",
        "no no, not pain. I only meant bruises",
    ],
)
def test_a_follow_up_takes_up_the_question_before_it(message: str) -> None:
    understood = standalone(message, _history("Does the procedure hurt?"))
    assert understood.startswith("Does the procedure hurt?")
    assert len(understood) > len("Does the procedure hurt?")


def test_of_the_question_before_nothing_that_reacts_is_taken_up() -> None:
    assert standalone("and at home?", _history("ok, thanks. Does it hurt?")) == "Does it hurt? at home?"


@pytest.mark.parametrize("message", ["who says that?", "says who?", "lol in plain english please"])
def test_asking_who_says_so_or_for_other_words_asks_the_question_before_again(message: str) -> None:
    assert standalone(message, _history("Does the procedure hurt?")) == "Does the procedure hurt?"


@pytest.mark.parametrize(
    "message",
    [
        "What are the benefits of microneedling for stretch marks?",
        "How do I protect my skin from the sun after a session?",
        "Can people with diabetes have microneedling?",
        "I have sensitive skin, should I tell them?",
        "does it work on the scalp",
        "Is it better than a chemical peel?",
        "what do they say about vitamin C",
        "what about eczema?",
        "is one session enough?",
        "and vitamin C serum?",
        "When can I go running again?",
        "and when should I call somebody?",
        "when is it safe to shave",
        "Who should not have it?",
        "and who can't get this",
        "who should I talk to about that",
        "in which cases is it dangerous",
        "what's the risk?",
        "at what age can people start having this done to their face and neck?",
    ],
)
def test_a_full_question_is_left_as_it_is(message: str) -> None:
    assert standalone(message, _history("Does the procedure hurt?")) == message


@pytest.mark.parametrize(
    "message",
    [
        "sounds too good. whats the worst that can happen",
        "hm ok. is it too late for me",
        "I use hyaluronic serum. does it go together with that",
        "what about make-up then",
        "and elastin, whats that",
        "could I buy one of those pens",
    ],
)
def test_what_only_reacts_and_what_is_said_in_the_message_itself_point_nowhere(message: str) -> None:
    assert standalone(message, _history("Does the procedure hurt?")) == message


def test_a_new_subject_that_only_then_was_named_carries_what_follows() -> None:
    history = _history("can I go running tonight", "what about make-up then")
    assert standalone("why is that?", history).startswith("what about make-up then")


@pytest.mark.parametrize("message", ["how come?", "great! and how come?"])
def test_what_people_say_for_why_needs_what_was_said(message: str) -> None:
    assert standalone(message, _history("Does the procedure hurt?")).startswith("Does the procedure hurt?")


@pytest.mark.parametrize(
    "message", ["is it serious then", "it hurts too much", "my lips tingle. is that bad", "is that normal?"]
)
def test_who_reads_for_alarms_reads_more_together(message: str) -> None:
    assert may_depend(message)
    assert not may_depend("What are the benefits of microneedling for stretch marks?")


def test_a_chain_of_follow_ups_keeps_its_subject() -> None:
    history = _history("Does microneedling help with hair loss?", "and for women?")
    assert standalone("why?", history).startswith("Does microneedling help with hair loss?")


@given(st.text(max_size=100))
def test_without_history_every_message_stands_alone(message: str) -> None:
    assert standalone(message, []) == message


@given(st.text(max_size=60), st.lists(st.text(max_size=60), max_size=4))
def test_the_evidence_of_earlier_answers_never_enters_a_question(message: str, questions: list[str]) -> None:
    marker = "\ue000earlier answer\ue000"
    history = [turn for q in questions for turn in (Message("user", q), Message("assistant", marker))]
    assert marker not in standalone(message, history)


_ABOUT = frozenset({"microneedling"})


@pytest.mark.parametrize(
    ("before", "message"),
    [
        ("what is elastin good for", "and why would we lose it?"),
        ("I get migraines, is that a problem?", "could a session bring them on?"),
        ("could the cream give me a rash", "only on the face or everywhere?"),
        ("could the cream give me a rash", "in which cases?"),
        ("how long does the redness last?", "from what age"),
        ("should I use a cream?", "which strength?"),
        ("I have lupus, can I have microneedling?", "what if it is only mild?"),
        ("is climbing allowed afterwards?", "so when can I start again?"),
        ("what are exosomes?", "how painful is this procedure"),
        ("I have lupus, can I have microneedling?", "its only mild tho and under control"),
        ("I have lupus, can I have microneedling?", "it's for my mother"),
    ],
)
def test_what_may_lean_is_given_in_both_readings_completed_first(before: str, message: str) -> None:
    completed, alone = readings(message, _history(before), _ABOUT)
    assert alone == message
    assert completed.startswith(before)
    assert len(completed) > len(before)


@pytest.mark.parametrize(
    ("before", "message"),
    [
        ("does it hurt", "is it safe for teenagers"),
        ("What is micro needling?", "Is it better than a chemical peel?"),
        ("what is elastin good for", "Can people with diabetes have microneedling?"),
        ("what is elastin good for", "and eczema?"),
        ("will I peel a lot", "can my father have it at his age"),
        ("will I peel a lot", "can I do it every week"),
        ("what is elastin good for", "how does the pen work"),
        ("is it safe?", "whats the downside of this treatment"),
        ("does microneedling hurt?", "who invented this kind of therapy"),
        ("how many visits until dents look better", "can my 14 year old daughter get it for acne scars"),
    ],
)
def test_it_keeps_what_it_stood_for_and_a_full_question_has_one_reading(before: str, message: str) -> None:
    assert readings(message, _history(before), _ABOUT) == (message,)


def test_this_treatment_is_what_was_asked_about_where_the_documents_have_no_subject() -> None:
    before, message = "does it hurt to have dermabrasion", "how long does this procedure take"
    assert readings(message, _history(before), frozenset()) == (f"{before} {message}",)
    assert readings("and at home?", _history(before, message), frozenset()) == (f"{before} at home?",)
    assert readings("and at home?", _history(before, message), _ABOUT) == (f"{message} at home?",)


@given(st.text(max_size=60), st.lists(st.text(max_size=60), max_size=4))
def test_a_message_is_among_its_readings_or_surely_leans(message: str, questions: list[str]) -> None:
    history = _history(*questions)
    found = readings(message, history, _ABOUT)
    assert 1 <= len(found) <= 2
    assert found[-1] == (message if len(found) == 2 else standalone(message, history))
    assert readings(message, [], _ABOUT) == (message,)


@pytest.mark.parametrize("said", ["sounds good ", "that sounds ", "looks ", "ok ", "hm", "ok. "])
def test_no_run_of_reactions_makes_it_slow(said: str) -> None:
    begun = time.process_time()
    assert isinstance(depends(said * 2000), bool)
    assert time.process_time() - begun < 2
