"""A quote is marked on a picture of its page, drawn apart; what cannot be drawn is refused with what to do."""

from __future__ import annotations

import base64
import hashlib
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.clean import clean
from ingest.errors import Refused
from ingest.load import read
from ingest.load_layout import letters
from ingest.load_pdf_picture import draw
from ingest.load_picture import Picture, picture
from ingest.types import Document, Facts, Source, Span
from tests.making import all_of, lines, pdf

TWICE = "Do not use retinoids for three days."
BROKEN = ("Microneedling makes very small wounds, and the ef-", "ficient skin closes them within a day or two.")
FIRST = all_of(lines("Needling", size=20, top=800), lines("Redness fades in a few days.", TWICE, "", *BROKEN))
SECOND = lines("Swelling is common.", TWICE, "It goes within a week.")
CONTENT = pdf(FIRST, SECOND)


@pytest.fixture
def document(tmp_path: Path) -> Document:
    (tmp_path / "leaflet.pdf").write_bytes(CONTENT)
    [found] = read(tmp_path / "leaflet.pdf", "leaflet.pdf", lambda name, _: Facts(name))
    assert isinstance(found, Source)
    return clean(found)


def marked_rows(drawn: Picture) -> list[int]:
    """List the rows of pixels that differ from those of the page without a mark."""
    told = draw(CONTENT, "leaflet.pdf", drawn.page, "", 0)
    assert told["marked"] is False
    plain = pixel_rows(base64.b64decode(told["image"]))
    return [row for row, (now, then) in enumerate(zip(pixel_rows(drawn.png), plain, strict=True)) if now != then]


def pixel_rows(png: bytes) -> list[bytes]:
    """Read the rows of a PNG of one piece whose rows are not filtered; that browsers read it is a browser's test."""
    width, height = struct.unpack(">II", png[16:24])
    size = int.from_bytes(png[33:37])
    raw = zlib.decompress(png[41 : 41 + size])
    assert len(raw) == height * (width * 3 + 1)
    return [raw[row * (width * 3 + 1) : (row + 1) * (width * 3 + 1)] for row in range(height)]


def at(document: Document, words: str, page: int = 1) -> Span:
    start = document.text.index(words, document.pages[page - 1])
    return Span(start, start + len(words))


def places(document: Document) -> Iterator[Span]:
    yield at(document, "Redness fades in a few days.")
    yield at(document, TWICE)
    yield at(document, TWICE, 2)


def test_the_words_are_marked_on_their_page_and_nothing_else_is(tmp_path: Path, document: Document) -> None:
    found = [picture([tmp_path], document, quote) for quote in places(document)]
    assert [(drawn.page, drawn.is_marked) for drawn in found] == [(1, True), (1, True), (2, True)]
    one, two, three = (marked_rows(drawn) for drawn in found)
    assert all(0 < rows[-1] - rows[0] < 40 for rows in (one, two, three))
    assert one[-1] < two[0] + 12
    heights = [struct.unpack(">I", drawn.png[20:24])[0] for drawn in found]
    assert all(
        abs(drawn.top * height - rows[0]) < 4
        for drawn, height, rows in zip(found, heights, (one, two, three), strict=True)
    )


def test_a_quote_over_two_lines_with_a_broken_word_is_marked_on_both(tmp_path: Path, document: Document) -> None:
    quote = at(
        document, "Microneedling makes very small wounds, and the efficient skin closes them within a day or two."
    )
    drawn = picture([tmp_path], document, quote)
    assert drawn.is_marked
    rows = marked_rows(drawn)
    assert rows[-1] - rows[0] > 40


def test_words_that_are_not_on_the_page_mark_nothing() -> None:
    told = draw(CONTENT, "leaflet.pdf", 1, "Aliens landed on the skin.", 0)
    assert (told["marked"], told["top"]) == (False, 0.0)
    with pytest.raises(Refused, match="no page 3"):
        draw(CONTENT, "leaflet.pdf", 3, TWICE, 0)


def test_a_file_that_is_gone_or_changed_or_has_no_pages_is_refused_with_what_to_do(
    tmp_path: Path, document: Document
) -> None:
    quote = at(document, TWICE)
    (tmp_path / "leaflet.pdf").write_bytes(CONTENT + b"\n")
    with pytest.raises(Refused, match="not kept any more") as changed:
        picture([tmp_path], document, quote)
    assert changed.value.remedy
    with pytest.raises(Refused, match="not kept any more"):
        picture([tmp_path / "nowhere"], document, quote)
    with pytest.raises(Refused, match="no pages"):
        picture([tmp_path], Document("a.txt", "Text.", "0" * 64, Facts("a.txt")), Span(0, 4))


def test_a_name_never_leads_out_of_its_folder(tmp_path: Path, document: Document) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    away = Document("../leaflet.pdf", document.text, document.sha256, document.facts, pages=document.pages)
    with pytest.raises(Refused, match="not kept any more"):
        picture([inside], away, at(document, TWICE))


def test_a_file_that_breaks_its_reader_is_refused(tmp_path: Path, document: Document) -> None:
    broken = b"%PDF-1.7\n1 0 obj <</Type /Catalog>>"
    (tmp_path / "leaflet.pdf").write_bytes(broken)
    digest = hashlib.sha256(broken).hexdigest()
    shown = Document("leaflet.pdf", document.text, digest, document.facts, pages=document.pages)
    with pytest.raises(Refused) as refused:
        picture([tmp_path], shown, at(document, TWICE))
    assert refused.value.remedy


@given(st.text(st.characters(codec="ascii")), st.text(st.characters(codec="ascii")))
def test_a_break_and_a_hyphen_between_words_change_none_of_their_letters(one: str, other: str) -> None:
    assert letters(f"{one}-\n {other}") == letters(one) + letters(other) == letters((one + other).upper())
