"""Two sentences that look alike -> whether they differ after all: by a denial, a number, a condition, a direction.

Vectors of meaning put a sentence and its denial close together, and so do words in common. What says the same in other
words may be taken for different here; that costs a group, and the other way round a wrong one.
"""

from __future__ import annotations

import re

FIGURE = re.compile(r"\d+(?:[.,]\d+)?|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty)\b")
"""A number, in digits or in words, in text that is case-folded."""
# Two sentences differ when only one of them has any of these words: denials, and conditions.
_TURNS = (
    re.compile(
        r"\b(?:no|not|never|nobody|none|neither|nor|without|cannot|avoid\w*|contraindicat\w*|refrain\w*|stop\w*"
        r"|instead|rather than)\b|n['’]t\b"
    ),
    re.compile(r"\b(?:if|unless|except|only|provided|until)\b"),
)
# And when one has words of one kind and the other words of other kinds of the same row.
_KINDS = (
    (r"before|beforehand|prior", r"after|afterwards?|following"),
    (r"rare|rarely|uncommon|unlikely|seldom", r"common|commonly|often|usually|likely|typical|typically|frequent\w*"),
    (r"increas\w*|rais\w*|more|higher|faster", r"decreas\w*|reduc\w*|less|fewer|lower\w*|slower"),
    (r"safe|safely|harmless", r"unsafe|dangerous|harmful|risky"),
    (r"men|male|males", r"women|female|females"),
    (r"child|children", r"adults?"),
    (r"seconds?", r"minutes?", r"hours?", r"days?", r"weeks?", r"months?", r"years?"),
)
_APART = tuple(tuple(re.compile(rf"\b(?:{words})\b") for words in row) for row in _KINDS)


def contrary(one: str, other: str) -> bool:
    """Tell whether two sentences that are alike say the opposite, another number, or hold on another condition."""
    texts = [text.casefold() for text in (one, other)]
    if any(bool(turn.search(texts[0])) != bool(turn.search(texts[1])) for turn in _TURNS):
        return True
    figures = [set(FIGURE.findall(text)) for text in texts]
    if all(figures) and not (figures[0] <= figures[1] or figures[1] <= figures[0]):
        return True
    return any(_parted(row, texts) for row in _APART)


def _parted(row: tuple[re.Pattern[str], ...], texts: list[str]) -> bool:
    first, second = ({kind for kind in row if kind.search(text)} for text in texts)
    return bool(first and second) and not first & second
