"""What a library is about: the words its titles share, and one spelling for a subject that is written in several ways.

"micro needling", "micro-needling" and "microneedling" are far apart for a language model. Passages and questions are
searched in one spelling; what is quoted stays as it is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise

_WORD = re.compile(r"[^\W_]+")
_SHORTEST = 4


def subject(titles: Iterable[str]) -> frozenset[str]:
    """Find the words that at least half of two or more titles share, also where one of them writes it apart."""
    forms = [_forms(_WORD.findall(title.lower())) for title in titles]
    shared = Counter(form for title in forms for form in title if len(form) >= _SHORTEST)
    return frozenset(form for form, count in shared.items() if count >= 2 and 2 * count >= len(forms))


def joined(text: str, about: frozenset[str]) -> str:
    """Write every word of the subject in one piece."""
    for word in sorted(about):
        first, apart = word[0], "|".join(rf"{word[1:cut]}[\s-]+{word[cut:]}" for cut in range(2, len(word) - 1))
        # Characters that a match may begin with are found ten times faster than a match is tried at each.
        may_begin = rf"[{first}{first.upper()}\x80-\U0010ffff]" if first.isascii() else "."
        text = re.sub(rf"{may_begin}(?<=\b(?i:{first}))(?i:{apart})\b", word, text)
    return text


def as_asked(question: str, about: frozenset[str]) -> str:
    """Write a question as it is compared with others: in lower case, the subject, which all share, as "it"."""
    names = "|".join(sorted(about))
    joint = joined(question, about).lower()
    return re.sub(rf"\b(?:{names})\b", "it", joint) if names else joint


def _forms(words: list[str]) -> set[str]:
    return set(words) | {first + second for first, second in pairwise(words)}
