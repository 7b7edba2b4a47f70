"""Claim files -> ClaimBook: every quote located in its document, or the file refused.

A folder of claims has `documents.toml`, which binds document names to the sha256 of the text that was read, and one
TOML file a topic. docs/claims.md describes the form.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

from ingest.bindings import BINDINGS, present, read_bindings, read_table
from ingest.book import Asked, AskedKind, Claim, ClaimBook, Evidence
from ingest.claim_file import ClaimFile, WrittenClaim, WrittenQuote, parse
from ingest.errors import Refused
from ingest.types import Document, Passage, Refusal, Span

# By document name: the passages of those that are here, nothing for those that the folder names and that are not.
_Shelf = Mapping[str, Sequence[Passage] | None]


def read_claims(
    folder: Path, documents: Mapping[str, Document], passages: Iterable[Passage]
) -> tuple[ClaimBook, tuple[Refusal, ...]]:
    """Read a folder of claims about these documents; files that cannot be taken are refused and the others go on.

    Claims that only documents state which are not here are left out. An empty or absent folder is an empty book.
    """
    refused: list[Refusal] = []
    bound: Mapping[str, str] = {}
    here: frozenset[str] = frozenset()
    with _telling(refused, folder / BINDINGS):
        bound = read_bindings(folder)
        here = present(bound, documents)
    if not here:
        return ClaimBook(), tuple(refused)
    files = _files(folder, refused)
    shelf = _shelf(bound, here, passages)
    defined = {claim.id for file in files.values() for claim in file.claims}
    claims: dict[str, Claim] = {}
    taken: list[ClaimFile] = []
    for path, file in files.items():
        with _telling(refused, path):
            _check_groups(file, defined)
            claims |= {claim.id: claim for claim in _located(file, shelf)}
            taken.append(file)
    asked = tuple(question for file in taken for question in _asked(file, claims))
    return ClaimBook(claims, asked, here), tuple(sorted(refused, key=lambda refusal: refusal.path))


@contextmanager
def _telling(refused: list[Refusal], path: Path) -> Iterator[None]:
    """Turn a refusal of this file into an entry of the list."""
    try:
        yield
    except Refused as error:
        refused.append(Refusal(str(path), error.reason, error.remedy))


def _files(folder: Path, refused: list[Refusal]) -> Mapping[Path, ClaimFile]:
    """Read all claim files by name; of two with one topic the first."""
    topics: dict[str, Path] = {}
    files: dict[Path, ClaimFile] = {}
    for path in sorted(path for path in folder.glob("*.toml") if path.name != BINDINGS):
        with _telling(refused, path):
            file = parse(read_table(path))
            first = topics.setdefault(file.topic, path)
            if first != path:
                reason = f"The topic {file.topic!r} is that of {first.name} already."
                raise Refused(reason, "Write both into one file, or give this one a topic of its own.")
            files[path] = file
    return files


def _shelf(bound: Iterable[str], here: frozenset[str], passages: Iterable[Passage]) -> _Shelf:
    held: defaultdict[str, list[Passage]] = defaultdict(list)
    for passage in passages:
        held[passage.document].append(passage)
    return {name: held[name] if name in here else None for name in bound}


def _check_groups(file: ClaimFile, defined: set[str]) -> None:
    for group in file.groups:
        for name in group.claims:
            if name not in defined:
                reason = f"The group {group.id} names the claim {name}, which no file that can be read defines."
                raise Refused(reason, "Write the id of a claim of this file, or TOPIC.ID of another's.")


def _located(file: ClaimFile, shelf: _Shelf) -> Iterator[Claim]:
    """Locate every claim's quotes; a claim that only absent documents state is left out."""
    for claim in file.claims:
        evidence = sorted(_evidence(claim, shelf), key=lambda piece: (piece.document, piece.start))
        for piece, following in pairwise(evidence):
            if piece.passage == following.passage:
                reason = f"The claim {claim.id} quotes a sentence or list item of {piece.document} twice."
                raise Refused(reason, "Quote each once.")
        if evidence:
            yield Claim(claim.id, claim.wording, claim.polarity, tuple(evidence), claim.condition, file.table)


def _evidence(claim: WrittenClaim, shelf: _Shelf) -> Iterator[Evidence]:
    for quote in claim.quotes:
        if quote.document not in shelf:
            reason = f"The claim {claim.id} quotes {quote.document}, which {BINDINGS} does not name."
            raise Refused(reason, f"Correct the name, or bind the document in {BINDINGS}.")
        passages = shelf[quote.document]
        if passages is not None:
            yield _locate(claim, quote, passages)


def _locate(claim: WrittenClaim, quote: WrittenQuote, passages: Sequence[Passage]) -> Evidence:
    """Find the one passage that is the quote or, where none is, that holds it."""
    holding = [passage for passage in passages if quote.text in passage.text]
    same = [passage for passage in holding if passage.text == quote.text]
    if len(same or holding) != 1:
        places = f"{len(same or holding)} sentences or list items of {quote.document}"
        reason = f"The claim {claim.id} quotes {quote.text!r}, which stands in {places}."
        raise Refused(reason, "Quote one whole sentence or list item, exactly as the document has it.")
    passage = (same or holding)[0]
    often = _find(quote.frequency, passage)
    if quote.frequency and (often is None or quote.frequency not in passage.text):
        reason = f"The claim {claim.id} has frequency = {quote.frequency!r}, which is not in its quote."
        raise Refused(reason, "Use the source's own word.")
    return Evidence(
        document=quote.document,
        start=passage.start,
        end=passage.end,
        item=_find(claim.item, passage),
        frequency=often,
        weak=quote.weak,
    )


def _find(words: str, passage: Passage) -> Span | None:
    """Find where a passage says these words, in any case and also as the beginning of longer words."""
    pattern = r"\W+".join(re.escape(word) for word in words.split())
    match = re.search(rf"\b{pattern}\w*", passage.text, re.IGNORECASE) if pattern else None
    return Span(passage.start + match.start(), passage.start + match.end()) if match else None


def _asked(file: ClaimFile, claims: Mapping[str, Claim]) -> Iterator[Asked]:
    """List a file's questions; a claim or a group of which nothing is left asks none."""
    for claim in file.claims:
        if claim.id in claims:
            yield from (Asked(question, AskedKind.CLAIM, claim.id, (claim.id,)) for question in claim.questions)
    for group in file.groups:
        members = tuple(name for name in group.claims if name in claims)
        if members:
            yield from (Asked(question, group.kind, group.id, members) for question in group.questions)
    target = f"{file.topic}.near-misses"
    yield from (Asked(question, AskedKind.NEAR_MISS, target) for question in file.near_misses)
