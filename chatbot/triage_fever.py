"""Body temperatures in a message: which figures are a fever, in Celsius or Fahrenheit, in figures or spelt out."""

from __future__ import annotations

import re
from dataclasses import dataclass

FEVER_WORD = "feverreading"
PERHAPS_WORD = "maybefever"
# A bare whole number this high may be a temperature; other signs must say so. "I am 39" is an age.
PERHAPS = (*range(38, 42), *range(101, 107))
AGE = re.compile(
    r"(?:\b(?:i ?'?a?m|is|was|aged?|turn(?:ed|ing)|nearly|almost|at|day|number|level|spf|factor|size)|[£$€#]) $"
)
FIGURE = re.compile(r"(?<![\d.,$€£])(\d{2,3})([.,]\d)?(?![\d.,]\d)(?!\d)\s*(°|º|deg|celsius|fahrenheit|[cf]\b)?")
ONES = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9}
ONE = "|".join(ONES)
SPELT = re.compile(
    rf"\b(?P<tens>thirty|fourty|forty|(?:(?:one|a) )?hundred(?: and)?|one(?: |-)(?:oh|o|zero))"
    rf"(?:(?: |-)(?P<ones>{ONE}))?(?: (?:point|dot) (?P<tenth>{ONE})| and a (?P<half>half))?\b"
)


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

    def may_read_fever(self, figure: re.Match[str], sentence: str) -> bool:
        """Tell whether a bare whole number may be a temperature: as high as a fever, no age and no other unit."""
        bare = figure[1].isdigit() and not figure[2] and not figure[3] and int(figure[1]) in PERHAPS
        counted = self.not_body.search(sentence) or self.other_unit.match(sentence, figure.end())
        return bare and not counted and not AGE.search(sentence[: figure.start()])


def in_figures(text: str) -> str:
    """Write the numbers of body temperatures in figures: "thirty eight point five", "hundred and two"."""

    def figure(found: re.Match[str]) -> str:
        tens = {"t": 30, "f": 40}.get(found["tens"][0], 100)
        tenth = 5 if found["half"] else ONES.get(found["tenth"] or "", 0)
        return f"{tens + ONES.get(found['ones'] or '', 0)}" + (f".{tenth}" if tenth else "")

    return SPELT.sub(figure, text)


def mark_fevers(sentence: str, thermometer: Thermometer) -> str:
    """Replace each feverish figure of a sentence by one word, and mark each that may be one by a word behind it."""

    def mark(figure: re.Match[str]) -> str:
        if thermometer.reads_fever(figure, sentence):
            return f" {FEVER_WORD} "
        return f"{figure[0]} {PERHAPS_WORD} " if thermometer.may_read_fever(figure, sentence) else figure[0]

    return FIGURE.sub(mark, in_figures(sentence))
