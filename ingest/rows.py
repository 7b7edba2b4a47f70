"""Documents and passages <-> rows of the record file. Knows its tables, not how they are opened.

A passage's text is not stored: it is sliced from its document at every reading, so the two cannot differ.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict

from ingest.types import Document, Facts, Passage, PassageKind, Reference, Span

LAYOUT = 1
"""The number of the tables' form; a file of another one cannot be read."""
SCHEMA = f"""
PRAGMA user_version = {LAYOUT};
CREATE TABLE document (
    name TEXT PRIMARY KEY, text TEXT NOT NULL, sha256 TEXT NOT NULL, facts TEXT NOT NULL, skips TEXT NOT NULL,
    pages TEXT NOT NULL
);
CREATE TABLE passage (
    row INTEGER PRIMARY KEY, document TEXT NOT NULL REFERENCES document (name),
    start INTEGER NOT NULL, end INTEGER NOT NULL, kind TEXT NOT NULL, block TEXT NOT NULL, headings TEXT NOT NULL,
    label TEXT NOT NULL, lead_in TEXT, lead_text TEXT NOT NULL, vector BLOB NOT NULL, UNIQUE (document, start, end)
);
CREATE TABLE spelling (word TEXT PRIMARY KEY, count INTEGER NOT NULL) WITHOUT ROWID;
CREATE VIRTUAL TABLE pages USING fts5 (text, content = '', tokenize = "porter unicode61 remove_diacritics 2");
CREATE VIRTUAL TABLE words USING fts5 (
    text, context, title, content = '', tokenize = "porter unicode61 remove_diacritics 2"
);
"""
PASSAGE_COLUMNS = "document, start, end, kind, block, headings, label, lead_in, lead_text"
"""What `read_passage` wants, in this order."""


def document_row(document: Document) -> tuple[str, ...]:
    """Write a document as a row of its table."""
    facts = json.dumps(asdict(document.facts), ensure_ascii=False)
    return document.name, document.text, document.sha256, facts, json.dumps(document.skips), json.dumps(document.pages)


def passage_row(row: int, p: Passage, vector: bytes) -> tuple[object, ...]:
    """Write a passage as a row of its table."""
    headings = json.dumps(p.headings, ensure_ascii=False)
    lead_in = json.dumps(p.lead_in) if p.lead_in else None
    return row, p.document, p.start, p.end, p.kind, json.dumps(p.block), headings, p.label, lead_in, p.lead_text, vector


def read_document(row: Sequence[str]) -> Document:
    """Rebuild a document from what `document_row` wrote."""
    name, text, sha256, facts, skips, pages = row
    spans = tuple(Span(*skip) for skip in json.loads(skips))
    return Document(name, text, sha256, _facts(facts), spans, tuple(json.loads(pages)))


def read_passage(row: Sequence[str | int | None], documents: Mapping[str, Document]) -> Passage:
    """Rebuild a passage from the columns of `PASSAGE_COLUMNS`, its text from its document."""
    document, start, end, kind, block, headings, label, lead_in, lead_text = row
    text = documents[str(document)].text
    return Passage(
        document=str(document),
        start=int(start or 0),
        end=int(end or 0),
        text=text[int(start or 0) : int(end or 0)],
        kind=PassageKind(str(kind)),
        block=Span(*json.loads(str(block))),
        headings=tuple(json.loads(str(headings))),
        label=str(label),
        lead_in=Span(*json.loads(str(lead_in))) if lead_in else None,
        lead_text=str(lead_text),
    )


def _facts(text: str) -> Facts:
    raw = json.loads(text)
    references = tuple(Reference(**{**entry, "authors": tuple(entry["authors"])}) for entry in raw.pop("references"))
    return Facts(
        **{**raw, "references": references, "notes": tuple(raw["notes"]), "as_printed": tuple(raw["as_printed"])}
    )
