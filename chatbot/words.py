"""Which words of a question carry its meaning, and their stems.

The stemmer is Porter's, as in the library's FTS5 index, so that both agree on what the same word is.
"""

from __future__ import annotations

import re
import threading
from functools import lru_cache

import Stemmer

_WORD = re.compile(r"[^\W_]+")
BETWEEN = "\0"
"""What parts texts that are read as one: no word reaches across it."""
_WORD_OR_BETWEEN = re.compile(rf"{_WORD.pattern}|{BETWEEN}")
_CLITIC = re.compile(r"['’](?:s|m|d|re|ve|ll|t)\b")
# Function words, words of asking and politeness, and words about the library rather than its subject.
_EMPTY = frozenset(
    """a about according after again all also am an and any anyone anything are as ask at be because been before
    being but by can cannot cause caused causes causing could did do document documents does doing done during
    each either else even ever every feel feels felt few for frequently from get gets getting give given go goes
    going good got had happen happens has have having he help helpful helping helps her here hers hi him his how
    i if in into is it its just know last lasting lasts let like long make many may maybe me mean mention
    mentions might mine more most much must my need no nor not of off often oh ok okay on one only or other our
    ours out over own please put really said say says shall she should so some someone something soon source
    sources still such take takes taking tell text texts than thank thanks that the their theirs them then there
    these they thing things think this those though to too under until up us use used uses using very want was
    we well were what when where whether which while who whom whose why will with work working works would yes
    yet you your yours""".split()
)


def words(text: str) -> tuple[str, ...]:
    """List all words of a text in lower case, in order."""
    return tuple(_WORD.findall(_CLITIC.sub(" ", text.lower())))


def tokens(text: str) -> list[str]:
    """List all words of texts in lower case, in order, and each `BETWEEN` that parts them."""
    return _WORD_OR_BETWEEN.findall(_CLITIC.sub(" ", text.lower()))


def is_content(word: str) -> bool:
    """Tell whether a lower-case word is meaningful."""
    return word not in _EMPTY


def content_words(text: str) -> tuple[str, ...]:
    """List the meaningful words of a text in lower case, each once, in order."""
    return tuple(dict.fromkeys(filter(is_content, words(text))))


class _Stemmers(threading.local):
    """A stemmer for each thread: one keeps its state in itself, so a shared one gives wrong stems."""

    def __init__(self) -> None:
        self.porter = Stemmer.Stemmer("porter")


_STEMMERS = _Stemmers()


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """Reduce a lower-case word to its Porter stem."""
    return str(_STEMMERS.porter.stemWord(word))


def stems(text: str) -> frozenset[str]:
    """Collect the stems of all words of a text."""
    return frozenset(stem(word) for word in words(text))
