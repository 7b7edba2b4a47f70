"""What is serious: whether a question asks for that alone, and whether a text is about it."""

from __future__ import annotations

import pytest

from chatbot.serious import asks_for_serious, is_serious


@pytest.mark.parametrize(
    ("question", "asks"),
    [
        ("What are the serious complications?", True),
        ("any really nasty ones?", True),
        ("the worst that could happen", True),
        ("does anything serious ever go wrong", True),
        ("What are the side effects?", False),
        ("is it dangerous?", False),
        ("how serious is it", False),
        ("I have a serious heart condition. Can I have it?", False),
        ("What side effects are not serious?", False),
        ("mild and severe side effects", False),
        ("Which severe skin problems does it treat?", False),
        ("What are the worst things to do after it?", False),
        ("the worst things that can happen", True),
    ],
)
def test_a_question_asks_for_what_is_serious_alone(question: str, asks: bool) -> None:
    assert asks_for_serious(question) is asks


@pytest.mark.parametrize(
    ("text", "is_said"),
    [
        ("Severe reactions are rare.", True),
        ("An infection can follow.", True),
        ("It may leave permanent marks.", True),
        ("Redness and swelling are common.", False),
        ("Skin may peel for days.", False),
    ],
)
def test_a_text_calls_something_serious_or_names_what_lasts(text: str, is_said: bool) -> None:
    assert is_serious(text) is is_said
