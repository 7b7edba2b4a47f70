"""The triage rules as read from data/triage: word classes, scopes, signs, combinations and reply texts.

Every *.toml of the folder is read in order of name: a new family of signs is a new file. A sign with a level stands
alone; a combination needs several. `examples` and `counter_examples` beside each rule are its tests.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import tomli

from chatbot.triage_fever import Thermometer
from chatbot.triage_language import Language
from chatbot.triage_pattern import Pattern, Patterns, gather
from chatbot.triage_read import Spelling
from chatbot.triage_spelling import spelling_of
from chatbot.types import Level


@dataclass(frozen=True, slots=True)
class Scope:
    """A stretch of words in which a sign is not stated as present: denied, only imagined, or long past."""

    name: str
    cues: Patterns
    unless: Patterns
    stops: Patterns
    direction: str
    reach: int


@dataclass(frozen=True)
class Sign:
    """What people say when they see one thing; `survives` names scopes that do not silence it.

    `excuses` are what is said where the same words mean another thing.
    """

    name: str
    says: tuple[Pattern, ...]
    survives: frozenset[str]
    excuses: tuple[str, ...]
    language: Language

    @cached_property
    def unless(self) -> Patterns:
        """Compile the excuses, half of all patterns, when the sign is first seen: most messages have no sign."""
        return compiled(self.excuses, self.language)


@dataclass(frozen=True, slots=True)
class Rule:
    """Signs that together mean a level: all of `all`, and at least `least` of `some`; `row` as in docs/triage.md."""

    name: str
    level: Level
    all: frozenset[str]
    some: frozenset[str]
    least: int
    reply: str
    row: str = ""

    def holds(self, present: frozenset[str]) -> bool:
        """Tell whether the signs present fulfil this rule."""
        return self.all <= present and len(self.some & present) >= self.least


@dataclass(frozen=True, slots=True)
class Rulebook:
    """Everything triage knows; `rules` in order of precedence, `reasons` by rule.

    `says` holds the patterns of all signs, woken together; `owners` gives the sign of a pattern.
    """

    spelling: Spelling
    thermometer: Thermometer
    scopes: tuple[Scope, ...]
    signs: tuple[Sign, ...]
    says: Patterns
    owners: Mapping[Pattern, Sign]
    rules: tuple[Rule, ...]
    reasons: Mapping[str, str]
    stems: frozenset[str]


def load(folder: Path) -> Rulebook:
    """Read and check a folder of triage rules.

    Raises:
        FileNotFoundError: when the folder holds no rules.
        ValueError: when a rule names a sign, word class, level or reply that does not exist; where a sign's excuse
            does, when it is first compiled.
    """
    data = read_folder(folder)
    language = Language(data["class"], counts_of(data))
    signs = tuple(sign_of(entry, language) for entry in data["sign"])
    alone = [{**entry, "all": [entry["name"]]} for entry in data["sign"] if "level" in entry]
    entries = sorted([*alone, *data["combination"]], key=precedence)
    rules = tuple(rule_of(entry, data["reply"]) for entry in entries)
    check_names(rules, {sign.name for sign in signs})
    spelling = spelling_of(data)
    return Rulebook(
        spelling=spelling,
        thermometer=thermometer_of(data["thermometer"]),
        scopes=tuple(scope_of(entry, language) for entry in data["scope"]),
        signs=signs,
        says=gather(pattern for sign in signs for pattern in sign.says),
        owners={pattern: sign for sign in signs for pattern in sign.says},
        rules=rules,
        reasons={entry["name"]: entry["reason"] for entry in entries},
        stems=frozenset(f"{stem}*" for stem in spelling.stems),
    )


def read_folder(folder: Path) -> dict[str, Any]:
    """Join the tables of all rule files: lists are appended, tables merged."""
    joined: dict[str, Any] = {}
    for file in sorted(folder.glob("*.toml")):
        for name, table in tomli.loads(file.read_text(encoding="utf-8")).items():
            before = joined.get(name, type(table)())
            joined[name] = before + table if isinstance(table, list) else before | table
    if not joined:
        raise FileNotFoundError(f"There are no triage rules in {folder}; restore the *.toml files of data/triage.")
    return joined


def compiled(patterns: Sequence[str], language: Language) -> Patterns:
    """Compile patterns together."""
    return gather(language.pattern(pattern) for pattern in patterns)


def scope_of(entry: Mapping[str, Any], language: Language) -> Scope:
    """Build a scope from its table."""
    cues, unless, stops = (compiled(entry.get(part, []), language) for part in ("cues", "unless", "stops"))
    return Scope(entry["name"], cues, unless, stops, entry["direction"], entry.get("reach", 0))


def sign_of(entry: Mapping[str, Any], language: Language) -> Sign:
    """Build a sign from its table."""
    says = tuple(language.pattern(pattern) for pattern in entry["says"])
    return Sign(entry["name"], says, frozenset(entry.get("survives", [])), tuple(entry.get("unless", [])), language)


def rule_of(entry: Mapping[str, Any], replies: Mapping[str, str]) -> Rule:
    """Build a rule from a sign that stands alone or from a combination; its reply is complete."""
    level, some = Level(entry["level"]), frozenset(entry.get("some", []))
    template = replies[entry.get("reply", level.value)]
    reply = " ".join(template.format(reason=entry["reason"], aid=entry.get("aid", "")).split())
    everything, least = frozenset(entry.get("all", [])), entry.get("least", bool(some))
    return Rule(entry["name"], level, everything, some, least, reply, entry.get("row", ""))


def precedence(entry: Mapping[str, Any]) -> tuple[bool, bool]:
    """Order rules: emergencies before urgent ones, of these the ones marked `first`; otherwise as written."""
    return entry["level"] != Level.EMERGENCY, not entry.get("first", False)


def check_names(rules: Sequence[Rule], signs: set[str]) -> None:
    """Refuse rules that need a sign nobody defined."""
    unknown = sorted({name for rule in rules for name in rule.all | rule.some} - signs)
    if unknown:
        raise ValueError(f"Rules name unknown signs: {', '.join(unknown)}. Define them, or correct the names.")


def counts_of(data: Mapping[str, Any]) -> Mapping[str, int]:
    """Count how often words and their beginnings, as stems, stand in the examples of the rules."""
    entries = (entry for kind in ("sign", "scope", "combination") for entry in data[kind])
    texts = (text for entry in entries for part in ("examples", "counter_examples") for text in entry.get(part, ()))
    counts = dict(Counter(word for text in texts for word in text.casefold().replace("'", " ").split()))
    for word, count in list(counts.items()):
        for stem in (f"{word[:end]}*" for end in range(2, len(word) + 1)):
            counts[stem] = counts.get(stem, 0) + count
    return counts


def thermometer_of(table: Mapping[str, Any]) -> Thermometer:
    """Build the thermometer from its table."""
    body, not_body = (re.compile(rf"\b(?:{'|'.join(table[part])})\b") for part in ("body", "not_body"))
    celsius, fahrenheit = ((float(table[unit][0]), float(table[unit][1])) for unit in ("celsius", "fahrenheit"))
    return Thermometer(celsius, fahrenheit, body, not_body, re.compile(rf"\s*(?:{'|'.join(table['other_unit'])})"))
