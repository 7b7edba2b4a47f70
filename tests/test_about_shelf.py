"""The patterns about documents that a question is given find what all of them would; a question of none needs none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chatbot.about_names import find
from chatbot.about_shelf import Shelf, shelf_of
from chatbot.about_words import vocabulary
from chatbot.expression import Expression
from ingest.types import Document
from tests.test_about import FOUR, NAMED, ORDINARY, OTHERS, TOLD, cases, questions

ASKED = [question for table in (TOLD, NAMED) for _, question in cases(table)] + questions(ORDINARY)


def shelf(documents: Mapping[str, Document]) -> Shelf:
    return shelf_of(tuple((name, document.facts) for name, document in documents.items()))


class Whole(Shelf):
    """A shelf that gives every pattern with every name and noun, as the oracle."""

    __slots__ = ()

    def patterns(self, question: str) -> tuple[Expression, ...]:
        called = (text for pairs in self.written.values() for text, _ in pairs)
        return Shelf.patterns(self, " ".join((*called, *self.spoken[0], *self.spoken[1], "document")))


def whole(documents: Mapping[str, Document]) -> Whole:
    made = shelf(documents)
    return Whole(**{field.name: getattr(made, field.name) for field in fields(Shelf)})


LIBRARIES = [FOUR, OTHERS, {**FOUR, **OTHERS}]
# Whatever names, nouns and the words around them, in any order and set apart in any way.
_NAMES = sorted({text for library in LIBRARIES for pairs in shelf(library).written.values() for text, _ in pairs})
_NOUNS = sorted({noun for library in LIBRARIES for part in shelf(library).spoken for noun in part})
_AROUND = [
    *(
        "the",
        "what does",
        "say",
        "says",
        "according to",
        "doc",
        "documents",
        "source",
        "2",
        "1",
        "second",
        "and",
        "no.",
    ),
    *(
        "and",
        "no.",
        "about",
        "by",
        "called",
        "“",
        "”",
        "'s",
        "s",
        "?",
        ":",
        "dr.",
        "in",
        "is",
        "reliable",
        "except",
        "#",
        "it hurt",
    ),
]
pieces = st.lists(
    st.tuples(
        st.sampled_from([*_NAMES, *_NOUNS, *_AROUND, *_AROUND]), st.sampled_from([" ", " ", " ", "", "-", "_", ", "])
    ),
    max_size=9,
)


def test_the_oracle_has_every_pattern() -> None:
    every = len(vocabulary("about.toml")["phrases"]["find"])
    assert [len(whole(library).patterns("")) for library in LIBRARIES] == [every] * 3


@pytest.mark.parametrize("library", LIBRARIES, ids=["four", "others", "both"])
def test_the_patterns_of_a_question_find_what_all_would(library: Mapping[str, Document]) -> None:
    some, every = shelf(library), whole(library)
    found = [find(question, every) for question in ASKED]
    assert [find(question, some) for question in ASKED] == found
    assert sum(map(bool, found)) > 100


@settings(max_examples=200, deadline=None)
@given(pieces, st.sampled_from(LIBRARIES), st.booleans())
def test_whatever_is_said_around_names_they_find_what_all_would(
    said: list[tuple[str, str]], library: Mapping[str, Document], is_loud: bool
) -> None:
    question = "".join(word + between for word, between in said)
    question = question.upper() if is_loud else question
    assert find(question, shelf(library)) == find(question, whole(library))


def test_a_question_that_names_nothing_is_given_no_pattern() -> None:
    assert shelf(FOUR).patterns("What are the side effects?") == ()
    assert shelf(FOUR).patterns("doc2?")
    few = shelf(FOUR).patterns("what does marie-claire gaas say?")
    assert 0 < len(few) < len(whole(FOUR).patterns(""))
