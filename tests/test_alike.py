"""Documents that share their wording are one voice: found with small changes, told in words, counted once."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from chatbot import wording
from chatbot.alike import alike, counted_once
from chatbot.cite import render
from chatbot.converse import Chatbot
from chatbot.types import Answer, Count, Outcome, Quote, Statement
from ingest.types import Document, Facts
from tests.conftest import SOURCES, passages_of

TEXT = (
    "Green tea has caffeine. It is picked in spring and dried in the sun for a day. Most people drink it without milk. "
    "Old leaves are kept in tins, away from light and damp air. A second pot can be made from the same leaves."
)
COPY = TEXT.replace("Most people", "Some people").replace("tins", "boxes")
OTHER = (
    "Caffeine is in green tea. Cola is cold and sweet, and it has caffeine as well. Nobody picks it in spring at all."
)


@given(st.permutations([("a", TEXT), ("b", COPY), ("c", OTHER), ("d", f"{OTHER} {OTHER} {TEXT}")]))
def test_copies_with_small_changes_are_found_and_a_text_that_holds_two_does_not_make_those_alike(
    texts: list[tuple[str, str]],
) -> None:
    three = {name: text for name, text in texts if name != "d"}
    assert [set(group) for group in alike(three)] == [{"a", "b"}]
    groups = {frozenset(group) for group in alike(dict(texts))}
    assert groups == {frozenset("ab"), frozenset("cd")}


@given(st.lists(st.sampled_from(["tea", "is", "green", "hot", "old", "dry"]), max_size=11))
def test_a_stock_phrase_makes_no_copies(said: list[str]) -> None:
    assert alike({"a": " ".join(said), "b": " ".join(said)}) == ()


def test_the_four_documents_are_four_voices() -> None:
    assert alike({path.name: path.read_bytes().decode() for path in SOURCES.glob("*.txt")}) == ()


def _answer(*names: str) -> tuple[Answer, dict[str, Document]]:
    texts = {"a": TEXT, "b": COPY, "c": OTHER}
    documents = {name: Document(name, text, "0" * 64, Facts(name.upper())) for name, text in texts.items()}
    quotes = tuple(Quote.whole(passages_of(texts[name], texts[name], document=name)[0]) for name in names)
    counts = (Count("caffeine", quotes, tuple(f"often {name}" for name in names)),)
    reply = f"First. {wording.speak(len(names), 3)}"
    return Answer("q", "q", Outcome.ANSWERED, reply=reply, statements=(Statement(quotes),), counts=counts), documents


def test_copies_count_once_in_the_reply_and_in_the_table_and_no_quote_is_lost() -> None:
    told, documents = _answer("b", "a", "c")
    once = counted_once(told, documents)
    assert once.reply == f"First. {wording.share_wording(['B', 'A'])} {wording.speak(2, 2)}"
    assert once.quotes == told.quotes
    stated = [(quote.document, often) for quote, often in zip(once.counts[0].quotes, once.counts[0].often, strict=True)]
    assert stated == [("b", "often b"), ("c", "often c")]
    assert wording.COUNT_OF.format(count=2, total=2) in render(once, documents)


def test_without_copies_an_answer_stays_as_it_is() -> None:
    for names in (("a",), ("a", "c"), ("b", "c")):
        told, documents = _answer(*names)
        assert counted_once(told, documents) == told


def test_a_copied_document_is_no_second_voice_in_a_conversation(small_chatbot: Callable[..., Chatbot]) -> None:
    bot = small_chatbot(a=f"Leaves\n\n{TEXT}", b=f"Pots\n\n{COPY}", c=f"Drinks\n\n{OTHER}")
    found = bot.ask("Is there caffeine in green tea?")
    assert {"a.txt", "b.txt", "c.txt"} == set(found.documents)
    assert found.reply == f"{wording.share_wording(['Leaves', 'Pots'])} {wording.speak(2, 2)}"
