"""Path -> Source: a parser for each suffix, in a table. A file is taken whole, or refused with a remedy.

A text file is decoded and nothing else: no newline translation, no stripping, so an offset into the text is an offset
into the file. Web pages, PDF and Word files are parsed in a process of their own, which can be killed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from ingest import load_text
from ingest.clean import clean
from ingest.errors import Refused
from ingest.load_apart import parse_apart
from ingest.load_corpus import lines, record
from ingest.load_kind import check_kind
from ingest.load_name import check_name
from ingest.load_parsed import CHECK_SAVED, Parsed, check_size
from ingest.spans import cut
from ingest.types import Document, Facts, Refusal, Source, Span

_CORPUS = ".jsonl"
_TEXTS = frozenset({".txt", ".md", ".markdown"})
_APART = frozenset({".html", ".htm", ".pdf", ".docx"})
_READ = _TEXTS | _APART | {_CORPUS}
_UNREAD = frozenset({".doc", ".odt", ".rtf", ".epub"})
_LARGE_TEXT = 1_000_000  # bytes: a larger one is decoded apart as well
_CONVERT = "Save its text as .txt (UTF-8) and add that file; .txt, .md, .jsonl, .html, .pdf and .docx are read."


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a set of paths gave: the sources taken and the files refused, both in a fixed order."""

    sources: tuple[Source, ...]
    refused: tuple[Refusal, ...]


FactsFor = Callable[[str, str], Facts]
FactsIn = Callable[[Path, str, str], Facts]
Found = Iterator[Source | Refusal]


def load(
    paths: Iterable[Path],
    facts_for: Callable[[Path, str, str], Facts],
    begun: Callable[[str], None] = lambda name: None,
) -> Loaded:
    """Load files and folders; `facts_for(folder, name, text)` supplies what the folder's manifest knows.

    `begun` is told the name of each file before it is read.

    Of two sources with one name the first is taken and the second refused, because a quote names its document.
    """
    sources: dict[str, Source] = {}
    refused: list[Refusal] = []
    for folder, name in find(paths):
        begun(name)
        for found in read(folder / name, name, partial(facts_for, folder)):
            if isinstance(found, Refusal):
                refused.append(found)
            elif found.name in sources:
                refused.append(_duplicate(folder / name, found.name))
            else:
                sources[found.name] = found
    return Loaded(tuple(sources[name] for name in sorted(sources)), tuple(refused))


def find(paths: Iterable[Path]) -> Iterator[tuple[Path, str]]:
    """Yield every file to read as its folder and its document name: its path inside the folder given, or its own."""
    for path in paths:
        if not path.is_dir():
            yield path.parent, path.name
            continue
        for child in sorted(path.rglob("*")):
            inside = child.relative_to(path)
            hidden = any(part.startswith(".") for part in inside.parts)
            if child.is_file() and not hidden and child.suffix.lower() in (_READ | _UNREAD):
                yield path, inside.as_posix()


def read(path: Path, name: str, facts_for: FactsFor) -> Found:
    """Read one file: a source, or one a line for a jsonl corpus, each of them taken whole or refused."""
    try:
        if not path.name.isprintable():
            raise Refused(f"{path.name!r} cannot be shown as a file name.", "Rename the file with ordinary characters.")
        suffix = path.suffix.lower()
        content = _content(path, path.name, suffix)
        if suffix == _CORPUS:
            yield from _records(path, content, facts_for)
        else:
            yield _source(content, suffix, name, facts_for)
    except Refused as error:
        yield Refusal(str(path), error.reason, error.remedy)


def extract(path: str, upload_name: str) -> str:
    """Give the text of an uploaded file as it would be stored, without what is skipped there.

    `upload_name` is what a browser says the file is called: it tells the format, and is never used as a path.

    Raises:
        Refused: when the file is not taken.
    """
    shown, suffix = check_name(upload_name)
    content = _content(Path(path), shown, suffix)
    check_size(shown, len(content))
    if suffix == _CORPUS:
        sources = [_recorded(line, shown, lambda name, _: Facts(title=name)) for _, line in lines(content, shown)]
    else:
        sources = [_source(content, suffix, shown, lambda name, _: Facts(title=name))]
    return "\n\n".join(visible(clean(source)) for source in sources)


def visible(document: Document) -> str:
    """Give a document's text without its skip spans."""
    whole = Span(0, len(document.text))
    return "".join(document.text[part.start : part.end] for part in cut(whole, document.skips))


def _content(path: Path, shown: str, suffix: str) -> bytes:
    if not path.exists():
        raise Refused(f"{path} is not there.", "Check how the path is written.")
    if suffix not in _READ:
        raise Refused(f"{shown} is of a kind that is not read here ({suffix or 'no suffix'}).", _CONVERT)
    try:
        if suffix != _CORPUS:
            check_size(shown, path.stat().st_size)
        content = path.read_bytes()
    except OSError as error:
        raise Refused(f"{path} cannot be read ({error.strerror}).", "Check the path and its permissions.") from error
    if not content.strip():
        raise Refused(f"{shown} is empty.", CHECK_SAVED)
    return content


def _source(content: bytes, suffix: str, name: str, facts_for: FactsFor) -> Source:
    check_kind(content, suffix, name)
    text, pages = _parse(content, suffix, name)
    return Source(name, text, hashlib.sha256(content).hexdigest(), facts_for(name, text), pages)


def _parse(content: bytes, suffix: str, name: str) -> Parsed:
    if suffix in _TEXTS and len(content) <= _LARGE_TEXT:
        return load_text.parse(content, name)
    return parse_apart(content, suffix, name)


def _records(path: Path, content: bytes, facts_for: FactsFor) -> Found:
    for number, line in lines(content, path.name):
        try:
            yield _recorded(line, path.name, facts_for)
        except Refused as error:
            yield Refusal(f"{path}:{number}", error.reason, error.remedy)


def _recorded(line: bytes, name: str, facts_for: FactsFor) -> Source:
    doc_id, title, text = record(line, name)
    facts = facts_for(doc_id, text)
    digest = hashlib.sha256(f"{title}\0{text}".encode()).hexdigest()
    return Source(doc_id, text, digest, replace(facts, title=title) if title else facts)


def _duplicate(path: Path, name: str) -> Refusal:
    return Refusal(str(path), f"There is already a document named {name}.", "Rename one of the two, or leave one out.")
