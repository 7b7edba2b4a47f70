"""Citations: numbers follow the reading order, and a quote that is not its slice is not shown."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chatbot import wording
from chatbot.cite import describe, locate, number, render, searched
from chatbot.types import Answer, Count, Outcome, Quote, Statement
from ingest.errors import Violation
from ingest.types import Document, Facts
from tests.conftest import passages_of

TEXT = "One twice. Two once. One twice."
DOCUMENT = Document("d.txt", TEXT, "0" * 64, Facts("A title", author="A. Author", as_printed=("twce", "once")))
FIRST, SECOND = passages_of(TEXT, "One twice.", "Two once.")
AGAIN = replace(FIRST, start=21, end=31)


def _answer(*quotes: Quote) -> Answer:
    return Answer("q", "q", Outcome.ANSWERED, reply="Here:", statements=(Statement(quotes),))


def test_numbers_follow_the_reading_order_also_where_text_repeats() -> None:
    shown = [Quote.whole(passage) for passage in (AGAIN, SECOND, FIRST)]
    citations = number(_answer(*shown), {"d.txt": DOCUMENT})
    assert [citation.number for citation in citations] == [1, 2, 3]
    assert [(citation.start, citation.end) for citation in citations] == [(21, 31), (11, 20), (0, 10)]


def test_a_quote_that_passes_on_what_others_say_is_cited_with_whom_it_names() -> None:
    text = "According to Ann Lee, it helps. It helps. Studies have shown that it helps."
    passages = passages_of(text, "According to Ann Lee, it helps.", " It helps.", "Studies have shown that it helps.")
    shown = _answer(*map(Quote.whole, passages))
    documents = {"d.txt": replace(DOCUMENT, text=text)}
    names = [found.attribution.name if found.attribution else None for found in number(shown, documents)]
    assert names == ["Ann Lee", None, ""]
    rendered = render(shown, documents)
    assert f'helps." [1] ({wording.reported("Ann Lee")})\n' in rendered
    assert 'helps." [2]\n' in rendered
    assert f"[3] ({wording.REPORTING})" in rendered


def test_what_the_reader_chose_is_named_by_its_title_or_where_it_is_gone_by_its_file() -> None:
    told = searched(replace(_answer(), searched=("d.txt", "gone.txt")), {"d.txt": DOCUMENT})
    assert "“A title”" in told
    assert "“gone.txt”" in told
    assert "d.txt”" not in told
    assert searched(_answer(), {"d.txt": DOCUMENT}) == ""


def test_each_side_of_a_disagreement_is_headed_once() -> None:
    first, second = Statement((Quote.whole(FIRST),), side="For"), Statement((Quote.whole(SECOND),), side="Against")
    torn = replace(_answer(), statements=(first, first, second))
    text = render(torn, {"d.txt": DOCUMENT})
    assert text.count("For:") == text.count("Against:") == 1
    assert text.index("For:") < text.index("One twice.") < text.index("Against:") < text.index("Two once.")


def test_overlapping_quotes_keep_their_own_numbers() -> None:
    shown = (Quote(FIRST, 0, 3), Quote.whole(FIRST))
    assert [c.text for c in number(_answer(*shown), {"d.txt": DOCUMENT})] == ["One", "One twice."]


def test_a_quote_that_is_not_its_slice_is_refused() -> None:
    changed = replace(DOCUMENT, text=TEXT.replace("Two", "Ten"))
    with pytest.raises(Violation, match=r"d\.txt"):
        number(_answer(Quote.whole(SECOND)), {"d.txt": changed})


def test_every_quote_stands_in_the_rendered_text_with_its_number_and_source() -> None:
    text = render(_answer(Quote.whole(FIRST), Quote.whole(SECOND)), {"d.txt": DOCUMENT})
    assert '"One twice." [1]' in text
    assert '"Two once." [2] (' in text
    assert wording.AS_PRINTED.format(words="once") in text
    assert f"[1][2] A title · A. Author · {wording.UNDATED} (d.txt)" in text
    assert text.endswith(wording.PROFESSIONAL_LINE)


def test_a_refusal_cites_nothing() -> None:
    refusal = Answer("q", "q", Outcome.ABSTAINED, reply="The documents do not say.", near=(Quote.whole(FIRST),))
    assert number(refusal, {"d.txt": DOCUMENT}) == ()
    assert render(refusal, {"d.txt": DOCUMENT}) == f"The documents do not say.\n\n{wording.PROFESSIONAL_LINE}"


def test_a_mangled_word_is_noted_where_the_quote_has_it_as_a_word() -> None:
    first, second = number(_answer(Quote.whole(FIRST), Quote.whole(SECOND)), {"d.txt": DOCUMENT})
    assert first.as_printed == ()
    assert second.as_printed == ("once",)


def test_what_is_unknown_is_said_to_be_unknown() -> None:
    assert describe(replace(DOCUMENT, facts=Facts("T"))) == (
        f"T · {wording.AUTHOR_UNKNOWN} · {wording.UNDATED} · {wording.YOUR_DOCUMENT}"
    )


@pytest.mark.parametrize(("start", "end"), [(-1, 3), (3, 3), (5, 2), (0, len(TEXT) + 1)])
def test_a_place_outside_the_document_is_no_place(start: int, end: int) -> None:
    assert locate(DOCUMENT, start, end) is None


@pytest.mark.parametrize(("start", "end"), [(0, 0), (4, 2), (-1, 5), (0, 99)])
def test_a_quote_outside_its_passage_cannot_be_built(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="does not lie inside"):
        Quote(FIRST, start, end)


def test_counts_stand_in_the_rendered_text() -> None:
    whole = Quote.whole(FIRST)
    answer = replace(_answer(whole), counts=(Count("twice", (whole,)),))
    text = render(answer, {"d.txt": DOCUMENT})
    assert f"{wording.COUNTS_TITLE}:\n- twice: {wording.COUNT_OF.format(count=1, total=1)}" in text


def test_the_sources_own_words_for_how_often_stand_beside_a_count_each_once() -> None:
    quotes = (Quote.whole(FIRST), Quote.whole(SECOND))
    said = replace(_answer(*quotes), counts=(Count("twice", quotes, ("rare", "rare")), Count("once", quotes, ("", ""))))
    lines = render(said, {"d.txt": DOCUMENT}).split("\n")
    stated = wording.COUNT_OF.format(count=2, total=1)
    assert f"- twice: {stated} (“rare”)" in lines
    assert f"- once: {stated}" in lines
