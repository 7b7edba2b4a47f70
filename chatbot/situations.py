"""A message -> the situations it mentions that a professional should hear of before a treatment. By rules.

What people say, and what is said to them, is data (data/advice/situations.toml; reading.toml has how a sentence says
that somebody has something or has it not). It names no diagnosis and nothing of it lowers or raises an alarm.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path

from rapidfuzz.distance import OSA

from chatbot.expression import Expression
from chatbot.situation_book import ADVICE, Book, Reading, Situation, situation_book

_APOSTROPHES = str.maketrans(dict.fromkeys("\u2018\u2019\u02bc\u00b4`\u2032", "'"))
_SENTENCES = re.compile(r"[.!?;\n]+(?=\s|$)|\n+")
# "i m" and "iam" for "i'm", "w" and "w/" for "with".
_SHORT_FORMS = (
    (re.compile(r"\bi m\b"), "i'm"),
    (re.compile(r"\biam\b"), "i am"),
    (re.compile(r"\bw(?:/ ?| )(?=[a-z])"), "with "),
)
_ONESELF = re.compile(r"\b(?:i|i'm|im|i've|ive|i'd|me)\b")
_WORD = re.compile(r"[a-z]{6,}")
_SHORT = 9  # letters: a shorter word has one slip, a longer one two

Spans = list[tuple[int, int]]


def situations(message: str, folder: Path = ADVICE) -> tuple[Situation, ...]:
    """List the situations that a message mentions as somebody's own, in the order of the data; none where denied."""
    book = situation_book(folder)
    text = mend(fold(message), book.reading)
    found = {s.name for sentence in sentences(text) for s in _in_sentence(sentence, book)}
    return tuple(situation for situation in book.situations if situation.name in found)


def sentences(text: str) -> Sequence[str]:
    """Part a folded text into its sentences."""
    return [" ".join(part.split()) for part in _SENTENCES.split(text) if part.strip()]


def is_of_oneself(message: str) -> bool:
    """Tell whether a message speaks of the person who writes it."""
    return _ONESELF.search(fold(message)) is not None


def fold(message: str) -> str:
    """Fold case, width, apostrophes, invisible characters and a few short forms."""
    plain = unicodedata.normalize("NFKC", message).casefold().translate(_APOSTROPHES)
    visible = "".join(mark for mark in plain if unicodedata.category(mark) != "Cf")
    for form, spelt in _SHORT_FORMS:
        visible = form.sub(spelt, visible)
    return visible


def mend(text: str, reading: Reading) -> str:
    """Mend slips towards the words that situations are known by; the first letter must be right."""
    return _WORD.sub(lambda match: _mended(match.group(), reading), text)


def _mended(word: str, reading: Reading) -> str:
    if word in reading.known:
        return word
    slips = 1 if len(word) < _SHORT else 2
    near = ((OSA.distance(word, other, score_cutoff=slips), other) for other in reading.mended if other[0] == word[0])
    return min((found for found in near if found[0] <= slips), default=(0, word))[1]


def _in_sentence(sentence: str, book: Book) -> Iterator[Situation]:
    reading = book.reading
    if _any(reading.general, sentence) and not reading.somebody.search(sentence):
        return
    named = {s.name: [*_spans(s.plain, sentence), *_spans(s.theirs, sentence)] for s in book.situations}
    every = [span for spans in named.values() for span in spans]
    for situation in book.situations:
        spans = _meant(situation, sentence, reading) if named[situation.name] else []
        if any(not _denied(span, sentence, every, situation.lasts, reading) for span in spans):
            yield situation


def _meant(situation: Situation, sentence: str, reading: Reading) -> Spans:
    """Find where a sentence mentions a situation as somebody's own; it may still be denied."""
    excused = _spans(situation.besides, sentence)
    spans = _spans(situation.plain, sentence)
    theirs = _spans(situation.theirs, sentence)
    if theirs and _is_owned(situation, sentence, reading):
        spans += theirs
    return [span for span in spans if not any(start < span[1] and span[0] < end for start, end in excused)]


def _is_owned(situation: Situation, sentence: str, reading: Reading) -> bool:
    """Tell whether a sentence says that somebody has what is named, or asks whether somebody who has it may."""
    if _any(situation.has, sentence):
        return True
    if reading.does.search(sentence):
        return False
    return _any(situation.may_have, sentence) or reading.permission.search(sentence) is not None


def _denied(span: tuple[int, int], sentence: str, every: Spans, lasts: bool, reading: Reading) -> bool:
    """Tell whether a denial reaches a mention: nothing but fillers and other mentions stand between them."""
    over = [match.end() for cue in reading.over for match in cue.finditer(sentence)]
    cues = [match.end() for cue in reading.denies for match in cue.finditer(sentence)]
    if lasts and over:
        return False
    for end in (*cues, *over):
        inside = [s for s in every if end <= s[0] and s[1] <= span[0]]
        between = list(sentence[end : span[0]])
        for start, stop in inside:
            between[start - end : stop - end] = " " * (stop - start)
        gap = "".join(between)
        # "No, I'm pregnant" denies something else.
        if end <= span[0] and not gap.startswith(",") and reading.between.fullmatch(gap):
            return True
    return False


def _spans(pattern: Expression | None, sentence: str) -> Spans:
    return [match.span() for match in pattern.finditer(sentence)] if pattern else []


def _any(patterns: Sequence[Expression], sentence: str) -> bool:
    return any(pattern.search(sentence) for pattern in patterns)
