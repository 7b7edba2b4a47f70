"""An expression does what the compiled one does, and is compiled when it is first used."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.expression import Expression

texts = st.text("aAbB 1.", max_size=20)


@given(st.sampled_from([r"a+", r"\bab?\b", r"(?:a|b)1", r"^\w+$"]), texts)
def test_it_finds_what_the_compiled_one_finds(pattern: str, text: str) -> None:
    ours, plain = Expression(pattern, re.IGNORECASE), re.compile(pattern, re.IGNORECASE)
    assert [match.span() for match in ours.finditer(text)] == [match.span() for match in plain.finditer(text)]
    assert bool(ours.search(text)) == bool(plain.search(text))
    assert bool(ours.fullmatch(text)) == bool(plain.fullmatch(text))
    assert ours.sub("-", text) == plain.sub("-", text)
    assert ours.compiled() is ours.compiled()


def test_what_is_no_expression_is_said_at_the_first_use() -> None:
    wrong = Expression("(")
    with pytest.raises(re.error):
        wrong.search("a")
