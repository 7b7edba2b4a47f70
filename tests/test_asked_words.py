"""Counting all written questions as one text gives what counting them one by one does."""

from __future__ import annotations

from math import isclose, log1p

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from chatbot.asked_words import AskedWords
from chatbot.words import BETWEEN, content_words, stem
from ingest.subject import joined

ABOUT = frozenset({"needling"})
WORDS = st.sampled_from(
    [*"it hurts hurt Hurting needling nee-dling scar's scars/hurt don't I'm Ärzte 3 no".split(), BETWEEN]
)
TEXTS = st.lists(WORDS, max_size=6).map(" ".join)


def one_by_one(text: str) -> frozenset[str]:
    return frozenset(map(stem, content_words(joined(text.replace(BETWEEN, " "), ABOUT)))) - {stem("needling")}


@given(st.lists(TEXTS, min_size=1, max_size=8), TEXTS)
def test_what_is_shared_is_the_rare_words_of_both_over_those_of_each(written: list[str], asked: str) -> None:
    found = AskedWords(written, [False] * len(written), ABOUT).shared([asked])[0]
    sets, own = [one_by_one(text) for text in written], one_by_one(asked)
    counts = {word: sum(word in words for words in sets) for word in frozenset.union(own, *sets)}
    rarity = {word: log1p((len(sets) - count + 0.5) / (count + 0.5)) for word, count in counts.items()}
    weigh = [sum(rarity[word] for word in words) for words in sets]
    both = [sum(rarity[word] for word in words & own) for words in sets]
    total = sum(rarity[word] for word in own)
    expected = [2 * share / (total + weight + 1e-9) for share, weight in zip(both, weigh, strict=True)]
    assert np.allclose(found, expected)


def test_a_word_of_near_misses_alone_is_stranger_than_one_of_answered_questions() -> None:
    words = AskedWords(["does botox last", "is botox safe", "does redness last"], [True, True, False], ABOUT)
    assert words.strangeness("botox", frozenset())[1] > 0 > words.strangeness("redness", frozenset())[1]
    known, own = (words.strangeness("quokka", names)[0] for names in (frozenset[str](), frozenset({"quokka"})))
    assert own < known
    assert words.strangeness("needling", frozenset()) == (0.0, 0.0)
    assert isclose(*words.strangeness("botox", frozenset()))


def test_a_word_that_a_question_with_an_answer_has_too_does_not_speak_for_a_near_miss() -> None:
    written = ["how long off botox", "is botox dear", "is it red", "can I still do it on botox", "is it safe"]
    words = AskedWords(written, [True, True, False, False, False], ABOUT)
    assert words.strangeness("do it on botox", frozenset())[1] > 0
    assert words.strangeness("do it on botox", frozenset(), written[3])[1] <= 0
    assert words.strangeness("do it on botox and wine", frozenset(), written[3])[1] > 0
    assert words.strangeness("redness", frozenset(), written[3]) == words.strangeness("redness", frozenset())
