"""The comparison as markup: the topics, the chart, and the table that is its text alternative; pure functions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import urlencode

from app_pages import blocks, covered
from app_pages.draw import escape, tag
from chatbot import cite, matrix_wording, wording
from chatbot.matrix import Cell, Matrix, Other, Row
from chatbot.types import Quote
from ingest.book import Polarity
from ingest.types import Document

# Columns of documents that have no claims say the same in every row; more of them are only named.
_MOST_APART = 3
# From how many documents on a point is in the chart at once.
_SHARED = 2
_WAYS = {Polarity.FOR: matrix_wording.WAY_FOR, Polarity.AGAINST: matrix_wording.WAY_AGAINST}


def ways(names: Sequence[str], chosen: str) -> str:
    """Draw the ways to the topics."""
    links = "".join(_way(name, name == chosen) for name in names)
    return tag("nav", links, class_="np-topics", aria_label=matrix_wording.TOPICS_TITLE)


def head(matrix: Matrix, documents: Mapping[str, Document]) -> str:
    """Say what is compared, whose words are whose, which documents count as one and which are left out."""
    shared = sum(row.count >= _SHARED for row in matrix.rows)
    notes = [f"{matrix_wording.summary(len(matrix.rows), shared, matrix.total)} {matrix_wording.OURS}"]
    notes += [wording.share_wording(_titles(group, documents)) for group in matrix.copies]
    if matrix.apart:
        titles = "; ".join(f"“{title}”" for title in _titles(matrix.apart, documents))
        notes.append(matrix_wording.APART.format(titles=titles))
    title = tag("h2", escape(matrix_wording.topic_title(matrix.topic)), id="topic", class_="np-topic")
    return title + "".join(tag("p", escape(note), class_="np-quiet np-compared") for note in notes)


def chart(matrix: Matrix) -> str:
    """Draw for each point how many documents state it: as a bar and in words, with the way to its row.

    It is drawn of plain elements, because Streamlit lets no SVG through beside text.
    """
    bars = [(row.count, _bar(row, number, matrix.total)) for number, row in enumerate(matrix.rows)]
    shared = "".join(bar for count, bar in bars if count >= _SHARED)
    rest = [bar for count, bar in bars if count < _SHARED]
    body = tag("figcaption", escape(matrix_wording.CHART_TITLE))
    if any(row.uneven for row in matrix.rows):
        body += tag("p", escape(matrix_wording.CHART_SIGN), class_="np-quiet")
    if not shared:
        shared, rest = "".join(rest), []
    body += tag("ol", shared, class_="np-bars")
    if rest:
        label = tag("summary", escape(matrix_wording.CHART_REST.format(count=len(rest))))
        body += tag("details", label + tag("ol", "".join(rest), class_="np-bars"))
    return tag("figure", body, class_="np-chart")


def table(matrix: Matrix, documents: Mapping[str, Document]) -> str:
    """Draw the table in a box of its own, which scrolls where the window is too narrow for it.

    The roles say what a browser forgets when a phone's style makes cards of the rows.
    """
    caption = matrix_wording.TABLE_TITLE.format(topic=matrix_wording.topic_title(matrix.topic))
    apart = matrix.apart[:_MOST_APART]
    titles = [_column(documents[name]) for name in (*matrix.compared, *apart)]
    corner = [escape(matrix_wording.POINT), escape(matrix_wording.COUNT)]
    cells = "".join(tag("th", title, scope="col", role="columnheader") for title in (*corner, *titles))
    top = tag("thead", tag("tr", cells, role="row"), role="rowgroup")
    rows = "".join(_row(matrix, number, apart, documents) for number in range(len(matrix.rows)))
    body = tag("caption", escape(caption)) + top + tag("tbody", rows, role="rowgroup")
    drawn = tag("table", body, class_="np-matrix", role="table")
    return tag("div", drawn, class_="np-matrix-box", role="region", aria_label=caption, tabindex="0")


def _way(name: str, is_chosen: bool) -> str:
    current = {"aria_current": "true"} if is_chosen else {}
    title = escape(matrix_wording.topic_title(name))
    return tag("a", title, href=covered.address(name), class_="np-chip", data_inside="", **current)


def _titles(names: Sequence[str], documents: Mapping[str, Document]) -> list[str]:
    return [documents[name].facts.title for name in names]


def _label(text: str) -> str:
    """Write a name as a name: a source's word may have stood in the middle of a sentence."""
    return tag("span", escape(text[:1].upper() + text[1:]), class_="np-label")


def _bar(row: Row, number: int, total: int) -> str:
    link = tag("a", _label(row.label), href=f"#point-{number}")
    drawn = tag("span", tag("span", style=f"width:{100 * row.count / max(total, 1):.4g}%"), class_="np-bar")
    sign = f" {_unequal(row)}" if row.uneven else ""
    said = escape(matrix_wording.COUNT_OF.format(count=row.count, total=total))
    return tag("li", link + tag("span", drawn, aria_hidden="true") + tag("span", said + sign, class_="np-of"))


def _unequal(row: Row) -> str:
    label = matrix_wording.TORN if row.torn else matrix_wording.UNEVEN
    return tag("span", "≠", class_="np-unequal", role="img", aria_label=label)


def _column(document: Document) -> str:
    facts = document.facts
    link = tag("a", escape(facts.title), href="/sources?" + urlencode({"doc": document.name}), data_inside="")
    rest = cite.describe(document).removeprefix(facts.title).removeprefix(" · ")
    return link + tag("span", escape(rest), class_="np-quiet")


def _row(matrix: Matrix, number: int, apart: Sequence[str], documents: Mapping[str, Document]) -> str:
    row = matrix.rows[number]
    said = matrix_wording.COUNT_OF.format(count=row.count, total=matrix.total)
    count = tag("td", escape(said), role="cell", class_="np-count")
    cells = "".join(_cell(matrix, cell, documents[cell.document]) for cell in row.cells)
    none = tag("td", escape(matrix_wording.NOT_COMPARED), role="cell", class_="np-silent np-apart") * len(apart)
    body = tag("th", _point(matrix, row), scope="row", role="rowheader", id=f"point-{number}") + count + cells + none
    return tag("tr", body, role="row")


def _point(matrix: Matrix, row: Row) -> str:
    """Draw what a row is about, in our words, which way it points, and what it is to be read against."""
    parts = [_label(row.label)]
    parts += [tag("span", escape(said), class_="np-ours") for said in row.wordings if said != row.label]
    if matrix.both_ways:
        parts.append(tag("span", escape(_WAYS[row.polarity]), class_=f"np-way np-{row.polarity}"))
    if row.uneven:
        sign = tag("span", "≠", class_="np-unequal", aria_hidden="true") + " "
        said = escape(matrix_wording.TORN if row.torn else matrix_wording.UNEVEN)
        links = ", ".join(_other(matrix, other) for other in row.others)
        against = f" {escape(matrix_wording.READ_AGAINST)} {links}" if links else ""
        parts.append(tag("span", sign + said + against, class_="np-differs"))
    return "".join(parts)


def _other(matrix: Matrix, other: Other) -> str:
    numbers = {claim: number for number, row in enumerate(matrix.rows) for claim in row.claims}
    name = _label(other.label.rstrip("."))
    if other.claim in numbers:
        return tag("a", name, href=f"#point-{numbers[other.claim]}")
    label = name + escape(f" ({matrix_wording.topic_title(other.topic)})")
    return tag("a", label, href=covered.address(other.topic), data_inside="")


def _cell(matrix: Matrix, cell: Cell, document: Document) -> str:
    source = tag("span", escape(document.facts.title), class_="np-cell-source")
    if not cell.quotes:
        return tag("td", source + escape(matrix_wording.NOT_MENTIONED), role="cell", class_="np-silent")
    note = tag("p", escape(matrix_wording.ONLY_TOUCHES), class_="np-quiet") if cell.only_touches else ""
    first, *more = (_quoted(matrix, quote, often) for quote, often in zip(cell.quotes, cell.often, strict=True))
    if more:
        label = tag("summary", escape(matrix_wording.more_quotes(len(more))))
        first += tag("details", label + "".join(more))
    return tag("td", source + note + first, role="cell")


def _quoted(matrix: Matrix, quote: Quote, often: str) -> str:
    citation = matrix.citations[quote]
    drawn = tag("blockquote", blocks.line(quote, citation), class_="np-quote")
    return drawn + "".join(tag("span", note, class_="np-often") for note in _notes(often, citation.as_printed))


def _notes(often: str, printed: Sequence[str]) -> Iterator[str]:
    if often:
        yield escape(f"{matrix_wording.IN_ITS_WORDS} {wording.often([often])}")
    if printed:
        yield escape(wording.AS_PRINTED.format(words=", ".join(f"“{word}”" for word in printed)))
