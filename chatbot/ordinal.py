"""Message + the answer before it -> the quote it counts to: "the second one?", "more about number 3".

Quotes have numbers on the page, and people use them. What is asked for then is what that quote speaks of.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from chatbot.types import Message

_WORDS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_ORDINAL = rf"(?:the |your )?(?:(?P<word>{'|'.join(_WORDS)}|last)|(?P<figure>\d{{1,2}})(?:st|nd|rd|th))"
_ONE = r"(?: (?:one|quote|point|item|sentence|bullet|passage))"
_NUMBER = r"(?:the )?(?:quote |number |no\.? ?|#|nr\.? ?){1,2}(?P<number>\d{1,2})|\[(?P<mark>\d{1,2})\]"
_TELL = (
    r"(?:(?:and|so|ok|okay|please|pls|can|could|you|tell|me|say|explain|expand|elaborate|give|a|bit|little|more|further"
    r"|details?|about|on|of|what|whats|does|is|mean|meant|by)\b['’]?s?\W+)"
)
_ASKED = r"(?:\W+(?:mean|means|please|pls|say|about|exactly|in|more|detail)\b)*"
# Only with a noun, or with nothing but "the": "what do I do first?" and "what about the first?" ask for other things.
_FORMS = tuple(
    re.compile(rf"^\W*{form}\W*$", re.IGNORECASE)
    for form in (
        rf"(?:(?:and|ok|so)\W+)?(?:{_ORDINAL}{_ONE}|{_NUMBER})",
        rf"(?=the ){_ORDINAL}",
        rf"{_TELL}*(?:more|details?)\W+(?:on|about|of)\W+(?=the ){_ORDINAL}{_ASKED}",
        rf"(?!(?:what|how) about\b){_TELL}+(?:{_ORDINAL}{_ONE}|{_NUMBER}){_ASKED}",
    )
)
# Who asked about the first session may mean the second session.
_COUNTED = re.compile(
    rf"\b(?:{'|'.join(_WORDS)}|\d+(?:st|nd|rd|th)|sessions?|visits?|times|treatments)\b", re.IGNORECASE
)
# As records of other systems have them. What stands quoted in our own replies is a title or a question.
_QUOTED = re.compile(r"[\"“]([^\"“”]{8,})[\"”]\s*\[")


def counts(message: str) -> bool:
    """Tell whether a message counts to a quote of the answer before."""
    return _match(message) is not None


def quoted_before(history: Sequence[Message], quotes: Callable[[int], Sequence[str]]) -> Sequence[str]:
    """Give the texts quoted in answer to the last question of a history.

    `quotes` gives the texts quoted in answer to the message at a place of the history. Where what was said before holds
    quotes itself, as records of other systems do, those are given.
    """
    at = _last(history)
    said = [text for turn in history[at + 1 :] for text in _QUOTED.findall(turn.content)]
    return said or (quotes(at) if at >= 0 else ())


def quote_counted(message: str, history: Sequence[Message], quoted: Callable[[], Sequence[str]]) -> str:
    """Give the text of the quote that a message counts to in the answer before; "" where it counts to none.

    `quoted` gives what that answer quoted (`quoted_before`).
    """
    found, at = _match(message), _last(history)
    if not found or at < 0 or counts(history[at].content) or _COUNTED.search(history[at].content):
        return ""
    shown, place = quoted(), _place(found)
    return shown[place] if place is not None and -len(shown) <= place < len(shown) else ""


def _last(history: Sequence[Message]) -> int:
    return max((place for place, turn in enumerate(history) if turn.role == "user"), default=-1)


def _match(message: str) -> dict[str, str] | None:
    found = next((match for form in _FORMS if (match := form.match(message))), None)
    return {kind: text.lower() for kind, text in found.groupdict().items() if text} if found else None


def _place(said: Mapping[str, str]) -> int | None:
    """Tell which place is meant, from 0; -1 is the last. Nothing has the number 0."""
    if word := said.get("word"):
        return -1 if word == "last" else _WORDS.index(word)
    figure = int(next(iter(said.values())))
    return figure - 1 if figure else None
