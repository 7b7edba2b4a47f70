"""The pieces of an answer as markup: pure functions from an answer and its citations to HTML."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate, groupby
from urllib.parse import urlencode

from app_pages import copying, pictured, surroundings
from app_pages.draw import escape, tag
from chatbot import cite, wording
from chatbot.cite import Citation
from chatbot.types import Answer, Quote, Statement
from ingest.types import Document, PassageKind, Span

# So many statements are shown at once; of a few more than the first ones none is folded.
_FIRST, _MOST = 4, 6


def place(document: str, start: int, end: int) -> str:
    """Spell the address under which the sources page shows these characters highlighted."""
    return "/sources?" + urlencode({"doc": document, "start": start, "end": end})


def statements(answer: Answer, citations: Sequence[Citation], documents: Mapping[str, Document]) -> str:
    """Draw the statements one under the other, and the sides of a disagreement beside each other.

    `citations` has one entry a shown quote, in reading order.
    """
    left = iter(citations)
    drawn = [quoted(statement, [next(left) for _ in statement.shown], documents) for statement in answer.statements]
    pairs = list(zip(answer.statements, drawn, strict=True))
    yours = "".join(markup for statement, markup in pairs if cite.is_yours(statement, documents))
    library = [pair for pair in pairs if not cite.is_yours(pair[0], documents)]
    begins = accumulate(bool(statement.asked) for statement, _ in library)
    asked = groupby(zip(begins, library, strict=True), key=lambda numbered: numbered[0])
    answers = (_answering([pair for _, pair in numbered]) for _, numbered in asked)
    return "".join(answers) + (_yours(yours) if yours else "")


def _answering(drawn: Sequence[tuple[Statement, str]]) -> str:
    """Draw what answers one question, below it where a message asked several."""
    blocks = [(side, _folded(list(said))) for side, said in groupby(drawn, key=lambda pair: pair[0].side)]
    torn = "".join(_side(side, markup) for side, markup in blocks if side)
    plain = "".join(markup for side, markup in blocks if not side)
    asked = drawn[0][0].asked
    title = tag("p", f"“{escape(asked)}”", class_="np-asked") if asked else ""
    return title + (tag("div", torn, class_="np-sides") if torn else "") + plain


def _folded(drawn: Sequence[tuple[Statement, str]]) -> str:
    """Fold what comes after the first statements of many: a phone shows about four before the reader scrolls on."""
    first = _FIRST if len(drawn) > _MOST else len(drawn)
    shown, more = ("".join(markup for _, markup in part) for part in (drawn[:first], drawn[first:]))
    if not more:
        return shown
    label = wording.MORE_QUOTES.format(count=sum(len(statement.shown) for statement, _ in drawn[first:]))
    return shown + tag("details", tag("summary", escape(label)) + more, class_="np-more")


def _yours(statements: str) -> str:
    """Set what documents say that nobody vouches for apart from the answer."""
    label = tag("p", escape(wording.YOURS_TITLE), class_="np-side-label")
    return tag("div", label + statements, class_="np-side np-yours", role="group", aria_label=wording.YOURS_TITLE)


def _side(label: str, statements: str) -> str:
    said = tag("p", escape(label), class_="np-side-label")
    return tag("div", said + statements, class_="np-side", role="group", aria_label=label)


def quoted(statement: Statement, citations: Sequence[Citation], documents: Mapping[str, Document]) -> str:
    """Draw one statement; `citations` has one entry a shown quote."""
    cited = list(zip(statement.shown, citations, strict=True))
    runs = [(documents[name], list(run)) for name, run in groupby(cited, key=lambda pair: pair[0].document)]
    said = tag("p", escape(statement.said), class_="np-said") if statement.said else ""
    quotes = "".join(_run(run, statement.lead_in, document) for document, run in runs)
    return tag("section", said + quotes, class_="np-statement")


def _run(cited: Sequence[tuple[Quote, Citation]], lead_in: Quote | None, document: Document) -> str:
    """Draw neighbouring quotes of one document: a line above a list, list items, sentences, then where they stand."""
    body = "".join(_pieces(cited, lead_in))
    printed = sorted({word for _, citation in cited for word in citation.as_printed})
    note = wording.AS_PRINTED.format(words=", ".join(f"“{word}”" for word in printed))
    quiet = tag("p", escape(note), class_="np-quiet") if printed else ""
    first, citation = cited[0]
    number = tag("span", f"[{citation.number}]", class_="np-chip-number") + " " if len(cited) == 1 else ""
    quotes = [quote for quote, _ in cited]
    ways = surroundings.on_the_web(first, document) + copying.of_quotes(cited, document)
    where = tag("figcaption", _chip(first, document, number) + ways)
    around = surroundings.around(quotes, document)
    page = pictured.way(document, Span(first.start, first.end), citation.number)
    return tag("figure", body + quiet + where + around + page, class_="np-run")


def _pieces(cited: Sequence[tuple[Quote, Citation]], lead_in: Quote | None) -> Iterator[str]:
    several = len(cited) > 1
    for is_item, group in groupby(cited, key=lambda pair: several and _is_item(pair[0], lead_in)):
        lines = [line(quote, citation, several) for quote, citation in group]
        if is_item:
            yield tag("ul", "".join(tag("li", line) for line in lines), class_="np-items")
        else:
            yield "".join(tag("blockquote", line, class_="np-quote") for line in lines)


def line(quote: Quote, citation: Citation, is_numbered: bool = True) -> str:
    """Draw a quote, the number that leads to its place, its page, and whose words it passes on."""
    return _exact(quote) + (_number(citation) if is_numbered else "") + _page(citation) + _reported(citation)


def _page(citation: Citation) -> str:
    """Say on which page of its file a quote stands, where the file has pages."""
    if citation.page is None:
        return ""
    return " " + tag("span", escape(wording.PAGE.format(page=citation.page)), class_="np-page")


def _reported(citation: Citation) -> str:
    """Say whose words a quote passes on: beside them, so that the document is not taken for their source."""
    if citation.attribution is None:
        return ""
    return tag("span", escape(wording.reported(citation.attribution.name)), class_="np-reported")


def _is_item(quote: Quote, lead_in: Quote | None) -> bool:
    return quote != lead_in and quote.passage.kind is PassageKind.ITEM


def _exact(quote: Quote, name: str = "data-quote") -> str:
    """Put a quote into an element that holds exactly its characters."""
    attributes = {name: f"{quote.document}:{quote.start}:{quote.end}"}
    return tag("span", escape(quote.text), class_="np-exact", **attributes)


def _number(citation: Citation) -> str:
    where = place(citation.document, citation.start, citation.end)
    label = wording.SHOW_IN_SOURCE.format(number=citation.number, title=citation.title)
    return tag("a", f"[{citation.number}]", class_="np-number", href=where, aria_label=label, data_inside="")


def _chip(quote: Quote, document: Document, number: str = "") -> str:
    where = place(quote.document, quote.start, quote.end)
    return tag("a", number + escape(cite.describe(document)), class_="np-chip", href=where, data_inside="")


def counts(answer: Answer, citations: Sequence[Citation], total: int) -> str:
    """Draw which items how many documents state, with the numbers of the quotes above that state them."""
    if not answer.counts:
        return ""
    numbered = {(citation.document, citation.start, citation.end): citation for citation in citations}
    rows = []
    for count in answer.counts:
        found = (numbered.get((quote.document, quote.start, quote.end)) for quote in count.quotes)
        shown = sorted((citation for citation in found if citation), key=lambda citation: citation.number)
        stated = len({quote.document for quote in count.quotes})
        cells = tag("th", escape(count.item), scope="row")
        # In the same cell: a column of its own would make a phone scroll sideways.
        often = tag("div", escape(wording.often(count.often)), class_="np-often") if any(count.often) else ""
        cells += tag("td", wording.COUNT_OF.format(count=stated, total=total) + often)
        rows.append(tag("tr", cells + tag("td", " ".join(_number(citation) for citation in shown))))
    titles = (wording.COUNT_ITEM, wording.COUNT_DOCUMENTS, wording.COUNT_QUOTES)
    head = tag("thead", tag("tr", "".join(tag("th", title, scope="col") for title in titles)))
    return tag("table", tag("caption", wording.COUNTS_TITLE) + head + tag("tbody", "".join(rows)), class_="np-counts")


def near(answer: Answer, documents: Mapping[str, Document]) -> str:
    """Draw the nearest passages of an abstention, labelled as what they are not."""
    there = [quote for quote in answer.near if _still_stands(quote, documents)]
    if not there:
        return ""
    passages = "".join(_near(quote, documents[quote.document]) for quote in there)
    return tag("section", tag("p", escape(wording.NEAR_TITLE), class_="np-near-title") + passages, class_="np-near")


def _still_stands(quote: Quote, documents: Mapping[str, Document]) -> bool:
    """Tell whether the library of today still has what an older one showed."""
    document = documents.get(quote.document)
    return document is not None and cite.locate(document, quote.start, quote.end) == quote.text


def _near(quote: Quote, document: Document) -> str:
    words = tag("p", _exact(quote, "data-near"), class_="np-near-words")
    return tag("div", words + _chip(quote, document), class_="np-near-passage")
