"""Question -> the term it wants explained; text -> whether it explains the term, and does not only use it.

"What does non-comedogenic mean?" comes nearest to the sentence that has the word. Where no quote says what it is, the
documents do not say. (Patterns of definitions: Hearst, Automatic Acquisition of Hyponyms, COLING 1992.)
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from chatbot.contraction import with_apostrophes
from chatbot.words import content_words, stem

_WORD = r"(?!(?:used|good|bad|like|about|for|from|to|of|in|on|with|at|by|the|it|and|or)\b)[\w-]+"
_TERM = rf"(?P<term>{_WORD}(?: {_WORD}){{0,3}}?)"
_END = (
    r"(?: (?:exactly|please|pls|then|anyway|though|tho|even|mean|means|in (?:plain|normal|simple) (?:words|english)"
    r"|when (?:it's|its) at home))*"
    r"\W*$"
)
_BEFORE = (
    r"^\W*(?:(?:and|but|so|ok|okay|hi|hm+|sorry|wait|also|please|pls)\W+)*"
    r"(?:(?:can|could) you (?:tell me|explain)\W+)?"
)
_NOT = r"(?!(?:the|this|that|it|its|your|my|best|there|they|wrong|next|new)\b)"
_SURELY = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\bwhat (?:does|do|did|is) (?:the (?:word|term) )?{_NOT}{_TERM} (?:mean|stand for){_END}",
        rf"\bwhat (?:do|does|did|is) (?:\w+ )?(?:mean|meant) (?:by|with) (?:an? |the )?{_TERM}{_END}",
        rf"\b(?:define|definition of|meaning of|explain the (?:word|term)) (?:an? |the )?{_TERM}{_END}",
        rf"{_BEFORE}(?:an? )?{_NOT}{_TERM},? what(?:'s| is| does) (?:that|it)(?: mean)?{_END}",
    )
)
# "What's normal?" has the same form, so this is asked of seldom words alone.
_MAYBE = re.compile(rf"{_BEFORE}what(?:'s| is) (?:an? )?{_NOT}{_TERM}{_END}", re.IGNORECASE)
_SELDOM, _LONGEST = 4, 300
_WORDS = re.compile(r"[^\W_]+")
_AFTER = re.compile(
    r"^(?: \([^)]*\))?(?:,? (?:(?:which|that|both of which|all of which) )?"
    r"(?:is|are|refers?|means?|stands? for|involves?|consists?)\b"
    r"|,? (?:also |often |sometimes )?(?:known as|called|referred to)\b|, (?:an?|the|or|also)\b| \(|:)",
    re.IGNORECASE,
)
_CALLED = re.compile(
    r"(?:known as|called|termed|named|referred to as|meaning)(?: an?| the)?[\s\"“'’‘]*$", re.IGNORECASE
)


class Term(NamedTuple):
    """What a question wants explained, and whether it surely wants that: "what's normal?" only looks as if it did."""

    words: str = ""
    is_sure: bool = False


NOTHING = Term()
"""What a question has that wants no word explained."""


def term_asked(question: str, frequency: Callable[[str], int]) -> Term:
    """Name what a question wants explained, without words where it asks for something else.

    `frequency` counts the passages of a library that have a phrase.
    """
    asked = with_apostrophes(question) if len(question) <= _LONGEST else ""
    if surely := next((match for pattern in _SURELY if (match := pattern.search(asked))), None):
        return Term(surely["term"], is_sure=True) if content_words(surely["term"]) else NOTHING
    maybe = _MAYBE.search(asked)
    is_term = maybe and content_words(maybe["term"]) and 1 <= frequency(maybe["term"]) <= _SELDOM
    return Term(maybe["term"]) if maybe and is_term else NOTHING


def explains(term: str, text: str) -> bool:
    """Tell whether a text says what a term is: "the derma, the skin's deeper layer", "PRP (platelet-rich plasma)"."""
    wanted = tuple(stem(word.lower()) for word in _WORDS.findall(term))
    tokens = [(stem(match.group().lower()), match.start(), match.end()) for match in _WORDS.finditer(text)]
    for first in range(len(tokens) - len(wanted) + 1 if wanted else 0):
        there = tokens[first : first + len(wanted)]
        if tuple(token[0] for token in there) == wanted:
            before, after = text[: there[0][1]], text[there[-1][2] :]
            is_beside = before.endswith("(") and after.startswith(")")
            if is_beside or _AFTER.match(after) or _CALLED.search(before):
                return True
    return False
