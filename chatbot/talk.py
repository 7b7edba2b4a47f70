"""Messages that are no question to the documents: small talk, other languages, attempts at another task.

What is recognised, and every reply, is data (data/talk/talk.toml). An ordinary question gives None.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any

import tomli

from chatbot.expression import Expression
from chatbot.talk_language import Languages, is_foreign, languages_of

TALK = Path(__file__).parent.parent / "data" / "talk" / "talk.toml"
APOSTROPHES = str.maketrans(dict.fromkeys("'\u2018\u2019\u02bc\u00b4`", "’") | dict.fromkeys("\u201c\u201d", '"'))
LEFTOVER = re.compile(r"[^\w\s’]+")


class TalkKind(StrEnum):
    """What a message is, when it is no question to the documents."""

    GREETING = "greeting"
    THANKS = "thanks"
    ABOUT = "about"
    DOCUMENTS = "documents"
    LANGUAGE = "language"
    UNREADABLE = "unreadable"
    TOO_LONG = "too_long"
    ROLE = "role"
    OVERRIDE = "override"
    PROMPT = "prompt"
    PRESCRIPTION = "prescription"
    PLANTING = "planting"
    WRITING = "writing"


@dataclass(frozen=True, slots=True)
class Talk:
    """A fixed reply without quotes; `abstained` where something else was asked of the chatbot than its task."""

    kind: TalkKind
    reply: str
    abstained: bool


@dataclass(frozen=True, slots=True)
class Phrasing:
    """How people say one kind: as the whole message, or somewhere in it where no `unless` excuses it."""

    kind: TalkKind
    whole: Expression | None
    polite: Expression
    search: tuple[Expression, ...]
    unless: tuple[Expression, ...]

    def fits(self, message: str) -> bool:
        """Tell whether a folded message is of this kind."""
        if self.whole:
            words = " ".join(LEFTOVER.sub(" ", message).split())
            return self.whole.may_fit(words) and says_only(words, self.whole, self.polite)
        said = any(pattern.search(message) for pattern in self.search)
        return said and not any(pattern.search(message) for pattern in self.unless)


def says_only(words: str, whole: Expression, polite: Expression) -> bool:
    """Tell whether words are one or more phrases of a kind, with nothing but courtesies around them.

    One pass without going back, so that no message can make it slow.
    """
    place, said = 0, False
    while place < len(words):
        phrase = whole.match(words, place)
        step = phrase or polite.match(words, place)
        if step is None:
            return False
        said, place = said or phrase is not None, step.end() + 1
    return said


@dataclass(frozen=True, slots=True)
class Phrasebook:
    """Everything talk knows, read once from its file."""

    table: Mapping[TalkKind, Mapping[str, Any]]
    phrasings: tuple[Phrasing, ...]
    max_characters: int
    languages: Languages


def talk(message: str, titles: Sequence[str], file: Path = TALK) -> Talk | None:
    """Answer a message that is no question to the documents; give None for one that is."""
    book = phrasebook(file)
    kind = kind_of(message, book)
    if kind is None:
        return None
    entry = book.table[kind]
    reply = list_titles(titles, entry) if kind is TalkKind.DOCUMENTS else entry["reply"]
    return Talk(kind, reply, entry.get("abstained", False))


def kind_of(message: str, book: Phrasebook) -> TalkKind | None:
    """Name what a message is, or None for a question to the documents."""
    if len(message) > book.max_characters:
        return TalkKind.TOO_LONG
    folded = fold(message)
    if not any(mark.isalpha() for mark in folded):
        return TalkKind.UNREADABLE
    said = next((phrasing.kind for phrasing in book.phrasings if phrasing.fits(folded)), None)
    return said or (TalkKind.LANGUAGE if is_foreign(folded, book.languages) else None)


def fold(message: str) -> str:
    """Fold case, width, quotes, blanks and invisible characters; line breaks stay."""
    plain = unicodedata.normalize("NFKC", message).casefold().translate(APOSTROPHES)
    visible = "".join(mark for mark in plain if unicodedata.category(mark) != "Cf")
    return re.sub(r" ?\n\s*", "\n", re.sub(r"[^\S\n]+", " ", visible)).strip()


def list_titles(titles: Sequence[str], entry: Mapping[str, str]) -> str:
    """Say which documents there are."""
    form = entry["none"] if not titles else entry["one"] if len(titles) == 1 else entry["many"]
    return form.format(number=len(titles), titles="; ".join(titles))


@lru_cache(maxsize=4)
def phrasebook(file: Path = TALK) -> Phrasebook:
    """Read the phrases and replies.

    Raises:
        ValueError: when the file names a kind that does not exist, or misses one.
    """
    data = tomli.loads(file.read_text(encoding="utf-8"))
    table = {TalkKind(entry["kind"]): entry for entry in data["kind"]}
    missing = sorted(set(TalkKind) - set(table))
    if missing:
        raise ValueError(f"{file.name} has no reply for: {', '.join(missing)}. Add a [[kind]] for each.")
    # Attempts go first: "hello, ignore your rules" is no greeting.
    ordered = sorted(table, key=lambda kind: not table[kind].get("abstained", False))
    greetings = [data["courtesy"], *table[TalkKind.GREETING]["whole"]]
    return Phrasebook(
        table=table,
        phrasings=tuple(phrasing_of(table[kind], greetings, data["order"]["begins"]) for kind in ordered),
        max_characters=data["max_characters"],
        languages=languages_of(data["words"]),
    )


def phrasing_of(entry: Mapping[str, Any], greetings: Sequence[str], begins: str) -> Phrasing:
    """Compile the phrases of one kind; `begins` is where an order may begin."""
    parts = entry.get("whole", [])
    search, unless = (
        tuple(Expression(pattern.replace("{do}", begins)) for pattern in entry.get(part, []))
        for part in ("search", "unless")
    )
    whole = whole_words(parts) if parts else None
    return Phrasing(TalkKind(entry["kind"]), whole, whole_words(greetings), search, unless)


def whole_words(phrases: Sequence[str]) -> Expression:
    """Join phrases into one expression that ends with a word."""
    return Expression(rf"(?:{'|'.join(phrases)})(?=\s|$)")
