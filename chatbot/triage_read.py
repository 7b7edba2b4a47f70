"""A message as a line of plain words: one spelling for each word, "." between sentences, "," between clauses.

Typos are mended only towards words the rules use, and only when the word as typed is none of the words left alone.
A body temperature that is a fever becomes the word "feverreading", whatever its unit.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from rapidfuzz.distance import OSA

FEVER_WORD = "feverreading"
APOSTROPHES = str.maketrans(dict.fromkeys("\u2018\u2019\u02bc\u00b4`\u2032", "'"))
TOKEN = re.compile(r"[a-z0-9]+(?:'[a-z]+)?|[.!?;\n]|[,:()\u2013\u2014]|(?<= )-+(?= )|/")
SENTENCE_ENDS = frozenset(".!?;\n")
STRETCHED = re.compile(r"([a-z])\1{2,}")
FIGURE = re.compile(r"(?<![\d.,$€£])(\d{2,3})([.,]\d)?(?![\d.,]\d)(?!\d)\s*(°|º|deg|celsius|fahrenheit|[cf]\b)?")
SHORTEST_MENDED, MEDIUM, LONG = 4, 6, 8  # letters: one slip, two after a right beginning, two


@dataclass(frozen=True, slots=True)
class Spelling:
    """How words are spelt: those that typos are mended towards, by first letter; stems and words right as they are."""

    mended: Mapping[str, tuple[str, ...]]
    stems: tuple[str, ...]
    known: frozenset[str]
    rewritten: Mapping[str, str]
    lookalikes: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class Thermometer:
    """Which figures are a fever: inclusive ranges in both units, and the words that show what was measured."""

    celsius: tuple[float, float]
    fahrenheit: tuple[float, float]
    body: re.Pattern[str]
    not_body: re.Pattern[str]
    other_unit: re.Pattern[str]

    def reads_fever(self, figure: re.Match[str], sentence: str) -> bool:
        """Tell whether a figure is a feverish body temperature; a bare whole number needs a word that says so."""
        value = float(figure[1] + (figure[2] or "").replace(",", "."))
        low, high = self.celsius if value < self.celsius[1] else self.fahrenheit
        if not low <= value <= high or self.not_body.search(sentence) or self.other_unit.match(sentence, figure.end()):
            return False
        return bool(figure[2] or figure[3] or self.body.search(sentence))


def read(text: str, spelling: Spelling, thermometer: Thermometer) -> str:
    """Write a message as a line of words, between single blanks, beginning and ending with "."."""
    plain = fold(text, spelling.lookalikes)
    measured = "".join(mark_fevers(sentence, thermometer) for sentence in re.split(r"(?<=[!?;\n])", plain))
    tokens = (one_token(token, spelling) for token in TOKEN.findall(measured))
    return " " + " ".join([".", *" ".join(tokens).split(), "."]) + " "


def fold(text: str, lookalikes: Mapping[int, str]) -> str:
    """Fold case, width, accents, quotes, look-alike letters, invisible characters and stretched letters."""
    spread = unicodedata.normalize("NFKD", text.casefold()).translate(APOSTROPHES).translate(lookalikes)
    visible = "".join(mark for mark in spread if unicodedata.category(mark) not in ("Mn", "Cf"))
    return STRETCHED.sub(r"\1\1", visible)


def mark_fevers(sentence: str, thermometer: Thermometer) -> str:
    """Replace each feverish figure of a sentence by one word."""

    def mark(figure: re.Match[str]) -> str:
        return f" {FEVER_WORD} " if thermometer.reads_fever(figure, sentence) else figure[0]

    return FIGURE.sub(mark, sentence)


def one_token(token: str, spelling: Spelling) -> str:
    """Give the plain words for one token: rewritten, taken apart, mended, or as it is."""
    if token in SENTENCE_ENDS:
        return "."
    if not token[0].isalnum():
        return "or" if token == "/" else ","
    if token in spelling.rewritten:
        return spelling.rewritten[token]
    word, _, ending = token.partition("'")
    if ending:
        return f"{word[:-1]} not" if ending == "t" and word.endswith("n") else mend(word, spelling)
    return mend(word, spelling)


def mend(word: str, spelling: Spelling) -> str:
    """Give the rules' word that was meant, or the word itself.

    The first letter must be right, or swapped with the second; how many slips are forgiven grows with the word.
    """
    if len(word) < SHORTEST_MENDED or word in spelling.known or word.startswith(spelling.stems):
        return word
    near = spelling.mended.get(word[0], ()) + (spelling.mended.get(word[1], ()) if word[0] != word[1] else ())
    reached = ((OSA.distance(word, other, score_cutoff=2), other) for other in near)
    return min((pair for pair in reached if pair[0] <= slips_forgiven(word, pair[1])), default=(0, word))[1]


def slips_forgiven(word: str, other: str) -> int:
    """Count the slips that still let a word be read as another: letters missing, extra, wrong or swapped."""
    if word[0] != other[0] and word[:2] != other[1::-1]:
        return 0
    return 2 if len(word) >= LONG or (len(word) >= MEDIUM and word[:4] == other[:4]) else 1
