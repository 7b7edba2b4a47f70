"""Message -> what in it only ties it to the answer before, and whether it points at something said there."""

from __future__ import annotations

import re

from chatbot.words import content_words

_CONJUNCTION = re.compile(r"^\W*(?:(?:and|but|so|or|also|then|ok(?:ay)?)\b\W*)+", re.IGNORECASE)
# What the subject of a library may be called.
_CALLED = r"\bthis (?:(?:kind|sort|type) of )?(?:treatment|therapy|procedure|method|technique)\b"
SUBJECT_CALLED = re.compile(_CALLED, re.IGNORECASE)
"""What a library's subject may be called, wherever nothing else is meant."""
_ASKS_ON = r"(?:is|are|do|does|did|can|could|should|will|would|may|why|how|what|who|which|where)"
# Words that point at what was said. "It", "they" and "this treatment" are not among them: they mostly mean the subject
# of the library; nor is "one" before what it counts ("is one session enough?").
_POINTS = re.compile(
    # "What happened then?", not "how deep do they go then?" and "then is it worth it?".
    rf"(?!{_CALLED})\b(?:this|that|these|those|then(?!\W*$)(?!,? {_ASKS_ON}\b)|happen(?:s|ed)? then|ones|both"
    r"|former|latter|others?|same|instead|exactly)\b"
    # Whoever the message itself has named is meant: "can my father have it at his age?"
    r"|^(?:(?!\b(?:my|our|an?)\W+\w).)*\b(?:he|him|his|she|hers?)\b"
    # "For men too?" and "too early?", not "is it too late?".
    r"|^\W*too \w+\W*$|\btoo\b(?=\W*$|\W*[,;?]|\W+(?:and|or|if|when|like)\b)"
    r"|\bone\b(?=\W*$|\W*[,;]|\W+(?:is|are|was|were|do|does|did|can|could|will|would|should|has|have|and|or|for|of|to|in|on)\b)",
    re.IGNORECASE,
)
_LOOSELY = re.compile(r"\b(?:then|too)\b", re.IGNORECASE)
# What points nowhere: "that" after what it says more of ("the worst that can happen") or after what it asks about
# ("collagen, what's that") or has said ("I take pills, is that bad?"), and "those" of what one has seen ("one of
# those pens").
_OWN = re.compile(
    r"\b(worst|best|most|least) that(?= (?:can|could|may|might|will|would)\b)"
    r"|\b(\w{4,}),? what(?:['’]?s| is| are) (?:that|those)\b"
    r"|\b(?:i|im|ive|i['’]\w+|my|we)\b[^.?!,]{3,80}, (?:is|does|would|will|can|could|should) (?:that|this)\b"
    r"|\b(one|some) of (?:those|these)(?= \w+s\b)",
    re.IGNORECASE,
)
# What people say of an answer before they ask on.
_JUDGED = (
    r"(?:good|great|nice|fine|ok|okay|scary|bad|awful|horrible|interesting|promising|reasonable|expensive|painful"
    r"|complicated|risky|amazing|logical|simple|easy|true)"
)
_PHRASE = (
    r"(?:(?:(?:that|it|this|all) )?sounds (?:(?:too|very|really|so|pretty|quite) )?" + _JUDGED + r"|i see|got it"
    r"|that['’]?s (?:(?:an?|such|too|very|really|so|pretty|quite) )*(?:relief|shame|pity|lot|ages|long|short|quick|"
    + _JUDGED
    + r")"
    r"|lol|haha"
    r"|makes sense|fair enough|thanks|thank you|good|great|nice|cool|right|alright|wow|phew|hm+|oh|ah|yes|yeah|ok|okay"
    r"|interesting|true|sure|perfect)"
)
_REACTS = re.compile(rf"^\W*(?:{_PHRASE}\b[\s,]+)*{_PHRASE}\b\s*[.!]+\s+(?=\w)", re.IGNORECASE)
_SENTENCE = re.compile(r"(?<=[.!?])\s+")


def untied(message: str) -> str:
    """Leave off what only ties a message to the answer before it: "ok, sounds good. And …"."""
    return _CONJUNCTION.sub("", _REACTS.sub("", message))


def points(rest: str) -> bool:
    """Tell whether something in a message stands for what was said before it, and not for what it says itself."""
    first = _SENTENCE.split(rest)[0]
    return _POINTS.search(_OWN.sub(r"\1\2\3", first if content_words(first) else rest)) is not None


def may_point(message: str) -> bool:
    """Tell whether a word that can stand for something said before is in a message, whatever it stands for here."""
    return _POINTS.search(message) is not None or _LOOSELY.search(message) is not None
