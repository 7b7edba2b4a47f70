"""sources.toml -> Facts: what people know about each document, checked before anything is built on it.

A key that is left out is unknown; a key that is misspelt or of the wrong form is an error, never silently unknown.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path

import tomli

from ingest.errors import Refused
from ingest.types import Facts, Reference

MANIFEST = "sources.toml"
_LONGEST_TITLE = 120
_NESTED = "references"
# Controls, what turns or hides text, halves of pairs, what is no character.
_UNSHOWN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_ADDRESS = re.compile(r"https?://[^\s<>\"]+")


def read_manifest(folder: Path) -> Mapping[str, Facts]:
    """Read what `folder` says about its documents, by document name; nothing where there is no manifest.

    Raises:
        Refused: when the manifest cannot be read or says something it cannot mean.
    """
    path = folder / MANIFEST
    if not path.is_file():
        return {}
    return {name: _facts(_Entry(path, name, table)) for name, table in _tables(path).items()}


def checked(name: str, table: Mapping[str, object]) -> Facts:
    """Make the facts of one document from keys and values, as an entry of the manifest would.

    Raises:
        Refused: when a value is not of the form its key wants.
    """
    return _facts(_Entry(Path(MANIFEST), name, table))


def spelled(manifest: Mapping[str, Facts]) -> str:
    """Write a manifest as text that reads back equal."""
    return "\n".join(_entry(name, facts) for name, facts in sorted(manifest.items()))


def facts_for(name: str, text: str, manifest: Mapping[str, Facts]) -> Facts:
    """Give what the manifest knows, or else a title alone: the first line if it is short, else the document's name."""
    return manifest.get(name) or Facts(title=_first_line(text) or name)


def shown_title(title: str) -> str:
    """Write a title on one line without what is not seen, at most 120 characters."""
    plain = " ".join(unicodedata.normalize("NFC", title).split())
    seen = "".join(character for character in plain if unicodedata.category(character) not in _UNSHOWN).strip()
    return seen if len(seen) <= _LONGEST_TITLE else f"{seen[: _LONGEST_TITLE - 1].rstrip()}…"


def _first_line(text: str) -> str:
    line = next((line.strip() for line in text.lstrip("\ufeff").splitlines() if line.strip()), "")
    title = line.lstrip("#").strip()
    return title if len(title) <= _LONGEST_TITLE else ""


def _tables(path: Path) -> Mapping[str, object]:
    try:
        return tomli.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise Refused(f"{path} cannot be read ({error.strerror}).", "Check its permissions.") from error
    except UnicodeDecodeError as error:
        raise Refused(f"{path} is not UTF-8 text (byte {error.start}).", "Save it as UTF-8.") from error
    except tomli.TOMLDecodeError as error:
        raise Refused(f"{path} is not TOML: {error}.", "Mend that line; put file names in quotes.") from error


class _Entry:
    """One table of the manifest; hands out its values in the form asked for, or says where and why it cannot."""

    def __init__(self, path: Path, name: str, table: object) -> None:
        self._path, self._name = path, name
        if not isinstance(table, Mapping):
            raise self._refused("is not a table.", f'Begin what is known about a document with ["{name}"].')
        self._table = table

    def check(self, noun: type[Facts] | type[Reference]) -> None:
        """Refuse keys that the noun does not have."""
        known = [field.name for field in fields(noun)]
        for key in self._table:
            if key not in known:
                raise self._refused(f"has an unknown key {key!r}.", f"Use only {', '.join(known)}.")

    def title(self) -> str:
        """Give the title, the one key that must be there."""
        if title := self.text("title"):
            return title
        raise self._refused("has no title.", 'Add title = "…", as the document prints it.')

    def text(self, key: str) -> str | None:
        """Give a non-empty text, or None where the key is left out."""
        value = self._table.get(key)
        if value is None or (isinstance(value, str) and value.strip()):
            return value
        raise self._refused(f"has {key} = {value!r}, which is not a text.", "Quote it, or leave it out if unknown.")

    def address(self) -> str | None:
        """Give the url, which must be one a browser can open safely."""
        value = self.text("url")
        if value is None or _ADDRESS.fullmatch(value):
            return value
        raise self._refused(f"has url = {value!r}.", "Give a whole address that begins with https:// or http://.")

    def texts(self, key: str) -> tuple[str, ...]:
        """Give a list of non-empty texts."""
        value = self._table.get(key, [])
        if isinstance(value, list) and all(isinstance(item, str) and item.strip() for item in value):
            return tuple(value)
        raise self._refused(f"has {key} = {value!r}, which is not a list of texts.", f'Write {key} = ["…", "…"].')

    def references(self) -> tuple[Reference, ...]:
        """Give the works the document names, in its order."""
        value = self._table.get("references", [])
        if not isinstance(value, list):
            raise self._refused("has references that are not a list.", f'Use [["{self._name}".references]] for each.')
        entries = (_Entry(self._path, f"{self._name}, reference {n}", table) for n, table in enumerate(value, 1))
        return tuple(_reference(entry) for entry in entries)

    def _refused(self, what: str, remedy: str) -> Refused:
        return Refused(f"{self._path}: the entry {self._name} {what}", remedy)


def _facts(entry: _Entry) -> Facts:
    entry.check(Facts)
    return Facts(
        title=entry.title(),
        kind=entry.text("kind"),
        publisher=entry.text("publisher"),
        author=entry.text("author"),
        date=entry.text("date"),
        url=entry.address(),
        references=entry.references(),
        notes=entry.texts("notes"),
        as_printed=entry.texts("as_printed"),
        accessed=entry.text("accessed"),
    )


def _reference(entry: _Entry) -> Reference:
    entry.check(Reference)
    return Reference(
        title=entry.title(),
        authors=entry.texts("authors"),
        date=entry.text("date"),
        url=entry.address(),
    )


def _entry(name: str, facts: Facts) -> str:
    own = "".join(_line(field.name, getattr(facts, field.name)) for field in fields(Facts) if field.name != _NESTED)
    works = (
        "".join(_line(field.name, getattr(reference, field.name)) for field in fields(Reference))
        for reference in facts.references
    )
    return "\n".join([f"[{_text(name)}]\n{own}", *(f"[[{_text(name)}.{_NESTED}]]\n{work}" for work in works)])


def _line(key: str, value: str | tuple[str, ...] | None) -> str:
    if not value:
        return ""
    shown = _text(value) if isinstance(value, str) else f"[{', '.join(map(_text, value))}]"
    return f"{key} = {shown}\n"


def _text(value: str) -> str:
    """Quote a text: JSON's escapes are TOML's too, but TOML wants one more."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
