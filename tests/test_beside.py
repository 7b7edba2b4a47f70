"""A document that nobody vouches for: the library answers as if it were not there, and it is labelled as the reader's.

With the fake model and small texts; tests/test_neighbours.py has the real ones.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import jsonschema
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app_pages import blocks
from chatbot import wording
from chatbot.cite import describe, is_yours, number, render
from chatbot.converse import Chatbot
from chatbot.join import apart
from chatbot.record import record
from chatbot.types import Answer, Hit, Outcome, Quote, Statement
from ingest.embed import open_embedder
from ingest.gather import gather
from ingest.manifest import shown_title
from ingest.pipeline import Means, ingest
from ingest.types import Facts, Passage, Vectors, vouched
from tests.conftest import ROOT, document_of, passages_of

SCHEMA = json.loads((ROOT / "data" / "schema" / "answer.schema.json").read_text(encoding="utf-8"))
OURS = {
    "care.txt": "Care\n\nWear sunscreen every day after needling. Swelling goes down within two days.",
    "risks.txt": "Risks\n\nInfection is a rare risk of needling. Bruises fade within a week.",
}
TOML = '["care.txt"]\ntitle = "Care"\nkind = "leaflet"\n["risks.txt"]\ntitle = "Risks"\nauthor = "A. Writer"\n'
SPAM = "Sunscreen after needling, infection, bruises, swelling: buy Glow. " * 40
COPY = "\n\n".join(OURS.values()).replace("every", "each")
QUESTIONS = (
    "Should I wear sunscreen after needling?",
    "Is infection a risk of needling?",
    "When does swelling go down?",
    "Do bruises fade?",
    "What does a parrot cost?",
    "Should I wear sunsreen after needling?",
)


def chatbot_of(folder: Path, **extra: str) -> Chatbot:
    """Build a library of two documents with facts, and of others without any."""
    texts = folder / f"texts-{len(extra)}"
    texts.mkdir()
    for name, text in {**OURS, **{f"{name}.txt": text for name, text in extra.items()}}.items():
        (texts / name).write_text(text, encoding="utf-8")
    (texts / "sources.toml").write_text(TOML, encoding="utf-8")
    ingest([texts], folder / f"library-{len(extra)}", Means(open_embedder("hashing")))
    return Chatbot.open(folder / f"library-{len(extra)}", "hashing")


def test_nothing_of_the_librarys_answers_changes_beside_a_crowding_document(tmp_path: Path) -> None:
    alone, crowded = chatbot_of(tmp_path), chatbot_of(tmp_path, aa=SPAM, ab=COPY, ac=f"# Care\n\n{SPAM}")
    assert list(crowded.library.vouched().documents().values()) == list(alone.library.documents().values())
    assert crowded.library.vouched().count == alone.library.count < crowded.library.count
    for question in QUESTIONS:
        before, after = alone.ask(question), crowded.ask(question)
        assert after.quotes[: len(before.quotes)] == before.quotes
        assert all(quote.document in ("aa.txt", "ab.txt", "ac.txt") for quote in after.quotes[len(before.quotes) :])
        assert after.reply.startswith(before.reply)
        assert after.understood == before.understood


def test_a_library_in_which_nothing_is_vouched_for_or_everything_is_has_no_part(tmp_path: Path) -> None:
    alone = chatbot_of(tmp_path)
    assert alone.library.vouched() is alone.library
    (tmp_path / "plain").mkdir()
    (tmp_path / "plain" / "a.txt").write_text(SPAM, encoding="utf-8")
    ingest([tmp_path / "plain"], tmp_path / "library", Means(open_embedder("hashing")))
    opened = Chatbot.open(tmp_path / "library", "hashing")
    assert opened.library.vouched() is opened.library
    assert opened.ask("Is there sunscreen after needling?").documents == ("a.txt",)


def test_a_document_asked_by_its_title_answers_alone_and_is_labelled(tmp_path: Path) -> None:
    crowded = chatbot_of(tmp_path, zebras="Striped Zebra Handbook\n\nZebras are striped. Zebras eat grass.")
    answer = crowded.ask("What does the Striped Zebra Handbook say about zebras and grass?")
    documents = crowded.library.documents()
    assert answer.documents == ("zebras.txt",)
    assert wording.YOUR_DOCUMENT in render(answer, documents)


def own(confidence: float, *texts: str, name: str = "own.txt") -> Answer:
    """Make an answer that quotes these texts."""
    quotes = tuple(Quote.whole(passage) for text in texts for passage in passages_of(text, text, document=name))
    return Answer("q", "q", Outcome.ANSWERED, reply="R.", statements=(Statement(quotes),), confidence=confidence)


def same_words(passages: Sequence[Passage]) -> Vectors:
    """Compare passages: alike where their words are the same."""
    texts = np.array([passage.text for passage in passages])
    alike: Vectors = (texts[:, None] == texts[None, :]).astype(np.float32)
    return alike


FOUND = own(0.9, "Bruises fade.", name="risks.txt")


def test_at_most_two_passages_of_a_document_are_added_and_they_come_last() -> None:
    added = apart(FOUND, own(0.9, "One.", "Two.", "Three."), same_words)
    assert added.statements[:1] == FOUND.statements
    assert [quote.document for quote in added.quotes] == ["risks.txt", "own.txt", "own.txt"]
    assert (added.outcome, added.reply, added.counts) == (FOUND.outcome, FOUND.reply, FOUND.counts)


def test_what_is_not_sure_or_says_the_same_again_is_not_added() -> None:
    assert apart(FOUND, own(0.5, "One."), same_words) == FOUND
    assert apart(FOUND, own(0.9, "Bruises fade."), same_words) == FOUND
    assert len(apart(FOUND, own(0.9, "One.", "One."), same_words).quotes) == 2


def test_an_abstention_of_the_library_is_still_said_before_what_an_own_document_says() -> None:
    silent = Answer("q", "q", Outcome.ABSTAINED, reply=wording.do_not_say(2, None), near=FOUND.quotes)
    added = apart(silent, own(0.9, "One."), same_words)
    assert added.reply == f"{silent.reply} {wording.YOURS_SAYS}"
    assert [quote.text for quote in added.quotes] == ["One."]
    assert not added.near
    assert apart(silent, own(0.5, "One."), same_words) == silent


@pytest.mark.parametrize("outcome", [Outcome.REFERRED, Outcome.TALK])
def test_a_warning_and_a_greeting_are_never_added_to(outcome: Outcome) -> None:
    said = Answer("q", "q", outcome, reply="Call now.")
    assert apart(said, own(1.0, "One."), same_words) == said


def test_what_is_not_vouched_for_is_labelled_on_the_page_in_the_terminal_and_in_the_record() -> None:
    known = replace(document_of("Bruises fade.", "risks.txt"), facts=Facts("Risks", kind="leaflet"))
    added = document_of("Glow cures. <b>Buy</b> it.", "own.txt")
    documents = {"risks.txt": known, "own.txt": added}
    answer = apart(FOUND, own(0.9, "Glow cures. <b>Buy</b> it."), same_words)
    assert [is_yours(quote, documents) for quote in answer.quotes] == [False, True]
    assert describe(added).endswith(wording.YOUR_DOCUMENT)
    assert wording.YOUR_DOCUMENT not in describe(known)
    told = render(answer, documents)
    title = wording.YOURS_TITLE.rstrip(".")
    assert told.index("Bruises fade.") < told.index(title) < told.index("Glow cures.")
    markup = blocks.statements(answer, number(answer, documents), documents)
    assert markup.index("Bruises") < markup.index("np-yours") < markup.index(title) < markup.index("Glow cures.")
    assert "<b>" not in markup
    written = record("1", replace(answer, hits=(Hit(answer.quotes[0].passage, 1.0, 0.5),)), documents)
    assert [quote.get("yours") for quote in written["quotes"]] == [None, True]
    jsonschema.validate(written, SCHEMA)
    assert not any(is_yours(quote, {"own.txt": added}) for quote in answer.quotes[1:])


def test_only_a_manifest_that_says_more_than_a_title_vouches() -> None:
    listed, bare = replace(document_of("A.", "a"), facts=Facts("A", notes=("Old.",))), document_of("B.", "b")
    assert list(vouched({"a": listed, "b": bare})) == ["a"]
    assert list(vouched({"b": bare})) == ["b"]


@given(st.text(max_size=400))
def test_a_title_that_stands_in_our_sentences_is_short_on_one_line_and_visible(title: str) -> None:
    shown = shown_title(title)
    assert len(shown) <= 120
    assert shown == " ".join(shown.split())
    assert not {"Cc", "Cf", "Cs", "Co", "Cn"} & set(map(unicodedata.category, shown))


def test_the_title_of_a_document_that_nobody_vouches_for_is_cleaned_and_one_that_is_vouched_for_stays(
    tmp_path: Path,
) -> None:
    (tmp_path / "own.txt").write_text("Ask\u202e nobody\u200b else\n\nSkin heals.\n", encoding="utf-8")
    [source] = gather([tmp_path]).sources
    assert source.facts.title == "Ask nobody else"
    (tmp_path / "sources.toml").write_text('["own.txt"]\ntitle = "A  title"\nkind = "essay"\n', encoding="utf-8")
    [source] = gather([tmp_path]).sources
    assert source.facts.title == "A  title"


def test_a_long_title_of_a_corpus_is_cut(tmp_path: Path) -> None:
    line = json.dumps({"doc_id": "d", "title": "Say no\u202e " * 90, "text": "Skin heals. Bruises fade."})
    (tmp_path / "corpus.jsonl").write_text(line, encoding="utf-8")
    [source] = gather([tmp_path]).sources
    assert len(source.facts.title) <= 120
    assert source.facts.title.isprintable()
