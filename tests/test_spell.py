"""Spelling: slips are mended towards the library's words, real words are left alone."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from chatbot.contraction import with_apostrophes
from chatbot.converse import Chatbot
from chatbot.english import is_english
from chatbot.slips import slipped
from chatbot.spell import BESIDE, AskedSpellings, correct

LIBRARY = {"swelling": 4, "scar": 9, "keloid": 2, "microneedling": 50, "numbing": 1, "redness": 3, "reddish": 1}
ENGLISH = frozenset({"scarf", "dwelling", "is", "the", "how", "normal", "scare"})


def _spellings(letter: str, shortest: int, longest: int) -> Mapping[str, int]:
    return {word: n for word, n in LIBRARY.items() if word[0] == letter and shortest <= len(word) <= longest}


def _correct(question: str) -> str:
    return correct(question, _spellings, ENGLISH)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("sweling", "swelling"),
        ("swelilng", "swelling"),
        ("mcironedling", "microneedling"),
        ("Numming", "numbing"),
        ("rednes", "redness"),
    ],
)
def test_a_slip_becomes_the_librarys_word(written: str, meant: str) -> None:
    assert _correct(f"is the {written}, normal?") == f"is the {meant}, normal?"


@pytest.mark.parametrize(
    "word", ["scarf", "scare", "dwelling", "keloids", "scars", "scar", "xyz", "swl", "botox", "2mm"]
)
def test_real_words_plurals_short_words_and_strangers_are_left_alone(word: str) -> None:
    assert _correct(f"how is {word}") == f"how is {word}"


@pytest.mark.parametrize(
    ("question", "mended"),
    [
        ("did Swalline find rednes", "did Swalline find redness"),
        ("did swalline find rednes", "did swelling find redness"),
        ("who is Mr. Numbine", "who is Mr. numbing"),
        ("what did Hown say", "what did Hown say"),
        ("what did hown say", "what did how say"),
        ("What Is The Numbbinge For", "What Is The numbing For"),
        ("Redess? Swellling.", "redness? swelling."),
    ],
)
def test_what_looks_like_a_name_is_mended_by_one_letter_and_towards_what_carries_meaning(
    question: str, mended: str
) -> None:
    words = {**LIBRARY, "how": 3}
    assert (
        correct(question, lambda letter, low, high: {w: n for w, n in words.items() if w[0] == letter}, ENGLISH)
        == mended
    )


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("minuses", "minuses"),
        ("skates", "skates"),
        ("calories", "calories"),
        ("minuse", "minute"),
        ("statse", "states"),
    ],
)
def test_a_word_of_the_dictionary_is_no_slip_of_another(word: str, meant: str) -> None:
    words = {"minute": 5, "minutes": 5, "states": 2, "carries": 3}
    assert (
        correct(f"the {word}", lambda letter, low, high: {w: 5 for w in words if w[0] == letter}, frozenset({"the"}))
        == f"the {meant}"
    )


@pytest.mark.parametrize("slip", ["teh", "recieve", "definately", "sweling", "rednes", "infectoin"])
def test_the_dictionary_has_no_slips(slip: str) -> None:
    assert not is_english(slip)


@given(st.text(max_size=80))
def test_without_a_word_list_nothing_is_touched(question: str) -> None:
    assert correct(question, _spellings, frozenset()) == question


@given(st.text(max_size=80))
def test_mending_twice_changes_nothing_more(question: str) -> None:
    assert _correct(_correct(question)) == _correct(question)


def test_a_misspelt_question_is_answered_as_the_right_one_and_says_so(chatbot: Chatbot) -> None:
    slipped = chatbot.ask("Does it cause sweling?")
    assert slipped.understood == "Does it cause swelling?"
    assert slipped.quotes == chatbot.ask("Does it cause swelling?").quotes


@pytest.mark.parametrize("short", ["shouldnt", "couldnt", "doesnt", "wont", "Isnt", "shouldn't", "doesn’t"])
def test_a_negation_is_never_mended_away(short: str) -> None:
    near = {"should": 5, "could": 3, "does": 4, "won": 2, "is": 9, "shoulder": 1}
    assert correct(f"what {short} it do", lambda *_: near, frozenset({"what", "it", "do"})) == f"what {short} it do"


@given(st.text(max_size=60))
def test_putting_apostrophes_back_adds_nothing_else_and_is_done_once(text: str) -> None:
    marked = with_apostrophes(text)
    assert marked.replace("'", "") == text.replace("'", "")
    assert with_apostrophes(marked) == marked


def test_words_that_only_look_like_short_forms_stay() -> None:
    assert with_apostrophes("its results were well shown, ill or not; I want hens") == (
        "its results were well shown, ill or not; I want hens"
    )
    assert with_apostrophes("Whats it like, im 15 and cant wait") == "What's it like, i'm 15 and can't wait"


@given(st.text(max_size=60), st.integers(0, 4), st.integers())
def test_a_question_with_slips_has_the_words_it_had_each_at_most_one_slip_away(
    text: str, slips: int, name: int
) -> None:
    typed = str(slipped({"id": name, "question": text}, slips)["question"])
    assert slipped({"id": name, "question": text}, slips)["question"] == typed
    before, after = text.split(), typed.split()
    assert len(before) == len(after)
    assert sum(one != other for one, other in zip(before, after, strict=True)) <= slips
    assert all(OSA.distance(one, other) <= slips for one, other in zip(before, after, strict=True))


def test_keys_lie_beside_each_other_both_ways() -> None:
    assert {(other, one) for one, other in BESIDE} == BESIDE
    assert {one for one, _ in BESIDE} == set("abcdefghijklmnopqrstuvwxyz")
    assert {other for one, other in BESIDE if one == "g"} == set("ftyhbv")


def test_words_of_written_questions_are_meant_too_but_not_their_slips() -> None:
    asked = [*["does it sting on monday"] * 40, *["any sessions, seshs"] * 5, *["does it stng"] * 3, "will i meow"]
    known = frozenset("does it sting on any monday sessions will i".split())
    spellings = AskedSpellings(_spellings, asked, known)
    mended = correct("does it stimg on mondy, any seshhs or meoow and rednes", spellings, known)
    assert mended == "does it sting on monday, any seshs or meoow and redness"
    assert "stng" not in spellings("s", 4, 4)


@pytest.mark.parametrize(
    ("slip", "meant"), [("thne", "then"), ("gren", "green"), ("hadn", "hand"), ("coat", "coat"), ("bqll", "ball")]
)
def test_of_words_equally_far_the_likelier_slip_is_meant(slip: str, meant: str) -> None:
    words = {"then": 3, "than": 3, "green": 4, "grew": 5, "hand": 2, "hard": 3, "coat": 1, "ball": 3, "bell": 4}
    assert correct(slip, lambda letter, low, high: {w: n for w, n in words.items() if w[0] == letter}, ENGLISH) == meant
