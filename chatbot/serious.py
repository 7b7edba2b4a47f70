"""Whether a question asks for what is serious alone, and whether a text is about that.

"What are the nasty ones?" is near every list of side effects; who asks so does not ask about redness.
"""

from __future__ import annotations

import re

_ASKS = re.compile(
    r"\b(?:serious|severe|nasty|nastiest|worst|scary|scariest|dangerous|major|grave)\b(?=\W*(?:\w+\W+){0,2}?"
    r"(?:(?:side )?effects?\b|reactions?\b|complications?\b|risks?\b|ones?\b|stuff\b|(?:ever )?go(?:es)? wrong\b"
    r"|(?:that |which )?(?:can|could|may|might) happen\b|things? (?:that |which )?(?:can|could|may|might)\b))",
    re.IGNORECASE,
)
# What is asked for beside it, or instead.
_OTHER = re.compile(
    r"\b(?:mild|milder|minor|harmless|common|usual|treats?|helps?|fix(?:es)?|to do)\b"
    r"|(?:\b(?:not|no|non|less)\b|n['’]t\b)\W+(?:\w+\W+){0,2}?(?:serious|severe|nasty|scary|dangerous|major|grave)\b",
    re.IGNORECASE,
)
_IS = re.compile(
    r"\b(?:serious|severe|permanent|lasting|dangerous|life-threatening|complications?|infections?|infected|scarring|allergic)\b",
    re.IGNORECASE,
)


def asks_for_serious(question: str) -> bool:
    """Tell whether a question asks for what is serious alone."""
    return _ASKS.search(question) is not None and _OTHER.search(question) is None


def is_serious(text: str) -> bool:
    """Tell whether a text calls something serious, or names what does not pass by itself."""
    return _IS.search(text) is not None
