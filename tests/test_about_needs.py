"""What a topic needs stands in all that fits its patterns: proved from how the patterns are read, and tried."""

from __future__ import annotations

import re
import re._constants as code  # type: ignore[import-not-found]  # what Python's own reader of patterns makes of them
import re._parser as reader  # type: ignore[import-not-found]
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chatbot.about_asked import _book

Piece = tuple[Any, Any]
Parsed = Iterable[Piece]
TOPICS = _book().askings
PATTERNS = [(asking.needs, way.pattern) for asking in TOPICS for way in (*asking.whole, *asking.after_answer)]


def always(pattern: Parsed, needs: Sequence[str]) -> bool:
    """Tell whether one of the words stands in whatever fits, by what must stand there whole."""
    return any(any(word in said for word in needs) for said in _said(pattern)) or any(
        _holds(piece, needs) for piece in pattern
    )


def _said(pattern: Parsed) -> Iterator[str]:
    """Yield the letters that follow each other without anything between."""
    run = ""
    for op, argument in pattern:
        if op is code.LITERAL:
            run += chr(argument)
        else:
            yield run
            run = ""
    yield run


def _holds(piece: Piece, needs: Sequence[str]) -> bool:
    op, argument = piece
    if op is code.SUBPATTERN:
        return always(argument[3], needs)
    if op is code.BRANCH:
        return all(always(branch, needs) for branch in argument[1])
    if op in (code.MAX_REPEAT, code.MIN_REPEAT):
        return argument[0] > 0 and always(argument[2], needs)
    if op is code.IN:
        return all(kind is code.LITERAL and chr(value) in needs for kind, value in argument)
    return False


@pytest.mark.parametrize(("needs", "pattern"), PATTERNS)
def test_what_a_topic_needs_stands_in_all_that_fits(needs: tuple[str, ...], pattern: str) -> None:
    assert always(reader.parse(pattern), needs)


@settings(max_examples=300)
@given(st.sampled_from(PATTERNS).flatmap(lambda found: st.tuples(st.just(found[0]), st.from_regex(found[1]))))
def test_whatever_is_made_to_fit_has_it(found: tuple[tuple[str, ...], str]) -> None:
    needs, text = found
    assert any(word in text for word in needs)


@pytest.mark.parametrize(
    ("pattern", "is_proved"),
    [("author", True), ("an? author", True), ("(?:author)?", False), ("author|writer", False), ("[ab]", False)],
)
def test_the_proof_can_fail(pattern: str, is_proved: bool) -> None:
    assert always(reader.parse(pattern), ["author"]) is is_proved
    assert bool(re.compile(pattern).fullmatch("")) <= (not is_proved)
