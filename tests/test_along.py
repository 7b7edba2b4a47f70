"""What says the same as a quote is shown along with it where it speaks to the question too, and never by itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot import wording
from chatbot.agree import count
from chatbot.along import along, same_elsewhere
from chatbot.answer import Known, answer
from chatbot.converse import Chatbot
from chatbot.means import ALL
from chatbot.types import Answer, Hit, Outcome, Quote
from ingest.book import Claim, Evidence, Polarity
from ingest.embed import HashingEmbedder
from ingest.pipeline import Means, ingest
from ingest.types import Passage, PassageKind, Vectors
from tests.conftest import passages_of

RED, COST, LATE = (
    passages_of(text, text, document=name)[0]
    for name, text in (("a.txt", "It gets red."), ("b.txt", "It costs $90 and reddens."), ("c.txt", "Redness is seen."))
)
SAME = {RED.id: frozenset({COST.id, LATE.id}), COST.id: frozenset({RED.id, LATE.id})}
NAMES = [f"{document}:{start}:9" for document in "abc" for start in (0, 4)]


def _apart(passages: Sequence[Passage]) -> Vectors:
    return np.eye(len(passages), dtype=np.float32)


def _shown(question: str, same: Mapping[str, frozenset[str]], *relevant: tuple[Passage, float]) -> Answer:
    hits = [Hit(passage, 1.0, similarity) for passage, similarity in relevant]
    return answer(question, hits[:2], Known({}, _apart, same, hits[2:]), 3)


@given(st.lists(st.lists(st.sampled_from(NAMES), min_size=2, max_size=3, unique=True), max_size=5))
def test_what_says_the_same_does_so_both_ways_and_never_of_itself(groups: list[list[str]]) -> None:
    pieces = [[Evidence(name[0], int(name[2]), 9) for name in group] for group in groups]
    claims = [Claim(f"plain.{n}", "", Polarity.FOR, tuple(quoted)) for n, quoted in enumerate(pieces)]
    same = same_elsewhere(claims)
    assert all(name in same[other] and other != name for name, others in same.items() for other in others)
    assert {frozenset((name, other)) for name, others in same.items() for other in others} == {
        frozenset((one, other)) for group in groups for one in group for other in group if one != other
    }


def test_what_was_chosen_is_not_brought_again_and_what_was_not_found_stays_away() -> None:
    red, cost = Hit(RED, 1.0, 0.9), Hit(COST, 1.0, 0.5)
    assert along([red], [red, cost], SAME) == [cost]
    assert along([red, cost], [red, cost], SAME) == []
    assert along([], [red, cost], SAME) == []


def test_a_passage_of_another_document_is_brought_from_further_down() -> None:
    found = (RED, 0.9), (COST, 0.6), (LATE, 0.56)
    assert [quote.text for quote in _shown("red?", {}, *found).quotes] == [RED.text]
    told = _shown("red?", SAME, *found)
    assert [quote.text for quote in told.quotes] == [RED.text, COST.text, LATE.text]
    assert told.reply == wording.speak(3, 3)


def test_a_passage_that_does_not_speak_to_the_question_is_not_brought() -> None:
    assert [quote.text for quote in _shown("red?", SAME, (RED, 0.9), (COST, 0.5), (LATE, 0.1)).quotes] == [RED.text]


def test_a_passage_without_the_kind_of_answer_that_is_asked_for_is_not_brought() -> None:
    shown = _shown("how much does it cost?", SAME, (COST, 0.9), (RED, 0.8), (LATE, 0.8))
    assert [quote.text for quote in shown.quotes] == [COST.text]


def test_nothing_is_brought_to_a_refusal() -> None:
    refused = _shown("red?", SAME, (RED, 0.2), (COST, 0.15))
    assert (refused.outcome, refused.quotes) == (Outcome.ABSTAINED, ())


def test_an_item_is_counted_over_documents_that_say_the_same_in_other_words() -> None:
    items = passages_of("redness pain swelling", "redness", "pain", "swelling", kind=PassageKind.ITEM)
    [pink] = passages_of("It turns pink.", "It turns pink.", document="e.txt")
    quotes = [Quote.whole(passage) for passage in (*items, pink)]
    counts = {found.item: len(found.quotes) for found in count(quotes, {items[0].id: frozenset({pink.id})})}
    assert counts == {"redness": 2, "pain": 1, "swelling": 1}
    assert {len(found.quotes) for found in count(quotes)} == {1}


@pytest.fixture
def told(tmp_path: Path) -> Chatbot:
    """Give a chatbot over three documents without claims, two of which say the same in part."""
    said = {
        "a": "Redness usually fades within a few days of the treatment. Needles are thrown away.",
        "b": "The redness usually fades within a few days. Creams are sold by many clinics.",
        "c": "Sunscreen protects. Nobody knows why hands are cold.",
    }
    for name, text in said.items():
        (tmp_path / f"{name}.md").write_text(f"# Needling {name}\n\n{text}\n", encoding="utf-8")
    embedder = HashingEmbedder()
    ingest([tmp_path / f"{name}.md" for name in said], tmp_path / "library", Means(embedder))
    return Chatbot.open(tmp_path / "library", "hashing")


def test_it_can_be_left_out_and_what_is_quoted_otherwise_stays(told: Chatbot) -> None:
    question = "How long until the redness of the treatment fades?"
    with_them, without = told.ask(question), told.with_means(ALL.without("plain-claims")).ask(question)
    assert len(told.library.book.plain) == 1
    assert set(without.quotes) <= set(with_them.quotes)
    assert (with_them.hits, with_them.candidates, with_them.confidence) == (
        without.hits,
        without.candidates,
        without.confidence,
    )
    texts = {name: document.text for name, document in told.library.documents().items()}
    assert all(texts[quote.document][quote.start : quote.end] == quote.text for quote in with_them.quotes)


def test_a_reader_who_chose_one_document_gets_nothing_of_another(told: Chatbot) -> None:
    chosen = told.limited_to(frozenset({"a.md"})).ask("How long until the redness fades?")
    assert set(chosen.documents) == {"a.md"}
