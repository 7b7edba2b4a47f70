"""Draft + passages -> a statement with its quotes, or what it lacks: the leash of a language model, as pure functions.

A quote is located exactly or is none. What turns the sense of a sentence must stand in its quotes, and a negation or a
doubt of a quoted sentence must not be lost. It is strict on purpose: a sentence that is dropped costs little, for the
quotes are there without it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from chatbot.draft import Draft
from chatbot.sense import DENIES, DOUBTS, RARE, affirmed, denied, figures, sense
from chatbot.types import ItemList, Quote, Statement
from chatbot.words import content_words, stem, stems
from ingest.types import Passage, PassageKind, Span

_LONGEST = 400
_FEWEST_WORDS = 4
# How much of what a sentence says beside the question's own words must be words of its quotes.
_BORNE_OUT = 0.6
_SPACE = re.compile(r"\s+")
_NOT_PLAIN = re.compile(r"https?:|www\.|[<>\[\]{}|`\\]|\S@\S")
# What a sentence names: a word with a capital or a figure in it that is not its first.
_NAMED = re.compile(r"(?<=[^\W_][^.!?] )\b[^\W_]*[A-Z][\w’'-]*|\b[A-Za-z]+\d\w*")


class Lack(StrEnum):
    """Why a draft is dropped."""

    FORM = "not one plain sentence"
    QUOTE = "no quote that stands in a passage"
    FIGURE = "a figure or a unit that its quotes have not"
    SENSE = "a word that turns the sense and that its quotes have not"
    LOST = "a negation or a doubt of its quotes is lost"
    WORDS = "too little of it, or a name in it, is in its quotes"


@dataclass(frozen=True, slots=True)
class Evidence:
    """The passages a model was given, in the order it was given them, and the lists that some are items of."""

    passages: tuple[Passage, ...]
    lists: Mapping[str, ItemList]
    question: str = ""


def numbered(passages: Sequence[Passage]) -> list[Mapping[str, str | int]]:
    """Number passages from 1 as a model is given them, each with the line that its list stands under."""
    under = ({"under": passage.lead_text} if passage.lead_text else {} for passage in passages)
    return [
        {"passage": number, **above, "text": passage.text}
        for number, (above, passage) in enumerate(zip(under, passages, strict=True), 1)
    ]


def ground(draft: Draft, evidence: Evidence) -> Statement | Lack:
    """Hold a draft against its passages; what is shown of each is the whole sentence, so that no cut can mislead."""
    if not is_plain(draft.said, _LONGEST):
        return Lack.FORM
    located = _located(draft, evidence.passages)
    if not located:
        return Lack.QUOTE
    passages = list(dict.fromkeys(passage for passage, _ in located))
    quotes = _shown(passages, evidence.lists)
    leads = [quote.text for quote in quotes if quote.passage.kind is PassageKind.LEAD_IN]
    copied = " ".join([*(words for _, words in located), *leads])
    lack = _lacks(draft.said, copied, evidence.question) or _lost(draft.said, passages)
    return lack or Statement(quotes, said=draft.said)


def locate(words: str, text: str) -> Span | None:
    """Find words in a text exactly but for the length and kind of its white space; None where they do not stand there.

    The span is of the text as it is: each character of the text with its runs of white space made one space is
    mapped back to its own place.
    """
    wanted, plain = _SPACE.sub(" ", words).strip(), ""
    places: list[int] = []
    for run in re.finditer(r"\s+|\S+", text):
        piece = " " if run.group().isspace() else run.group()
        plain += piece
        places += range(run.start(), run.start() + len(piece))
    at = _whole_words(wanted, plain)
    return Span(places[at], places[at + len(wanted) - 1] + 1) if at is not None else None


def _whole_words(wanted: str, plain: str) -> int | None:
    """Find the first place where words stand and do not begin or end inside a word."""
    found = re.search(rf"(?<!\w){re.escape(wanted)}(?!\w)", plain) if wanted else None
    return found.start() if found else None


def is_plain(said: str, longest: int) -> bool:
    """Tell whether words of a model are printable, on one line, without addresses or markup, and not too long."""
    return bool(said.strip()) and len(said) <= longest and said.isprintable() and not _NOT_PLAIN.search(said)


def _located(draft: Draft, passages: Sequence[Passage]) -> list[tuple[Passage, str]]:
    """Keep the quotes that stand in the passage they name: its whole text, or some words of it in a row."""
    found = []
    for number, copied in draft.quotes:
        passage = passages[number - 1] if 0 < number <= len(passages) else None
        span = locate(copied, passage.text) if passage else None
        if passage and span:
            words = passage.text[span.start : span.end]
            if len(words.split()) >= _FEWEST_WORDS or words == passage.text:
                found.append((passage, words))
    return found


def _shown(passages: Sequence[Passage], lists: Mapping[str, ItemList]) -> tuple[Quote, ...]:
    """Quote the passages whole, an item after the line that introduces its list."""
    shown: dict[str, Quote] = {}
    for passage in passages:
        listed = lists.get(passage.id) if passage.kind is PassageKind.ITEM else None
        for quoted in (*([listed.lead_in] if listed else []), passage):
            shown.setdefault(quoted.id, Quote.whole(quoted))
    return tuple(shown.values())


def _lacks(said: str, copied: str, question: str) -> Lack | None:
    """Tell what a sentence says that the words copied for it do not."""
    if figures(said) - figures(copied):
        return Lack.FIGURE
    if sense(said) - sense(copied):
        return Lack.SENSE
    known = stems(copied)
    asked = stems(question)
    own = [word for word in content_words(said) if stem(word) not in asked]
    borne = sum(stem(word) in known for word in own)
    named = {name.casefold() for name in _NAMED.findall(said)} - {word.casefold() for word in copied.split()}
    unknown = {name for name in named if not stems(name) <= known | asked}
    is_about = bool(stems(said) & known)
    return Lack.WORDS if unknown or not is_about or borne < _BORNE_OUT * len(own) else None


def _lost(said: str, passages: Sequence[Passage]) -> Lack | None:
    """Tell whether a sentence leaves out that what it quotes denies, is rare, or is doubtful everywhere it stands."""
    kept = sense(said)
    contexts = [_context(passage) for passage in passages]
    whole = [sense(context) for context in contexts]
    turned = {DENIES, RARE} & frozenset().union(*whole) - kept
    turned |= frozenset().union(*map(denied, contexts)) & affirmed(said)
    # A doubt may also be kept in other words: "can", "risk".
    doubtful = all(DOUBTS in found for found in whole) and DOUBTS not in kept
    hedged = bool({"can", "risk", "risks", "chance", "sometimes"} & set(said.casefold().split()))
    return Lack.LOST if turned or (doubtful and not hedged) else None


def _context(passage: Passage) -> str:
    """Join an item with the line that introduces it: "You should not have it if you:"."""
    return f"{passage.lead_text} {passage.text}" if passage.kind is PassageKind.ITEM else passage.text
