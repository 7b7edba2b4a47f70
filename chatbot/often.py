"""Whether a question wants what is rare or what is common, and whether a text says that something is.

"Which side effects are rare?" is near every list of side effects, and only the sentences that call one rare answer it.
A question for both, or whether something is rare, wants all that is said of it.
"""

from __future__ import annotations

import re
from enum import StrEnum

_NOT = r"\b(?:not|less|hardly|never) (?:so |that |very |too |all that )?"
_RARE = r"\b(?:rare|rarely|rarer|rarest|uncommon|infrequent\w*|seldom|unlikely)\b"
_COMMON = r"\b(?:common|commonly|commoner|commonest|typical|typically|usual|usually|frequent|frequently)\b(?! with\b)"
_NOT_RARE, _NOT_COMMON = re.compile(_NOT + _RARE, re.IGNORECASE), re.compile(_NOT + _COMMON, re.IGNORECASE)
_WHICH = re.compile(r"\b(?:which|what|list|name|show|any|are there|the)\b", re.IGNORECASE)
_WHETHER = re.compile(
    r"\b(?:is|are|was) (?:it|that|this|they|those|these)\b|\bhow (?:common|rare|often|usual)\b", re.IGNORECASE
)
# What comes about; the usual price and the common ground of two documents do not.
_COMES_ABOUT = re.compile(
    r"\b(?:(?:side )?effects?|reactions?|complications?|risks?|dangers?|problems?|issues?|symptoms?|ones?|cases?"
    r"|happens?|go(?:es)? wrong)\b|\b(?:which|what) of (?:them|those|these)\b",
    re.IGNORECASE,
)


_SERIOUS = re.compile(r"\b(?:serious|severe|dangerous)\b", re.IGNORECASE)


class Often(StrEnum):
    """How often something comes about, as far as words tell."""

    RARE = "rare"
    COMMON = "common"


# "The main risk" is a common one; who asks for the main benefits does not ask how often.
_SAYS = {
    Often.RARE: (re.compile(_RARE, re.IGNORECASE), _NOT_RARE, _NOT_COMMON),
    Often.COMMON: (re.compile(rf"{_COMMON}|\b(?:main|mostly|often)\b", re.IGNORECASE), _NOT_COMMON, _NOT_RARE),
}
_ASKS = {Often.RARE: re.compile(_RARE, re.IGNORECASE), Often.COMMON: re.compile(_COMMON, re.IGNORECASE)}


def asked_for(question: str) -> Often | None:
    """Tell whether a question asks for what is rare alone, or for what is common alone."""
    if not (_WHICH.search(question) and _COMES_ABOUT.search(question)) or _WHETHER.search(question):
        return None
    found = {often for often in Often if _is_in(_ASKS[often], often, question)}
    wants_more = Often.COMMON in found and _SERIOUS.search(question)
    return found.pop() if len(found) == 1 and not wants_more else None


def says(often: Often, text: str) -> bool:
    """Tell whether a text calls something rare, or common; what is not rare is common."""
    return _is_in(_SAYS[often][0], often, text)


def _is_in(words: re.Pattern[str], often: Often, text: str) -> bool:
    _, denied, other_denied = _SAYS[often]
    return other_denied.search(text) is not None or words.search(denied.sub("", text)) is not None
