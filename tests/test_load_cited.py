"""From a file of any format to a cited answer: an exact quote, with its page where there is one."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from app_pages import blocks
from chatbot.cite import number, render
from chatbot.converse import Chatbot
from chatbot.record import record
from ingest.embed import open_embedder
from ingest.pipeline import Means, ingest
from tests.conftest import ROOT
from tests.making import lines, pdf, word_of

SAID = "Redness after needling fades within a few days."
OTHER = "Serum is applied by the doctor before every treatment."
FILES = {
    "a.pdf": pdf(lines(OTHER), lines(SAID)),
    "a.html": f"<html><nav>Menu</nav><h1>Needling</h1><p>{OTHER}</p><ul><li>{SAID}</li></ul></html>".encode(),
    "a.docx": word_of([("Needling", "Heading 1"), (OTHER, "Normal"), (SAID, "List Bullet")]),
}


def chatbot_over(folder: Path, name: str) -> Chatbot:
    (folder / "in").mkdir()
    (folder / "in" / name).write_bytes(FILES[name])
    report = ingest([folder / "in"], folder / "library", Means(open_embedder("hashing")))
    assert report.plan.refused == ()
    return Chatbot.open(folder / "library", "hashing")


@pytest.mark.parametrize(("name", "page"), [("a.pdf", 2), ("a.html", None), ("a.docx", None)])
def test_a_document_of_any_format_is_quoted_exactly_and_a_pdf_with_its_page(
    tmp_path: Path, name: str, page: int | None
) -> None:
    chatbot = chatbot_over(tmp_path, name)
    documents = chatbot.library.documents()
    answer = chatbot.ask("Does the redness after needling fade?")
    [citation, *_] = number(answer, documents)
    assert citation.text == SAID == documents[name].text[citation.start : citation.end]
    assert citation.page == page
    shown = [render(answer, documents), blocks.statements(answer, number(answer, documents), documents)]
    assert all(("page 2" in text) == (page == 2) for text in shown)
    written = record("1", answer, documents)
    assert written["quotes"][0].get("page") == page
    schema = (ROOT / "data" / "schema" / "answer.schema.json").read_text(encoding="utf-8")
    jsonschema.validate(written, json.loads(schema))
