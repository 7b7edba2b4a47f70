"""Terms: what a question wants explained, and whether a text explains it or only uses it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.contraction import with_apostrophes
from chatbot.explain import NOTHING, Term, explains, term_asked
from chatbot.words import words


@pytest.mark.parametrize(
    ("question", "term"),
    [
        ("what does humectant mean", "humectant"),
        ("and what do they mean by combination skin?", "combination skin"),
        ("what is meant by a humectant", "humectant"),
        ("define lymphocyte please", "lymphocyte"),
        ("ceramides, what's that", "ceramides"),
        ("what does PhD stand for", "PhD"),
        ("What is a lymphocyte?", "lymphocyte"),
        ("ok so whats squalane in plain english", "squalane"),
        ("whats squalane when its at home", "squalane"),
    ],
)
def test_a_term_to_be_explained_is_named(question: str, term: str) -> None:
    assert term_asked(question, lambda _: 1).words == term


@pytest.mark.parametrize(
    "question",
    [
        "what is the price",
        "what are the risks?",
        "What is it?",
        "what's wrong with my skin",
        "what does it do",
        "what does that mean",
        "is squalane good for it",
        "what is squalane used for",
    ],
)
def test_other_questions_want_nothing_explained(question: str) -> None:
    assert term_asked(question, lambda _: 1) == NOTHING


@pytest.mark.parametrize(("frequency", "is_term"), [(0, False), (1, True), (4, True), (40, False)])
def test_what_is_asked_of_a_word_in_use_may_be_meant_otherwise(frequency: int, is_term: bool) -> None:
    assert term_asked("what's usual", lambda _: frequency) == (Term("usual") if is_term else NOTHING)
    assert term_asked("what does usual mean", lambda _: frequency).is_sure


@pytest.mark.parametrize(
    ("term", "text"),
    [
        ("squalane", "Squalane is an oil that skin makes itself."),
        ("squalane", "They add squalane, an oil that skin makes itself."),
        ("squalane", "They add squalane (an oil)."),
        ("TEWL", "Water evaporates through the skin (TEWL)."),
        ("crow's feet", "Crow's feet are lines beside the eyes."),
        ("ceramide", "Fats called ceramides keep water in."),
        ("ceramides", "Oils and ceramides, both of which are fats, keep water in."),
        ("barrier cream", "Barrier creams are ointments that keep water out."),
    ],
)
def test_a_text_that_says_what_a_term_is_explains_it(term: str, text: str) -> None:
    assert explains(term, text)


@pytest.mark.parametrize(
    ("term", "text"),
    [
        ("squalane", "Creams with squalane or aloe calm the skin."),
        ("squalane", "It suits oily skin."),
        ("barrier cream", "A barrier is a wall. Cream is white."),
        ("keloids", "People with keloid scarring should wait."),
    ],
)
def test_a_text_that_only_uses_a_term_does_not_explain_it(term: str, text: str) -> None:
    assert not explains(term, text)


@given(st.text(max_size=40))
def test_a_term_is_made_of_words_of_the_question(question: str) -> None:
    for asked in (question, f"what does {question} mean", f"{question}, what is that"):
        assert set(words(term_asked(asked, lambda _: 1).words)) <= set(words(with_apostrophes(asked)))


_PIECES = st.lists(
    st.sampled_from(["squalane", "Oil", "is", "are", "an", "called", "and", ",", "(", ")", "or"]), max_size=8
)


@given(_PIECES.map(" ".join))
def test_a_text_explains_only_terms_it_has_and_those_it_says_are_something(text: str) -> None:
    assert "squalane" in text or not explains("squalane", text)
    assert explains("squalane", text) or "squalane is" not in text
    assert not explains("", text)
