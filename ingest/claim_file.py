"""The table of a claim file -> what its author wrote, every key and type checked; nothing is located yet.

Claims and groups are named TOPIC.ID throughout, and "*" is spelt out. docs/claims.md describes the form.
"""

from __future__ import annotations

import reprlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ingest.bindings import Table
from ingest.book import AskedKind, Polarity
from ingest.errors import Refused

_KEYS = {
    "file": {"topic", "table", "claims", "groups", "near_misses"},
    "claim": {"id", "claim", "polarity", "item", "condition", "quotes", "questions"},
    "quote": {"document", "text", "frequency", "weak"},
    "group": {"id", "claims", "questions", "kind"},
}
_KINDS = {"agreement": AskedKind.GROUP, "disagreement": AskedKind.DISAGREEMENT}
_FORM = "docs/claims.md shows the form."


@dataclass(frozen=True, slots=True)
class WrittenQuote:
    """A passage as it was copied out of a document."""

    document: str
    text: str
    frequency: str = ""
    weak: bool = False


@dataclass(frozen=True, slots=True)
class WrittenClaim:
    """A claim as it was written."""

    id: str
    wording: str
    polarity: Polarity
    quotes: tuple[WrittenQuote, ...]
    questions: tuple[str, ...] = ()
    item: str = ""
    condition: str = ""


@dataclass(frozen=True, slots=True)
class WrittenGroup:
    """A group as it was written; `claims` are ids of this file's claims or of another's."""

    id: str
    claims: tuple[str, ...]
    questions: tuple[str, ...]
    kind: AskedKind


@dataclass(frozen=True, slots=True)
class ClaimFile:
    """One topic's claims, groups and near misses."""

    topic: str
    claims: tuple[WrittenClaim, ...] = ()
    groups: tuple[WrittenGroup, ...] = ()
    near_misses: tuple[str, ...] = ()
    table: bool = False


def parse(table: object) -> ClaimFile:
    """Check the table of a claim file.

    Raises:
        Refused: when a key is unknown or missing, a value has the wrong type, or an id stands twice.
    """
    file = _known(table, "file", "The file")
    topic = _name(file, "topic", "The file")
    claims = tuple(_claim(entry, number, topic) for number, entry in enumerate(_tables(file, "claims", "The file"), 1))
    own = tuple(claim.id for claim in claims)
    written = enumerate(_tables(file, "groups", "The file"), 1)
    groups = tuple(_group(entry, number, topic, own) for number, entry in written)
    _distinct([*own, *(group.id for group in groups)])
    is_table = _flag(file, "table", "The file")
    return ClaimFile(topic, claims, groups, _texts(file, "near_misses", "The file"), is_table)


def _claim(table: Table, number: int, topic: str) -> WrittenClaim:
    name = f"{topic}.{_name(_known(table, 'claim', f'Claim {number}'), 'id', f'Claim {number}')}"
    where = f"The claim {name}"
    polarity = _text(table, "polarity", where)
    if polarity not in tuple(Polarity):
        raise Refused(f"{where} has polarity = {polarity!r}.", 'Write "for" or "against".')
    quotes = tuple(_quote(quote, where) for quote in _tables(table, "quotes", where))
    if not quotes:
        raise Refused(f"{where} has no quotes.", "Quote every document that states it, word for word.")
    return WrittenClaim(
        id=name,
        wording=_text(table, "claim", where),
        polarity=Polarity(polarity),
        quotes=quotes,
        questions=_texts(table, "questions", where),
        item=_text(table, "item", where, ""),
        condition=_text(table, "condition", where, ""),
    )


def _flag(table: Table, key: str, where: str) -> bool:
    value = table.get(key, False)
    if not isinstance(value, bool):
        raise Refused(f"{where} has {key} = {_short(value)}, which is not true or false.", f"Write {key} = true.")
    return value


def _quote(table: Table, where: str) -> WrittenQuote:
    _known(table, "quote", f"A quote of {where[0].lower()}{where[1:]}")
    weak = _flag(table, "weak", where)
    document, text = _text(table, "document", where), _text(table, "text", where)
    return WrittenQuote(document, text, _text(table, "frequency", where, ""), weak)


def _group(table: Table, number: int, topic: str, own: tuple[str, ...]) -> WrittenGroup:
    name = f"{topic}.{_name(_known(table, 'group', f'Group {number}'), 'id', f'Group {number}')}"
    where = f"The group {name}"
    kind = _text(table, "kind", where, "agreement")
    if kind not in _KINDS:
        raise Refused(f"{where} has kind = {kind!r}.", 'Write "disagreement", or leave it out.')
    claims = [full for wish in _texts(table, "claims", where) for full in _named(wish, topic, own)]
    if not claims:
        raise Refused(f"{where} names no claims.", 'Write claims = ["ID", "TOPIC.ID"], or ["*"] for all of the file.')
    return WrittenGroup(name, tuple(dict.fromkeys(claims)), _texts(table, "questions", where), _KINDS[kind])


def _named(wish: str, topic: str, own: tuple[str, ...]) -> tuple[str, ...]:
    if wish == "*":
        return own
    return (wish if "." in wish else f"{topic}.{wish}",)


def _distinct(names: Iterable[str]) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise Refused(f"The id {name} stands there twice.", "Give each claim and group an id of its own.")
        seen.add(name)


def _known(table: object, noun: str, where: str) -> Table:
    if not isinstance(table, Mapping):
        raise Refused(f"{where} is {_short(table)}, which is not a table.", _FORM)
    for key in table:
        if key not in _KEYS[noun]:
            raise Refused(f"{where} has an unknown key {key!r}.", f"Use only {', '.join(sorted(_KEYS[noun]))}.")
    return table


def _name(table: Table, key: str, where: str) -> str:
    name = _text(table, key, where)
    if "." in name or name == "*":
        raise Refused(f"{where} has {key} = {name!r}.", "A name has no full stop, and is not *.")
    return name


def _text(table: Table, key: str, where: str, default: str | None = None) -> str:
    value = table.get(key, default)
    if isinstance(value, str) and (value.strip() or value == default):
        return value
    raise Refused(f"{where} has {key} = {_short(value)}, which is not a text.", f'Write {key} = "…".')


def _texts(table: Table, key: str, where: str) -> tuple[str, ...]:
    value = table.get(key, [])
    if isinstance(value, list) and all(isinstance(entry, str) and entry.strip() for entry in value):
        return tuple(value)
    raise Refused(f"{where} has {key} = {_short(value)}, which is not a list of texts.", f'Write {key} = ["…", "…"].')


def _tables(table: Table, key: str, where: str) -> list[Table]:
    value = table.get(key, [])
    if isinstance(value, list) and all(isinstance(entry, Mapping) for entry in value):
        return value
    raise Refused(f"{where} has {key} = {_short(value)}, which is not a list of tables.", _FORM)


def _short(value: object) -> str:
    return "nothing" if value is None else reprlib.repr(value)
