"""Whose words a quote reports: text of a passage -> Attribution, by general forms of reporting in English.

Rather none than a wrong one: a name is taken only where the text gives it as the source of what is said.
"""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass, replace

from chatbot import wording
from chatbot.expect import Expected, holds
from chatbot.types import Answer, Outcome
from chatbot.words import content_words, words

_CAPITAL = r"(?:[A-Z]\.|[A-Z](?:[^\W\d_]|[\u2019'-])+)"
_LINK = r"(?:(?:of|for|de|la|le|du|da|van|von|der|den|al|and the|of the|and) )?"
_OTHERS = r"(?: and (?:his |her |their )?(?:colleagues|co-workers|coworkers|co-authors|others|team)|,? et al\b\.?)"
_WHO = rf"(?P<name>{_CAPITAL}(?:,? {_LINK}{_CAPITAL}){{0,6}}{_OTHERS}?|{_CAPITAL}{_OTHERS})"
# What is numbered inside a text is no speaker, and neither is a day.
_NOT_WHO = (
    r"(?!(?:Figure|Fig|Table|Section|Chapter|Step|Appendix|Annex|Article|Part|Box|Equation|(?:Mon|Tues|Wednes|Thurs|Fri"
    r"|Satur|Sun)day|January|February|March|April|May|June|July|August|September|October|November|December|Spring|Summer"
    r"|Autumn|Fall|Winter|Since|In|From|Before|After|Until|By)\b)"
)
_WORK = (
    r"(?:stud(?:y|ies)|reviews?|research|trials?|reports?|surveys?|analys[ie]s|meta-analys[ie]s|papers?|articles?"
    r"|guidelines?|experiments?|evidence)"
)
_PEOPLE = r"(?:researchers|scientists|experts|investigators|scholars|authorities)"
_SAID = (
    r"(?:(?:also|further|later|recently|first|previously|even|have|has|had) ){0,2}"
    r"(?:stat(?:e|es|ed)|says?|said|mention(?:s|ed)?|writes?|wrote|written|not(?:es|ed)|explain(?:s|ed)?|report(?:s|ed)?"
    r"|argu(?:es|ed)|suggest(?:s|ed)?|claim(?:s|ed)?|f(?:ind|inds|ound)|conclud(?:e|es|ed)|observ(?:e|es|ed)"
    r"|show(?:s|ed|n)?|demonstrat(?:e|es|ed)|indicat(?:e|es|ed)|recommend(?:s|ed)?|warn(?:s|ed)?)"
)
_BEGINS = r"(?:^|[,;:(\u2013\u2014]\s*|^\W*(?:However|But|And|Also|Yet|So|Still),? )"
_ENDS = r"(?=\s*(?:[,;:.()\u2013\u2014]|$))"
_SOME = (
    r"(?:(?:the|a|an|one|another|some|several|many|most|multiple|two|three|recent|new|early|earlier|older|large|small"
    r"|other|further|clinical|scientific|systematic|medical|previous|available|current|\d{4}|\w+-year|of) )*"
)
_NAMED = (
    rf"{_BEGINS}(?i:according to) (?:the )?{_NOT_WHO}{_WHO}{_ENDS}",
    rf"\b(?i:{_WORK})(?: (?:conducted|published|done|carried out|led|written|made|performed))? (?:by|from) "
    rf"(?:the )?{_NOT_WHO}{_WHO}",
    rf"^\W*(?:(?:However|Also|But|And|Moreover|Furthermore|Similarly),? )?(?:As )?"
    rf"(?P<name>{_CAPITAL}(?: {_LINK}{_CAPITAL}){{1,6}}{_OTHERS}?|{_CAPITAL}{_OTHERS})"
    rf"(?: \(\d{{4}}[a-z]?\))?,? {_SAID} (?:that\b|how\b|[\u201c\"])",
    rf"^\W*(?P<name>{_CAPITAL}(?:(?:,| and| &) {_CAPITAL})*{_OTHERS}?) \(\d{{4}}[a-z]?\),? {_SAID}\b",
    rf"\((?:see |e\.g\.,? |cf\. )?{_NOT_WHO}(?P<name>{_CAPITAL}"
    rf"(?:(?:,| and| &|, &| de| van| von) {_CAPITAL}){{0,4}}{_OTHERS}?)"
    r",? (?:19|20)\d\d[a-z]?(?=[);,:])",
)
_UNNAMED = (
    rf"{_BEGINS}(?i:according to) {_SOME}(?:{_WORK}|{_PEOPLE})\b",
    rf"^\W*(?:(?i:however|moreover|furthermore|in addition|also),? )?(?i:{_SOME}(?:{_WORK}|{_PEOPLE})) "
    rf"(?:in this area |on this |on it )?{_SAID}\b",
    rf"\b(?:it|this|that|which) (?:was|were|is|are|has been|have been) (?:shown|found|reported|demonstrated)\b.{{0,80}}"
    rf"\b(?:in|by) {_SOME}(?:{_WORK}|{_PEOPLE})\b",
)
_NAMES = tuple(re.compile(pattern) for pattern in _NAMED)
_WITHOUT = tuple(re.compile(pattern) for pattern in _UNNAMED)
_OF_OTHERS = re.compile(r"\b(?:others?|else|(?:dis)?agree\w*|differ\w*|contradict\w*|besides)\b", re.IGNORECASE)
# So many words of a long name are enough.
_MOST_OF = 2


@dataclass(frozen=True, slots=True)
class Attribution:
    """That a quote reports what others say; `name` is who, as the quote spells it, or empty where it names nobody."""

    name: str = ""


def attribution(text: str) -> Attribution | None:
    """Tell whether a passage reports what others say, and whom it names; None where it speaks for itself."""
    for pattern in _NAMES:
        if found := pattern.search(text):
            return Attribution(found["name"].rstrip(","))
    return Attribution() if any(pattern.search(text) for pattern in _WITHOUT) else None


def of_whom(question: str, texts: Sequence[str]) -> list[bool]:
    """Tell which texts name somebody whose words the question asks for; all of them where it asks for nobody's.

    "What does Smith say?" is not answered by what others say. Who asks whether others agree wants the others too.
    """
    asked = set(words(question))
    said = ((attribution(text), text) for text in texts)
    known = {mark for found, text in said if found and found.name for mark in _marks(found.name, text, asked)}
    if not known or _OF_OTHERS.search(question):
        return [True] * len(texts)
    return [not known.isdisjoint(words(text)) for text in texts]


def _marks(name: str, text: str, asked: Set[str]) -> Set[str]:
    """Give the words that tell a speaker from others where a question has them: a surname, an abbreviation, or most."""
    person = re.split(r" (?:of|for|and|et)\b", name)[0]
    short = re.match(r" \(([A-Z]{2,})\)", text.partition(name)[2])
    marks = {*words(person)[-1:], *([short[1].lower()] if short else ())}
    named = set(content_words(name))
    return marks & asked or (named if len(named & asked) >= _MOST_OF and len(named) > _MOST_OF else set())


def who_says(found: Answer, of_persons: bool = True) -> Answer:
    """Keep of an answer the quotes that name somebody, if any does; without a name the documents themselves say it.

    Where a document is asked for and not a person, all quotes stay.
    """
    if found.outcome is not Outcome.ANSWERED:
        return found
    naming = of_persons and [
        replace(statement, quotes=named, lead_in=None, side="")
        for statement in found.statements
        if (named := tuple(quote for quote in statement.quotes if holds(Expected.PERSON, quote.text)))
    ]
    if not naming:
        return replace(found, reply=wording.WHO_SAYS)
    return replace(found, reply=wording.NAMED_AS_SAYING, statements=tuple(naming), counts=())
