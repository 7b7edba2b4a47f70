"""A page falls into headings, questions, items and paragraphs by how its lines look, and no letter falls between."""

from __future__ import annotations

import textwrap
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.spans import BlockKind, blocks, cut
from ingest.types import Span
from tests.conftest import document_of, hostile_texts

HEADING, QUESTION, ITEM, PARAGRAPH = BlockKind.HEADING, BlockKind.QUESTION, BlockKind.ITEM, BlockKind.PARAGRAPH


def seen(text: str) -> list[tuple[BlockKind, str]]:
    return [(block.kind, text[block.span.start : block.span.end]) for block in blocks(text)]


@given(hostile_texts)
def test_blocks_stand_in_order_and_hold_every_letter_outside_skips_and_marks(text: str) -> None:
    document = document_of(text)
    found = blocks(text, document.skips)
    edges = [0, *(edge for block in found for edge in (block.label or block.span)[:1] + block.span[1:]), len(text)]
    assert edges == sorted(edges)
    held = {at for block in found for span in (block.span, block.label or block.span) for at in range(*span)}
    held |= {at for span in document.skips for at in range(*span)}
    lost = [text[at : at + 2] for at in range(len(text)) if text[at].isalpha() and at not in held]
    assert [piece for piece in lost if not piece.endswith(")")] == []  # the letter of "(a) " is a mark


@given(
    st.integers(0, 20),
    st.integers(0, 20),
    st.lists(st.tuples(st.integers(1, 3), st.integers(1, 3)), max_size=4),
)
def test_cutting_leaves_what_no_skip_covers(start: int, length: int, steps: list[tuple[int, int]]) -> None:
    skips, at = [], 0
    for gap, width in steps:
        skips.append(Span(at + gap, at + gap + width))
        at += gap + width
    covered = {place for skip in skips for place in range(*skip)}
    parts = cut(Span(start, start + length), skips)
    assert [place for part in parts for place in range(*part)] == sorted({*range(start, start + length)} - covered)
    assert all(before.end < after.start for before, after in pairwise(parts))


@pytest.mark.parametrize(
    ("line", "heading", "level"),
    [
        ("Side effects", "Side effects", 2),
        ("Risks:", "Risks:", 2),
        (
            "Microneedling: A Closer Look at the Process and Benefits",
            "Microneedling: A Closer Look at the Process and Benefits",
            2,
        ),
        ("2019 results", "2019 results", 2),
        ("# Risks", "Risks", 1),
        ("### Risks and care ###", "Risks and care", 3),
        ("**The process:**", "The process:", 7),
        ("__Care__", "Care", 7),
    ],
)
def test_headings(line: str, heading: str, level: int) -> None:
    text = f"The first sentence stands here.\n\n{line}\n\nThe last sentence stands here.\n"
    [found] = [block for block in blocks(text) if block.kind is HEADING]
    assert (text[found.span.start : found.span.end], found.level) == (heading, level)


@pytest.mark.parametrize(
    "line",
    [
        "Redness fades in two days.",
        "redness and swelling",
        "See https://a.example/page",
        "After the session the skin is red and warm for some days and most people wait before work",
        "#nofilter is a tag.",
        "=====",
    ],
)
def test_what_is_not_a_heading(line: str) -> None:
    assert HEADING not in {kind for kind, _ in seen(f"The first sentence.\n\n{line}\n\nThe last sentence.")}


def test_a_text_of_one_line_is_no_heading() -> None:
    assert seen("Microneedling for scars") == [(PARAGRAPH, "Microneedling for scars")]


def test_the_first_line_is_a_title_of_the_first_level() -> None:
    text = "micro needling\n\nIt may hurt."
    assert [(block.kind, block.level) for block in blocks(text)] == [(HEADING, 1), (PARAGRAPH, 0)]


@pytest.mark.parametrize(
    "mark", ["- ", "-", "– ", "* ", "+ ", "• ", "  •\t", "◦", "1. ", "12) ", "(3) ", "a) ", "🔍 ", "- 🔍 ", "⚠️ "]
)
def test_list_marks_are_not_part_of_an_item(mark: str) -> None:
    assert seen(f"It may cause:\n{mark}Redness\n{mark}Dry skin") == [
        (PARAGRAPH, "It may cause:"),
        (ITEM, "Redness"),
        (ITEM, "Dry skin"),
    ]


@pytest.mark.parametrize(
    "line", ["-5 degrees is cold.", "1.5 mm needles are used.", "2019 was warm.", "(Redness) fades."]
)
def test_numbers_and_brackets_are_no_list_marks(line: str) -> None:
    assert seen(f"It may hurt.\n\n{line}")[-1] == (PARAGRAPH, line)


@pytest.mark.parametrize(
    ("line", "label", "content"),
    [
        ("1. **Skin irritation:** It may be red.", "Skin irritation", "It may be red."),
        ("- **Infection**: This is rare.", "Infection", "This is rare."),
        ("• **Scars** – they may form.", "Scars", "they may form."),
        ("• Warning: Do not use it on acne.", "Warning", "Do not use it on acne."),
        ("**Sun care**: Use a hat.", "Sun care", "Use a hat."),
    ],
)
def test_a_name_before_its_text_is_a_label(line: str, label: str, content: str) -> None:
    text = f"It may hurt.\n\n{line}\n"
    found = blocks(text)[-1]
    assert found.label is not None
    assert (text[slice(*found.label)], text[slice(*found.span)]) == (label, content)


@pytest.mark.parametrize(
    "line", ["**Microneedling** is a procedure.", "Note: It hurts.", "- **Never** at home, she says."]
)
def test_an_emphasised_word_of_a_sentence_is_no_label(line: str) -> None:
    assert blocks(f"It may hurt.\n\n{line}\n")[-1].label is None


def test_a_question_on_its_own_line_is_a_question_and_in_a_paragraph_is_not() -> None:
    text = "What is it?\nIt is a needle.\nIt hurts. Does it heal? It does."
    assert seen(text) == [
        (QUESTION, "What is it?"),
        (PARAGRAPH, "It is a needle."),
        (PARAGRAPH, "It hurts. Does it heal? It does."),
    ]


@pytest.mark.parametrize("heading", ["References:", "Sources", "Further reading", "## Bibliography", "**Works cited**"])
def test_under_references_no_line_is_a_heading(heading: str) -> None:
    text = f"It may hurt.\n\n{heading}\n\n• What is it? Benefits and use\n\nAnn Lee and Bo Li\n\nhttps://a.example/b\n"
    kinds = [kind for kind, _ in seen(text)]
    assert kinds == [PARAGRAPH, HEADING, ITEM, PARAGRAPH, PARAGRAPH]


PROSE = (
    "Microneedling uses thin needles which make many small wounds in the upper skin. As these heal, James McIntosh "
    "says, new collagen forms below. Most people, however, need three or four sessions before they can see a change."
)


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_hard_wrapped_paragraphs_are_whole_at_any_width(ending: str) -> None:
    whole = [(PARAGRAPH, PROSE), (HEADING, "Side effects"), (PARAGRAPH, PROSE)]
    for width in range(40, 96):
        page = f"{textwrap.fill(PROSE, width)}\n\nSide effects\n\n{textwrap.fill(PROSE, width)}\n".replace("\n", ending)
        assert [(kind, " ".join(content.split())) for kind, content in seen(page)] == whole


def test_a_wrapped_list_item_is_whole() -> None:
    item = "The skin may be red and warm for some days and should be kept out of the sun as far as that is possible"
    page = "\n".join(textwrap.fill(item, 60, initial_indent="  • ", subsequent_indent="    ") for _ in range(2))
    assert [(kind, " ".join(content.split())) for kind, content in seen(page)] == [(ITEM, item)] * 2


def test_short_lines_without_marks_stay_apart() -> None:
    text = "It may cause some of these\n\nredness\nswelling\ndry skin\n\nThis is rare."
    assert [content for _, content in seen(text)][1:] == ["redness", "swelling", "dry skin", "This is rare."]


def test_skipped_lines_keep_their_neighbours_apart() -> None:
    text = "Redness fades in a few days when the skin\nMENU\nheals well at home."
    assert len(blocks(text, [Span(text.index("MENU"), text.index("MENU") + 4)])) == 2
