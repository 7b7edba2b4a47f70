"""Message + the answer before it -> the quote it counts to: "the second one?", "more about number 3".

Quotes have numbers on the page, and people use them. What is asked for then is what that quote speaks of.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from chatbot.types import Message

_WORDS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_PLACE = (
    rf"(?:the |your )?(?:(?P<word>{'|'.join(_WORDS)}|last)|(?P<figure>\d{{1,2}})(?:st|nd|rd|th))"
    r"(?: (?:one|quote|point|item|sentence|bullet|answer|passage))?"
    r"|(?:the )?(?:quote |number |no\.? ?|#|nr\.? ?){1,2}(?P<number>\d{1,2})|\[(?P<mark>\d{1,2})\]"
)
_BEFORE = (
    r"(?:(?:and|so|ok|okay|then|hm+|please|pls|can|could|would|you|tell|me|say|explain|give|show|a|bit|little|more|further"
    r"|details?|about|on|of|for|what|whats|how|does|do|is|i|want|to|know|mean|meant|by|with|expand|elaborate)\b['’]?s?\W+)*"
)
_AFTER = r"(?:\W+(?:mean|means|please|pls|then|again|say|about|exactly|in|more|detail)\b)*"
_COUNTS = re.compile(rf"^\W*{_BEFORE}(?:{_PLACE}){_AFTER}\W*$", re.IGNORECASE)
# Who asked about the first session may mean the second session.
_COUNTED = re.compile(rf"\b(?:{'|'.join(_WORDS)}|\d+(?:st|nd|rd|th))\b", re.IGNORECASE)
_QUOTED = re.compile(r"[\"“]([^\"“”]{8,})[\"”]")


def quote_counted(message: str, history: Sequence[Message], quotes: Callable[[int], Sequence[str]]) -> str:
    """Give the text of the quote that a message counts to in the answer before; "" where it counts to none.

    `quotes` gives the texts quoted in answer to the message at a place of the history. Where what was said before holds
    quotes itself, as records of other systems do, those are counted that can be among them.
    """
    found = _COUNTS.match(message)
    at = max((place for place, turn in enumerate(history) if turn.role == "user"), default=-1)
    if not found or at < 0 or _COUNTED.search(history[at].content):
        return ""
    said = [text for turn in history[at + 1 :] for text in _QUOTED.findall(turn.content)]
    shown = said or quotes(at)
    place = _place(found)
    return shown[place] if -1 <= place < len(shown) and shown else ""


def _place(found: re.Match[str]) -> int:
    """Tell which place is meant, from 0; -1 is the last."""
    if word := (found["word"] or "").lower():
        return -1 if word == "last" else _WORDS.index(word)
    figure = int(found["figure"] or found["number"] or found["mark"])
    return figure - 1 if figure else 99
