"""Claim files -> ClaimBook: every quote located in its document, or the file refused.

A folder of claims has `documents.toml`, which binds document names to the sha256 of the text that was read, and one
TOML file a topic. docs/claims.md describes the form.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from ingest.bindings import BINDINGS, Table, bindings, read_table
from ingest.book import Asked, AskedKind, Claim, ClaimBook, Evidence, Polarity
from ingest.errors import Refused
from ingest.types import Document, Passage, Refusal, Span

_KEYS = {
    "file": {"topic", "claims", "groups", "near_misses"},
    "claim": {"id", "claim", "polarity", "item", "condition", "quotes", "questions"},
    "quote": {"document", "text", "frequency", "weak"},
    "group": {"id", "claims", "questions", "kind"},
}


def read_claims(
    folder: Path, documents: Mapping[str, Document], passages: Iterable[Passage]
) -> tuple[ClaimBook, tuple[Refusal, ...]]:
    """Read a folder of claims about these documents; files that cannot be taken are refused and the others go on.

    A claim file that quotes only documents which are not here says nothing. An empty or absent folder is an empty book.
    """
    try:
        bound = bindings(folder, documents)
    except Refused as error:
        return ClaimBook(), (Refusal(str(folder / BINDINGS), error.reason, error.remedy),)
    if not bound:
        return ClaimBook(), ()
    here = [passage for passage in passages if passage.document in bound]
    tables: dict[Path, Table] = {}
    claims: dict[str, Claim] = {}
    refused: list[Refusal] = []
    for path in sorted(path for path in folder.glob("*.toml") if path.name != BINDINGS):
        try:
            tables[path] = table = read_table(path)
            claims.update(_claims(table, here, documents))
        except Refused as error:
            tables.pop(path, None)
            refused.append(Refusal(str(path), error.reason, error.remedy))
    asked: list[Asked] = []
    for path, table in tables.items():
        try:
            asked += _asked(table, claims)
        except Refused as error:
            refused.append(Refusal(str(path), error.reason, error.remedy))
    return ClaimBook(claims, tuple(asked), frozenset(bound)), tuple(refused)


def _known(table: object, noun: str, where: str) -> Table:
    if not isinstance(table, Mapping):
        raise Refused(f"{where} is not a table.", "docs/claims.md shows the form.")
    for key in table:
        if key not in _KEYS[noun]:
            raise Refused(f"{where} has an unknown key {key!r}.", f"Use only {', '.join(sorted(_KEYS[noun]))}.")
    return table


def _text(table: Table, key: str, where: str) -> str:
    value = table.get(key)
    if isinstance(value, str) and value.strip():
        return value
    raise Refused(f"{where} has {key} = {value!r}, which is not a text.", f'Write {key} = "…".')


def _texts(table: Table, key: str, where: str) -> tuple[str, ...]:
    value = table.get(key, [])
    if isinstance(value, list) and all(isinstance(entry, str) and entry.strip() for entry in value):
        return tuple(value)
    raise Refused(f"{where} has {key} that is not a list of texts.", f'Write {key} = ["…", "…"].')


def _claims(table: Table, passages: Sequence[Passage], documents: Mapping[str, Document]) -> dict[str, Claim]:
    _known(table, "file", "The file")
    topic = _text(table, "topic", "The file")
    found: dict[str, Claim] = {}
    for number, entry in enumerate(table.get("claims", []), 1):
        where = f"Claim {number}"
        name = f"{topic}.{_text(_known(entry, 'claim', where), 'id', where)}"
        if name in found:
            raise Refused(f"The claim {name} stands there twice.", "Give each claim an id of its own.")
        claim = _claim(name, entry, passages, documents)
        if claim.evidence:
            found[name] = claim
    return found


def _claim(name: str, entry: Table, passages: Sequence[Passage], documents: Mapping[str, Document]) -> Claim:
    where = f"The claim {name}"
    polarity = _text(entry, "polarity", where)
    if polarity not in tuple(Polarity):
        raise Refused(f"{where} has polarity = {polarity!r}.", 'Write "for" or "against".')
    quotes = [_known(quote, "quote", where) for quote in entry.get("quotes", [])]
    if not quotes:
        raise Refused(f"{where} has no quotes.", "Quote every document that states it, word for word.")
    item = entry.get("item", "")
    evidence = [_evidence(quote, item, passages, where) for quote in quotes if quote.get("document") in documents]
    return Claim(
        id=name,
        wording=_text(entry, "claim", where),
        polarity=Polarity(polarity),
        evidence=tuple(sorted(set(evidence), key=lambda piece: (piece.document, piece.start))),
        condition=entry.get("condition", ""),
    )


def _evidence(quote: Table, item: str, passages: Sequence[Passage], where: str) -> Evidence:
    """Locate a quote: the one passage that is or holds it."""
    text, document = _text(quote, "text", where), _text(quote, "document", where)
    holding = [passage for passage in passages if passage.document == document and text in passage.text]
    same = [passage for passage in holding if passage.text == text]
    if len(same or holding) != 1:
        reason = f"{where} quotes {text!r}, which stands in {len(holding)} sentences or list items of {document}."
        raise Refused(reason, "Quote one whole sentence or list item, exactly as the document has it.")
    passage = (same or holding)[0]
    often = quote.get("frequency", "")
    if often and often not in passage.text:
        raise Refused(f"{where} has frequency = {often!r}, which is not in its quote.", "Use the source's own word.")
    return Evidence(
        document=document,
        start=passage.start,
        end=passage.end,
        item=_find(item, passage),
        frequency=_find(often, passage),
        weak=bool(quote.get("weak", False)),
    )


def _find(words: str, passage: Passage) -> Span | None:
    """Find where a passage says these words, in any case and also as the beginning of longer words."""
    pattern = r"\W+".join(re.escape(word) for word in words.split())
    match = re.search(rf"\b{pattern}\w*", passage.text, re.IGNORECASE) if pattern else None
    return Span(passage.start + match.start(), passage.start + match.end()) if match else None


def _asked(table: Table, claims: Mapping[str, Claim]) -> Iterator[Asked]:
    topic = table["topic"]
    own = [name for name in claims if name.startswith(f"{topic}.")]
    for entry in table.get("claims", []):
        name = f"{topic}.{entry['id']}"
        if name in claims:
            for question in _texts(entry, "questions", f"The claim {name}"):
                yield Asked(question, AskedKind.CLAIM, name, (name,))
    for entry in table.get("groups", []):
        name = f"{topic}.{_text(_known(entry, 'group', 'A group'), 'id', 'A group')}"
        wanted = _texts(entry, "claims", f"The group {name}")
        together = [full for wish in wanted for full in (own if wish == "*" else [_full(wish, topic)])]
        kind = AskedKind.DISAGREEMENT if entry.get("kind") == "disagreement" else AskedKind.GROUP
        members = tuple(dict.fromkeys(full for full in together if full in claims))
        for question in _texts(entry, "questions", f"The group {name}") if members else ():
            yield Asked(question, kind, name, members)
    for question in _texts(table, "near_misses", "The file"):
        yield Asked(question, AskedKind.NEAR_MISS, f"{topic}.near-misses")


def _full(wish: str, topic: str) -> str:
    return wish if "." in wish else f"{topic}.{wish}"
