"""Question + text -> what speaks against an answer there, however near the text is.

A question can be as near to a text as to its answer and ask for the opposite, or for somebody else: most questions of
SQuAD 2.0 without an answer were made so (Rajpurkar et al., Know What You Don't Know, ACL 2018).
"""

from __future__ import annotations

import re

from chatbot.contraction import with_apostrophes

# A word in capitals that begins no sentence, or a number.
_NAME = re.compile(r"(?<=[^\s.?!:\"“] )[A-ZÀ-ÖØ-Þ][\w-]+|(?<![\w.,-])\d+(?:[.,]\d+)*")
_NO = r"\b(?:not|never|no|none|nobody|nothing|neither|nor|without|cannot|except|unlike)\b"
_SHORT = r"\b(?:is|are|was|were|do|does|did|has|have|had|ca|could|wo|would|should|must|might|need) ?n['’]t\b"
_DENIAL = re.compile(rf"{_NO}|{_SHORT}", re.IGNORECASE)
# "Why isn't it?" asks whether it is, and what one should not do is said in many other words than "not".
_NO_DENIAL = re.compile(
    r"\b(?:why|how) \w+n['’]t\b|\bno longer\b|\bwhy not\b|\bor not?\b|\bif\b.*"
    r"|\b(?:cannot|(?:ca|could|should|must|might|wo|would|need)n['’]t)\b"
    r"|\b(?:should|can|could|must|may|might|would|will|need|ought)(?: \w+){0,2}? not\b",
    re.IGNORECASE,
)
_ASKS = re.compile(r"\b(?:who(?:m|se)?|what|which|when|where|why|how)\b", re.IGNORECASE)
_CLAUSE = re.compile(r"[.?!;:]|, ")


def is_unnamed(question: str, text: str) -> bool:
    """Tell whether a name or a number of the question stands nowhere in a text; names are told by their capitals."""
    names = [] if question.isupper() else _NAME.findall(question)
    folded = text.casefold() if names else ""
    return not all(_stands(name.casefold(), folded) for name in names)


def is_opposed(question: str, text: str) -> bool:
    """Tell whether a question asks for what is not so ("who did not sign?") and a text denies nothing."""
    clauses = (_NO_DENIAL.sub(" ", clause) for clause in _CLAUSE.split(with_apostrophes(question)))
    asked = any(_ASKS.search(clause) and _DENIAL.search(clause) for clause in clauses)
    return asked and not _DENIAL.search(with_apostrophes(text))


def _stands(name: str, text: str) -> bool:
    """Find a name at the beginning of a word, so in all its forms ("the Normans"); a number only as it is."""
    root = name.removesuffix("s")
    at = text.find(root)
    while at >= 0:
        after = text[at + len(root) : at + len(root) + 1]
        if not text[at - 1 : at].isalnum() and not (root[-1].isdigit() and after.isdigit()):
            return True
        at = text.find(root, at + 1)
    return False
