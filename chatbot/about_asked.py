"""A sentence whose documents are written as marks -> what it asks about them: a topic, or several, or nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from chatbot.about_wording import Topic
from chatbot.about_words import compiled, vocabulary
from chatbot.expression import Expression

NAMED, ALL, POINTED = "§", "¤", "¶"
# "The essay - who wrote it?"
_ANNOUNCED = re.compile(
    rf"(?:(?:about|for|as for|regarding|in) )?{NAMED}"
    r"(?: ?[-–:]+ ?| (?=(?:who|when|where|how|what|is it|does it|can i)\b))"
)
_CLAUSES = re.compile(r",? (?:and|or|but),? |, ")
_POINTS = re.compile(rf"{POINTED}|\b(?:this|that|these|those|they|them|it)\b(?! (?:bot|app|chatbot|site|tool)\b)")


@dataclass(frozen=True, slots=True)
class Asked:
    """A topic that is asked for, and of which documents: NAMED, ALL, or those that were POINTED at."""

    topic: Topic
    of: str


@dataclass(frozen=True, slots=True)
class _Asking:
    topic: Topic
    needs: tuple[str, ...]
    whole: tuple[Expression, ...]
    after_answer: tuple[Expression, ...]
    follow: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Book:
    same: tuple[tuple[Expression, str], ...]
    around: tuple[Expression, ...]
    marks: tuple[tuple[Expression, str], ...]
    askings: tuple[_Asking, ...]


def asked_in(text: str, after_answer: bool) -> tuple[Asked, ...]:
    """Tell what a sentence written by `in_plain` asks about documents; () where any part of it asks something else."""
    whole = _asked(text, after_answer)
    if whole:
        return (whole,)
    first, *others = _CLAUSES.split(text)
    if not others:
        return ()
    found = [_asked(first, after_answer), *(_asked(clause, after_answer) or _followed(clause) for clause in others)]
    return tuple(asked for asked in found if asked) if all(found) else ()


def is_courtesy(text: str) -> bool:
    """Tell whether a sentence written by `in_plain` says nothing: "ok", "thanks"."""
    return not re.search(rf"[\w{NAMED}]", text)


def in_plain(sentence: str) -> str:
    """Write a folded sentence in one way, without courtesies, its documents as marks."""
    book = _book()
    for pattern, same in book.same:
        sentence = pattern.sub(same, sentence)
    sentence = sentence.strip()
    before = ""
    while before != sentence:
        before = sentence
        for courtesy in book.around:
            sentence = courtesy.sub("", sentence).strip()
    for pattern, mark in book.marks:
        sentence = pattern.sub(mark, sentence)
    return sentence


def _asked(text: str, after_answer: bool) -> Asked | None:
    if announced := _ANNOUNCED.match(text):
        asked = _asked(text[announced.end() :], after_answer)
        return Asked(asked.topic, NAMED) if asked else None
    for asking in _book().askings:
        if not any(word in text for word in asking.needs):
            continue
        patterns = (*asking.whole, *asking.after_answer) if after_answer else asking.whole
        if any(pattern.fullmatch(text) for pattern in patterns):
            return Asked(asking.topic, _target(asking.topic, text))
    return None


def _followed(clause: str) -> Asked | None:
    """Understand what only makes sense after another topic: "who wrote it and when"."""
    topic = next((asking.topic for asking in _book().askings if clause in asking.follow), None)
    return Asked(topic, POINTED) if topic else None


def _target(topic: Topic, text: str) -> str:
    if NAMED in text:
        return NAMED
    # "Which documents are there?" is asked of all, also right after an answer.
    return ALL if ALL in text or (topic is Topic.LIST and not _POINTS.search(text)) else POINTED


@lru_cache(maxsize=1)
def _book() -> _Book:
    data = vocabulary("asked.toml")
    pieces = data["piece"]
    return _Book(
        same=tuple((compiled(find, {}), put) for find, put in data["same"]),
        around=(
            compiled(rf"^{data['before']}(?![\w’-])[\s,:!–—-]*", {}),
            compiled(rf"(?:(?<=\s)|^){data['after']}[\s,:!–—-]*$", {}),
        ),
        marks=tuple(
            (compiled(find if find[0] == "[" else rf"(?<![\w’]){find}(?![\w’])", pieces), put)
            for find, put in data["marks"]["find"]
        ),
        askings=tuple(
            _Asking(
                Topic(entry["name"]),
                tuple(entry["needs"]),
                tuple(compiled(pattern, pieces) for pattern in entry["ask"]),
                tuple(compiled(pattern, pieces) for pattern in entry.get("after_answer", ())),
                tuple(entry.get("follow", ())),
            )
            for entry in data["topic"]
        ),
    )
