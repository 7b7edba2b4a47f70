"""What is kept of a conversation is read back equal, but for what the search found and did not show."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chatbot.converse import Chatbot
from chatbot.thread import Turn, fingerprint, read, said, with_answer, written
from chatbot.types import Answer, Count, Hit, Level, Outcome, Quote, Statement
from ingest.types import Passage, PassageKind, Span
from tests.conftest import document_of, gold_questions, hostile_texts

# What a file of UTF-8 cannot hold cannot have been typed into the page either.
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20) | hostile_texts


@st.composite
def quotes(draw: st.DrawFn) -> Quote:
    text = draw(texts.filter(len))
    at = draw(st.integers(0, 9))
    lead_in = draw(st.none() | st.just(Span(0, 3)))
    kind = draw(st.sampled_from(PassageKind))
    headings = tuple(draw(st.lists(texts, max_size=2)))
    passage = Passage(draw(texts), at, at + len(text), text, kind, Span(at, at + 9), headings, "label", lead_in, "lead")
    start = draw(st.integers(at, at + len(text) - 1))
    return Quote(passage, start, draw(st.integers(start + 1, at + len(text))))


def some(kind: st.SearchStrategy[Quote]) -> st.SearchStrategy[tuple[Quote, ...]]:
    return st.lists(kind, min_size=1, max_size=3).map(tuple)


answers = st.builds(
    Answer,
    texts,
    texts,
    st.sampled_from(Outcome),
    st.sampled_from(Level),
    texts,
    st.lists(st.builds(Statement, some(quotes()), st.none() | quotes(), texts), max_size=2).map(tuple),
    st.lists(st.builds(Count, texts, some(quotes()), st.tuples(texts)), max_size=2).map(tuple),
    near=some(quotes()),
    confidence=st.floats(0, 1),
    choices=st.tuples(texts, texts),
    copies=st.tuples(st.tuples(texts, texts)),
    closing=texts,
)


@settings(max_examples=40)
@given(texts, answers, st.booleans(), st.booleans())
def test_a_turn_is_read_back_equal(message: str, answer: Answer, as_typed: bool, dismissed: bool) -> None:
    turn = Turn(message, answer, as_typed, dismissed, "2026-01-02T03:04:05+00:00", "a", row=7)
    assert read(written(turn)) == replace(turn, row=0)
    assert read(written(Turn(message))) == Turn(message)


@settings(max_examples=40)
@given(answers, quotes())
def test_what_was_found_and_not_shown_is_not_kept(answer: Answer, quote: Quote) -> None:
    more = replace(answer, candidates=(quote,), hits=(Hit(quote.passage, 1.0, 0.5),))
    assert read(written(Turn("q", more))).answer == answer


def test_the_answers_to_the_development_questions_are_read_back_equal(chatbot: Chatbot) -> None:
    documents = chatbot.library.documents()
    for question in gold_questions()[::8]:
        asked = with_answer(Turn(question["question"]), chatbot.ask(question["question"]), documents, "a")
        assert asked.answer is not None
        assert read(written(asked)).answer == replace(asked.answer, hits=(), candidates=())
        assert {origin.name for origin in asked.origins} >= set(asked.answer.documents)
        assert all(documents[origin.name].sha256 == origin.sha256 for origin in asked.origins)


@given(quotes())
def test_a_kept_quote_cannot_be_moved_out_of_its_passage(quote: Quote) -> None:
    text = written(Turn("q", Answer("q", "q", Outcome.ANSWERED, statements=(Statement((quote,)),))))
    forged = text.replace(f'"end":{quote.end}}}]', f'"end":{quote.passage.end + 1}}}]')
    assert forged != text
    with pytest.raises(ValueError, match="does not lie inside passage"):
        read(forged)


def test_what_was_said_is_our_own_words_and_no_quote() -> None:
    document = document_of("It may hurt.")
    quote = Quote.whole(Passage(document.name, 0, 12, document.text, PassageKind.SENTENCE, Span(0, 12)))
    answer = Answer("q", "q", Outcome.ANSWERED, reply="One document speaks:", statements=(Statement((quote,)),))
    told = said([Turn("does it hurt?", answer), Turn("and then?")])
    assert [(message.role, message.content) for message in told] == [
        ("user", "does it hurt?"),
        ("assistant", "One document speaks:"),
        ("user", "and then?"),
    ]


def test_a_library_is_named_by_what_it_holds() -> None:
    held = {"documents": {"a.txt": "0"}, "claims": "1", "embedder": {"name": "m"}, "recipe": 8}
    assert fingerprint(held) == fingerprint({**held, "files": {"chroma": "written anew"}})
    for changed in ({"documents": {"a.txt": "9"}}, {"claims": "2"}, {"recipe": 9}, {"documents": {"b.txt": "0"}}):
        assert fingerprint({**held, **changed}) != fingerprint(held)
