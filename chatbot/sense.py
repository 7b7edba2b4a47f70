"""Text -> the words in it that turn the sense of a sentence: figures, negations, how often, how sure, which way.

Words of one family count as the same word. Whoever says what a text says has to keep them.
"""

from __future__ import annotations

import re
from functools import cache

from chatbot.words import content_words, stem, words

# To deny and to warn off are one family: "should not use" and "avoid" may stand for each other.
DENIES = "denies"
RARE = "rare"
DOUBTS = "doubts"
_FAMILIES = f"""
{DENIES}: no not never none nobody neither nor without cannot avoid avoids avoided avoiding refrain unsafe unsuitable
  ineffective unlikely insufficient contraindicated contraindication contraindications hardly barely lack lacks lacking
{RARE}: rare rarely seldom uncommon uncommonly infrequent infrequently
{DOUBTS}: may might could possible possibly perhaps potentially unclear appears seems suggests suggest
always: always
often: often frequent frequently
usual: usual usually typical typically general generally normally mostly
common: common commonly
sometimes: sometimes occasionally occasional
all: all every each everyone
many: many numerous
most: most
some: some several
few: few
once: once
twice: twice
only: only solely
daily: daily
weekly: weekly
monthly: monthly
must: must need needs required requires require necessary
should: should recommended recommend recommends advised advisable advise
before: before prior beforehand
after: after following afterward afterwards
during: during
until: until
more: more greater higher increase increases increased increasing
less: less fewer lower reduce reduces reduced reducing decrease decreases decreased decreasing
better: better improve improves improved improving improvement
worse: worse worsen worsens worsened worsening
best: best
worst: worst
safe: safe safely
dangerous: dangerous hazardous
effective: effective effectively
mild: mild mildly minor slight slightly
severe: severe severely serious seriously
permanent: permanent permanently
temporary: temporary temporarily
immediately: immediately
proven: proven proves prove guarantee guarantees guaranteed cure cures cured certainly definitely
reader: you your yours yourself
writer: i me my we us our ours
"""
_UNITS = re.compile(
    r"(?:%|percent|mm|cm|mg|ml|millimet(?:er|re)s?|seconds?|minutes?|hours?|days?|weeks?|months?|years?|times"
    r"|sessions?|treatments?|dollars?|euros?|pounds?)\b|[%$€£°]",
    re.IGNORECASE,
)
_SPELT = "zero one two three four five six seven eight nine ten eleven twelve".split()
_FIGURE = re.compile(rf"\d+(?:[.,]\d+)*|\b(?:{'|'.join(_SPELT[2:])}|half|dozen|hundreds?|thousands?)\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+(?:'t)?")
# How many words a negation reaches over.
_REACH = 8
_NEGATED = re.compile(r"n['’]t\b", re.IGNORECASE)
_UNIT_NAMES = {"percent": "%", "millimeter": "mm", "millimetre": "mm"}


def sense(text: str) -> frozenset[str]:
    """Name the families whose words stand in a text."""
    families = _families()
    found = {families[word] for word in words(text) if word in families}
    # The words above have lost "n't": its clitic is cut off before they are listed.
    return frozenset(found | ({DENIES} if _NEGATED.search(text) else set()))


def figures(text: str) -> frozenset[str]:
    """List the figures of a text, small ones in words as digits, and each unit that measures something."""
    found = {_digits(figure) for figure in _FIGURE.findall(text)}
    return frozenset(found | {_unit(unit) for unit in _UNITS.findall(text)})


def denied(text: str) -> frozenset[str]:
    """Collect the stems of what a text denies: of the first meaningful word after each negation."""
    said = _said(text)
    after = (_first_meaning(said[at + 1 :]) for at, word in enumerate(said) if _is_denial(word))
    return frozenset(stem(word) for word in after if word)


def affirmed(text: str) -> frozenset[str]:
    """Collect the stems of the words that no negation stands a few words before."""
    said = _said(text)
    return frozenset(
        stem(word) for at, word in enumerate(said) if not any(map(_is_denial, said[max(0, at - _REACH) : at]))
    )


def _said(text: str) -> list[str]:
    return _WORD.findall(text.casefold().replace("’", "'"))


def _first_meaning(said: list[str]) -> str:
    return next((word for word in said[:_REACH] if content_words(word)), "")


def _is_denial(word: str) -> bool:
    return word.endswith("n't") or _families().get(word) == DENIES


def _digits(figure: str) -> str:
    spelt = figure.casefold()
    return str(_SPELT.index(spelt)) if spelt in _SPELT else spelt.replace(",", "").removesuffix("s")


def _unit(unit: str) -> str:
    single = unit.casefold().removesuffix("s")
    return _UNIT_NAMES.get(single, single)


@cache
def _families() -> dict[str, str]:
    """Read the table: a family begins a line with its name, and goes on where a line begins with spaces."""
    lines = _FAMILIES.strip().replace("\n  ", " ").splitlines()
    named = (line.partition(": ") for line in lines)
    return {word: name for name, _, members in named for word in members.split()}
