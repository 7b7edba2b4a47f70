"""Claims point at passages that exist, or are refused with a sentence; what was written is asked, and never a test."""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from textwrap import dedent
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import Levenshtein
from rapidfuzz.process import cdist

from ingest.bindings import digest
from ingest.book import Asked, AskedKind, ClaimBook, Polarity
from ingest.chunk import chunk
from ingest.claim_file import ClaimFile, parse
from ingest.claims import read_claims
from ingest.clean import clean
from ingest.embed import HashingEmbedder
from ingest.errors import Refused
from ingest.gather import gather
from ingest.pipeline import Means, ingest, preview
from ingest.store import Library
from ingest.types import Document, Facts, Passage, Refusal, Source, Span
from tests.conftest import CLAIMS, EVALUATION, ROOT, SOURCES, Counting, snapshot, write_texts

Shelf = tuple[Mapping[str, Document], Sequence[Passage]]
Read = tuple[ClaimBook, tuple[Refusal, ...]]

A, B = "Needles may hurt. Redness fades. Redness fades.", "It often itches. Needles may hurt, they say."


def shelf_of(documents: Sequence[Document]) -> Shelf:
    return {document.name: document for document in documents}, [p for document in documents for p in chunk(document)]


def small_shelf(**texts: str) -> Shelf:
    return shelf_of([clean(Source(f"{name}.txt", text, sha(text), Facts(name))) for name, text in texts.items()])


def sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def quote(text: str, document: str = "a.txt", **more: object) -> dict[str, Any]:
    return {"document": document, "text": text, **more}


def claim(name: str, *quotes: Mapping[str, Any], **more: object) -> dict[str, Any]:
    return {"id": name, "claim": "It is so.", "polarity": "for", "quotes": [*quotes], "questions": [f"{name}?"], **more}


def toml(value: object) -> str:
    """Write a value as TOML; strings, numbers and true are written as in JSON."""
    if isinstance(value, Mapping):
        return f"{{ {', '.join(f'{json.dumps(key)} = {toml(entry)}' for key, entry in value.items())} }}"
    if isinstance(value, list):
        return f"[{', '.join(map(toml, value))}]"
    return json.dumps(value, ensure_ascii=False)


def write_claims(folder: Path, bound: Mapping[str, str], **tables: Mapping[str, Any]) -> Path:
    """Write a folder of claims about texts; each table to its name and .toml, with the name as its topic."""
    folder.mkdir(exist_ok=True)
    lines = (f"{json.dumps(name)} = {json.dumps(sha(text))}\n" for name, text in bound.items())
    (folder / "documents.toml").write_text("".join(lines), encoding="utf-8")
    for name, table in tables.items():
        lines = (f"{key} = {toml(value)}\n" for key, value in {"topic": name, **table}.items())
        (folder / f"{name}.toml").write_text("".join(lines), encoding="utf-8")
    return folder


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., Read]:
    """Read claim files about the texts a.txt and b.txt, of which the library has those of `here`."""

    def read(here: str = "ab", **tables: Mapping[str, Any]) -> Read:
        folder = write_claims(tmp_path / "claims", {"a.txt": A, "b.txt": B}, **tables)
        return read_claims(folder, *small_shelf(**{name: text for name, text in (("a", A), ("b", B)) if name in here}))

    return read


# What ships with the project.


@pytest.fixture(scope="module")
def four() -> Shelf:
    """The four documents and their passages."""
    return shelf_of([clean(source) for source in gather([SOURCES]).sources])


@pytest.fixture(scope="module")
def shipped(four: Shelf) -> ClaimBook:
    """The claims about the four documents."""
    book, refused = read_claims(CLAIMS, *four)
    assert refused == ()
    return book


@pytest.fixture(scope="module")
def written() -> list[dict[str, Any]]:
    """The claim files as TOML reads them, nothing checked."""
    paths = (path for path in CLAIMS.glob("*.toml") if path.name != "documents.toml")
    return [tomllib.loads(path.read_text(encoding="utf-8")) for path in paths]


def test_every_claim_and_every_question_that_was_written_is_in_the_book(
    shipped: ClaimBook, written: list[dict[str, Any]]
) -> None:
    claims = {f"{file['topic']}.{entry['id']}": entry for file in written for entry in file.get("claims", [])}
    groups = [entry for file in written for entry in file.get("groups", [])]
    misses = [question for file in written for question in file.get("near_misses", [])]
    assert shipped.claims.keys() == claims.keys()
    assert len(claims) >= 250
    assert all(len(shipped.claims[name].evidence) == len(entry["quotes"]) for name, entry in claims.items())
    questions = [question for entry in (*claims.values(), *groups) for question in entry["questions"]]
    assert sorted(asked.question for asked in shipped.asked) == sorted([*questions, *misses])


def test_all_evidence_is_a_passage_of_the_library_and_its_ranges_lie_inside(shipped: ClaimBook, four: Shelf) -> None:
    documents, passages = four
    by_id = {passage.id: passage for passage in passages}
    for piece in (piece for entry in shipped.claims.values() for piece in entry.evidence):
        passage = by_id[piece.passage]
        for span in filter(None, (piece.item, piece.frequency)):
            assert passage.start <= span.start < span.end <= passage.end
            said = documents[piece.document].text[span.start : span.end]
            assert said == passage.text[span.start - passage.start : span.end - passage.start] == said.strip() != ""


def test_items_and_frequencies_are_the_words_that_were_written(
    shipped: ClaimBook, four: Shelf, written: list[dict[str, Any]]
) -> None:
    documents, passages = four
    texts = {passage.id: passage.text for passage in passages}
    for topic, entry in ((file["topic"], entry) for file in written for entry in file.get("claims", [])):
        for piece in shipped.claims[f"{topic}.{entry['id']}"].evidence:
            quotes = [one for one in entry["quotes"] if one["document"] == piece.document]
            held = [one for one in quotes if one["text"] in texts[piece.passage]]
            frequency = max(held, key=lambda one: len(one["text"])).get("frequency", "")
            for wish, span in ((entry.get("item", ""), piece.item), (frequency, piece.frequency)):
                said = documents[piece.document].text[slice(*span)] if span else ""
                assert not span or words(said)[:-1] == words(wish)[:-1]
                assert not span or words(said)[-1].startswith(words(wish)[-1])
            assert bool(frequency) == bool(piece.frequency)


def words(text: str) -> list[str]:
    return "".join(c if c.isalnum() or c == "_" else " " for c in text.lower()).split()


def test_a_near_miss_has_no_claims_and_every_other_question_has_some(shipped: ClaimBook) -> None:
    for asked in shipped.asked:
        assert (asked.kind is AskedKind.NEAR_MISS) == (asked.claims == ())
        assert set(asked.claims) <= shipped.claims.keys()
        assert asked.kind is not AskedKind.CLAIM or asked.claims == (asked.target,)
    assert {asked.kind for asked in shipped.asked} == set(AskedKind)


def test_no_question_is_written_both_as_answered_and_as_a_near_miss(shipped: ClaimBook) -> None:
    missed = {asked.question.lower() for asked in shipped.asked if asked.kind is AskedKind.NEAR_MISS}
    assert [asked for asked in shipped.asked if asked.claims and asked.question.lower() in missed] == []


@pytest.mark.parametrize("name", ["dev", "tuning", "unseen", "followups"])
def test_a_written_question_differs_from_those_of_the_evaluation_by_a_fifth_of_its_letters(
    shipped: ClaimBook, name: str
) -> None:
    lines = (EVALUATION / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    tested = [json.loads(line)["question"].lower() for line in lines]
    asked = [entry.question.lower() for entry in shipped.asked]
    apart = cdist(asked, tested, scorer=Levenshtein.normalized_distance, score_cutoff=0.2, dtype=np.float64)
    assert [(asked[row], tested[column]) for row, column in np.argwhere(apart < 0.2)] == []


# A library that lacks a document, or has another one of its name.


@pytest.mark.parametrize("missing", [path.name for path in sorted(SOURCES.glob("*.txt"))])
def test_a_missing_document_only_drops_its_quotes_and_what_is_left_without_any(
    shipped: ClaimBook, four: Shelf, missing: str
) -> None:
    documents, passages = four
    book, refused = read_claims(
        CLAIMS,
        {name: document for name, document in documents.items() if name != missing},
        [passage for passage in passages if passage.document != missing],
    )
    left = {
        name: tuple(piece for piece in entry.evidence if piece.document != missing)
        for name, entry in shipped.claims.items()
    }
    assert refused == ()
    assert book.documents == documents.keys() - {missing}
    assert book.claims == {name: replace(shipped.claims[name], evidence=some) for name, some in left.items() if some}
    kept = (asked._replace(claims=tuple(filter(left.get, asked.claims))) for asked in shipped.asked)
    expected = [asked for asked, whole in zip(kept, shipped.asked, strict=True) if asked.claims or whole.claims == ()]
    assert list(book.asked) == expected


def test_a_library_without_the_documents_has_an_empty_book(read: Callable[..., Read], tmp_path: Path) -> None:
    assert read_claims(CLAIMS, *small_shelf(a=A)) == (ClaimBook(), ())
    assert read(here="", a={"claims": "wrong"}) == (ClaimBook(), ())
    assert read_claims(tmp_path / "nowhere", *small_shelf(a=A)) == (ClaimBook(), ())


@pytest.mark.parametrize("changed", [path.name for path in sorted(SOURCES.glob("*.txt"))])
def test_a_changed_document_refuses_the_claims_and_says_which_sha256_to_write(four: Shelf, changed: str) -> None:
    documents, passages = four
    other = {**documents, changed: replace(documents[changed], sha256=sha("other"))}
    book, [refusal] = read_claims(CLAIMS, other, passages)
    assert book == ClaimBook()
    assert refusal.path == str(CLAIMS / "documents.toml")
    assert changed in refusal.reason
    assert documents[changed].sha256 in refusal.reason
    assert refusal.remedy.endswith(sha("other"))


# How a quote is located.


def test_a_quote_is_a_passage_or_a_part_of_one_and_says_where_its_words_stand(read: Callable[..., Read]) -> None:
    whole = claim("pain", quote("Needles may hurt.", frequency="may"), item="needle", condition="at once")
    part = claim("itch", quote("itches", "b.txt", weak=True), polarity="against")
    book, refused = read(t={"claims": [whole, part], "near_misses": ["Why?"]})
    pain, itch = book.claims["t.pain"], book.claims["t.itch"]
    assert refused == ()
    assert [(p.passage, p.item, p.frequency, p.weak) for p in pain.evidence] == [
        ("a.txt:0:17", Span(0, 7), Span(8, 11), False)
    ]
    assert [(p.passage, p.item, p.frequency, p.weak) for p in itch.evidence] == [("b.txt:0:16", None, None, True)]
    assert (pain.polarity, pain.condition, itch.polarity) == (Polarity.FOR, "at once", Polarity.AGAINST)
    assert book.asked == (
        Asked("pain?", AskedKind.CLAIM, "t.pain", ("t.pain",)),
        Asked("itch?", AskedKind.CLAIM, "t.itch", ("t.itch",)),
        Asked("Why?", AskedKind.NEAR_MISS, "t.near-misses"),
    )


def test_a_list_item_is_meant_before_the_sentences_that_have_its_word(tmp_path: Path) -> None:
    text = "Effects:\n\n- redness\n- swelling\n\nThe redness fades.\n"
    folder = write_claims(tmp_path / "claims", {"a.txt": text}, t={"claims": [claim("red", quote("redness"))]})
    book, refused = read_claims(folder, *small_shelf(a=text))
    assert refused == ()
    [piece] = book.claims["t.red"].evidence
    assert text[piece.start : piece.end] == "redness"


@pytest.mark.parametrize(
    ("quoted", "reason"),
    [
        (quote("Needles never hurt."), "which stands in 0 sentences"),
        (quote("Needles may hurt. Redness"), "which stands in 0 sentences"),
        (quote("needles may hurt."), "which stands in 0 sentences"),
        (quote("Redness fades."), "which stands in 2 sentences"),
        (quote("Redness"), "which stands in 2 sentences"),
        (quote("Needles may hurt.", "c.txt"), "c.txt, which documents.toml does not name"),
        (quote("Needles may hurt.", frequency="often"), "frequency = 'often', which is not in its quote"),
        (quote("Needles may hurt.", frequency="ay"), "frequency = 'ay', which is not in its quote"),
    ],
)
def test_a_quote_that_is_not_there_or_stands_twice_is_refused_with_its_claim(
    read: Callable[..., Read], quoted: Mapping[str, Any], reason: str
) -> None:
    good = claim("good", quote("It often itches.", "b.txt"))
    book, [refusal] = read(bad={"claims": [claim("x", quoted)]}, good={"claims": [good]})
    assert refusal.reason.startswith("The claim bad.x ")
    assert reason in refusal.reason
    assert list(book.claims) == ["good.good"]
    assert [asked.target for asked in book.asked] == ["good.good"]


def test_a_passage_that_is_quoted_twice_for_one_claim_is_refused(read: Callable[..., Read]) -> None:
    _, [refusal] = read(t={"claims": [claim("x", quote("Needles may hurt."), quote("may hurt", weak=True))]})
    assert refusal.reason == "The claim t.x quotes a sentence or list item of a.txt twice."


# Groups and files.


def group(name: str, *claims: str, **more: object) -> dict[str, Any]:
    return {"id": name, "claims": [*claims], "questions": [f"{name}?"], **more}


HURTS, ITCHES = claim("hurts", quote("Needles may hurt.")), claim("itches", quote("It often itches.", "b.txt"))


def test_a_group_asks_for_claims_of_its_file_and_of_others(read: Callable[..., Read]) -> None:
    groups = [group("all", "*", "one.hurts"), group("both", "itches", "one.hurts", kind="disagreement")]
    book, refused = read(one={"claims": [HURTS]}, two={"claims": [ITCHES], "groups": groups})
    assert refused == ()
    assert book.asked[2:] == (
        Asked("all?", AskedKind.GROUP, "two.all", ("two.itches", "one.hurts")),
        Asked("both?", AskedKind.DISAGREEMENT, "two.both", ("two.itches", "one.hurts")),
    )


def test_a_misspelt_claim_is_refused_and_one_whose_document_is_not_here_is_left_out(
    read: Callable[..., Read],
) -> None:
    tables = {"claims": [HURTS, ITCHES], "groups": [group("both", "hurts", "itches"), group("itch", "itches")]}
    book, refused = read(here="a", t=tables)
    assert refused == ()
    assert [(asked.target, asked.claims) for asked in book.asked] == [
        ("t.hurts", ("t.hurts",)),
        ("t.both", ("t.hurts",)),
    ]
    book, [refusal] = read(here="a", t={**tables, "groups": [group("both", "hurts", "itchs")]})
    assert refusal.reason == "The group t.both names the claim t.itchs, which no file that can be read defines."
    assert (book.claims, book.asked) == ({}, ())


def test_a_group_does_without_the_claims_of_a_file_whose_quotes_are_refused(read: Callable[..., Read]) -> None:
    lost = claim("lost", quote("Nowhere."))
    book, [refusal] = read(
        one={"claims": [lost]}, two={"claims": [HURTS], "groups": [group("both", "hurts", "one.lost")]}
    )
    assert "one.lost" in refusal.reason
    assert book.asked[-1] == Asked("both?", AskedKind.GROUP, "two.both", ("two.hurts",))


def test_of_two_files_with_one_topic_the_second_by_name_is_refused(read: Callable[..., Read]) -> None:
    book, [refusal] = read(
        b={"topic": "t", "claims": [HURTS]}, a={"topic": "t", "claims": [claim("hurts", quote("hurt.", "a.txt"))]}
    )
    assert Path(refusal.path).name == "b.toml"
    assert refusal.reason == "The topic 't' is that of a.toml already."
    assert list(book.claims) == ["t.hurts"]


def test_files_are_read_and_refused_by_name(read: Callable[..., Read], tmp_path: Path) -> None:
    tables = {name: {"claims": [claim(name, quote("Needles may hurt."))]} for name in "zmaqb"}
    assert [name[0] for name in read(**tables)[0].claims] == sorted(tables)
    for name in "qa":
        (tmp_path / "claims" / f"{name}.toml").write_bytes(b"\xff")
    (tmp_path / "claims" / "c.toml").mkdir()
    book, refused = read_claims(tmp_path / "claims", *small_shelf(a=A))
    assert [Path(refusal.path).name for refusal in refused] == ["a.toml", "c.toml", "q.toml"]
    assert [name[0] for name in book.claims] == ["b", "m", "z"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (None, "has claim files and no documents.toml"),
        ("a.txt = 'x'", "The entry a has the value {'txt': 'x'}, which is not a sha256."),
        ("'a.txt' = 1", "The entry a.txt has the value 1, which is not a sha256."),
        ("'a.txt' = ", "cannot be read as TOML"),
    ],
)
def test_claims_that_do_not_say_what_they_are_about_are_refused_at_every_ingest(
    read: Callable[..., Read], tmp_path: Path, content: str | None, reason: str
) -> None:
    read(t={"claims": [HURTS]})
    path = tmp_path / "claims" / "documents.toml"
    path.unlink() if content is None else path.write_text(content, encoding="utf-8")
    book, [refusal] = read_claims(path.parent, *small_shelf(a=A))
    assert (book, refusal.path) == (ClaimBook(), str(path))
    assert reason in refusal.reason
    assert digest(path.parent, ["a.txt"]) != ""


# What is malformed is refused, and nothing else happens.


def changed(path: Sequence[str | int], value: object) -> dict[str, Any]:
    """Take a good file and put a value at a place of it; DROP takes what is there away."""
    table: dict[str, Any] = deepcopy(GOOD)
    spot: Any = table
    for key in path[:-1]:
        spot = spot[key]
    if value is DROP:
        del spot[path[-1]]
    else:
        spot[path[-1]] = value
    return table


DROP = object()
GOOD: dict[str, Any] = {
    "topic": "t",
    "claims": [claim("hurts", quote("Needles may hurt.", frequency="may", weak=False), item="hurt", condition="x")],
    "groups": [group("all", "*", kind="agreement")],
    "near_misses": ["Why?"],
}
CLAIM, QUOTE, GROUP = ("claims", 0), ("claims", 0, "quotes", 0), ("groups", 0)


@pytest.mark.parametrize(
    ("path", "value", "reason"),
    [
        (("topic",), DROP, "The file has topic = nothing, which is not a text."),
        (("topic",), "a.b", "The file has topic = 'a.b'."),
        (("topics",), [], "The file has an unknown key 'topics'."),
        (("claims",), {}, "The file has claims = {}, which is not a list of tables."),
        (("claims",), [1], "The file has claims = [1], which is not a list of tables."),
        (("groups",), "all", "The file has groups = 'all', which is not a list of tables."),
        (("near_misses",), "Why?", "The file has near_misses = 'Why?', which is not a list of texts."),
        (("near_misses",), [" "], "The file has near_misses = [' '], which is not a list of texts."),
        ((*CLAIM, "id"), DROP, "Claim 1 has id = nothing, which is not a text."),
        ((*CLAIM, "id"), "", "Claim 1 has id = '', which is not a text."),
        ((*CLAIM, "id"), "a.b", "Claim 1 has id = 'a.b'."),
        ((*CLAIM, "id"), "all", "The id t.all stands there twice."),
        ((*CLAIM, "idd"), "a", "Claim 1 has an unknown key 'idd'."),
        ((*CLAIM, "claim"), DROP, "The claim t.hurts has claim = nothing, which is not a text."),
        ((*CLAIM, "polarity"), "yes", "The claim t.hurts has polarity = 'yes'."),
        ((*CLAIM, "polarity"), True, "The claim t.hurts has polarity = True, which is not a text."),
        ((*CLAIM, "item"), 1, "The claim t.hurts has item = 1, which is not a text."),
        ((*CLAIM, "condition"), ["x"], "The claim t.hurts has condition = ['x'], which is not a text."),
        ((*CLAIM, "questions"), "Why?", "The claim t.hurts has questions = 'Why?', which is not a list of texts."),
        ((*CLAIM, "questions"), [1], "The claim t.hurts has questions = [1], which is not a list of texts."),
        ((*CLAIM, "quotes"), DROP, "The claim t.hurts has no quotes."),
        ((*CLAIM, "quotes"), "It.", "The claim t.hurts has quotes = 'It.', which is not a list of tables."),
        ((*CLAIM, "quotes"), {}, "The claim t.hurts has quotes = {}, which is not a list of tables."),
        ((*CLAIM, "quotes"), ["It."], "The claim t.hurts has quotes = ['It.'], which is not a list of tables."),
        ((*QUOTE, "txt"), "It.", "A quote of the claim t.hurts has an unknown key 'txt'."),
        ((*QUOTE, "document"), ["a.txt"], "The claim t.hurts has document = ['a.txt'], which is not a text."),
        ((*QUOTE, "text"), DROP, "The claim t.hurts has text = nothing, which is not a text."),
        ((*QUOTE, "weak"), "yes", "The claim t.hurts has weak = 'yes', which is not true or false."),
        ((*QUOTE, "weak"), 1, "The claim t.hurts has weak = 1, which is not true or false."),
        ((*QUOTE, "frequency"), 1.5, "The claim t.hurts has frequency = 1.5, which is not a text."),
        ((*GROUP, "id"), DROP, "Group 1 has id = nothing, which is not a text."),
        ((*GROUP, "claim"), "a", "Group 1 has an unknown key 'claim'."),
        ((*GROUP, "claims"), DROP, "The group t.all names no claims."),
        ((*GROUP, "claims"), "*", "The group t.all has claims = '*', which is not a list of texts."),
        ((*GROUP, "kind"), "disagrement", "The group t.all has kind = 'disagrement'."),
        ((*GROUP, "kind"), {}, "The group t.all has kind = {}, which is not a text."),
        ((*GROUP, "questions"), {}, "The group t.all has questions = {}, which is not a list of texts."),
    ],
)
def test_a_malformed_file_is_refused_with_the_place_and_the_value(
    read: Callable[..., Read], path: Sequence[str | int], value: object, reason: str
) -> None:
    assert read(t=GOOD)[1] == ()
    with pytest.raises(Refused) as caught:
        parse(changed(path, value))
    assert caught.value.reason == reason
    assert caught.value.remedy.endswith(".") or "=" in caught.value.remedy


def test_the_form_that_people_are_shown_is_parsed() -> None:
    page = (ROOT / "docs" / "claims.md").read_text(encoding="utf-8")
    documents, file = (tomllib.loads(dedent(block)) for block in re.findall(r"```toml\n(.*?)```", page, re.DOTALL))
    found = parse(file)
    assert {one.document for entry in found.claims for one in entry.quotes} >= documents.keys()
    assert (len(found.claims), len(found.groups), len(found.near_misses)) == (1, 1, 2)
    assert all(key in page for table in (GOOD, *GOOD["claims"], *GOOD["groups"]) for key in table)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.datetimes() | st.just("*"),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(max_size=5) | st.sampled_from("id quotes text weak claims kind".split()), inner)
    ),
    max_leaves=6,
)


def places(value: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Name every place in a table."""
    inner = value.items() if isinstance(value, Mapping) else enumerate(value) if isinstance(value, list) else ()
    for key, entry in inner:
        yield (*path, key)
        yield from places(entry, (*path, key))


def parsed_or_refused(table: object) -> bool:
    try:
        return isinstance(parse(table), ClaimFile)
    except Refused as refused:
        return refused.reason.endswith(".") and bool(refused.remedy)


@given(VALUES)
def test_any_table_is_parsed_or_refused(table: object) -> None:
    assert parsed_or_refused(table)


@settings(max_examples=300)
@given(st.sampled_from([*places(GOOD)]), VALUES | st.just(DROP))
def test_a_good_file_with_any_value_at_any_place_is_parsed_or_refused(path: Sequence[str | int], value: object) -> None:
    assert parsed_or_refused(changed(path, value))


@settings(max_examples=100)
@given(st.data())
def test_a_file_with_a_piece_missing_is_taken_or_refused(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    folder = write_claims(tmp_path_factory.mktemp("claims"), {"a.txt": A}, t=GOOD)
    path = folder / data.draw(st.sampled_from(["t.toml", "documents.toml"]))
    content = path.read_bytes()
    start = data.draw(st.integers(0, len(content)))
    end = data.draw(st.integers(start, len(content)))
    path.write_bytes(content[:start] + data.draw(st.binary(max_size=3)) + content[end:])
    book, refused = read_claims(folder, *small_shelf(a=A))
    assert all(refusal.path == str(path) for refusal in refused)
    assert not (book.claims and refused)


@pytest.mark.parametrize("text", ["x = " + "[" * 5000, "x = " + "9" * 5000])
def test_what_toml_itself_cannot_read_is_refused(read: Callable[..., Read], tmp_path: Path, text: str) -> None:
    read(t={"claims": [HURTS]})
    (tmp_path / "claims" / "u.toml").write_text(text, encoding="utf-8")
    book, [refusal] = read_claims(tmp_path / "claims", *small_shelf(a=A))
    assert "cannot be read as TOML" in refusal.reason
    assert list(book.claims) == ["t.hurts"]


# What an ingest does with them.


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path, Path]:
    """Two texts, claims about them, and a place for the library."""
    claims = write_claims(tmp_path / "claims", {"a.txt": A, "b.txt": B}, t={"claims": [HURTS, ITCHES]})
    return write_texts(tmp_path / "texts", a=A, b=B), claims, tmp_path / "library"


def test_claims_are_published_and_the_same_claims_again_change_nothing(folders: tuple[Path, Path, Path]) -> None:
    texts, claims, library = folders
    assert ingest([texts], library, Means(HashingEmbedder(), claims)).plan.refused == ()
    before, counting = snapshot(library), Counting()
    assert preview([texts], library, Means(counting, claims)).is_empty
    assert ingest([texts], library, Means(counting, claims)).version == "v0001"
    assert (counting.texts, snapshot(library)) == ([], before)
    with closing(Library.open(library)) as opened:
        assert list(opened.book.claims) == ["t.hurts", "t.itches"]
        assert np.array_equal(opened.asked, HashingEmbedder().encode(["hurts?", "itches?"]))


def test_an_edited_claim_is_a_new_version_and_only_new_questions_are_embedded(
    folders: tuple[Path, Path, Path],
) -> None:
    texts, claims, library = folders
    ingest([texts], library, Means(HashingEmbedder(), claims))
    edited = {**HURTS, "questions": ["Is it sore?", "hurts?"]}
    write_claims(claims, {"a.txt": A, "b.txt": B}, t={"claims": [edited, ITCHES]})
    counting = Counting()
    assert preview([texts], library, Means(counting, claims)).claims_changed
    report = ingest([texts], library, Means(counting, claims))
    assert (report.version, report.plan.unchanged) == ("v0002", ("a.txt", "b.txt"))
    assert counting.texts == ["is it sore?"]
    with closing(Library.open(library)) as opened:
        assert [asked.question for asked in opened.book.asked] == ["Is it sore?", "hurts?", "itches?"]
        assert np.array_equal(opened.asked, HashingEmbedder().encode(["is it sore?", "hurts?", "itches?"]))


def test_refused_claims_are_told_at_every_ingest_until_they_are_mended(folders: tuple[Path, Path, Path]) -> None:
    texts, claims, library = folders
    lost = {"claims": [claim("lost", quote("Nowhere."))]}
    write_claims(claims, {"a.txt": A, "b.txt": B}, u=lost)
    for version in ("v0001", "v0002"):
        report = ingest([texts], library, Means(HashingEmbedder(), claims))
        assert report.version == version
        assert [Path(refusal.path).name for refusal in report.plan.refused] == ["u.toml"]
    with closing(Library.open(library)) as opened:
        assert list(opened.book.claims) == ["t.hurts", "t.itches"]
    (claims / "u.toml").unlink()
    assert ingest([texts], library, Means(HashingEmbedder(), claims)).plan.refused == ()
    assert ingest([texts], library, Means(HashingEmbedder(), claims)).version == "v0003"


def test_claims_about_other_documents_are_nothing_to_a_library(tmp_path: Path) -> None:
    texts, library = write_texts(tmp_path / "texts", a=A), tmp_path / "library"
    assert ingest([texts], library, Means(HashingEmbedder(), CLAIMS)).plan.refused == ()
    assert ingest([texts], library, Means(HashingEmbedder())).version == "v0001"
    with closing(Library.open(library)) as opened:
        assert opened.book == ClaimBook()


def test_the_state_of_a_folder_changes_with_any_of_its_files(tmp_path: Path) -> None:
    seen = set()
    for name, table in (("t", {}), ("u", {}), ("u", {"near_misses": ["Why?"]})):
        folder = write_claims(tmp_path / "claims", {"a.txt": A}, **{name: table})
        seen.add(digest(folder, ["a.txt"]))
        assert digest(folder, ["a.txt", "z.txt"]) == digest(folder, ["a.txt"])
        assert digest(folder, ["z.txt"]) == digest(tmp_path / "nowhere", ["a.txt"]) == ""
    assert len(seen) == 3
