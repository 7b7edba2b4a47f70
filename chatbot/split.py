"""Message -> the questions in it, in order, when it asks several that stand alone; otherwise the message itself."""

from __future__ import annotations

import re

from chatbot.words import content_words

_ASKS = (
    r"(?:how|what|which|who|when|where|why|can|could|do|does|did|is|are|was|were|will|would|should|may|am|has|have|any)"
)
_ENDS = re.compile(r"(?<=[?])[\s?!]+(?=\S)|(?<=[.!])\s+(?=\S)")
# "And do it at home" goes on with what was begun.
_JOINED = re.compile(
    rf",?\s+(?:and|also|plus)\s+(?!(?:do|have)\s+it\b|have\s+(?:the|an?)\b)(?=(?:also\s+)?{_ASKS}\s+"
    r"(?:i|it|you|they|there|we|the|a|long|much|many|soon|often|do|does|did|is|are|can|could|will|would|should)\b)",
    re.I,
)
_BEGINS = re.compile(rf"^\W*(?:(?:and|also|but|so|oh|ok|plus|one|two|three|things?|questions?)\W+)*{_ASKS}\b", re.I)
# What points back needs the question before it and is not one of its own.
_POINTS = re.compile(
    r"\b(?:that|this|those|these|them|one|ones|either|both|or not|(?:dis)?agree\w*|match|differ\w*|contradict\w*)\b",
    re.I,
)
_MOST = 4


def questions(message: str) -> tuple[str, ...]:
    """Split a message into the questions it asks; what is said before a question stays with it.

    A message with one question, or whose questions lean on each other, comes back whole.
    """
    parts: list[str] = []
    waiting = ""
    for sentence in _ENDS.split(message.strip()):
        pieces = _JOINED.split(sentence) if _is_question(sentence) else [sentence]
        for piece in pieces:
            if _is_question(piece):
                parts.append(f"{waiting} {piece}".strip())
                waiting = ""
            else:
                waiting = f"{waiting} {piece}".strip()
    alone = 2 <= len(parts) <= _MOST and not waiting and all(map(_stands_alone, parts))
    return tuple(parts) if alone else (message,)


def _is_question(sentence: str) -> bool:
    return sentence.rstrip().endswith("?") or _BEGINS.match(sentence) is not None


def _stands_alone(part: str) -> bool:
    return bool(content_words(part)) and _POINTS.search(part) is None
