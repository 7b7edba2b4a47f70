"""Message -> the questions in it, in order, when it asks several; otherwise the message itself."""

from __future__ import annotations

import re
from collections.abc import Iterator

from chatbot.words import content_words

_DOES = r"(?:can|could|do|does|did|will|would|should|may)"
_IS = r"(?:is|are|was|were|am|has|have)"
_WH = r"(?:how|what|which|who|when|where|why)"
_ASKS = rf"(?:{_WH}|{_DOES}|{_IS}|any)"
_ENDS = re.compile(
    r"(?<=[?])[\s?!]+(?=\S)|(?<!\b[DM]r\.)(?<!\bMrs\.)(?<!\bMs\.)(?<!\bSt\.)(?<!\bvs\.)(?<=[.!])\s+(?=\S)"
)
_BETWEEN = re.compile(r"\b(?:between|compared? (?:to|with)|different from)\b", re.I)
_WHO = r"(?:i|it|you|they|there|we|he|she|the|an?|my|your|this|these)"
_FINE = r"(?:ok|okay|alright|fine|safe|good|bad|allowed|normal|common|needed|necessary|enough|better|worth|possible)"
# How a further question begins: "how far apart are …", "should I …", "does redness …", "is aloe gel ok". "And is
# red", "and do it at home", "and should have it" go on with what was begun.
_FURTHER = (
    rf"(?:{_WH}\s+(?:[\w'’-]+\s+){{0,3}}?(?:{_DOES}|{_IS})\b|how (?:long|much|many|soon|often)\b|{_WH}\s+{_WHO}\b"
    rf"|(?!(?:do|have)\s+(?:it|my|your)\b|have\s+(?:the|an?)\b)(?:{_DOES}|{_IS})\s+{_WHO}\b"
    rf"|(?!do\b){_DOES}\s+(?!be|have|do|not)\w+\s+\w|{_IS}\s+(?:\w+\s+){{1,3}}{_FINE}\b)"
)
_IF_SO = r"(?:(?:if (?:so|yes|(?:it|they|that) (?:does|is|do|are|can|will|works?|helps?)),?|roughly|also)\s+)*"
_JOINED = re.compile(rf"(?P<and>,?\s+(?:and|also|plus|\+|&)\s+{_IF_SO}|,\s+)(?={_FURTHER})", re.I)
_BEGINS = re.compile(
    r"^[^\w\"“]*(?!thing is\b)(?:(?:and|also|but|so|oh|ok|plus|one|two|three|things?|questions?)\W+)*"
    rf"(?!when (?:i|you|we|he|she|it|they|my)\b){_ASKS}\b",
    re.I,
)
_ASKS_LATE = re.compile(rf",\s+(?:{_DOES}|{_IS})\s+(?:{_WHO}|that)\b", re.I)
# What weighs one thing against another is about all of them, and what asks whether it is so is of what was just said.
_WEIGHS = re.compile(
    r"\b(?:either|or not|which is (?:it|right|true)|(?:dis)?agree\w*|match|differ|contradict\w*)\b"
    r"|^\W*(?:and\W+)?(?:is|are) (?:that|this|it|they) (?:really )?(?:real|true|right|correct|so)\W*$",
    re.I,
)
_MOST = 4


def questions(message: str) -> tuple[str, ...]:
    """Split a message into the questions it asks; what is said before a question stays with it, as it was typed.

    A message with one question, or that weighs one thing against another, comes back whole. A further question may
    lean on those before it, as one in a message of its own does.
    """
    parts: list[str] = []
    begun, is_open = 0, False
    for start, end in _pieces(message):
        begun = begun if is_open else start
        is_open = not _is_question(message[start:end])
        if not is_open:
            parts.append(message[begun:end].strip())
    several = 2 <= len(parts) <= _MOST and not is_open and content_words(parts[0]) and all(map(_is_own, parts[1:]))
    return tuple(parts) if several else (message,)


def _pieces(message: str) -> Iterator[tuple[int, int]]:
    """Give where sentences stand, and the pieces of those that ask several questions."""
    start = 0
    for found in (*_ENDS.finditer(message), None):
        end = found.start() if found else len(message.rstrip())
        if end > start:
            yield from _cut(message, start, end) if _is_question(message[start:end]) else [(start, end)]
        start = found.end() if found else end


def _cut(message: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut where a further question begins; at a comma alone only in a list of questions (", can I … and does …").

    Of two with but a comma between them the second mostly says the first in other words.
    """
    found = list(_JOINED.finditer(message, start, end))
    last = max((place for place, joint in enumerate(found) if joint["and"].strip() != ","), default=-1)
    for joint in found[: last + 1]:
        piece = message[start : joint.start()]
        is_list = joint["and"].strip() != "," or _is_question(piece)
        if is_list and not _BETWEEN.search(piece):
            yield start, joint.start()
            start = joint.end()
    yield start, end


def _is_question(sentence: str) -> bool:
    asks = _BEGINS.match(sentence) or _ASKS_LATE.search(sentence)
    return sentence.rstrip().endswith("?") or asks is not None


def _is_own(part: str) -> bool:
    """Tell whether a further question is one of its own, and no last word of the one before it ("pus? fever?")."""
    return (_BEGINS.match(part) or _ASKS_LATE.search(part)) is not None and _WEIGHS.search(part) is None
