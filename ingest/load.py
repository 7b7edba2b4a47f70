"""Path -> Source: one small function per format, in a table by suffix. A file is taken whole, or refused with a remedy.

A text file is decoded and nothing else: no newline translation, no stripping, so an offset into the text is an offset
into the file.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from ingest.errors import Refused
from ingest.types import Facts, Refusal, Source

_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_LARGEST_FILE = 10_000_000
_CONVERT = "Save its text as .txt (UTF-8) and add that file; this version reads .txt, .md and .jsonl."


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a set of paths gave: the sources taken and the files refused, both in a fixed order."""

    sources: tuple[Source, ...]
    refused: tuple[Refusal, ...]


FactsFor = Callable[[str, str], Facts]


def load(paths: Iterable[Path], facts_for: FactsFor) -> Loaded:
    """Load files and folders; `facts_for(name, text)` supplies what the manifest knows.

    Of two sources with one name the first is taken and the second refused, because a quote names its document.
    """
    sources: dict[str, Source] = {}
    refused: list[Refusal] = []
    for path, name in find(paths):
        try:
            for source in read(path, name, facts_for):
                if source.name in sources:
                    refused.append(_duplicate(path, source.name))
                else:
                    sources[source.name] = source
        except Refused as error:
            refused.append(Refusal(str(path), error.reason, error.remedy))
    return Loaded(tuple(sources[name] for name in sorted(sources)), tuple(refused))


def find(paths: Iterable[Path]) -> Iterator[tuple[Path, str]]:
    """Yield every file to read with its document name: its path inside the folder given, or its own name."""
    for path in paths:
        if not path.is_dir():
            yield path, path.name
            continue
        for child in sorted(path.rglob("*")):
            inside = child.relative_to(path)
            hidden = any(part.startswith(".") for part in inside.parts)
            if child.is_file() and not hidden and child.suffix.lower() in (_READERS.keys() | _UNREAD):
                yield child, inside.as_posix()


def read(path: Path, name: str, facts_for: FactsFor) -> Iterator[Source]:
    """Read one file into its sources: one, or one a line for a jsonl corpus.

    Raises:
        Refused: with the reason and what to do.
    """
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        raise Refused(f"{path.name} is of a kind that is not read here ({path.suffix or 'no suffix'}).", _CONVERT)
    try:
        content = path.read_bytes()
    except OSError as error:
        raise Refused(f"{path} cannot be read ({error.strerror}).", "Check the path and its permissions.") from error
    yield from reader(content, name, facts_for)


def _duplicate(path: Path, name: str) -> Refusal:
    return Refusal(str(path), f"There is already a document named {name}.", "Rename one of the two, or leave one out.")


def _text(content: bytes, name: str, facts_for: FactsFor) -> Iterator[Source]:
    if len(content) > _LARGEST_FILE:
        raise Refused(
            f"{name} has {len(content):,} bytes; the limit is {_LARGEST_FILE:,}.", "Split it into several files."
        )
    text = _decode(content, name)
    if not text.strip():
        raise Refused(f"{name} holds no text.", "Check that the right file was saved, or leave it out.")
    yield Source(name, text, hashlib.sha256(content).hexdigest(), facts_for(name, text))


def _decode(content: bytes, name: str) -> str:
    encoding = "utf-16" if content[:2] in _UTF16_MARKS else "utf-8"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        raise Refused(
            f"{name} is not {encoding.upper()} text (byte {error.start}).", "Save it as UTF-8 text."
        ) from error
    if "\0" in text:
        raise Refused(f"{name} is not a text file: it has NUL characters.", _CONVERT)
    return text


def _corpus(content: bytes, name: str, facts_for: FactsFor) -> Iterator[Source]:
    """Read a corpus, one JSON object a line: doc_id and text are required, title is not."""
    for number, line in enumerate(content.split(b"\n"), 1):
        if line.strip():
            yield _record(line, f"{name}:{number}", facts_for)


def _record(line: bytes, where: str, facts_for: FactsFor) -> Source:
    remedy = 'Each line needs the form {"doc_id": "…", "title": "…", "text": "…"}.'
    try:
        record = json.loads(line)
    except ValueError as error:
        raise Refused(f"{where} is not JSON ({error}).", remedy) from error
    if not isinstance(record, Mapping) or not all(isinstance(record.get(key), str) for key in ("doc_id", "text")):
        raise Refused(f"{where} has no doc_id or no text.", remedy)
    doc_id, text, title = record["doc_id"], record["text"], record.get("title")
    try:
        digest = hashlib.sha256(f"{title or ''}\0{text}".encode()).hexdigest()
    except UnicodeEncodeError as error:
        raise Refused(
            f"{where} has half a surrogate pair in its text.", "Write the file as valid UTF-8 JSON."
        ) from error
    facts = facts_for(doc_id, text)
    return Source(doc_id, text, digest, Facts(title) if isinstance(title, str) and title else facts)


_READERS: Mapping[str, Callable[[bytes, str, FactsFor], Iterator[Source]]] = {
    ".txt": _text,
    ".md": _text,
    ".markdown": _text,
    ".jsonl": _corpus,
}
_UNREAD = frozenset({".pdf", ".html", ".htm", ".docx", ".doc", ".odt", ".rtf", ".epub"})
