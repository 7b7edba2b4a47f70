"""Message + earlier messages -> a question that stands alone. By rules, without a model; what was understood is shown.

Only the earlier question is taken up, never the earlier evidence: an answer quotes what its own search finds.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from chatbot.contraction import with_apostrophes
from chatbot.types import Message
from chatbot.words import content_words

_CONJUNCTION = re.compile(r"^\W*(?:(?:and|but|so|or|also|then|ok(?:ay)?)\b\W*)+", re.IGNORECASE)
# Another choice beside the one asked about, or what was meant by the question before.
_OR = re.compile(r"^\W*or\b", re.IGNORECASE)
_CORRECTS = re.compile(r"^\W*(?:(?:no|nope|nah|sorry|well|wait|i)\b\W*)*i (?:mean|meant)\b\W*", re.IGNORECASE)
_ABOUT = re.compile(r"^\W*(?:(?:what|how) about|same for|what if (?:it|it is|it's) for)\s+", re.IGNORECASE)
# "When I exercise?" leans on the question before; "When can I exercise?" and "Who should not have it?" are whole.
_LEANS = re.compile(
    r"^\W*(?!when (?:can|could|may|should|shall|must|do|does|will|would|to|is it \w+ to)\b)"
    r"(?:(?:at|for|on|in|with|without|during|after|before|by|under|from|as|if|because|until|when|while|than|around|near"
    r"|over|between|inside|above|below|except|besides)\b(?! (?:what|which|whom|whose|how)\b)"
    r"|(?:afterwards?|later|sooner|beforehand|here|there|now|next|today|tomorrow|tonight)\W*$)",
    re.IGNORECASE,
)
# Words that point at what was said. "It" and "they" are not among them: they mostly mean the library's subject; nor is
# "one" before what it counts ("is one session enough?").
_POINTS = re.compile(
    r"\b(?:this|that|these|those|then|ones|both|former|latter|others?|same|instead|too|exactly|he|him|his|she|hers?)\b"
    r"|\bone\b(?=\W*$|\W*[,;]|\W+(?:is|are|was|were|do|does|did|can|could|will|would|should|has|have|and|or|for|of|to|in|on)\b)",
    re.IGNORECASE,
)
_WHO_SAYS = re.compile(
    r"\b(?:who|which (?:one|source|document|site|author)s?)\b.{0,12}\b(?:says?|said|states?|claims?|wrote|told)\b"
    r"|\bsays who\b|\bsource\W*$|^\W*(?:in |from )?which (?:one|source|document|site|author)s?\W*$",
    re.IGNORECASE,
)
_OF_SUBJECT = re.compile(
    r"^\W*who (?:can|could|may|should|must|would)(?:n['’]?t| not)?\b.*\b(?:it|this)\W*$", re.IGNORECASE
)
_FEW = 3
# What one does to something: alone they leave open to what.
_NEEDS_OBJECT = frozenset(
    "wait reduce prevent treat stop fix manage handle lower relieve ease soothe improve increase change repeat".split()
)


def standalone(message: str, history: Sequence[Message]) -> str:
    """Complete a follow-up with the question before it; a message that stands alone comes back as it is."""
    earlier = [turn.content for turn in history if turn.role == "user"]
    if not earlier or not depends(message):
        return message
    before = _last_full(earlier).strip()
    if not before or asks_who_says(message):
        return before or message
    rest = _CORRECTS.sub("", _CONJUNCTION.sub("", message))
    return f"{before} {_ABOUT.sub('', rest).strip()}"


def depends(message: str) -> bool:
    """Tell whether a message needs the one before it to be understood.

    "And at home?" does. "What about eczema?" names its own subject and is searched as it is, which also keeps an
    unanswerable follow-up from being answered with the evidence of the question before.
    """
    words = content_words(with_apostrophes(message))
    if _OF_SUBJECT.match(_CONJUNCTION.sub("", message)):
        return False
    if not words or asks_who_says(message) or _NEEDS_OBJECT.issuperset(words):
        return True
    rest = _CONJUNCTION.sub("", message)
    if _LEANS.match(_ABOUT.sub("", rest)) or _CORRECTS.match(message):
        return len(words) <= 2 * _FEW
    if _OR.match(message):
        return len(words) <= _FEW
    return len(words) <= _FEW and _POINTS.search(rest) is not None


def asks_who_says(message: str) -> bool:
    """Tell whether a message asks where the answer before it comes from."""
    return _WHO_SAYS.search(message) is not None and len(content_words(message)) <= 1


def _last_full(earlier: Sequence[str]) -> str:
    """Take the newest question that stands alone, so that a chain of follow-ups keeps its subject."""
    for content in reversed(earlier):
        if not depends(content):
            return content
    return earlier[0]
