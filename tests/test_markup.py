"""What the pages hand to the browser: escaped text, exact quotes, links that lead where they say."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app_pages import blocks, covered, draw, facts, replies
from chatbot import cite, wording
from chatbot.types import Answer, Count, Level, Outcome, Quote, Statement
from ingest.book import Claim, ClaimBook, Evidence, Polarity
from ingest.types import Document, Facts, Passage, PassageKind, Reference, Span
from tests.reading import read

HOSTILE = "<img src=x onerror=alert(1)> ![](http://beacon.example/x) **b** `c` $d$ :red[e] -- -> &amp; \"f\" 'g'\r\n  h"
texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=300)


def document_of(text: str, title: str = "A title", url: str | None = None) -> Document:
    return Document("a file.txt", text, "0" * 64, Facts(title, url=url))


def quote_of(document: Document, span: Span, kind: PassageKind = PassageKind.SENTENCE) -> Quote:
    text = document.text[span.start : span.end]
    return Quote.whole(Passage(document.name, span.start, span.end, text, kind, span))


@st.composite
def documents_with_quotes(draw_from: st.DrawFn) -> tuple[Document, tuple[Quote, ...]]:
    document = document_of(draw_from(texts.filter(lambda text: len(text) > 1)), draw_from(texts))
    kinds = st.sampled_from([PassageKind.SENTENCE, PassageKind.ITEM])
    starts = draw_from(st.lists(st.integers(0, len(document.text) - 1), min_size=1, max_size=4, unique=True))
    spans = [Span(start, draw_from(st.integers(start + 1, len(document.text)))) for start in starts]
    return document, tuple(quote_of(document, span, draw_from(kinds)) for span in spans)


@example(HOSTILE)
@given(texts)
def test_escaped_text_is_read_back_character_by_character(text: str) -> None:
    reader = read(draw.tag("p", draw.escape(text), data_quote="x"))
    assert reader.found == [("x", text)]
    assert {name for name, _ in reader.elements} <= {"p", "wbr"}


@example(f'"{HOSTILE}')
@given(texts)
def test_an_attribute_is_read_back_character_by_character_and_adds_no_other(text: str) -> None:
    [(name, given_attributes)] = read(draw.tag("a", "", href=text, data_x="x")).elements
    assert name == "a"
    assert given_attributes.keys() == {"href", "data-x"}
    assert given_attributes["href"] == text


@given(texts)
def test_escaped_text_is_one_line_because_streamlit_strips_and_dedents_lines(text: str) -> None:
    assert "\n" not in draw.escape(text)
    assert "\r" not in draw.escape(text)


@pytest.mark.parametrize(("number", "folded"), [(1, 0), (6, 0), (7, 3), (12, 8)])
def test_of_many_statements_the_later_ones_are_folded_and_none_is_lost(number: int, folded: int) -> None:
    document = document_of("It heals. " * number)
    quotes = [quote_of(document, Span(10 * place, 10 * place + 9)) for place in range(number)]
    answer = Answer("q", "q", Outcome.ANSWERED, statements=tuple(Statement((quote,)) for quote in quotes))
    markup = blocks.statements(answer, cite.number(answer, {document.name: document}), {document.name: document})
    before, _, after = markup.partition('<details class="np-more">')
    assert [part.count('class="np-statement"') for part in (before, after)] == [number - folded, folded]
    assert (wording.MORE_QUOTES.format(count=folded) in after) == (folded > 0)


@given(documents_with_quotes(), st.booleans())
def test_every_shown_quote_is_the_slice_its_attribute_names(
    drawn: tuple[Document, tuple[Quote, ...]], has_lead_in: bool
) -> None:
    document, quotes = drawn
    is_led = has_lead_in and len(quotes) > 1
    statement = Statement(quotes[1:], quotes[0]) if is_led else Statement(quotes)
    answer = Answer("q", "q", Outcome.ANSWERED, statements=(statement,))
    markup = blocks.statements(answer, cite.number(answer, {document.name: document}), {document.name: document})
    wanted = [(f"{document.name}:{quote.start}:{quote.end}", quote.text) for quote in answer.quotes]
    assert sorted(read(markup).found) == sorted(wanted)
    assert not {name for name, _ in read(markup).elements} & {"img", "script", "form", "iframe"}


@given(documents_with_quotes())
def test_the_sides_of_a_disagreement_are_labelled_parts_and_keep_the_order_of_the_numbers(
    drawn: tuple[Document, tuple[Quote, ...]],
) -> None:
    document, quotes = drawn
    labels = (wording.SIDE_FOR, wording.SIDE_AGAINST, "")
    torn = tuple(Statement(quotes, side=side) for side in labels)
    answer = Answer("q", "q", Outcome.ANSWERED, statements=torn)
    reader = read(blocks.statements(answer, cite.number(answer, {document.name: document}), {document.name: document}))
    named = [attributes.get("aria-label") for _, attributes in reader.elements if attributes.get("class") == "np-side"]
    assert named == list(labels[:2])
    assert [text for _, text in reader.found] == [quote.text for quote in quotes] * 3
    calm = Answer("q", "q", Outcome.ANSWERED, statements=torn[2:])
    plain = blocks.statements(calm, cite.number(calm, {document.name: document}), {document.name: document})
    assert not {attributes.get("class") for _, attributes in read(plain).elements} & {"np-side", "np-sides"}


@given(documents_with_quotes())
def test_each_of_several_questions_stands_above_its_answer_and_none_is_folded_away(
    drawn: tuple[Document, tuple[Quote, ...]],
) -> None:
    document, quotes = drawn
    first, second = (
        tuple(Statement(quotes, asked="" if place else asked) for place in range(4)) for asked in ("a <b?", "c?")
    )
    answer = Answer("q", "q", Outcome.ANSWERED, statements=(*first, *second))
    named = {document.name: document}
    markup = blocks.statements(answer, cite.number(answer, named), named)
    assert markup.index("“a &lt;b?”") < markup.index("np-statement") < markup.index("“c?”")
    assert "np-more" not in markup
    assert [text for _, text in read(markup).found] == [quote.text for quote in quotes] * 8
    told = cite.render(answer, named)
    assert told.index("“a <b?”") < told.index("“c?”")


@given(documents_with_quotes())
def test_every_link_of_an_answer_leads_to_a_quote_on_the_sources_page(
    drawn: tuple[Document, tuple[Quote, ...]],
) -> None:
    document, quotes = drawn
    answer = Answer("q", "q", Outcome.ANSWERED, statements=(Statement(quotes),))
    markup = blocks.statements(answer, cite.number(answer, {document.name: document}), {document.name: document})
    links = [urlsplit(named["href"]) for name, named in read(markup).elements if name == "a"]
    places = {tuple(parse_qs(link.query)[key][0] for key in ("doc", "start", "end")) for link in links}
    assert {link.path for link in links} == {"/sources"}
    assert places == {(document.name, str(quote.start), str(quote.end)) for quote in quotes}


def test_nearest_passages_are_labelled_and_never_carry_the_mark_of_a_quote() -> None:
    document = document_of("It may be cheaper.")
    answer = Answer("q", "q", Outcome.ABSTAINED, near=(quote_of(document, Span(0, 18)),))
    markup = blocks.near(answer, {document.name: document})
    assert wording.NEAR_TITLE in markup
    assert read(markup).found == []
    assert read(markup, "data-near").found == [("a file.txt:0:18", "It may be cheaper.")]


def test_what_is_unknown_about_a_source_is_said_at_the_quote() -> None:
    document = document_of("It may be cheaper.", title="A <b>title</b>")
    answer = Answer("q", "q", Outcome.ANSWERED, statements=(Statement((quote_of(document, Span(0, 18)),)),))
    documents = {document.name: document}
    markup = blocks.statements(answer, cite.number(answer, documents), documents)
    assert read(markup, "data-inside").found == [("", "[1] A <b>title</b> · author unknown · undated · your document")]


@pytest.mark.parametrize(("level", "label"), [(Level.EMERGENCY, "Emergency"), (Level.URGENT, "See someone today")])
def test_a_warning_says_what_it_is_in_words_and_is_announced(level: Level, label: str) -> None:
    markup = replies.reply(Answer("q", "q", Outcome.REFERRED, level, "Call now."))
    assert label in markup
    assert 'role="alert"' in markup


def test_a_reply_is_text_and_not_markup() -> None:
    markup = replies.reply(Answer("q", "q", Outcome.TALK, reply=HOSTILE))
    assert {name for name, _ in read(markup).elements} <= {"div", "p", "wbr"}


def test_a_question_understood_as_typed_is_not_repeated() -> None:
    assert replies.understood(Answer("why?", "why?", Outcome.ANSWERED)) == ""
    assert "at home" in replies.understood(Answer("and there?", "Is it safe at home?", Outcome.ANSWERED))


def test_counts_name_the_documents_and_link_the_quotes_that_are_shown() -> None:
    document = document_of("Redness. Redness again.")
    first, second = quote_of(document, Span(0, 8)), quote_of(document, Span(9, 23))
    counts = (Count("redness", (first, second)),)
    answer = Answer("q", "q", Outcome.ANSWERED, statements=(Statement((second,)),), counts=counts)
    markup = blocks.counts(answer, cite.number(answer, {document.name: document}), total=4)
    assert "1 of 4 documents" in markup
    assert [named["href"] for name, named in read(markup).elements if name == "a"] == [
        "/sources?doc=a+file.txt&start=9&end=23"
    ]


@example(HOSTILE, 1, 4)
@given(texts, st.integers(0, 320), st.integers(0, 320))
def test_the_whole_document_is_shown_with_exactly_the_named_characters_marked(text: str, start: int, end: int) -> None:
    span = facts.marked(text, str(start), str(end))
    markup = facts.whole_text(document_of(text), span)
    assert read(markup, "data-document").found == [("a file.txt", text)]
    assert [inside for _, inside in read(markup, "id").found] == ([text[start:end]] if span else [])


@given(texts, texts, texts)
def test_no_address_makes_the_sources_page_fail(text: str, start: str, end: str) -> None:
    span = facts.marked(text, start, end)
    assert span is None or text[span.start : span.end]


@pytest.mark.parametrize(
    ("start", "end"),
    [("", ""), ("0", ""), ("-1", "2"), ("2", "2"), ("3", "1"), ("0", "99"), ("0", "9" * 5000), ("²", "3")],
)
def test_nonsense_offsets_mark_nothing(start: str, end: str) -> None:
    assert facts.marked("ten chars.", start, end) is None


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "//evil.example", "http://", "http://[", "ftp://a"]
)
def test_only_web_addresses_become_links(url: str) -> None:
    links = [
        named
        for name, named in read(facts.card(document_of("x", url=url), ClaimBook(), is_listed=False)).elements
        if name == "a"
    ]
    assert links == []


def test_a_web_address_is_opened_without_telling_it_where_the_reader_came_from() -> None:
    markup = facts.card(document_of("x", url="https://example.org/a?b=1&c=2"), ClaimBook(), is_listed=False)
    [link] = [named for name, named in read(markup).elements if name == "a"]
    assert link["href"] == "https://example.org/a?b=1&c=2"
    assert "noreferrer" in link["rel"]


def test_a_card_escapes_everything_the_manifest_says() -> None:
    reference = Reference(HOSTILE, (HOSTILE,), HOSTILE, HOSTILE)
    hostile = Facts(HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE, (reference,), (HOSTILE,))
    claim = Claim(f"{HOSTILE}.a", "x", Polarity.FOR, (Evidence(HOSTILE, 0, 1),))
    markup = facts.card(Document(HOSTILE, "x", "0" * 64, hostile), ClaimBook({claim.id: claim}), is_listed=True)
    assert "/compare?topic=" in markup
    allowed = {"article", "h2", "dl", "div", "dt", "dd", "ul", "li", "p", "a", "wbr"}
    assert {name for name, _ in read(markup).elements} <= allowed


def test_what_documents_speak_of_stands_below_an_answer_that_they_do_not_have_and_nowhere_else() -> None:
    book = ClaimBook({"aftercare.a": Claim("aftercare.a", "x", Polarity.FOR, (Evidence("d.txt", 0, 1),))})
    refused = Answer("a", "a", Outcome.ABSTAINED, near=(quote_of(document_of("Rest."), Span(0, 5)),))
    shown = covered.instead(refused, book, {"d.txt"})
    assert [named["href"] for name, named in read(shown).elements if name == "a"] == ["/compare?topic=aftercare"]
    assert covered.instead(refused, book, {"e.txt"}) == ""
    assert covered.instead(replace(refused, searched=("e.txt",)), book, {"d.txt"}) == ""
    assert covered.instead(replace(refused, near=()), book, {"d.txt"}) == ""
    assert covered.instead(replace(refused, outcome=Outcome.ANSWERED), book, {"d.txt"}) == ""
