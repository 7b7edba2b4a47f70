"""Message -> whether it asks back about the answer before it: who says so, why, what otherwise, and say it again."""

from __future__ import annotations

import re

from chatbot.words import content_words

# What asks for the reason, or for what follows, of what was said.
_WHY = re.compile(
    r"\bhow come\b|^\W*what(?:['’]?s| is| would be) the (?:harm|problem|reason)"
    r"(?: (?:in|with|of|for) (?:it|that|this|doing (?:it|that|this)))?\W*$"
    r"|^\W*(?:(?:what (?:happens|would happen|will happen)|what)\W+)?"
    r"(?:otherwise|if (?:i|you|we) (?:do|don['’]?t|did|didn['’]?t)(?: (?:it|that|this))?(?: anyway)?)\W*$",
    re.IGNORECASE,
)
# Nothing is said in other words than the documents', but it can be shown again.
_AGAIN = re.compile(
    r"^\W*(?:(?:lol|ok|okay|and|but|so|now|sorry|please|pls|can|could|would|you|try|again)\W+)*"
    r"(?:in (?:plain |simple |normal )?(?:english|words|terms)|(?:say|explain) (?:it|that|this) "
    r"(?:again|(?:more )?simpl(?:y|er)|(?:in|like) .{0,30})|i (?:do not|don['’]?t) (?:understand|get it|follow))"
    r"(?: please| pls)?\W*$",
    re.IGNORECASE,
)
_WHICH = r"(?:which|what) (?:one|source|document|site|author|text|article)s?"
_WHO_SAYS = re.compile(
    rf"\b(?:who|{_WHICH})\b.{{0,12}}\b(?:says?|said|states?|claims?|wrote|told)\b"
    rf"|\bsays who\b|\bsource\W*$|^\W*(?:(?:and|in|from)\W+)*{_WHICH}\W*$",
    re.IGNORECASE,
)


def as_why(message: str) -> str:
    """Write "why" for what asks for the reason, or for what follows, in other words."""
    return _WHY.sub("why", message)


def asks_again(message: str) -> bool:
    """Tell whether a message asks for the question before it once more: for its sources, or for other words."""
    return asks_who_says(message) or _AGAIN.match(message) is not None


def asks_who_says(message: str) -> bool:
    """Tell whether a message asks where the answer before it comes from."""
    return _WHO_SAYS.search(message) is not None and len(content_words(message)) <= 1


def asks_which_document(message: str) -> bool:
    """Tell whether somebody who asks who says so asks for a document, and not for a person: "which source?"."""
    return asks_who_says(message) and not re.search(r"\b(?:who\w*|authors?)\b", message, re.IGNORECASE)
