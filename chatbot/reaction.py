"""Message after an answer -> the message without what only reacts to that answer: "no sauna, got it. And the gym?".

People repeat what they have just read, and judge it, before they ask on. Left in, their echo is searched for again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache
from itertools import takewhile

from chatbot.words import content_words, stem, stems

_SENTENCE = re.compile(r"(?<=[.!?…])[\"”’']?\s+")
_HEARD = (
    r"(?:got it|i see|right|ok(?:ay)?|k|thanks|thank you|cheers|ta|sounds \w+|fair enough|makes sense|understood|noted"
    r"|good to (?:know|hear)|interesting|lol|haha|eh|hm+|huh|wow|phew|ah|oh|good|great|fine|nice|lovely|cool|alright"
    r"|useless|perfect|brilliant|that['’]?s (?:good|great|bad|\w+ing))"
)
_BEGINS = re.compile(rf"^\W*{_HEARD}\b", re.IGNORECASE)
_ENDS = re.compile(rf"\b{_HEARD}(?: (?:then|so|indeed))?\W*$", re.IGNORECASE)
# Who says something of somebody or of how it is says what the question is about: "ok my skin is red."
_OF_SOMEBODY = re.compile(
    r"\b(?:i|im|ive|id|i['’]\w+|my|me|mine|we|our|us|he|she|his|hers?|him|it['’]?s|theres?|there['’]s|they['’]?re"
    r"|(?:it|they|this) (?:is|are|was|has|feels?|looks?|hurts?))\b|\d",
    re.IGNORECASE,
)
# A state, or a time that what follows can be about: "ok, two days. Is the gym fine then?"
_IS = re.compile(
    r"\b(?:is|are|was|were|has|have|had|feels?|looks?|hurts?|bleeds?|(?:minute|hour|day|week|month|year)s?)\b",
    re.IGNORECASE,
)
_I_HEARD = re.compile(r"\bi (?:quite )?(?:see|understand|get it|thought so|figured)\b", re.IGNORECASE)
_CONCLUDES = re.compile(
    r"^\W*so (?:i|we) (?:must|should|shouldn['’]?t|can|can['’]?t|may|might|need to|ought to)\b", re.IGNORECASE
)
# How what was read is judged; how one feels ("awful", "worse") is not among it.
_JUDGING = frozenset(
    map(
        stem,
        """makes see understand good news great nice fine encouraging interesting surprising clear reassuring
        disappointing useful useless sense fair enough wow thanks cheers ta brilliant lovely perfect
        excellent amazing cool right course sure ok okay k lol haha hm hmm huh phew ugh eh ah oh indeed
        really quite honestly wait hang hold neither mentioned nothing told none thought figured noted
        understood sounds hear know alright pity relief""".split(),
    )
)
# What a question can have that is about nothing by itself.
_OF_ANYTHING = frozenset(
    map(
        stem,
        """now safe ok okay normal fine good bad dangerous risky risk allowed possible worth wait time times day days
        week weeks hour hours month months long soon worse better start stop happen expect problem""".split(),
    )
)
_STANDS_FOR = re.compile(r"\b(?:it|its|that|this|these|those|them|they)\b", re.IGNORECASE)


def without_reaction(message: str, quoted: Callable[[], Sequence[str]]) -> str:
    """Leave off sentences at the beginning that judge or repeat the answer before; `quoted` gives what that quoted.

    What is left has meaningful words; otherwise the message comes back whole.
    """
    sentences = _SENTENCE.split(message.strip())
    echo = cache(lambda: frozenset().union(*map(stems, quoted())))
    judged = [_judges(sentence) for sentence in sentences[:-1]]
    nods = [*judged, False][1:]
    reacts = (done or _repeats(said, echo, nod) for said, done, nod in zip(sentences, judged, nods, strict=False))
    judging, reacting = (len(list(takewhile(bool, each))) for each in (judged, reacts))
    for first in range(reacting, 0, -1):
        rest = " ".join(sentences[first:])
        if content_words(rest) and (first <= judging or _has_topic(rest)):
            return rest
    return message


def _judges(sentence: str) -> bool:
    said = _I_HEARD.sub(" ", sentence)
    return not (sentence.rstrip("\"”’'").endswith("?") or _OF_SOMEBODY.search(said) or _news(said))


def _repeats(sentence: str, echo: Callable[[], frozenset[str]], is_nod: bool) -> bool:
    """Tell whether a sentence takes note of what was quoted, in its own words or the next one's ("A cream. Right.")."""
    if sentence.rstrip("\"”’'").endswith("?"):
        return False
    is_heard = is_nod or _ENDS.search(sentence) or _BEGINS.search(sentence)
    concludes = _CONCLUDES.match(sentence) and _ENDS.search(sentence)
    is_state = (_OF_SOMEBODY.search(sentence) or _IS.search(sentence)) and not concludes
    return bool(is_heard) and not is_state and _news(sentence) <= echo()


def _news(sentence: str) -> frozenset[str]:
    return frozenset(map(stem, content_words(sentence))) - _JUDGING


def _has_topic(rest: str) -> bool:
    topics = frozenset(map(stem, content_words(rest))) - _OF_ANYTHING - _JUDGING
    return len(topics) > (1 if _STANDS_FOR.search(rest) else 0)
