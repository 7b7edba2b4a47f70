"""Which words of a question name documents, which documents they name, and what is left without them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from chatbot.about_shelf import Names, Shelf
from chatbot.about_words import compiled, key, vocabulary
from chatbot.expression import Expression

MARK = "\ue000"  # stands for what named a document; nobody types it
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Phrase:
    """The words [start, end) of a question that name documents; `names` is empty for a number that no document has.

    `others` tells that these are the documents which the words leave over ("except the essay").
    """

    start: int
    end: int
    names: Names
    others: bool = False


def find(question: str, shelf: Shelf) -> list[Phrase]:
    """Find what names documents, in reading order; of two phrases that overlap the surer one is kept."""
    kept: list[Phrase] = []
    for pattern in shelf.patterns(question):
        part = "phrase" if "phrase" in pattern.compiled().groupindex else 0
        for match in pattern.finditer(question):
            start, end = match.span(part)
            names = _meant(match, shelf)
            if names is not None and all(end <= other.start or other.end <= start for other in kept):
                kept.append(_others(Phrase(start, end, names), question[:start], shelf))
    return sorted(kept, key=lambda phrase: phrase.start)


def replaced(question: str, phrases: Sequence[Phrase], mark: str) -> str:
    """Write a mark for each phrase of a question."""
    for phrase in reversed(phrases):
        question = question[: phrase.start] + mark + question[phrase.end :]
    return question


def without(question: str, phrases: Sequence[Phrase]) -> str:
    """Take phrases out of a question, with the words that only led to them ("according to", "what does … say")."""
    rest = replaced(question.replace(MARK, " "), phrases, MARK)
    for pattern, change in _changes():
        rest = pattern.sub(change, rest)
    rest = rest.strip(vocabulary("about.toml")["rest"]["trim"])
    return rest if key(rest) else ""


def meant(phrases: Sequence[Phrase]) -> frozenset[str]:
    """Collect what phrases mean together; "the essay, but not the video" is the essay, not all but the video."""
    named = [phrase for phrase in phrases if not phrase.others and phrase.names]
    return frozenset(name for phrase in named or phrases for name in phrase.names)


def _others(phrase: Phrase, before: str, shelf: Shelf) -> Phrase:
    if not phrase.names or not shelf.excepted.search(before):
        return phrase
    names = tuple(name for name in shelf.names if name not in phrase.names)
    return replace(phrase, names=names, others=True)


def _meant(match: re.Match[str], shelf: Shelf) -> Names | None:
    """Say which documents a match means: () for a number that no document has, None where it names no document."""
    found = match.groupdict()
    if name := found.get("name"):
        return shelf.called.get(key(name))
    if nouns := found.get("nouns"):
        meant = {name for noun in shelf.noun.compiled().findall(nouns) for name in shelf.nouns.get(key(noun), ())}
        return tuple(name for name in shelf.names if name in meant) or None
    return _counted(key(found["counted"] or "").removesuffix("s"), found, shelf)


def _counted(noun: str, found: Mapping[str, str | None], shelf: Shelf) -> Names | None:
    """Count documents in the library's order, or those of a kind where "the second video" finds enough of them."""
    book = vocabulary("about.toml")
    ordinals, figures = (_WORD.findall((found.get(part) or "").lower()) for part in ("ordinals", "figures"))
    kind = shelf.nouns.get(noun, ())
    row = kind if kind and any(_place(word, kind) for word in ordinals) else shelf.names
    if row is shelf.names and noun not in (*book["general"], *book["loose"]):
        return None
    # "Article 34" is a law's, where no document is an article and they are too many to be known by their numbers.
    if row is shelf.names and not kind and figures and noun in book["loose"] and len(row) > len(book["places"]):
        return None
    meant = {name for word in (*ordinals, *figures) for name in shelf.called.get(word, ()) or _place(word, row)}
    return tuple(name for name in shelf.names if name in meant)


def _place(word: str, row: Names) -> Names:
    """Find what stands at a place that is written as a figure or a word; () where nothing does."""
    book = vocabulary("about.toml")
    if word in book["last"]:
        return row[-1:]
    words = (number.split("|") for number in book["places"])
    number = int(word) if word.isdigit() else next((at for at, forms in enumerate(words, 1) if word in forms), 0)
    return row[number - 1 : number] if number else ()


@lru_cache(maxsize=1)
def _changes() -> list[tuple[Expression, str]]:
    book = vocabulary("about.toml")
    return [
        (compiled(find.replace("§", MARK), book["piece"]), put.replace("§", MARK))
        for find, put in book["rest"]["change"]
    ]
