"""Message after an answer -> the message without what only reacts to that answer: "no sauna, got it. And the gym?".

People repeat what they have just read, and judge it, before they ask on. Left in, their echo is searched for again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

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
    r"|(?:it|they|this) (?:is|are|was|has|feels?|looks?|hurts?))\b",
    re.IGNORECASE,
)
_I_HEARD = re.compile(r"\bi (?:quite )?(?:see|understand|get it|thought so|figured)\b", re.IGNORECASE)
# How what was read is judged, and nothing of what it is about.
_JUDGING = frozenset(
    map(
        stem,
        """makes see understand good news great nice fine bad sad shame encouraging interesting surprising weird odd
        strange clear confusing confused scary awful horrible horrendous reassuring disappointing useful useless
        better worse sense fair enough wow thanks cheers ta brilliant lovely perfect excellent amazing cool
        right course sure ok okay k lol haha hm hmm huh phew ugh eh ah oh indeed really quite honestly wait
        hang hold neither mentioned nothing told none thought figured noted understood sounds hear know
        alright pity relief""".split(),
    )
)


def without_reaction(message: str, quoted: Callable[[], Sequence[str]]) -> str:
    """Leave off sentences at the beginning that judge or repeat the answer before; `quoted` gives what that quoted.

    What is left has meaningful words; otherwise the message comes back whole.
    """
    sentences = _SENTENCE.split(message.strip())
    first = 0
    while first < len(sentences) - 1 and _only_reacts(_with_next(sentences, first), quoted):
        first += 1
    rest = " ".join(sentences[first:])
    return rest if first and content_words(rest) else message


def _with_next(sentences: Sequence[str], place: int) -> str:
    """Take "A cream. Right." as one sentence, where "A cream." alone could be what the question is about."""
    following = sentences[place + 1]
    is_nod = place + 2 < len(sentences) and len(following.split()) == 1 and _ENDS.search(following) is not None
    return f"{sentences[place].rstrip('.!')}, {following}" if is_nod else sentences[place]


def _only_reacts(sentence: str, quoted: Callable[[], Sequence[str]]) -> bool:
    if sentence.rstrip("\"”’'").endswith("?"):
        return False
    said = frozenset(map(stem, content_words(_I_HEARD.sub(" ", sentence)))) - _JUDGING
    if not said:
        return not _OF_SOMEBODY.search(_I_HEARD.sub(" ", sentence)) or _ENDS.search(sentence) is not None
    if not (_ENDS.search(sentence) or (_BEGINS.search(sentence) and not _OF_SOMEBODY.search(sentence))):
        return False
    return said <= frozenset().union(*map(stems, quoted()))
