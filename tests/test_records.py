"""What is written is read back the same, and words are found by any phrase, however it is spelt, in one total order."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.chunk import chunk
from ingest.embed import HashingEmbedder
from ingest.errors import LibraryDamaged
from ingest.records import Records, write
from ingest.types import Document, Facts, Passage, PassageKind, Reference, Span
from tests.conftest import SOURCES, document_of, hostile_texts

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
REFERENCES = st.builds(Reference, TEXTS, st.lists(TEXTS, max_size=2).map(tuple), st.none() | TEXTS, st.none() | TEXTS)
SOME = st.lists(TEXTS, max_size=2).map(tuple)
FACTS = st.builds(
    Facts, TEXTS, *[st.none() | TEXTS] * 5, st.lists(REFERENCES, max_size=2).map(tuple), notes=SOME, as_printed=SOME
)
SPANS = st.tuples(st.integers(0, 99), st.integers(0, 99)).map(lambda pair: Span(*pair))


@st.composite
def documents(draw: st.DrawFn) -> Document:
    skips = tuple(draw(st.lists(SPANS, max_size=3)))
    pages = tuple(sorted(draw(st.lists(st.integers(0, 99), max_size=3))))
    return Document(draw(TEXTS), draw(TEXTS.filter(bool)), draw(TEXTS), draw(FACTS), skips, pages)


@st.composite
def passages(draw: st.DrawFn, document: Document, start: int) -> Passage:
    end = draw(st.integers(start + 1, len(document.text)))
    return Passage(
        document=document.name,
        start=start,
        end=end,
        text=document.text[start:end],
        kind=draw(st.sampled_from(PassageKind)),
        block=draw(SPANS),
        headings=draw(SOME),
        label=draw(TEXTS),
        lead_in=draw(st.none() | SPANS),
        lead_text=draw(TEXTS),
    )


@st.composite
def libraries(draw: st.DrawFn) -> tuple[list[Document], list[Passage]]:
    some = draw(st.lists(documents(), min_size=1, max_size=3, unique_by=lambda document: document.name))
    return some, [draw(passages(document, start)) for document in some for start in range(min(3, len(document.text)))]


@settings(max_examples=25)
@given(libraries())
def test_every_field_of_every_document_passage_and_vector_comes_back(
    tmp_path_factory: pytest.TempPathFactory, library: tuple[list[Document], list[Passage]]
) -> None:
    given_documents, given_passages = library
    vectors = np.random.default_rng(len(given_passages)).random((len(given_passages), 4), dtype=np.float32)
    path = tmp_path_factory.mktemp("records") / "a b#c?d.sqlite"
    write(path, given_documents, given_passages, vectors)
    rows = range(1, len(given_passages) + 1)
    with closing(Records(path)) as records:
        assert records.documents == {document.name: document for document in given_documents}
        assert list(records.documents) == sorted(records.documents)
        assert records.count == len(given_passages)
        assert records.passages(rows[::-1]) == tuple(given_passages[::-1])
        assert np.array_equal(records.vectors(rows[::-1]), vectors[::-1])
        for document in given_documents:
            own = [(row, p) for row, p in zip(rows, given_passages, strict=True) if p.document == document.name]
            assert records.of_document(document.name) == tuple(own)


@pytest.fixture(scope="module")
def four(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Records]:
    """Records of the four documents, without the model."""
    some = [document_of(path.read_bytes().decode(), path.name) for path in sorted(SOURCES.glob("*.txt"))]
    cut = [passage for document in some for passage in chunk(document)]
    path = tmp_path_factory.mktemp("four") / "library.sqlite"
    write(path, some, cut, HashingEmbedder().encode([passage.searched for passage in cut]))
    with closing(Records(path)) as records:
        yield records


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Callable[..., Records]]:
    """Make records of a document a text; each document is one passage unless passages are given."""
    with ExitStack() as opened:

        def make(*texts: str, cut: Sequence[Passage] = (), documents: Sequence[Document] = ()) -> Records:
            some = documents or [document_of(text, f"{number}.txt") for number, text in enumerate(texts)]
            whole = [Passage(d.name, 0, len(d.text), d.text, PassageKind.SENTENCE, Span(0, len(d.text))) for d in some]
            write(tmp_path / "small.sqlite", some, cut or whole, np.eye(len(cut or whole), dtype=np.float32))
            return opened.enter_context(closing(Records(tmp_path / "small.sqlite")))

        yield make


def test_more_rows_than_one_statement_takes_are_read_in_order(small: Callable[..., Records]) -> None:
    texts = [f"Sentence {number}." for number in range(1203)]
    rows = [*range(1203, 0, -1), 7, 7]
    records = small(*texts)
    assert [passage.text for passage in records.passages(rows)] == [texts[row - 1] for row in rows]
    assert records.vectors(rows).argmax(axis=1).tolist() == [row - 1 for row in rows]


def test_a_row_that_does_not_exist_is_an_error(four: Records) -> None:
    for read in (four.passages, four.vectors):
        with pytest.raises(KeyError):
            read([1, four.count + 1])


@given(
    st.lists(st.sampled_from("skin microneedling redness the collagen infection scars acne hair".split()), max_size=4)
)
def test_hits_are_ordered_by_score_then_row_and_a_smaller_limit_takes_the_first(
    four: Records, words: list[str]
) -> None:
    hits = four.search(words, four.count)
    assert list(hits) == sorted(hits, key=lambda hit: (-hit[1], hit[0]))
    assert len({row for row, _ in hits}) == len(hits)
    assert all(score > 0 for _, score in hits)
    for limit in (0, 1, 7):
        assert four.search(words, limit) == hits[:limit]
    assert four.frequency(words) <= len(hits)


WORDS = st.sampled_from("skin microneedling redness the collagen infection scars acne hair unheardof".split())
GROUPS = st.lists(st.lists(WORDS, min_size=1, max_size=2), max_size=4)


@given(GROUPS)
def test_terms_are_searched_as_all_their_phrases_where_passages_are_few(four: Records, groups: list[list[str]]) -> None:
    flat = [phrase for group in groups for phrase in group]
    assert four.search_terms(groups, 9) == tuple(row for row, _ in four.search(flat, 9))


@given(GROUPS, st.integers(0, 300))
def test_of_very_many_passages_those_are_found_that_have_the_most_terms_the_first_counting_most(
    four: Records, groups: list[list[str]], limit: int
) -> None:
    rows = [{row for row, _ in four.search(group, four.count)} for group in groups]
    met = [some for some in rows if some]
    having = [set.intersection(*met[:count]) for count in range(len(met), 0, -1)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(four, "most_weighed", 0)
        found = four.search_terms(groups, limit)
    most = met[0] if met else set()
    assert len(found) == len(set(found)) == min(limit, len(most))
    assert set(found) <= most
    deep = [next(place for place, some in enumerate(having) if row in some) for row in found]
    assert deep == sorted(deep)
    assert all(some <= set(found) for place, some in enumerate(having) if deep and place < deep[-1])


@given(st.lists(st.lists(hostile_texts | st.text(), max_size=2), max_size=3))
def test_no_phrase_breaks_the_search_among_many(four: Records, groups: list[list[str]]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(four, "most_weighed", 0)
        assert len(four.search_terms([*groups, ["skin"]], 5)) <= 5


def test_equal_passages_are_ordered_by_row(small: Callable[..., Records]) -> None:
    records = small(*["It heals."] * 3, "It hurts.")
    assert [row for row, _ in records.search(["heals"], 9)] == [1, 2, 3]


@given(st.data())
def test_consecutive_words_of_a_passage_find_it(four: Records, data: st.DataObject) -> None:
    row = data.draw(st.integers(1, four.count))
    words = [word for word in four.passages([row])[0].text.split() if any(map(str.isalnum, word))]
    start = data.draw(st.integers(0, len(words) - 1))
    phrase = " ".join(words[start : data.draw(st.integers(start + 1, len(words)))])
    assert row in {found for found, _ in four.search(["no such words", phrase], four.count)}
    assert four.frequency([phrase]) >= 1


@given(st.lists(hostile_texts | st.text(), max_size=3))
def test_no_phrase_breaks_the_search(four: Records, phrases: list[str]) -> None:
    assert four.frequency(phrases) <= len(four.search(phrases, four.count))


@pytest.mark.parametrize(
    "operator", ["AND", "OR", "NOT", "NEAR", '"', '""', "*", "^", "(", "{", "-", "+", "text:", ":", "\0", "\ud800"]
)
def test_operators_of_the_search_language_are_words(four: Records, operator: str) -> None:
    assert four.search([operator], 9) == () or operator in ("AND", "OR", "NOT")
    assert {row for row, _ in four.search([operator, "keloid"], 99)} >= {row for row, _ in four.search(["keloid"], 99)}


@pytest.mark.parametrize(
    ("phrase", "found"),
    [
        ("needle", [1, 2]),
        ("NEEDLES", [1, 2]),
        ("creme", [3]),
        ("crème brulee", []),
        ("thin needles", [1]),
        ("needles thin", []),
    ],
)
def test_words_are_found_by_stem_without_accents_and_phrases_in_order(
    small: Callable[..., Records], phrase: str, found: list[int]
) -> None:
    records = small("Thin needles hurt.", "One needle heals.", "A crème is used.")
    assert sorted(row for row, _ in records.search([phrase], 9)) == found
    assert records.frequency([phrase]) == len(found)


def test_a_word_of_the_heading_finds_less_than_one_of_the_text_and_does_not_count(
    small: Callable[..., Records],
) -> None:
    text = "Scars\n\nIt may hurt a bit.\n\nAll scars may itch.\n"
    records = small(text, cut=chunk(document_of(text, "0.txt")))
    assert [row for row, _ in records.search(["scars"], 9)] == [2, 1]
    assert records.frequency(["scars"]) == 1


@pytest.mark.parametrize("method", [Records.frequency, lambda records, phrases: len(records.search(phrases, 9))])
def test_without_phrases_nothing_is_found(four: Records, method: Callable[[Records, Sequence[str]], int]) -> None:
    assert method(four, []) == 0


def test_every_row_stands_in_the_place_of_its_document(four: Records) -> None:
    names = list(four.documents)
    told = [names[place] for place in four.places[1:]]
    assert told == [passage.document for passage in four.passages(range(1, four.count + 1))]
    assert four.places[0] == -1


@given(
    st.lists(st.sampled_from("skin microneedling redness the collagen infection scars acne hair".split()), max_size=4)
)
def test_documents_are_found_by_their_words_best_first_and_a_smaller_limit_takes_the_first(
    four: Records, words: list[str]
) -> None:
    found = four.search_pages(words, 9)
    assert list(found.values()) == sorted(found.values(), reverse=True)
    assert found.keys() >= {passage.document for passage in four.passages([row for row, _ in four.search(words, 9)])}
    assert list(four.search_pages(words, 2).items()) == list(found.items())[:2]


def test_a_document_is_found_by_its_title_too_and_named_in_any_order_of_writing(small: Callable[..., Records]) -> None:
    whole = [document_of("Scars\n\nIt heals.\n", "b.txt"), document_of("Acne\n\nIt hurts.\n", "a.txt")]
    records = small(documents=whole)
    assert list(records.search_pages(["scars"], 9)) == ["b.txt"]
    assert list(records.search_pages(["hurts"], 9)) == ["a.txt"]


@given(st.lists(hostile_texts | st.text(), max_size=3))
def test_no_phrase_breaks_the_search_for_documents(four: Records, phrases: list[str]) -> None:
    assert four.search_pages(phrases, 9).keys() <= four.documents.keys()


def test_a_record_file_of_another_form_is_refused_with_a_remedy(tmp_path: Path) -> None:
    path = tmp_path / "old.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE document (name TEXT)")
    with pytest.raises(LibraryDamaged, match=r"another version .* Build it again"):
        Records(path)
