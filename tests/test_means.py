"""Leaving means out: the book shrinks as it should, vectors stay with their questions, each switch does something."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.converse import Chatbot
from chatbot.evidence import read_judge
from chatbot.means import ALL, NAMES, equipped, without_document
from chatbot.types import Message
from ingest.book import Asked, AskedKind, Claim, ClaimBook, Evidence, Polarity
from ingest.embed import HashingEmbedder
from ingest.errors import NeedlepointError

_DOCUMENTS = ("a.txt", "b.txt", "c.txt")
_CLAIMS = st.dictionaries(
    st.sampled_from("pqrst"), st.lists(st.sampled_from(_DOCUMENTS), min_size=1, unique=True), min_size=1
)


def _book(stated: dict[str, list[str]]) -> ClaimBook:
    claims = {
        name: Claim(name, name, Polarity.FOR, tuple(Evidence(document, 0, 4) for document in documents))
        for name, documents in stated.items()
    }
    asked = [Asked(f"{name}?", AskedKind.CLAIM, name, (name,)) for name in claims]
    asked += [Asked("all?", AskedKind.GROUP, "all", tuple(claims)), Asked("none?", AskedKind.NEAR_MISS, "none")]
    return ClaimBook(claims, tuple(asked), frozenset(_DOCUMENTS))


@given(_CLAIMS, st.sampled_from(_DOCUMENTS))
def test_nothing_of_a_document_that_is_left_out_stays_and_all_else_does(
    stated: dict[str, list[str]], document: str
) -> None:
    whole = _book(stated)
    book = without_document(whole, document)
    assert book.documents == whole.documents - {document}
    for name, claim in whole.claims.items():
        kept = tuple(piece for piece in claim.evidence if piece.document != document)
        assert (book.claims[name].evidence if name in book.claims else ()) == kept
    by_question = {asked.question: asked for asked in book.asked}
    assert "none?" in by_question
    for asked in whole.asked[:-1]:
        assert set(by_question[asked.question].claims if asked.question in by_question else ()) == {
            name for name in asked.claims if name in book.claims
        }


def test_a_library_with_all_means_is_the_library_itself(chatbot: Chatbot, hashing: HashingEmbedder) -> None:
    assert equipped(chatbot.library, ALL, hashing) is chatbot.library


def test_every_question_that_stays_keeps_its_vector(chatbot: Chatbot, hashing: HashingEmbedder) -> None:
    whole = chatbot.library
    rows = {(asked.question, asked.kind, asked.target): row for row, asked in enumerate(whole.book.asked)}
    for means in (ALL.without("near-misses"), replace(ALL, unclaimed="002")):
        fewer = equipped(whole, means, hashing)
        assert 1000 < len(fewer.book.asked) < len(whole.book.asked)
        assert len(fewer.asked) == len(fewer.book.asked)
        named = [rows[asked.question, asked.kind, asked.target] for asked in fewer.book.asked]
        assert np.array_equal(fewer.asked, whole.asked[named])
        assert whole.book.documents == set(whole.documents())


def test_without_the_subjects_one_name_questions_are_embedded_as_written(
    chatbot: Chatbot, hashing: HashingEmbedder
) -> None:
    fewer = equipped(chatbot.library, ALL.without("subject"), hashing)
    assert np.array_equal(fewer.asked[:2], hashing.encode([asked.question for asked in fewer.book.asked[:2]]))
    assert chatbot.with_means(ALL.without("spelling")).retriever.about


@pytest.mark.parametrize("start", ["00", "4"])
def test_a_document_left_out_must_be_one_document(chatbot: Chatbot, hashing: HashingEmbedder, start: str) -> None:
    with pytest.raises(NeedlepointError, match="000_25e946860b144df3"):
        equipped(chatbot.library, replace(ALL, unclaimed=start), hashing)


def test_judging_without_what_is_learnt_goes_by_the_votes() -> None:
    judge = ALL.without("judge").judged_by()
    shown = [judge.passage.probability({"wide": share}) >= judge.show for share in (0.2, 0.3)]
    answered = [judge.answerable.probability({"missed_wide": share}) >= judge.answer for share in (0.4, 0.6)]
    assert (shown, answered) == ([False, True], [True, False])
    assert 0 < judge.show_in_list < judge.show


def test_a_cut_that_is_left_out_cuts_nothing_of_its_own() -> None:
    shipped, judge = read_judge(), ALL.without("list-cut").judged_by()
    assert judge == replace(shipped, show_in_list=shipped.show)
    assert ALL.without("best-cut").judged_by() == replace(shipped, of_best=0.0)
    assert ALL.judged_by() == shipped


@pytest.mark.parametrize(
    ("name", "question", "before"),
    [
        ("claims", "What are the side effects?", ""),
        ("near-misses", "How much does a session cost?", ""),
        ("shared-words", "What are the side effects?", ""),
        ("judge", "What are the side effects?", ""),
        ("list-cut", "What are the side effects?", ""),
        ("one-document", "What does the essay say about bleeding?", ""),
        ("follow-ups", "and at home?", "Are there side effects?"),
        ("second-reading", "and at home?", "Are there side effects?"),
        ("splitting", "Is it painful? And does it help with acne scars?", ""),
        ("plain-words", "how long b4 i can wear makeup", ""),
        ("spelling", "does it help with rosacae", ""),
    ],
)
def test_an_answer_with_a_means_left_out_is_another_one(
    chatbot: Chatbot, name: str, question: str, before: str
) -> None:
    history = [Message("user", before), Message("assistant", "…")] if before else []
    fewer = chatbot.with_means(ALL.without(name))
    with_it, without = chatbot.ask(question, history), fewer.ask(question, history)
    assert (with_it.quotes, with_it.confidence) != (without.quotes, without.confidence)


def test_leaving_nothing_out_changes_nothing(chatbot: Chatbot) -> None:
    question = "What are the side effects?"
    assert chatbot.with_means(ALL).ask(question) == chatbot.ask(question)


def test_every_means_can_be_left_out_by_name() -> None:
    assert len({ALL.without(name) for name in NAMES}) == len(NAMES) == 16
    assert ALL.without(*NAMES) == ALL.without(*reversed(NAMES))
