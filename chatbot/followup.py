"""Message + earlier messages -> a question that stands alone. By rules, without a model; what was understood is shown.

Only the earlier question is taken up, never the earlier evidence: an answer quotes what its own search finds.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from chatbot.types import Message
from chatbot.words import content_words

_OPENING = re.compile(
    r"^\W*(?:and|but|so|or|also|then|ok(?:ay)?|what about|how about|what if|same for|even|only|just|really|why not"
    r"|who says?|who said|says who)\b",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    r"^\W*(?:(?:and|but|so|ok(?:ay)?)\W+)?(?:(?:what|how) about|same for|what if (?:it|it is|it's) for)\s+"
    r"(?P<rest>.+?)\W*$",
    re.I,
)
_CONJUNCTION = re.compile(r"^\W*(?:and|but|so|or|also|then|ok(?:ay)?)\b\W*", re.IGNORECASE)
_POINTING = re.compile(
    r"\b(?:it|its|this|that|these|those|they|them|their|he|she|his|her|there|then|one|ones|both|former|latter|others?"
    r"|same|instead|too|exactly)\b",
    re.IGNORECASE,
)
_NAMED = re.compile(r"\b(?:micro[\s-]?needling|derma[\s-]?roll\w*|procedure|treatment)\b", re.IGNORECASE)
_WHO_SAYS = re.compile(
    r"\b(?:who|which (?:one|source|document|site|author)s?)\b.{0,12}\b(?:says?|said|states?|claims?|wrote|told)\b"
    r"|\bsays who\b|\bsource\W*$",
    re.I,
)
_SHORT = 3


def standalone(message: str, history: Sequence[Message]) -> str:
    """Complete a follow-up with the question before it; a message that stands alone comes back as it is."""
    earlier = [turn.content for turn in history if turn.role == "user"]
    if not earlier or not depends(message):
        return message
    before = _last_full(earlier).strip()
    if not before or asks_who_says(message):
        return before or message
    about = _ABOUT.match(message)
    addition = f"{about['rest']}?" if about else _CONJUNCTION.sub("", message).strip()
    return f"{before} {addition}"


def depends(message: str) -> bool:
    """Tell whether a message needs the one before it to be understood."""
    words = content_words(message)
    if _WHO_SAYS.search(message) and len(words) <= 1:
        return True
    if _NAMED.search(message):
        return bool(_ABOUT.match(message))
    if _OPENING.match(message):
        return len(words) <= 2 * _SHORT
    return len(words) <= _SHORT and (_POINTING.search(message) is not None or len(message.split()) <= _SHORT)


def asks_who_says(message: str) -> bool:
    """Tell whether a message asks where the answer before it comes from."""
    return _WHO_SAYS.search(message) is not None and len(content_words(message)) <= 1


def _last_full(earlier: Sequence[str]) -> str:
    """Take the newest question that stands alone, so that a chain of follow-ups keeps its subject."""
    for content in reversed(earlier):
        if not depends(content):
            return content
    return earlier[0]
