"""The search: a total order by score, what words or meaning find, what a score is made of, offsets for LangChain."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.chain import PassageRetriever
from chatbot.converse import Chatbot
from chatbot.coverage import Stems, coverage, covered, wanted
from chatbot.surroundings import Surroundings
from chatbot.terms import Needles, Phrase, Term, held
from chatbot.types import COVERAGE_WEIGHT
from ingest.embed import HashingEmbedder
from tests.conftest import passages_of


def test_coverage_weighs_rare_terms_more_and_ends_at_one() -> None:
    (passage,) = passages_of("Redness fades soon.", "Redness fades soon.")
    red, owl = Term(Phrase("redness", "red")), Term(Phrase("owl", "owl"))
    assert coverage({red: 1.0, owl: 3.0}, passage) == 0.25
    assert coverage({red: 2.0}, passage) == 1.0
    assert coverage({}, passage) == 0.0


_STEMS = st.lists(st.sampled_from("a b ab ba".split()), max_size=6).map(lambda stems: f" {' '.join(stems)} ")
_NEEDLES = st.tuples(_STEMS.filter(str.strip), st.lists(_STEMS.filter(str.strip), max_size=2).map(tuple))


@given(st.lists(st.tuples(st.floats(0, 1), _NEEDLES), max_size=3), _STEMS, _STEMS)
def test_what_is_passed_over_holds_no_term(terms: list[tuple[float, Needles]], text: str, around: str) -> None:
    stems = Stems(text, around, frozenset((*text.split(), *around.split())))
    every = sum(share * max(held(needles, text), 0.6 * held(needles, around)) for share, needles in terms)
    assert covered([wanted(share, needles) for share, needles in terms], stems) == every


def test_the_same_question_finds_the_same_hits_in_the_same_order(chatbot: Chatbot) -> None:
    first, again = (chatbot.retriever.search("does it help with scars?") for _ in range(2))
    assert first == again
    assert [(-hit.score) for hit in first] == sorted(-hit.score for hit in first)
    assert len({hit.passage.id for hit in first}) == len(first) == 50


def test_what_either_search_finds_is_weighed(chatbot: Chatbot) -> None:
    library, search = chatbot.library, chatbot.retriever.search
    found = {hit.passage.id for hit in search("Is SPF needed?", limit=400)}
    by_words = library.passages([row for row, _ in library.search_words(["SPF", "needed"], 100)])
    vector = chatbot.retriever.seek("Is SPF needed?").vector
    by_meaning = library.passages([row for row, _ in library.search_meaning(vector, 100)])
    assert {passage.id for passage in (*by_words, *by_meaning)} <= found
    assert {passage.id for passage in by_words} - {passage.id for passage in by_meaning}
    assert "SPF" in search("Is SPF needed?")[0].passage.text


def test_a_score_is_relevance_with_the_page_and_what_stands_around(chatbot: Chatbot) -> None:
    for hit in chatbot.retriever.search("does it help with scars?"):
        assert hit.score == pytest.approx(hit.relevance + 0.5 * hit.page + 0.5 * hit.around)
        assert hit.relevance == pytest.approx(hit.similarity + COVERAGE_WEIGHT * hit.coverage)
        assert 0 <= hit.page <= 1
        assert -1 <= hit.around <= 1 + 1e-6


def test_one_document_matches_best_by_words(chatbot: Chatbot) -> None:
    hits = chatbot.retriever.search("does it help with scars?")
    assert max(hit.page for hit in hits) == 1
    assert len({(hit.passage.document, hit.page) for hit in hits}) == len({hit.passage.document for hit in hits})


def test_measuring_gives_what_the_search_gives_without_pages(chatbot: Chatbot) -> None:
    question = "does it help with scars?"
    found = {hit.passage.id: hit for hit in chatbot.retriever.search(question)}
    measured = chatbot.retriever.measure(question, [*found, *found, "no such passage"])
    assert {hit.passage.id for hit in measured} == found.keys()
    assert len(measured) == len(found)
    for hit in measured:
        same = found[hit.passage.id]
        assert (hit.similarity, hit.coverage) == pytest.approx((same.similarity, same.coverage), abs=1e-5)
        assert hit.page == 0
    assert chatbot.retriever.measure(question, []) == ()


def test_what_is_measured_beside_is_the_most_relevant_of_what_is_found(chatbot: Chatbot) -> None:
    question = "does it help with scars?"
    found = sorted(chatbot.retriever.search(question), key=lambda hit: (-hit.relevance, hit.passage.id))
    for named in ([], [found[0].passage.id], [found[-1].passage.id, "no such passage"]):
        wanted = {*named, *(hit.passage.id for hit in found[:7])} - {"no such passage"}
        assert chatbot.retriever.measure(question, named, 7) == chatbot.retriever.measure(question, wanted)


def test_what_was_said_before_tells_which_documents_are_meant(small_chatbot: Callable[..., Chatbot]) -> None:
    bot = small_chatbot(
        a="Larches\n\nLarches lose their needles. They need light.", b="Ferns\n\nFerns love shade. They need water."
    )
    for said, meant in (("Tell me about larches", "a.txt"), ("Tell me about ferns", "b.txt")):
        hits = bot.retriever.search("what do they need?", context=said)
        assert hits[0].passage.document == meant


def test_where_all_documents_have_one_subject_what_was_said_tells_nothing(chatbot: Chatbot) -> None:
    question = "does it help with scars?"
    assert chatbot.retriever.search(question, context="is it painful?") == chatbot.retriever.search(question)


def test_signs_of_the_query_language_are_only_text(chatbot: Chatbot) -> None:
    for question in ('"', "NEAR(a b)", "scars AND", "text:scars", "col*", "-scars", "'; DROP TABLE passage; --", "🙂"):
        assert chatbot.retriever.search(question)


def test_langchain_gets_exact_slices_with_their_place(chatbot: Chatbot) -> None:
    found_by = PassageRetriever(retriever=chatbot.retriever, limit=5)
    documents = found_by.invoke("what are the risks at home?")
    assert len(documents) == 5
    for found in documents:
        text = chatbot.library.document(found.metadata["doc"]).text
        assert text[found.metadata["start"] : found.metadata["end"]] == found.page_content


def test_a_list_is_known_by_its_lead_in_and_by_each_item(small_chatbot: Callable[..., Chatbot]) -> None:
    bot = small_chatbot(a="Tea\n\nTea can cause:\n\n- headache\n- dry mouth\n\nIt is safe otherwise.")
    hits = bot.retriever.search("headache")
    lists = bot.retriever.lists(hits)
    assert len(lists) == 3
    assert {tuple(item.text for item in found.items) for found in lists.values()} == {("headache", "dry mouth")}


def test_only_the_best_passage_is_read_on_and_its_surroundings_hold_it(chatbot: Chatbot) -> None:
    question = "does it help with scars?"
    hits = chatbot.retriever.search(question)
    read = chatbot.retriever.read_on(chatbot.retriever.seek(question), hits)
    assert [replace(hit, window=None) for hit in read] == list(hits)
    (best,) = (hit for hit in read if hit.window is not None)
    assert best.standing == max(hit.standing for hit in hits)
    assert best.window is not None
    assert -1 <= best.window <= 1
    assert chatbot.retriever.read_on(chatbot.retriever.seek(question), ()) == ()


@pytest.mark.parametrize(("name", "unnamed"), [("Hastings", False), ("Rome", True), ("1066", False), ("1067", True)])
def test_a_name_that_the_best_document_lacks_is_told(
    small_chatbot: Callable[..., Chatbot], name: str, unnamed: bool
) -> None:
    told = "The king fell in battle. Hastings lies by the sea. It was 1066."
    search = small_chatbot(a=told, b="Rome is a city. 1067 was a year.").retriever
    sought = search.seek(f"Which king fell in battle near {name}?")
    read = search.read_on(sought, search.search("king battle"))
    assert [hit.unnamed for hit in read if hit.window is not None] == [unnamed]
    assert not any(hit.unnamed for hit in read if hit.window is None)


def test_a_window_is_a_slice_of_the_document_around_its_passage(chatbot: Chatbot) -> None:
    surroundings = Surroundings(chatbot.library, HashingEmbedder())
    for hit in chatbot.retriever.search("what are the side effects?"):
        passage, window = hit.passage, surroundings.text(hit.passage)
        text = chatbot.library.document(passage.document).text
        assert window in text
        assert passage.text in window
        assert len(window) <= max(950, len(passage.text))
        assert len(window) > len(passage.text) or len(passage.text) > 700
