"""The leash: a quote is found exactly or not at all, and a sentence says nothing that its quotes do not."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.draft import Draft
from chatbot.ground import Evidence, Lack, ground, locate
from chatbot.types import Statement
from ingest.types import Passage, PassageKind
from tests.conftest import hostile_texts, passages_of

TEXTS = (
    "Redness usually lasts two to four days after the treatment.",
    "Microneedling is not recommended for people with active acne.",
    "Infections are rare when sterile needles are used.",
    "The procedure may reduce the look of fine scars.",
    "Avoid retinol for three days before a session.",
)
EVIDENCE = Evidence(tuple(passages_of(" ".join(TEXTS), *TEXTS)), {}, "What should I know?")


def held(said: str, *quotes: tuple[int, str]) -> Statement | Lack:
    return ground(Draft(said, quotes or tuple(enumerate(TEXTS, 1))), EVIDENCE)


@given(hostile_texts, st.data())
def test_what_is_located_is_the_words_but_for_their_white_space(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    wanted = text[start : data.draw(st.integers(start, len(text)))]
    spaced = re.sub(r"\s+", data.draw(st.sampled_from([" ", "\n", "\t \r\n"])), wanted)
    found = locate(spaced, text)
    if found:
        assert text[found.start : found.end].split() == wanted.split()
        assert re.sub(r"\s+", " ", text[found.start : found.end]) == re.sub(r"\s+", " ", spaced).strip()
    else:
        before, after = text[:start], text[start + len(wanted) :]
        cuts_a_word = re.search(r"\w\Z", before) or re.match(r"\w", after)
        assert cuts_a_word or not wanted.strip()


@given(st.lists(st.sampled_from(["ab", "c", "d.", "é", "🔍"]), min_size=1, max_size=8), st.data())
def test_whole_words_of_a_text_are_always_found(words: list[str], data: st.DataObject) -> None:
    text = data.draw(st.sampled_from([" ", "\n\n", " \t"])).join(words)
    start = data.draw(st.integers(0, len(words) - 1))
    wanted = words[start : data.draw(st.integers(start + 1, len(words)))]
    found = locate("  ".join(wanted), text)
    assert found is not None
    assert text[found.start : found.end].split() == wanted


@pytest.mark.parametrize(
    "changed", ["Redness usually lasts two to five days", "redness usually lasts two", "edness", ""]
)
def test_words_that_do_not_stand_there_are_not_found(changed: str) -> None:
    assert locate(changed, TEXTS[0]) is None


@pytest.mark.parametrize(
    ("said", "passage"),
    [
        ("Redness usually lasts 2 to 4 days.", 1),
        ("It is not recommended for people with active acne.", 2),
        ("With sterile needles, infections are rare.", 3),
        ("The procedure may reduce fine scars.", 4),
        ("Avoid retinol in the three days before a session.", 5),
    ],
)
def test_a_sentence_that_says_what_its_quote_says_is_kept(said: str, passage: int) -> None:
    kept = held(said, (passage, TEXTS[passage - 1]))
    assert isinstance(kept, Statement)
    assert kept.said == said
    assert [quote.text for quote in kept.quotes] == [TEXTS[passage - 1]]


@pytest.mark.parametrize(
    ("said", "quote", "lack"),
    [
        ("Redness usually lasts ten days.", (1, TEXTS[0]), Lack.FIGURE),
        ("Redness usually lasts two to four weeks.", (1, TEXTS[0]), Lack.FIGURE),
        ("Redness always lasts two to four days.", (1, TEXTS[0]), Lack.SENSE),
        ("Redness usually lasts two to four days before the treatment.", (1, TEXTS[0]), Lack.SENSE),
        ("Microneedling is recommended for people with active acne.", (2, TEXTS[1]), Lack.LOST),
        ("Redness never lasts two to four days.", (1, TEXTS[0]), Lack.SENSE),
        ("Infections are common when sterile needles are used.", (3, TEXTS[2]), Lack.SENSE),
        ("Infections happen when sterile needles are used.", (3, TEXTS[2]), Lack.LOST),
        ("The procedure reduces the look of fine scars.", (4, TEXTS[3]), Lack.LOST),
        ("Use retinol for three days before a session.", (5, TEXTS[4]), Lack.LOST),
        ("You may reduce the look of fine scars.", (4, TEXTS[3]), Lack.SENSE),
        ("Redness usually lasts, says Doctor Smith.", (1, TEXTS[0]), Lack.WORDS),
        ("Bananas and apples taste of cinnamon.", (1, TEXTS[0]), Lack.WORDS),
        ("La piel queda roja unos días.", (1, TEXTS[0]), Lack.WORDS),
        ("Redness usually lasts.", (1, "Redness usually lasts for days"), Lack.QUOTE),
        ("Redness usually lasts.", (1, "Redness usually"), Lack.QUOTE),
        ("Redness usually lasts.", (2, TEXTS[0]), Lack.QUOTE),
        ("Redness usually lasts.", (99, TEXTS[0]), Lack.QUOTE),
        ("Redness usually lasts.", (0, TEXTS[4]), Lack.QUOTE),
        ("Redness usually lasts: see https://bad.example", (1, TEXTS[0]), Lack.FORM),
        ("Redness usually lasts.\nIt is red.", (1, TEXTS[0]), Lack.FORM),
        ("<b>Redness</b> usually lasts.", (1, TEXTS[0]), Lack.FORM),
        ("", (1, TEXTS[0]), Lack.FORM),
    ],
)
def test_a_sentence_that_its_quote_does_not_bear_out_is_dropped(said: str, quote: tuple[int, str], lack: Lack) -> None:
    assert held(said, quote) is lack


def test_a_negation_of_something_else_does_not_stand_in_for_the_one_that_is_lost() -> None:
    text = "Needling is not recommended for people with acne, and they should avoid the sun."
    whole = Evidence(tuple(passages_of(text, text)), {}, "Who is it for?")
    lie = "Needling is recommended for people with acne, and they should avoid the sun."
    assert ground(Draft(lie, ((1, text),)), whole) is Lack.LOST
    assert isinstance(ground(Draft(text, ((1, text),)), whole), Statement)


def test_a_quote_cut_before_its_negation_bears_nothing_out() -> None:
    assert held("It is recommended for people with active acne.", (2, "recommended for people with active acne")) is (
        Lack.LOST
    )


def test_what_is_shown_is_the_whole_sentence_of_the_document() -> None:
    kept = held("Redness usually lasts two to four days.", (1, "Redness usually\n lasts two to four days"))
    assert isinstance(kept, Statement)
    assert [quote.text for quote in kept.quotes] == [TEXTS[0]]


def test_an_item_keeps_the_negation_of_the_line_above_its_list() -> None:
    text = "You should not have it if you have:\n- active acne"
    item = Passage("d.txt", 38, 49, "active acne", PassageKind.ITEM, passages_of(text, text)[0].block)
    listed = Evidence((replace(item, lead_text=text[:35]),), {}, "Who is it for?")
    assert ground(Draft("It is for people with active acne.", ((1, "active acne"),)), listed) is Lack.LOST
