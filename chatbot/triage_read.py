"""A message as a line of plain words: one spelling for each word, "." between sentences, "," between clauses.

Typos are mended only towards words the rules use, and only when the word as typed is none of the words left alone.
A body temperature that is a fever becomes one word (triage_fever).
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from chatbot.triage_fever import Thermometer, mark_fevers

APOSTROPHES = str.maketrans(dict.fromkeys("\u2018\u2019\u02bc\u00b4`\u2032", "'"))
TOKEN = re.compile(r"[0-9]+[.,][0-9]+|[a-z0-9]+(?:'[a-z]+)?|[.!?;\n]|[,:()\u2013\u2014]|(?<= )-+(?= )|/")
ENDINGS = frozenset(
    "|s|es|e|ed|d|y|ing|ings|er|ers|est|ly|ion|ions|ation|ations|ness|al|ic|ive|able|ment|ence".split("|")
)
SENTENCE_ENDS = frozenset(".!?;\n")
# A line that goes on in small letters is one sentence.
WRAPPED = re.compile(r"(?<=[\w,']) *\n *(?=[a-z])")
# "br3athe", not "38c" or "2nd": a figure between letters.
DISGUISED = re.compile("[a-z][0-9]+[a-z]")
LEET = str.maketrans("013457", "oleast")
FILLERS = re.compile(r"\b(?:u+h+m*|u+m+|e+r+m+|h+m+)\b,? ?")
# "can t", "i ve": an apostrophe that became a blank.
NEGATED = "ca|do|wo|did|does|is|was|are|were|could|would|should|have|has|had|ai"
LOST_APOSTROPHE = re.compile(
    rf"\b((?:{NEGATED})n(?= t\b)|can(?= t\b)|i(?= (?:m|ve|ll)\b)|(?:it|he|she|that|there|what)(?= s\b)) "
)
STRETCHED = re.compile(r"([a-z])\1{2,}")
# "no fever, pus or swelling" denies all three: the commas of such a list join as "or" does.
LIST_ITEM = r"(?:(?!(?:i|my|it|is|are|am|has|have|and|but|the|there|his|her|he|she|now) )[a-z]+ ){1,3}"
LIST_COMMA = re.compile(rf", (?={LIST_ITEM}(?:, {LIST_ITEM})*(?:, )?n?or )")
LONGEST_ENDING = 4  # letters behind a stem
SHORTEST_MENDED, MEDIUM, LONG = 4, 6, 8  # letters: one slip; two after four right letters; two after three


@dataclass(frozen=True, slots=True)
class Spelling:
    """How words are spelt: words and stems that typos are mended towards, by first letter; words right as they are."""

    mended: Mapping[str, tuple[str, ...]]
    stems: frozenset[str]
    long_stems: Mapping[str, tuple[str, ...]]
    known: frozenset[str]
    rewritten: Mapping[str, str]
    lookalikes: Mapping[int, str]


def read(text: str, spelling: Spelling, thermometer: Thermometer) -> str:
    """Write a message as a line of words, between single blanks, beginning and ending with "."."""
    plain = fold(WRAPPED.sub(", ", text), spelling.lookalikes)
    measured = "".join(mark_fevers(sentence, thermometer) for sentence in re.split(r"(?<=[!?;\n])|(?<=\. )", plain))
    tokens = TOKEN.findall(measured)
    plain_of = {token: one_token(token, spelling) for token in set(tokens)}
    return " " + " ".join([".", *" ".join(map(plain_of.__getitem__, tokens)).split(), "."]) + " "


def listed(line: str) -> str:
    """Join the items of a list by "or", so that one denial reaches all of them."""
    return LIST_COMMA.sub("or ", line)


def fold(text: str, lookalikes: Mapping[int, str]) -> str:
    """Fold case, width, accents, quotes, look-alike letters, invisible characters and stretched letters."""
    spread = unicodedata.normalize("NFKD", text.casefold()).translate(APOSTROPHES).translate(lookalikes)
    # Among ASCII characters there are no such marks.
    visible = spread if spread.isascii() else "".join(filter(is_seen, spread))
    whole = LOST_APOSTROPHE.sub(r"\1'", visible)
    plain = FILLERS.sub("", whole.replace("&", " and ").replace("+", " and "))
    return STRETCHED.sub(r"\1\1", plain)


def is_seen(mark: str) -> bool:
    """Tell whether a character is no accent that stands over another one, and not invisible."""
    return unicodedata.category(mark) not in ("Mn", "Cf")


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
    if len(word) < SHORTEST_MENDED or word in spelling.known or inflects(word, spelling.stems):
        return word
    if DISGUISED.search(word) and (plain := word.translate(LEET)) in spelling.known:
        return plain
    near = spelling.mended.get(word[0], ()) + (spelling.mended.get(word[1], ()) if word[0] != word[1] else ())
    reached = ((OSA.distance(word, other, score_cutoff=2), other) for other in near if abs(len(other) - len(word)) <= 2)
    meant = (
        (slips, odd_letters(word, other), other)
        for slips, other in reached
        if slips <= 2 and slips <= slips_forgiven(word, other)
    )
    return min(meant, default=(0, 0, mend_stem(word, spelling)))[2]


def mend_stem(word: str, spelling: Spelling) -> str:
    """Give a word whose beginning is one slip away from a long stem of the rules with that stem, or the word itself."""
    for stem in spelling.long_stems.get(word[0], ()):
        for end in (len(stem), len(stem) + 1, len(stem) - 1):
            if 0 <= len(word) - end <= LONGEST_ENDING and OSA.distance(word[:end], stem, score_cutoff=1) <= 1:
                return stem + word[end:]
    return word


def odd_letters(word: str, other: str) -> int:
    """Count the letters that only one of two words has: letters are swapped or lost more often than replaced."""
    return (Counter(word) - Counter(other)).total() + (Counter(other) - Counter(word)).total()


def inflects(word: str, stems: frozenset[str]) -> bool:
    """Tell whether a word is a stem of the rules with an ordinary ending, and so right as it is."""
    return any(word[:end] in stems and word[end:] in ENDINGS for end in range(len(word), 1, -1))


def slips_forgiven(word: str, other: str) -> int:
    """Count the slips that still let a word be read as another: letters missing, extra, wrong or swapped."""
    if word[0] != other[0] and word[:2] != other[1::-1]:
        return 0
    return 2 if (len(word) >= LONG and word[:3] == other[:3]) or (len(word) >= MEDIUM and word[:4] == other[:4]) else 1
