"""Path -> Source: one small function per format, in a table by suffix. A file is taken whole, or refused with a remedy.

A text file is decoded and nothing else: no newline translation, no stripping, so an offset into the text is an offset
into the file.
"""

from __future__ import annotations

import hashlib
import json
from codecs import BOM_UTF8
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from ingest.errors import Refused
from ingest.types import Facts, Refusal, Source

_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_LARGEST = 10_000_000
_CONVERT = "Save its text as .txt (UTF-8) and add that file; this version reads .txt, .md and .jsonl."
_CHECK_SAVED = "Check that the right file was saved, or leave it out."
_FORM = 'Each line needs the form {"doc_id": "…", "title": "…", "text": "…"}.'


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a set of paths gave: the sources taken and the files refused, both in a fixed order."""

    sources: tuple[Source, ...]
    refused: tuple[Refusal, ...]


FactsFor = Callable[[str, str], Facts]
Found = Iterator[Source | Refusal]


def load(paths: Iterable[Path], facts_for: Callable[[Path, str, str], Facts]) -> Loaded:
    """Load files and folders; `facts_for(folder, name, text)` supplies what the folder's manifest knows.

    Of two sources with one name the first is taken and the second refused, because a quote names its document.
    """
    sources: dict[str, Source] = {}
    refused: list[Refusal] = []
    for folder, name in find(paths):
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
            if child.is_file() and not hidden and child.suffix.lower() in (_READERS.keys() | _UNREAD):
                yield path, inside.as_posix()


def read(path: Path, name: str, facts_for: FactsFor) -> Found:
    """Read one file: a source, or one a line for a jsonl corpus, each of them taken whole or refused."""
    try:
        content = _content(path)
        parts = _lines(path, content) if path.suffix.lower() == _CORPUS else [(str(path), content)]
    except Refused as error:
        yield Refusal(str(path), error.reason, error.remedy)
        return
    reader = _READERS[path.suffix.lower()]
    for where, part in parts:
        try:
            yield reader(part, name, facts_for)
        except Refused as error:
            yield Refusal(where, error.reason, error.remedy)


def _content(path: Path) -> bytes:
    if not path.exists():
        raise Refused(f"{path} is not there.", "Check how the path is written.")
    if not path.name.isprintable():
        raise Refused(f"{path.name!r} is no file name that can be shown.", "Rename the file with ordinary characters.")
    if path.suffix.lower() not in _READERS:
        raise Refused(f"{path.name} is of a kind that is not read here ({path.suffix or 'no suffix'}).", _CONVERT)
    try:
        content = path.read_bytes()
    except OSError as error:
        raise Refused(f"{path} cannot be read ({error.strerror}).", "Check the path and its permissions.") from error
    if not content.strip():
        raise Refused(f"{path.name} is empty.", _CHECK_SAVED)
    return content


def _lines(path: Path, content: bytes) -> Sequence[tuple[str, bytes]]:
    """Split a corpus into its records, each with its place for a reader of the report: file:line."""
    if content[:2] in _UTF16_MARKS:
        raise Refused(f"{path.name} is UTF-16, and a corpus is read as UTF-8.", "Save it as UTF-8.")
    lines = enumerate(content.removeprefix(BOM_UTF8).split(b"\n"), 1)
    return [(f"{path}:{number}", line) for number, line in lines if line.strip()]


def _duplicate(path: Path, name: str) -> Refusal:
    return Refusal(str(path), f"There is already a document named {name}.", "Rename one of the two, or leave one out.")


def _text(content: bytes, name: str, facts_for: FactsFor) -> Source:
    text = _decode(content, name)
    _check(name, text, len(content))
    return Source(name, text, hashlib.sha256(content).hexdigest(), facts_for(name, text))


def _check(name: str, text: str, size: int) -> None:
    if size > _LARGEST:
        raise Refused(f"{name} has {size:,} bytes; the limit is {_LARGEST:,}.", "Split it into several documents.")
    if "\0" in text:
        raise Refused(f"{name} is not text: it has NUL characters.", _CONVERT)
    if not text.replace("\ufeff", "").strip():
        raise Refused(f"{name} holds no text.", _CHECK_SAVED)


def _decode(content: bytes, name: str) -> str:
    encoding = "utf-16" if content[:2] in _UTF16_MARKS else "utf-8"
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise Refused(
            f"{name} is not {encoding.upper()} text (byte {error.start}).", "Save it as UTF-8 text."
        ) from error


def _record(line: bytes, name: str, facts_for: FactsFor) -> Source:
    """Read one record of a corpus: doc_id and text are required, title is not."""
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise Refused(f"A line of {name} is not JSON ({error}).", _FORM) from error
    keys = ("doc_id", "text")
    if not isinstance(record, Mapping) or not all(isinstance(record.get(key), str) and record[key] for key in keys):
        raise Refused(f"A line of {name} has no doc_id or no text.", _FORM)
    doc_id, text = str(record["doc_id"]), str(record["text"])
    title = " ".join(str(record.get("title") or "").split())
    try:
        digest = hashlib.sha256(f"{title}\0{text}".encode()).hexdigest()
        doc_id.encode()
    except UnicodeEncodeError as error:
        raise Refused(f"A line of {name} has half a surrogate pair.", "Write the file as valid UTF-8 JSON.") from error
    _check(doc_id, text, len(line))
    facts = facts_for(doc_id, text)
    return Source(doc_id, text, digest, replace(facts, title=title) if title else facts)


_CORPUS = ".jsonl"
_READERS: Mapping[str, Callable[[bytes, str, FactsFor], Source]] = {
    ".txt": _text,
    ".md": _text,
    ".markdown": _text,
    _CORPUS: _record,
}
_UNREAD = frozenset({".pdf", ".html", ".htm", ".docx", ".doc", ".odt", ".rtf", ".epub"})
