"""What the documents of one library may be called, from their facts alone: by kind, title, author, publisher, file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

from chatbot.about_words import any_of, compiled, key, loosely, vocabulary
from chatbot.expression import Expression
from ingest.types import Facts

_SEGMENTS = re.compile(r"\s*[|:–—]\s*|\s+-\s+")
_PEOPLE = re.compile(r"\s*(?:,|&|;|/|\band\b)\s*")
_AFTER_NAME = re.compile(r"[A-Z][A-Z.-]{1,7}")  # MD, RN, FAANP
_NUMBER = re.compile(r"0\d\d+")  # 002_….txt
_FRAMED_TITLE = 3  # words of a title: a shorter one is an ordinary turn of speech
_SHORTEST_NAME = 3

Names = tuple[str, ...]


class Needs(IntEnum):
    """What a name needs around it to be known for one: quotation marks or "called"; a frame like "says"; nothing."""

    CALLED = 0
    FRAMED = 1
    NOTHING = 2


@dataclass(frozen=True, slots=True)
class Shelf:
    """The names of all documents in order, what each is called by, and the patterns that find that."""

    names: Names
    nouns: Mapping[str, Names]
    called: Mapping[str, Names]
    noun: Expression
    patterns: tuple[Expression, ...]
    excepted: Expression


@lru_cache(maxsize=8)
def shelf_of(facts: tuple[tuple[str, Facts], ...]) -> Shelf:
    """Gather what documents may be called by; takes (name, facts) of each, in the library's order."""
    book = vocabulary("about.toml")
    titles = frozenset(key(known.title) for _, known in facts)
    called = [(key(text), need, name) for name, known in facts for text, need in _names(name, known, titles)]
    plain, weak = ([pair for name, known in facts for pair in _nouns(name, known, part)] for part in ("plain", "weak"))
    nouns = _table((noun + ending, name) for noun, name in (*plain, *weak) for ending in ("", "s"))
    # With one article in the library "the articles" are all documents, and "the article" is that one.
    shared = {noun: names for noun, names in nouns.items() if len(names) > 1 or noun not in _plurals(book["loose"])}
    pieces = {**book["piece"], **_pieces(called, plain, weak)}
    return Shelf(
        names=tuple(name for name, _ in facts),
        nouns=shared,
        called=_table((text, name) for text, _, name in called),
        noun=compiled("(?:{plain}|{weak})", pieces),
        patterns=tuple(compiled(pattern, pieces) for pattern in book["phrases"]["find"]),
        excepted=compiled(book["phrases"]["except"], pieces),
    )


def _pieces(
    called: Sequence[tuple[str, Needs, str]], plain: Sequence[tuple[str, str]], weak: Sequence[tuple[str, str]]
) -> Mapping[str, str]:
    book = vocabulary("about.toml")
    general = [noun + "s?" for noun in (*book["general"], *book["loose"])]
    nouns = {part: [loosely(noun) + "s?" for noun, _ in pairs] for part, pairs in (("plain", plain), ("weak", weak))}
    names = {need: any_of(loosely(text) for text, least, _ in called if least >= need) for need in Needs}
    return {
        "plain": any_of(nouns["plain"]),
        "weak": any_of(nouns["weak"]),
        "double": any_of(loosely(noun) for noun, _ in plain if " " in noun),
        "anynoun": any_of((*nouns["plain"], *nouns["weak"], *general)),
        "counted": any_of((*book["general"], "article")),
        **{need.name.lower(): names[need] for need in (Needs.CALLED, Needs.FRAMED)},
        "bare": names[Needs.NOTHING],
    }


def _nouns(name: str, known: Facts, part: str) -> Iterator[tuple[str, str]]:
    """Pair a document with the nouns of its kind: those of each word that the vocabulary knows, or the kind itself."""
    book, kind = vocabulary("about.toml"), key(known.kind or "")
    entries = [book["kind"][word] for word in kind.split() if word in book["kind"]]
    own = [] if entries or not kind or kind.split()[-1] in book["too_common"] else [kind.split()[-1]]
    listed = [noun for entry in entries for noun in entry.get(part, ())]
    whole = [kind, *own] if part == "plain" and kind and kind not in book["general"] else []
    yield from ((key(noun), name) for noun in (*whole, *listed))


def _names(name: str, known: Facts, titles: frozenset[str]) -> Iterator[tuple[str, Needs]]:
    """List what a document is called by; a part of its title that is another's whole title is not."""
    whole = key(known.title)
    parts = ((text, need) for text, need in _titles(known.title) if key(text) == whole or key(text) not in titles)
    publisher = ((text, Needs.FRAMED) for text in (known.publisher,) if text)
    everything = (*parts, *_people(known.author or ""), *_files(name), *publisher)
    yield from ((text, need) for text, need in everything if key(text))


def _titles(title: str) -> Iterator[tuple[str, Needs]]:
    """A title needs a frame however long it is: of a page on one disease it is what people ask about."""
    for text in {title, *_SEGMENTS.split(title)}:
        yield text, Needs.FRAMED if len(key(text).split()) >= _FRAMED_TITLE else Needs.CALLED


def _people(author: str) -> Iterator[tuple[str, Needs]]:
    titles = vocabulary("about.toml")["name_titles"]
    for person in _PEOPLE.split(author):
        parts = [part for part in person.split() if not _AFTER_NAME.fullmatch(part) and key(part) not in titles]
        if len(parts) > 1:
            yield " ".join(parts), Needs.NOTHING
        yield from ((part, Needs.FRAMED) for part in parts if len(part) >= _SHORTEST_NAME)


def _files(name: str) -> Iterator[tuple[str, Needs]]:
    stem, dot, _ = name.rpartition(".")
    number = _NUMBER.match(name)
    yield name, Needs.NOTHING if dot else Needs.CALLED
    yield stem, Needs.NOTHING if any(mark.isdigit() for mark in stem) and "_" in stem else Needs.CALLED
    if number:
        yield number[0], Needs.NOTHING


def _table(pairs: Iterable[tuple[str, str]]) -> Mapping[str, Names]:
    table: dict[str, dict[str, None]] = {}
    for word, name in pairs:
        table.setdefault(word, {})[name] = None
    return {word: tuple(names) for word, names in table.items()}


def _plurals(nouns: Iterable[str]) -> frozenset[str]:
    return frozenset(noun + "s" for noun in nouns)
