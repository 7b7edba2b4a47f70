"""What the documents of one library may be called, from their facts alone: by kind, title, author, publisher, file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from typing import TypeVar

from chatbot.about_words import any_of, compiled, key, loosely, vocabulary, words
from chatbot.expression import Expression
from ingest.types import Facts

_SEGMENTS = re.compile(r"\s*[|:–—]\s*|\s+-\s+")
_PEOPLE = re.compile(r"\s*(?:,|&|;|/|\band\b)\s*")
_AFTER_NAME = re.compile(r"[A-Z][A-Z.-]{1,7}")  # MD, RN, FAANP
_NUMBER = re.compile(r"0\d\d+")  # 002_….txt
_FRAMED_TITLE = 3  # words of a title: a shorter one is an ordinary turn of speech
_SHORTEST_NAME = 3

Names = tuple[str, ...]
_Held = TypeVar("_Held")


class Needs(IntEnum):
    """What a name needs around it to be known for one: quotation marks or "called"; a frame like "says"; nothing."""

    CALLED = 0
    FRAMED = 1
    NOTHING = 2


Called = tuple[str, Needs]
# Which names and nouns a pattern about documents finds: one of the groups has to be met.
_GROUP = re.compile(r"\(\?P<(?:name>\{(\w+)\}|(nouns|counted)>)")
_NEEDS = {"called": Needs.CALLED, "framed": Needs.FRAMED, "bare": Needs.NOTHING}


@dataclass(frozen=True, slots=True)
class Shelf:
    """The names of all documents in order, what each is called by, and the patterns that find that.

    `written` is everything a document is called, by the first word of it; `spoken` the nouns of their kinds, plain and
    weak ones.
    """

    names: Names
    nouns: Mapping[str, Names]
    called: Mapping[str, Names]
    written: Mapping[str, tuple[Called, ...]]
    spoken: tuple[Names, Names]
    noun: Expression
    excepted: Expression

    def patterns(self, question: str) -> tuple[Expression, ...]:
        """Give the patterns that can fit a question: with the names and nouns alone whose words all stand in it.

        One for all names of a thousand documents takes seconds to compile, and most questions name none.
        """
        said = frozenset(words(question))
        opened = (pair for word in said for pair in self.written.get(word, ()))
        names = frozenset(pair for pair in opened if said.issuperset(pair[0].split()))
        singular = said | {word.removesuffix("s") for word in said}
        nouns = (frozenset(noun for noun in part if singular.issuperset(noun.split())) for part in self.spoken)
        return _patterns(names, *nouns, any(noun in question.lower() for noun in _general()))


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
    spoken = ([noun for noun, _ in plain], [noun for noun, _ in weak])
    pieces = {**book["piece"], **_pieces((), *spoken)}
    return Shelf(
        names=tuple(name for name, _ in facts),
        nouns=shared,
        called=_table((text, name) for text, _, name in called),
        written=_table((text.split()[0], (text, need)) for text, need, _ in called),
        spoken=(tuple(dict.fromkeys(spoken[0])), tuple(dict.fromkeys(spoken[1]))),
        noun=compiled("(?:{plain}|{weak})", pieces),
        excepted=compiled(book["phrases"]["except"], pieces),
    )


@lru_cache(maxsize=64)
def _patterns(
    names: frozenset[Called], plain: frozenset[str], weak: frozenset[str], is_general: bool
) -> tuple[Expression, ...]:
    book = vocabulary("about.toml")
    pieces = {**book["piece"], **_pieces(names, plain, weak)}
    met = {name for name, least in _NEEDS.items() if any(need >= least for _, need in names)}
    met |= {"nouns", "counted"} if plain or weak else {"counted"} if is_general else set()
    found = (
        text for text in book["phrases"]["find"] if any({*group.groups()} & met for group in _GROUP.finditer(text))
    )
    return tuple(compiled(pattern, pieces) for pattern in found)


@lru_cache(maxsize=1)
def _general() -> frozenset[str]:
    book = vocabulary("about.toml")
    return frozenset((*book["general"], *book["loose"], "article"))


def _pieces(called: Iterable[Called], plain: Iterable[str], weak: Iterable[str]) -> Mapping[str, str]:
    book = vocabulary("about.toml")
    general = [noun + "s?" for noun in (*book["general"], *book["loose"])]
    nouns = {part: [loosely(noun) + "s?" for noun in found] for part, found in (("plain", plain), ("weak", weak))}
    names = {need: any_of(loosely(text) for text, least in called if least >= need) for need in Needs}
    return {
        "plain": any_of(nouns["plain"]),
        "weak": any_of(nouns["weak"]),
        "double": any_of(loosely(noun) for noun in plain if " " in noun),
        "anynoun": any_of((*nouns["plain"], *nouns["weak"], *general)),
        "counted": any_of((*book["general"], "article")),
        **{piece: names[need] for piece, need in _NEEDS.items()},
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


def _table(pairs: Iterable[tuple[str, _Held]]) -> Mapping[str, tuple[_Held, ...]]:
    table: dict[str, dict[_Held, None]] = {}
    for word, held in pairs:
        table.setdefault(word, {})[held] = None
    return {word: tuple(found) for word, found in table.items()}


def _plurals(nouns: Iterable[str]) -> frozenset[str]:
    return frozenset(noun + "s" for noun in nouns)
