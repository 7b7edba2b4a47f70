"""An expression does what the compiled one does, and is compiled when a text has what all that it fits has."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass

import pytest
import tomli
from hypothesis import given, settings
from hypothesis import strategies as st

from chatbot.about_asked import _book
from chatbot.consult import decisions
from chatbot.expression import Expression, needed
from chatbot.situation_book import ADVICE, situation_book
from chatbot.talk import TALK, phrasebook


def expressions(part: object) -> Iterator[Expression]:
    """Yield every expression of a book."""
    if isinstance(part, Expression):
        yield part
    parts = part if isinstance(part, tuple) else ()
    held = [getattr(part, field.name) for field in fields(part)] if is_dataclass(part) else parts
    for inner in held:
        yield from expressions(inner)


BOOKS = (situation_book(), phrasebook(), decisions(), _book())
EVERY = list({(found.pattern, found._flags): found for book in BOOKS for found in expressions(book)})
TABLES = [tomli.loads(file.read_text(encoding="utf-8")) for file in (TALK, *sorted(ADVICE.glob("*.toml")))]
ENTRIES = [entry for table in TABLES for name in ("kind", "situation") for entry in table.get(name, ())]
SAID = [text.lower() for entry in ENTRIES for part in ("examples", "counter_examples") for text in entry.get(part, ())]
texts = st.text("aAbB 1.ſ", max_size=20)


@given(st.sampled_from([r"a+", r"\bab?\b", r"(?:a|b)1", r"^\w+$", "b1s", "(?i:b1)"]), texts)
def test_it_finds_what_the_compiled_one_finds(pattern: str, text: str) -> None:
    ours, plain = Expression(pattern, re.IGNORECASE), re.compile(pattern, re.IGNORECASE)
    assert [match.span() for match in ours.finditer(text)] == [match.span() for match in plain.finditer(text)]
    assert bool(ours.search(text)) == bool(plain.search(text))
    assert bool(ours.fullmatch(text)) == bool(plain.fullmatch(text))
    assert bool(ours.match(text, 1)) == bool(plain.match(text, 1))
    assert ours.sub("-", text) == plain.sub("-", text)
    assert ours.compiled() is ours.compiled()


def test_what_is_no_expression_is_said_at_the_first_use() -> None:
    wrong = Expression("(")
    with pytest.raises(re.error):
        wrong.search("a")


@pytest.mark.parametrize(
    ("pattern", "needs"),
    [
        ("author", {"author"}),
        ("authors?", {"author"}),
        ("author+", {"author"}),
        (r"an? (?:author|writer)s", {"author", "writer"}),
        (r"\d+ weeks? (?:gone|along)?", {" week"}),
        (r"(?<!\w)(?:(?:one)|two)(?!\w)", {"one", "two"}),
        (r"a{2}bc{0,2}", {"a"}),
        (r"x\.y(?=zzzz)", {"x.y"}),
        (r"a\x41b", {"a"}),
        ("(?:author)?", set()),
        ("author|", set()),
        ("(?i:author)", set()),
        ("[au]", set()),
    ],
)
def test_what_a_pattern_needs_is_read_from_it(pattern: str, needs: set[str]) -> None:
    assert needed(pattern) == needs


def test_no_expression_of_the_data_is_left_out_that_would_fit() -> None:
    assert len(EVERY) > 500
    assert len(SAID) > 300
    for pattern, flags in EVERY:
        ours, plain = Expression(pattern, flags), re.compile(pattern, flags)
        assert not any(plain.search(text) for text in SAID if not ours.may_fit(text))


@settings(max_examples=300)
@given(st.sampled_from(EVERY).flatmap(lambda e: st.tuples(st.just(e), st.from_regex(re.compile(*e)))))
def test_whatever_is_made_to_fit_may_fit(found: tuple[tuple[str, re.RegexFlag], str]) -> None:
    written, text = found
    assert Expression(*written).may_fit(text)
