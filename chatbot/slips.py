"""A question -> the same with slips of the fingers, always the same ones: what spelling has to stand."""

from __future__ import annotations

import re
from random import Random

from chatbot.question_set import Question
from chatbot.spell import BESIDE

_LONG_ENOUGH = re.compile(r"[a-zA-Z]{4,}")


def slipped(question: Question, slips: int) -> Question:
    """Type a question anew with so many slips, each inside another word of four letters or more."""
    text = str(question["question"])
    random = Random(f"{question['id']} {text}")  # noqa: S311  nothing is kept secret with it
    words = list(_LONG_ENOUGH.finditer(text))
    for word in sorted(random.sample(words, min(slips, len(words))), key=lambda word: -word.start()):
        text = text[: word.start()] + _slip(word.group(), random) + text[word.end() :]
    return {**question, "question": text}


def _slip(word: str, random: Random) -> str:
    """Leave a letter out, double it, swap it with the next, or hit a key beside it; the four come equally often."""
    place = random.randrange(1, len(word) - 1)
    letter, rest = word[place], word[place + 1 :]
    beside = sorted(other for one, other in BESIDE if one == letter.lower())
    swapped = rest[0] + letter + rest[1:]
    return word[:place] + random.choice([rest, 2 * letter + rest, swapped, random.choice(beside) + rest])
