"""Terms: the subject is left out, plain and clinical words meet, and stems are the index's stems."""

from __future__ import annotations

import re
import tomllib
from concurrent.futures import ThreadPoolExecutor

import pytest
import Stemmer
from hypothesis import given
from hypothesis import strategies as st

from chatbot.terms import LEXICON, Phrase, Term, read_lexicon, stemmed, terms, without
from chatbot.words import content_words, stem, words
from ingest.subject import joined, subject

TITLES = ["Wrinkles And More | Skinrolling Explained", "Skin Rolling", "Skinrolling: A Closer Look", "Gardening"]
GROUPS = [
    group
    for path in sorted(LEXICON.glob("*.toml"))
    for group in tomllib.loads(path.read_text(encoding="utf-8")).get("groups", ())
]


@given(st.text(max_size=80))
def test_content_words_are_words_of_the_text_each_once(text: str) -> None:
    found = content_words(text)
    assert len(set(found)) == len(found)
    assert set(found) <= set(words(text))


@pytest.mark.parametrize(
    "question", ["What is it?", "can I do that too, please?", "how long does it last", "and how often?"]
)
def test_a_question_of_function_words_has_no_content(question: str) -> None:
    assert content_words(question) == ()


def test_the_subject_is_what_titles_share_also_written_apart() -> None:
    assert subject(TITLES) == {"skinrolling"}


def test_one_title_alone_has_no_subject() -> None:
    assert subject(["Skin Rolling"]) == frozenset()


def test_titles_that_share_nothing_have_no_subject() -> None:
    assert subject(["Tea", "Rowing boats", "Clouds"]) == frozenset()


@given(st.text(max_size=60))
def test_joining_changes_nothing_where_the_subject_is_not_written_apart(text: str) -> None:
    assert joined(text.replace("skin", ""), frozenset({"skinrolling"})) == text.replace("skin", "")


@given(st.text("skin rollKſ-é\n", max_size=60), st.sampled_from(["skinroll", "éskin", "kiss"]))
def test_the_subject_is_found_where_trying_every_place_finds_it(text: str, word: str) -> None:
    apart = "|".join(rf"{word[:cut]}[\s-]+{word[cut:]}" for cut in range(2, len(word) - 1))
    for written in (text, f"{text}{word[:2].upper()} {word[2:]} {text}"):
        assert joined(written, frozenset({word})) == re.sub(rf"\b(?:{apart})\b", word, written, flags=re.IGNORECASE)


@pytest.mark.parametrize("spelling", ["skinrolling", "skin rolling", "Skin-Rolling", "SKIN ROLLING"])
def test_the_subject_is_dropped_however_it_is_written(spelling: str) -> None:
    assert without(f"does {spelling} hurt the skin?", frozenset({"skinrolling"})) == "does hurt the skin"


def test_a_term_is_held_by_its_own_words_best_and_by_others_at_a_discount() -> None:
    term = Term(Phrase("cold sore", stemmed("cold sore").strip()), (Phrase("herpes", "herp"),))
    assert term.held(stemmed("Cold sores come back.")) == 1.0
    assert 0 < term.held(" the herp virus ") < 1.0
    assert term.held(stemmed("A sore that is cold")) == 0.0


def test_longer_phrases_are_taken_before_their_parts() -> None:
    found = terms("acne scars", read_lexicon())
    assert [term.asked.written for term in found] == ["acne scar"]


def test_words_outside_the_lexicon_stand_for_themselves() -> None:
    assert [term.phrases for term in terms("green teapots", {})] == [("green",), ("teapots",)]


@pytest.mark.parametrize("group", GROUPS, ids=lambda group: group[0])
def test_every_phrase_of_the_lexicon_finds_every_other_of_its_group(group: list[str]) -> None:
    lexicon = read_lexicon()
    for phrase in group:
        for other in group:
            found = terms(phrase, lexicon)
            assert any(term.held(stemmed(f"x {other} y")) > 0 for term in found), (phrase, other)


def test_a_stem_is_found_whatever_its_ending() -> None:
    assert stem("scarring") == stem("scars") == stem("scar")


def test_threads_stem_alike() -> None:
    endings = [middle + end for middle in ("tional", "iveness", "ization") for end in ("", "s", "ing")]
    vocabulary = [start + ending for start in "abcdefg" for ending in endings]
    porter = Stemmer.Stemmer("porter")
    alone = [str(porter.stemWord(word)) for word in vocabulary]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(stem.__wrapped__, vocabulary * 20))
    assert together == alone * 20
