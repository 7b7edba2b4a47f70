"""Cleaning changes no character; it skips page furniture and what nobody can see, and nothing a document says."""

from __future__ import annotations

import json
import time
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.clean import merge
from ingest.types import Span
from tests.conftest import EVALUATION, SOURCES, document_of, hostile_texts

SPANS = json.loads((EVALUATION / "spans.json").read_text(encoding="utf-8"))["never_evidence"]
BEFORE, AFTER = "A title\n\nThe first sentence stands here.\n\n", "\n\nThe last sentence stands here.\n"


def skipped(text: str) -> list[str]:
    document = document_of(text)
    return [text[start:end] for start, end in document.skips]


def skipped_of(line: str) -> str:
    """Clean a line between two paragraphs and return what was skipped of all."""
    return "".join(skipped(BEFORE + line + AFTER))


@given(hostile_texts)
def test_no_character_changes_and_skips_are_sorted_disjoint_and_inside(text: str) -> None:
    document = document_of(text)
    edges = [0, *(edge for span in document.skips for edge in span), len(text)]
    assert document.text == text
    assert edges == sorted(edges)
    assert all(span.start < span.end for span in document.skips)


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)).map(lambda pair: Span(*pair)), max_size=8))
def test_merged_spans_cover_the_same_places_once(spans: list[Span]) -> None:
    merged = merge(spans)
    assert {at for span in merged for at in range(*span)} == {at for span in spans for at in range(*span)}
    assert all(before.end < after.start for before, after in pairwise(merged))


def is_unseen(character: str) -> bool:
    """Tell what a reader cannot see: controls and format characters, without white space and Arabic number signs."""
    kind, name = unicodedata.category(character), unicodedata.name(character, "")
    is_sign = "SIGN" in name or "END OF AYAH" in name or name.startswith(("ARABIC", "SYRIAC", "EGYPTIAN", "KAITHI"))
    return kind in ("Cc", "Cf") and character not in "\t\n\r\f" and not is_sign


def test_every_invisible_character_is_skipped() -> None:
    unseen = [chr(code) for code in range(0x110000) if is_unseen(chr(code))]
    assert len(unseen) > 150
    assert skipped(" ".join(unseen)) == unseen


@pytest.mark.parametrize("character", ["\ufe0f", "\u3164", "\u034f", "\U000e0100"])
def test_variation_selectors_and_fillers_are_skipped(character: str) -> None:
    assert skipped(f"A{character}b.") == [character]


@pytest.mark.parametrize(
    "text", ["Crème brûlée costs 5 €.", "e\u0301 ñ ß 漢字 العربية", "Tab\there, a\xa0space.", "⚠ ✅ 🔍"]
)
def test_what_can_be_seen_is_not_skipped(text: str) -> None:
    assert skipped(text) == []


FURNITURE = (
    """
Skip to main content|Main navigation|Search …|Log in|Sign up|My account|Subscribe now|Follow us on Instagram
Share on Facebook|Share this article|Tweet|Print this page|Read more|Show less|See all reviews|Load more comments
Book now|Add to basket|Advertisement|Sponsored content|Loading...|12 comments|No comments yet|Leave a reply
Tags: skin, needles|Categories: Beauty|Filed under: Health|Posted on Jan. 5, 2020 by Ann|Related articles
You may also like|Recent posts|Privacy policy|Cookie settings|Terms of use|© 2024 Skin Pages. All rights reserved.
Copyright 2021 Skin Pages|(c) 2019 Ann|Accept all cookies|4.5/5 (1,204 reviews)|Rating: 3 out of 5 stars (12 votes)
Please log in to read more.|You must be signed in to post a reply.|You need to register to download this file.
This content is available only to premium members.|Paid subscribers only|This website uses cookies.|About us
Please enable JavaScript to view this page.|Sign up for our newsletter!|Read MoreComments|Subscribe TodayLatest News
""".strip()
    .replace("\n", "|")
    .split("|")
)


@pytest.mark.parametrize("line", FURNITURE)
def test_web_furniture_is_skipped(line: str) -> None:
    assert skipped_of(line) == line
    assert skipped_of(f"   {line}\r\n").strip() == line


SAYINGS = (
    """
Please share this with your doctor.|Share this with your doctor.|Share on the form how you feel.
Register with a GP to access treatment.|Please register with a clinic to see a nurse.
You must be registered with a dentist to continue treatment.|Treatment is available only to registered patients.
Home devices are sold online.|Print the form and bring it along.|Comments from patients were positive.
Search for a trained professional.|Close the wound with a plaster.|Next, the skin is cleaned.|Top layers of skin peel.
See all side effects in the table below.|Show less redness after a day.|View more than one clinic before you choose.
You may also like to rest for a day.|Book a session early.|Tags: skin tags can be removed.|Posted by the door is a sign.
(c) Avoid the sun for two days.|Copyright law protects photos of patients.|Reply to your doctor in time.
Categories: mild, moderate and severe.|About us you may hear many things.|Menu plans rich in protein help the skin.
YouTube is a site for videos.|McDonald named the method.|JavaScript is a language.|LinkedIn is a site for work.
PayPal users were asked.|DermaPen and SkinPen are devices.|WhatsApp and FaceTime calls are common.
ShopRite sells rollers.|BuyMed sells creams.|Download the leaflet.
Upgrade the needle after each session.|Loading the device takes a minute.
5 out of 8 patients were content.|No comments were made by the nurses.|Accept all advice you can get.
""".strip()
    .replace("\n", "|")
    .split("|")
)


@pytest.mark.parametrize("line", SAYINGS)
def test_ordinary_sentences_with_such_words_are_kept(line: str) -> None:
    assert skipped_of(line) == ""


@pytest.mark.parametrize("gate", ["Please log in to read more.", "This section is for registered users only."])
def test_a_gate_takes_only_its_own_sentence(gate: str) -> None:
    assert skipped_of(f"Redness fades in two days. {gate}") == gate


@pytest.mark.parametrize(
    ("line", "head"),
    [
        ("TLDRThis page is about needles.", "TLDR"),
        ("OverviewThe skin heals by itself.", "Overview"),
        ("  SummaryWhen the skin heals, it is red.", "Summary"),
        ("Potential RisksAccording to Lee, it hurts.", "Potential Risks"),
        ("Learn MoreRedness may last two days.", "Learn More"),
        ("Sign UpWhile it heals, avoid the sun.", "Sign Up"),
    ],
)
def test_a_heading_or_button_glued_to_a_sentence_is_skipped_alone(line: str, head: str) -> None:
    assert skipped_of(line).strip() == head


def test_a_name_with_an_inner_capital_is_known_by_standing_twice() -> None:
    assert skipped("SkinThe is a firm. SkinThe sells rollers.") == []
    assert skipped("SkinThe rollers hurt.") == ["Skin"]


def test_a_heading_glued_to_a_small_word_is_known_by_standing_elsewhere() -> None:
    assert skipped("RednessIn some people it lasts.\n\nRedness fades.") == ["Redness"]


def test_running_heads_are_skipped_and_repeated_list_items_kept() -> None:
    pages = "\n\n".join(f"The Skin Letter\n\nSentence {number} is here.\n\n• skin irritation" for number in range(3))
    assert skipped(pages) == ["The Skin Letter"] * 3
    assert skipped(pages.replace("Letter", "Letter.")) == []


def test_comments_and_front_matter_are_skipped() -> None:
    head = "---\r\ntitle: A\r\ntags:\r\n  - b\r\n\r\n# c\r\n---\r\n"
    assert skipped(head + "Text <!-- not\nshown --> here.") == [head, "<!-- not\nshown -->"]


@pytest.mark.parametrize(
    "text", ["---\n\nIt hurts.\n\n---\n\nIt heals.", "It hurts.\n---\na: b\n---\n", "--- a: b ---"]
)
def test_rules_drawn_with_dashes_hide_nothing(text: str) -> None:
    assert skipped(text) == []


@pytest.mark.parametrize("text", ["---\r\n" + "a: b\r\n" * 3000, "<!--" * 1000, "a " * 20000, "#" * 20000 + "a"])
def test_no_text_takes_long(text: str) -> None:
    start = time.process_time()
    assert skipped(text) == []
    assert time.process_time() - start < 2


def expected_skips() -> dict[str, list[str]]:
    members = ["This section is available to paid users only.", "Please upgrade to access this part."]
    sections = ["Mindmap", "Keywords", "Highlights", "Transcripts", "Browse More Related Video"]
    gates = [*members, *(part for section in sections for part in (f"Upgrade Now{section}", *members))][:-2]
    form = ["Tags: No tags", "Add a Comment", "You must be logged in to post a comment"]
    return {
        "000_25e946860b144df3.txt": ["TLDR", "\ufe0f", "\ufe0f", *gates, "5.0 / 5 (0 votes)"],
        "001_698babc5b7c638c9.txt": form,
        "002_ddc59c7d72c69f85.txt": ["MENU", "Microneedling"],
        "003_dba2f3976cba6b6d.txt": [],
    }


@pytest.mark.parametrize("name", expected_skips())
def test_of_the_four_documents_the_furniture_is_skipped_and_nothing_else(name: str) -> None:
    document = document_of((SOURCES / name).read_bytes().decode(), name)
    assert [document.text[start:end] for start, end in document.skips] == expected_skips()[name]
    furniture = [Span(e["start"], e["end"]) for e in SPANS if e["doc"] == name and e["kind"] == "boilerplate"]
    for span in furniture:
        unseen = "".join(
            document.text[at] for at in range(*span) if not any(s.start <= at < s.end for s in document.skips)
        )
        assert unseen.strip() in ("", "Outlines")  # a bare heading over a gate: never quoted, and no line of furniture
