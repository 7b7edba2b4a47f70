"""A jsonl corpus: one document a line, with doc_id, text and perhaps a title."""

from __future__ import annotations

import json
from codecs import BOM_UTF8
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from ingest.errors import Refused
from ingest.load_parsed import check_size, check_text
from ingest.load_text import UTF16_MARKS

_FORM = 'Each line needs the form {"doc_id": "…", "title": "…", "text": "…"}.'


class Record(NamedTuple):
    """A line of a corpus; the title is empty where it has none."""

    name: str
    title: str
    text: str


def lines(content: bytes, name: str) -> Iterator[tuple[int, bytes]]:
    """Split a corpus into its lines with something on them, each with its number.

    Raises:
        Refused: when it is not UTF-8.
    """
    if content[:2] in UTF16_MARKS:
        raise Refused(f"{name} is UTF-16, and a corpus is read as UTF-8.", "Save it as UTF-8.")
    numbered = enumerate(content.removeprefix(BOM_UTF8).split(b"\n"), 1)
    return ((number, line) for number, line in numbered if line.strip())


def record(line: bytes, name: str) -> Record:
    """Read one line of the corpus `name`: doc_id and text are required, title is not.

    Raises:
        Refused: when the line is not of that form.
    """
    try:
        found = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise Refused(f"A line of {name} is not JSON ({error}).", _FORM) from error
    keys = ("doc_id", "text")
    if not isinstance(found, Mapping) or not all(isinstance(found.get(key), str) and found[key] for key in keys):
        raise Refused(f"A line of {name} has no doc_id or no text.", _FORM)
    doc_id, text = str(found["doc_id"]), str(found["text"])
    title = " ".join(str(found.get("title") or "").split())
    try:
        f"{doc_id}{title}{text}".encode()
    except UnicodeEncodeError as error:
        raise Refused(f"A line of {name} has half a surrogate pair.", "Write the file as valid UTF-8 JSON.") from error
    check_size(doc_id, len(line))
    check_text(doc_id, text)
    return Record(doc_id, title, text)
