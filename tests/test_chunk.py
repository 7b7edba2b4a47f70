"""Passages are exact slices in reading order that no skip touches, and of plain prose not one letter is lost."""

from __future__ import annotations

import json
import textwrap
from dataclasses import replace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ingest.chunk import chunk, verify
from ingest.errors import Violation
from ingest.types import Document, Passage, PassageKind, Span
from tests.conftest import EVALUATION, SOURCES, document_of, hostile_texts

SPANS = json.loads((EVALUATION / "spans.json").read_text(encoding="utf-8"))["never_evidence"]
SENTENCE, REFERENCE = PassageKind.SENTENCE, PassageKind.REFERENCE
ITEM, LEAD_IN = PassageKind.ITEM, PassageKind.LEAD_IN

PLAIN = """skin may be red and warm after each session of needling with needles on scars, as some clinics and readers
    say; home devices share menu print search comments “quoted words” crow’s over-the-counter naïve clinics log register
    more""".split()
ABBREVIATED = [*PLAIN, "1.5", "e.g.", "Dr.", "U.S.", "(i.e.", "mm)"]


def prose(words: list[str], most: int) -> st.SearchStrategy[str]:
    """Make paragraphs of some whole sentences."""
    sentence = st.lists(st.sampled_from(words), min_size=7, max_size=16).map(
        lambda some: f"The {' '.join(some)} today."
    )
    return st.lists(sentence, min_size=most - 2, max_size=most).map(" ".join)


def cut(text: str) -> list[tuple[PassageKind, str]]:
    return [(passage.kind, passage.text) for passage in chunk(document_of(text))]


@given(hostile_texts)
def test_every_passage_of_any_text_is_a_trimmed_slice_in_order_that_no_skip_touches(text: str) -> None:
    document = document_of(text)
    passages = chunk(document)
    edges = [0, *(edge for passage in passages for edge in (passage.start, passage.end)), len(text)]
    assert edges == sorted(edges)
    for passage in passages:
        span = Span(passage.start, passage.end)
        assert text[span.start : span.end] == passage.text == passage.text.strip() != ""
        assert not any(span.overlaps(skip) for skip in document.skips)
        assert passage.block.start <= span.start
        assert span.end <= passage.block.end
        assert all(heading in text for heading in (*passage.headings, passage.label, passage.lead_text))
    assert chunk(document) == passages
    verify(document, passages)


@given(st.lists(prose(ABBREVIATED, 3), min_size=1, max_size=3), st.sampled_from(["\n\n", "\r\n\r\n", "\n", "\u2029"]))
def test_of_plain_prose_every_letter_is_in_a_passage(paragraphs: list[str], gap: str) -> None:
    text = gap.join(paragraphs)
    held = {at for passage in chunk(document_of(text)) for at in range(passage.start, passage.end)}
    assert [at for at, character in enumerate(text) if character.isalnum() and at not in held] == []


@settings(max_examples=40)
@given(st.lists(prose(PLAIN, 7), min_size=1, max_size=3), st.integers(45, 70))
def test_lines_broken_at_any_width_give_the_passages_of_unbroken_ones(paragraphs: list[str], width: int) -> None:
    broken = "\n\n".join(textwrap.fill(paragraph, width, break_on_hyphens=False) for paragraph in paragraphs)
    assume(
        len(set(broken.splitlines())) > len(broken.splitlines()) - 2
    )  # a line that stands three times is a running head
    assert [" ".join(text.split()) for _, text in cut(broken)] == [text for _, text in cut("\n\n".join(paragraphs))]


def test_offsets_count_code_points_of_the_file_with_its_line_ends() -> None:
    content = "\ufeffTitle 🔍\r\n\r\nCrème heals. e\u0301 hurts 🌱 now.\r\n".encode()
    text = content.decode()
    assert [(p.start, p.end, text[p.start : p.end]) for p in chunk(document_of(text))] == [
        (12, 24, "Crème heals."),
        (25, 40, "e\u0301 hurts 🌱 now."),
    ]


def test_an_invisible_character_is_in_no_passage() -> None:
    assert cut("It may\u200b hurt a\ufeff bit.\n\nIt heals.") == [
        (SENTENCE, "It may"),
        (SENTENCE, "hurt a"),
        (SENTENCE, "bit."),
        (SENTENCE, "It heals."),
    ]


@pytest.mark.parametrize(
    "text", ["", " \r\n\n", "...\n\n!!!\n", "Title\n\n### Another\n", "What?\nWhy?\n", "https://a.example/b"]
)
def test_what_says_nothing_gives_no_passage(text: str) -> None:
    assert cut(text) == []


def test_a_list_stands_under_its_lead_in_and_its_heading() -> None:
    text = "Title\n\n## Risks\n\nIt may hurt. It may cause:\n\n• redness\n• dry skin\n\nThis is rare.\n"
    hurt, lead, red, dry, rare = chunk(document_of(text))
    assert [p.kind for p in (hurt, lead, red, dry, rare)] == [SENTENCE, LEAD_IN, ITEM, ITEM, SENTENCE]
    assert {p.headings for p in (hurt, lead, red, dry, rare)} == {("Title", "Risks")}
    assert red.lead_in == dry.lead_in == Span(lead.start, lead.end)
    assert dry.searched == "Risks It may cause: dry skin"
    assert text[slice(*red.block)] == "redness\n• dry skin"
    assert rare.lead_in is None


def test_a_heading_closes_those_of_its_depth_and_below() -> None:
    text = "# A\n\n## B\n\nOne stands.\n\n### C\n\nTwo stands.\n\n## D\n\nThree stands.\n\n# E\n\nFour stands.\n"
    assert [p.headings for p in chunk(document_of(text))] == [("A", "B"), ("A", "B", "C"), ("A", "D"), ("E",)]


def test_an_answer_is_found_by_its_question_and_quoted_without_it() -> None:
    text = "Q & A\nWhat is it?\n-It is a needle. It is thin.\nDoes it hurt?\n-It does not.\n"
    assert [(p.lead_text, p.text, p.lead_in) for p in chunk(document_of(text))] == [
        ("What is it?", "It is a needle.", None),
        ("What is it?", "It is thin.", None),
        ("Does it hurt?", "It does not.", None),
    ]


def test_a_question_inside_a_paragraph_leads_what_follows_it() -> None:
    assert [(p.lead_text, p.text) for p in chunk(document_of("T\n\nIt heals. Does it hurt? Some say no."))] == [
        ("", "It heals."),
        ("Does it hurt?", "Some say no."),
    ]


def test_a_sentence_that_points_back_is_found_by_the_one_before() -> None:
    [first, second] = chunk(document_of("T\n\nTretinoin peels skin. This takes a week."))
    assert (second.lead_text, second.text) == (first.text, "This takes a week.")


def test_numbered_items_keep_their_bold_name_as_a_label() -> None:
    text = "Risks\n\n1. **Infection:** This is rare. Wash your hands.\n\n2. **Scars:** They may form.\n"
    assert [(p.label, p.text, p.kind) for p in chunk(document_of(text))] == [
        ("Infection", "This is rare.", SENTENCE),
        ("Infection", "Wash your hands.", SENTENCE),
        ("Scars", "They may form.", SENTENCE),
    ]


def test_references_are_their_own_kind_and_their_addresses_no_passages() -> None:
    text = (
        "It heals.\n\nReferences:\n\n• Needles: a review\n\nAnn Lee, 2020\n\nhttps://a.example\n\n## Care\n\nRest well."
    )
    assert cut(text) == [
        (SENTENCE, "It heals."),
        (REFERENCE, "Needles: a review"),
        (REFERENCE, "Ann Lee, 2020"),
        (SENTENCE, "Rest well."),
    ]


def test_front_matter_and_comments_are_in_no_passage() -> None:
    assert cut("---\ntitle: A\n---\n# A\n\nIt <!-- not --> heals.\n") == [(SENTENCE, "It"), (SENTENCE, "heals.")]


@pytest.mark.parametrize("name", sorted(path.name for path in SOURCES.glob("*.txt")))
def test_no_passage_of_the_four_documents_is_furniture_or_a_heading(name: str) -> None:
    passages = chunk(document_of((SOURCES / name).read_bytes().decode(), name))
    never = [entry for entry in SPANS if entry["doc"] == name and entry["kind"] in ("boilerplate", "heading")]
    assert never
    for entry in never:
        span = Span(entry["start"], entry["end"])
        assert [p.text for p in passages if span.overlaps(Span(p.start, p.end))] == []


def moved(passage: Passage, by: int) -> Passage:
    return replace(passage, start=passage.start + by, end=passage.end + by)


def test_a_passage_that_is_not_its_slice_is_a_violation_that_names_the_document() -> None:
    document = document_of("It heals. It hurts.", name="sub/a.txt")
    passages = chunk(document)
    verify(document, passages)
    for wrong in (moved(passages[1], -1), replace(passages[1], text="It hurt."), replace(passages[1], end=10, text="")):
        with pytest.raises(Violation, match=r"sub/a\.txt"):
            verify(document, [passages[0], wrong])


def test_a_passage_that_touches_a_skip_is_a_violation() -> None:
    document = document_of("It heals.")
    passages = chunk(document)
    with pytest.raises(Violation):
        verify(Document("a.txt", document.text, "", document.facts, (Span(4, 5),)), passages)
