"""The comparison as a page, as markup and as a file; what a real browser shows is in tests/browser."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from streamlit.testing.v1 import AppTest

from app_pages import compare_csv, compare_table
from chatbot import matrix_wording, wording
from chatbot.matrix import Matrix, lay_out
from ingest.embed import open_embedder
from ingest.pipeline import Means, ingest
from ingest.store import Library
from tests.conftest import ROOT, write_texts
from tests.reading import Reader, read

TEXTS = {
    "leaflet": "=SUM(A1) <b>Redness</b> is common.\nBleeding is rare.",
    "guide": "Redness *may* &amp; will follow. Nobody bleeds.",
    "newcomer": "Tea has caffeine. Water has none.",
}
CLAIMS = """
topic = "side-effects"
table = true
[[claims]]
id = "redness"
claim = "The skin becomes *red*."
polarity = "for"
item = "redness"
quotes = [
  { document = "leaflet.txt", text = "=SUM(A1) <b>Redness</b> is common.", frequency = "common" },
  { document = "guide.txt", text = "Redness *may* &amp; will follow.", frequency = "may" },
]
questions = ["Will I be red?"]
[[claims]]
id = "bleeding"
claim = "Bleeding may follow."
polarity = "for"
item = "Bleeding"
quotes = [{ document = "leaflet.txt", text = "Bleeding is rare.", frequency = "rare" }]
questions = ["Will I bleed?"]
[[claims]]
id = "no-bleeding"
claim = "No bleeding follows."
polarity = "against"
quotes = [{ document = "guide.txt", text = "Nobody bleeds." }]
questions = ["Does nobody bleed?"]
[[groups]]
id = "blood"
claims = ["bleeding", "no-bleeding"]
kind = "disagreement"
questions = ["Does it bleed or not?"]
"""


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """A library of two short texts with claims, and one that nobody has written claims about."""
    texts = write_texts(tmp_path / "texts", **TEXTS)
    claims = tmp_path / "claims"
    claims.mkdir()
    (claims / "side-effects.toml").write_text(CLAIMS)
    names = ("leaflet", "guide")
    bound = [f'"{name}.txt" = "{hashlib.sha256(TEXTS[name].encode()).hexdigest()}"' for name in names]
    (claims / "documents.toml").write_text("\n".join(bound))
    assert ingest([texts], tmp_path / "library", Means(open_embedder("hashing"), claims)).plan.refused == ()
    return Library.open(tmp_path / "library")


@pytest.fixture
def matrix(library: Library) -> Matrix:
    pieces = [piece for name in library.documents() for _, piece in library.of_document(name)]
    return lay_out("side-effects", library.book, library.documents(), {piece.id: piece for piece in pieces})


@pytest.fixture
def page(library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """Open the page on that library; the first run is that of the conversation."""
    assert library.count
    monkeypatch.setenv("NEEDLEPOINT_LIBRARY", str(tmp_path / "library"))
    monkeypatch.setenv("NEEDLEPOINT_MODEL", "hashing")
    return AppTest.from_file(str(ROOT / "app.py"), default_timeout=30).run()


def markup_of(page: AppTest) -> str:
    return "".join(element.proto.body for element in page.get("html"))


def compared(page: AppTest, topic: str = "") -> str:
    if topic:
        page.query_params["topic"] = topic
    shown = markup_of(page.switch_page("app_pages/compare.py").run())
    assert not page.exception
    return shown


def elements(markup: str, name: str) -> list[dict[str, str]]:
    return [attributes for element, attributes in read(markup).elements if element == name]


def text_of(markup: str, attribute: str) -> list[str]:
    reader = Reader(attribute)
    reader.feed(markup)
    return [text for _, text in reader.found]


def test_the_page_shows_quotes_without_a_question(page: AppTest) -> None:
    shown = compared(page)
    for place, text in read(shown).found:
        name, start, end = place.rsplit(":", 2)
        assert TEXTS[name.removesuffix(".txt")][int(start) : int(end)] == text
    assert len(read(shown).found) == 4
    assert wording.PROFESSIONAL_LINE in shown
    assert page.get("download_button")[0].proto.label == matrix_wording.DOWNLOAD
    assert matrix_wording.COMPARE_TITLE in shown


def test_a_topic_that_is_not_there_is_said_to_be_missing(page: AppTest) -> None:
    shown = compared(page, "<b>nothing</b>")
    assert "There is no topic “&lt;b&gt;nothing&lt;/b&gt;” here." in shown
    assert "<table" in shown


def test_a_library_without_claims_says_what_is_missing_and_what_to_do(
    page: AppTest, library: Library, tmp_path: Path
) -> None:
    library.close()
    ingest([tmp_path / "texts"], tmp_path / "library", Means(open_embedder("hashing")))
    shown = compared(page)
    assert matrix_wording.NO_CLAIMS in shown
    assert "docs/claims.md" in shown
    assert "<table" not in shown


def test_without_a_library_the_page_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEEDLEPOINT_LIBRARY", str(tmp_path / "missing"))
    page = AppTest.from_file(str(ROOT / "app.py"), default_timeout=30).run()
    assert wording.NO_LIBRARY_TITLE in compared(page)


def test_a_table_names_its_rows_and_columns(matrix: Matrix, library: Library) -> None:
    markup = compare_table.table(matrix, library.documents())
    assert len(elements(markup, "caption")) == 1
    scopes = [attributes["scope"] for attributes in elements(markup, "th")]
    assert scopes == ["col"] * 5 + ["row"] * 3
    assert len(elements(markup, "td")) == len(matrix.rows) * 4
    assert markup.count(matrix_wording.NOT_MENTIONED) == 2
    assert markup.count(matrix_wording.NOT_COMPARED) == len(matrix.rows)


def test_every_link_leads_to_a_quote_a_document_a_topic_or_a_row(matrix: Matrix, library: Library) -> None:
    documents = library.documents()
    markup = compare_table.chart(matrix) + compare_table.table(matrix, documents)
    ids = {attributes["id"] for attributes in elements(markup, "th") if "id" in attributes}
    links = [urlsplit(attributes["href"]) for attributes in elements(markup, "a")]
    for link in links:
        asked = {key: values[0] for key, values in parse_qs(link.query).items()}
        if link.path == "/sources" and "start" in asked:
            span = slice(int(asked["start"]), int(asked["end"]))
            assert documents[asked["doc"]].text[span] in [quote.text for quote in matrix.citations]
        elif link.path == "/sources":
            assert asked["doc"] in documents
        else:
            assert (link.path, link.fragment in ids) == ("", True)
    assert len(links) == len(matrix.rows) + 3 + 4 + 2


def test_names_are_marked_as_ours_and_only_quotes_stand_between_quotation_marks(
    matrix: Matrix, library: Library
) -> None:
    assert matrix_wording.OURS in compare_table.head(matrix, library.documents()).replace("&#x27;", "'")
    quoted = elements(compare_table.table(matrix, library.documents()), "blockquote")
    assert len(quoted) == 4
    assert "*red*" in compare_table.table(matrix, library.documents())


def test_rows_that_contradict_each_other_say_so_in_words_and_lead_to_each_other(
    matrix: Matrix, library: Library
) -> None:
    markup = compare_table.table(matrix, library.documents())
    assert markup.count(matrix_wording.TORN) == 2
    assert matrix_wording.WAY_AGAINST in markup
    assert "≠" in compare_table.chart(matrix)


def test_the_chart_says_in_words_what_it_draws(matrix: Matrix) -> None:
    markup = compare_table.chart(matrix)
    for row in matrix.rows:
        assert matrix_wording.COUNT_OF.format(count=row.count, total=matrix.total) in markup
    widths = [float(width) for width in re.findall(r"width:([\d.]+)%", markup)]
    assert widths == [100 * row.count / matrix.total for row in matrix.rows]


def test_a_file_holds_every_quote_with_its_place_and_no_formula(matrix: Matrix, library: Library) -> None:
    documents = library.documents()
    text = compare_csv.to_csv(matrix, documents).decode("utf-8-sig")
    first, *lines = csv.reader(io.StringIO(text, newline=""))
    assert first == list(matrix_wording.CSV_COLUMNS)
    by_hash = {document.sha256: document for document in documents.values()}
    quoted = 0
    for values in lines:
        line = dict(zip(first, values, strict=True))
        assert not any(value.startswith(("=", "+", "-", "@")) for value in values)
        if line["quote"]:
            quoted += 1
            place = slice(int(line["start"]), int(line["end"]))
            assert line["quote"] == f"“{by_hash[line['sha256']].text[place]}”"
        else:
            assert line["said"] in (matrix_wording.NOT_MENTIONED, matrix_wording.NOT_COMPARED)
    assert quoted == sum(len(cell.quotes) for row in matrix.rows for cell in row.cells)
    assert len(lines) == len(matrix.rows) * 3
