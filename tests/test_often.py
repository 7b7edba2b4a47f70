"""Rare or common: what a question asks for, and what a text says."""

from __future__ import annotations

import pytest

from chatbot.often import Often, asked_for, says


@pytest.mark.parametrize(
    ("question", "often"),
    [
        ("Which complications are rare?", Often.RARE),
        ("any uncommon reactions?", Often.RARE),
        ("and what of the less common problems", Often.RARE),
        ("List the side effects that are not so common.", Often.RARE),
        ("what happens in rare cases", Often.RARE),
        ("What are the most common risks?", Often.COMMON),
        ("the usual reactions please", Often.COMMON),
        ("which problems are not rare", Often.COMMON),
        ("Name the side effects, rare and common ones.", None),
        ("What are the side effects?", None),
        ("What are the serious and common side effects?", None),
        ("What are the rare but serious complications?", Often.RARE),
        ("Is it common or rare?", None),
        ("how common is bleeding as a side effect", None),
        ("what are the main benefits", None),
        ("what's the usual price", None),
        ("What do the risks of both have in common with each other?", None),
        ("does it hurt", None),
    ],
)
def test_a_question_asks_for_what_is_rare_or_for_what_is_common_or_for_neither_alone(
    question: str, often: Often | None
) -> None:
    assert asked_for(question) is often


@pytest.mark.parametrize(
    ("text", "are_said"),
    [
        ("A rash is rare.", {Often.RARE}),
        ("More rarely, skin peels.", {Often.RARE}),
        ("A rash is not common.", {Often.RARE}),
        ("Redness is common.", {Often.COMMON}),
        ("The main risk is a rash.", {Often.COMMON}),
        ("A rash is not rare.", {Often.COMMON}),
        ("Redness is common, a rash is rare.", {Often.RARE, Often.COMMON}),
        ("Skin may get red.", set()),
        ("This has much in common with a burn.", set()),
    ],
)
def test_a_text_says_so_in_words_and_what_is_not_rare_is_common(text: str, are_said: set[Often]) -> None:
    assert {often for often in Often if says(often, text)} == are_said
