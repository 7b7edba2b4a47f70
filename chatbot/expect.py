"""What kind of thing a question asks for, and whether a quote holds one: a price, a length of time, a name.

A passage can be about the right subject and still not answer "how much?". Where a question names the kind of answer it
wants and no quote has it, the documents do not say. (Expected answer types: Li & Roth, Learning Question Classifiers,
COLING 2002.)
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from enum import StrEnum

from chatbot.contraction import with_apostrophes
from chatbot.expression import Expression


class Expected(StrEnum):
    """The kinds of answer that can be told from the form of a question, each as a refusal names it."""

    MONEY = "a price"
    LENGTH = "a size"
    DURATION = "a time"
    FREQUENCY = "how often"
    COUNT = "a number"
    PERSON = "a name"
    YEAR = "a year"
    AGE = "an age"
    SHARE = "a share"
    DOSE = "an amount"
    BRAND = "a product's name"
    DEFINITION = "a definition"


_COUNTED = "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|few|several|many|multiple"
_NUMBER = rf"(?:\d+(?:[.,]\d+)?|one|an?|{_COUNTED})"
_TIME = r"(?:second|minute|hour|day|week|month|year)s?"
_DATED = r"(?:1\d|20)\d\ds?"
# "March" and "may" are words of their own.
_MONTH = r"(?:january|february|april|june|july|august|september|october|november|december)"
_CAPITAL, _LETTER = "[A-ZÀ-ÖØ-ÞĀ-ſ]", "[a-zß-ÿĀ-ſ]"
_NAME = rf"{_CAPITAL}{_LETTER}+"
_SAYS = r"(?:wrote|said|says|did|conducted|published|reviewed|invented|discovered|claims?|states?|mentions?|explains?)"
_PRICED = r"(?:costs?|pay|paid|charged?|price|spend|fees?|(?:is|are) (?:it|that|this|they|an?|one|the)\b)"
_WRITTEN_ASKS: Mapping[Expected, tuple[str, ...]] = {
    Expected.MONEY: (
        rf"\bhow (?:much|expensive)\b(?=.*\b{_PRICED})",
        r"\bwhat(?:'s| is| are| does| do)\b.{0,40}\b(?:price|prices|costs?|fees?|(?<!in )charges?)\b",
        r"\bin (?:dollars|euros|pounds|pesos)\b",
        r"\bprice (?:range|list)\b|\b(?:tell me|know) (?:about )?(?:the|its|what the) (?:price|cost)",
    ),
    Expected.LENGTH: (
        r"\b(?:what|which)\b.{0,20}\b(?:length|depth|size|gauge|diameter|mm|millimet\w+)\b",
        r"\bhow (?:long|deep|short|thick|wide) (?:are|is|do|does|should|must|can|would)"
        r" (?:the |its |their |those )?(?:needles?|tips?|pins?)\b",
    ),
    Expected.DURATION: (
        r"\bhow (?:long|soon|quickly|fast)\b",
        rf"\bhow many {_TIME}\b|\bhow much time\b",
        r"\bwhen (?:can|may|should|could|will|do|does|am)\b",
    ),
    Expected.FREQUENCY: (
        r"\bhow (?:often|frequently|regularly)\b",
        r"\bhow many times (?:a|per|each)\b|\bhow far apart\b",
    ),
    Expected.COUNT: (r"\bhow many\b|\bwhat number of\b",),
    Expected.PERSON: (rf"\bwho (?:\w+ ){{0,2}}?(?:{_SAYS}|is quoted)\b", r"\b(?:author|name) of\b|\bwhose\b"),
    Expected.YEAR: (r"\b(?:what|which) year\b|\bwhen (?:was|were|did)\b",),
    Expected.AGE: (r"\bhow old\b|\b(?:what|which|minimum|maximum) age\b|\bage (?:limit|range)\b",),
    Expected.SHARE: (
        r"\b(?:what|which) (?:percent\w*|share|proportion|fraction)\b|\bsuccess rate\b",
        r"\bhow many (?:percent|in (?:ten|a hundred))\b",
    ),
    Expected.DOSE: (
        r"\b(?:what|which|how much) (?:dose|dosage|strength|concentration|percent\w* of)\b",
        r"\bhow (?:many|much) (?:mg|ml|grams?|millig\w+)\b",
    ),
    Expected.DEFINITION: (
        r"^\W*(?:so |and )?what(?:'s| is) (?!the\b|your\b|my\b|best\b|it\b)(?:an? )?[\w-]+(?: [\w-]+)?"
        r"(?:,? and (?:how|why|what|where)\b.*)?\W*$",
        r"\bdefin(?:e|ition of)\b|\bmeaning of\b|\bwhat does [\w -]{2,30} mean\b",
    ),
    Expected.BRAND: (
        r"\b(?:what|which) (?:brand|company|manufacturer|model)\b",
        r"\bbrand (?:name|of)\b|\bbest brand\b",
    ),
}
_WRITTEN_HOLDS: Mapping[Expected, tuple[str, ...]] = {
    Expected.MONEY: (r"[$€£₱¥]\s?\d", r"\d[\d.,]*\s?(?:dollars?|euros?|pounds?|pesos?|usd|eur|gbp|php)\b"),
    Expected.LENGTH: (r"\d(?:[\d.,–-]*)\s?(?:mm|cm|millimet\w+|centimet\w+|micro(?:n|met)\w*|inch\w*)\b",),
    Expected.DURATION: (
        rf"\b{_NUMBER}(?:\s?(?:to|-|–|or)\s?{_NUMBER})?[\s-](?:(?:full|whole|more|good) )?{_TIME}\b",
        rf"\bimmediate\w*|\bover time\b|\bas soon as\b|\b(?:next|same|following) {_TIME}\b",
        rf"\b(?:in|of|hundred|thousand|million) (?:decades|centuries|{_TIME[:-1]})\b",
        rf"\b(?:since|until|till|from)\b.{{0,30}}(?:\b{_DATED}\b|\bcentury\b)",
    ),
    Expected.FREQUENCY: (
        r"\b(?:every|once|twice|each|per|daily|weekly|monthly|yearly)\b",
        rf"\b{_NUMBER} times\b|\bapart\b",
    ),
    Expected.COUNT: (
        rf"\b(?:\d+|{_COUNTED}|couple|series)\b",
        r"\b(?:dozen|hundred|thousand)s?\b|\b(?:only|just|exactly) one\b|\bone or more\b",
    ),
    Expected.PERSON: (
        rf"\b(?:{_NAME}(?:-{_NAME})?|{_CAPITAL}\.)(?:\s(?:{_CAPITAL}\.|of|and))*\s{_NAME}{_LETTER}(?:-{_NAME})?\b",
    ),
    Expected.YEAR: (
        rf"\b{_DATED}\b|\b(?:in|since|until|around) \d{{3}}\b(?! \w{{3,}}s\b)",
        rf"\b\d+ ?(?:bce?|ce|ad)\b|\bcentur(?:y|ies)\b|\b{_MONTH} \d|\d(?:st|nd|rd|th)? (?:of )?{_MONTH}\b",
    ),
    Expected.AGE: (
        rf"\b{_NUMBER}[\s-](?:day|week|month|year)s?[\s-]old\b|\bage[ds]? (?:of )?\d+",
        r"\b\d+ years of age\b|\b(?:under|over) \d+\b",
    ),
    Expected.SHARE: (r"\d\s?(?:%|percent|per cent)", r"\b\w+ (?:in|out of) (?:\d+|ten|a hundred)\b"),
    Expected.DOSE: (r"\d[\d.,]*\s?(?:mg|ml|g|mcg|µg|%|percent|milligram\w*|millilit\w+)(?!\w)",),
    Expected.DEFINITION: (
        r"\b(?:is|are) (?:an?|the|also (?:known|called)|known|called)\b",
        r"\b(?:refers? to|means|indicates?|denotes?|stands for|involv(?:es?|ing))\b",
        r"^[^,]{3,40}, (?:an?|also known|also called|often (?:called|referred))\b",
    ),
    Expected.BRAND: (r"[®™]|\b(?:brand|manufacturer|made by)\b",),
}
# More than holds an answer: what a text has to lack so that it surely has none. "How many?" may be answered by a list,
# "how deep?" by the name of a layer.
_WRITTEN_MAY_HOLD: Mapping[Expected, tuple[str, ...]] = {
    Expected.MONEY: (),
    Expected.DURATION: (
        rf"\b{_TIME}\b|\b(?:until|till|before|once|after|downtime)\b",
        r"\b(?:quick|soon|instant|slow|fast)\w*",
    ),
    Expected.FREQUENCY: (rf"\b{_TIME}\b|\b(?:regular|repeated|multiple)\w*",),
    Expected.YEAR: (),
    Expected.AGE: (r"\b(?:aged?|young|older|adults?|minors?|teen\w*)\b",),
    Expected.SHARE: (),
    Expected.DOSE: (),
}
_MAY_HOLD = {
    kind: tuple(Expression(text, re.I) for text in (*_WRITTEN_HOLDS[kind], *more))
    for kind, more in _WRITTEN_MAY_HOLD.items()
}
_ASKS = {kind: tuple(Expression(text, re.I) for text in texts) for kind, texts in _WRITTEN_ASKS.items()}
# Names are told by their capitals.
_HOLDS = {
    kind: tuple(Expression(text, re.NOFLAG if kind is Expected.PERSON else re.I) for text in texts)
    for kind, texts in _WRITTEN_HOLDS.items()
}
_POLAR = re.compile(
    r"^\W*(?:(?:and|but|so|ok|hi) )*"
    r"(?:is|are|was|were|do|does|did|can|could|will|would|should|may|might|has|have|am)\b",
    re.IGNORECASE,
)


_ASKING = re.compile(
    r"^\W*(?:hi\W+)?(?:can|could|would|will) you (?:please )?(?:tell|show|explain)(?: to)?(?: me)?\b", re.I
)


def expected(question: str) -> Expected | None:
    """Tell which kind of answer a question asks for; None where its form does not say, as with yes-or-no questions."""
    for sentence in reversed(re.split(r"(?<=[?!.])\s+", with_apostrophes(question.strip()))):
        part = _ASKING.sub("", sentence)
        if _POLAR.match(part):
            return None
        for kind, patterns in _ASKS.items():
            if any(pattern.search(part) for pattern in patterns):
                return kind
    return None


def lacks(kind: Expected | None, texts: Iterable[str]) -> bool:
    """Tell whether texts surely have no answer of a kind: none has a figure or a word that could be one."""
    patterns = _MAY_HOLD.get(kind) if kind else None
    return patterns is not None and not any(pattern.search(text) for text in texts for pattern in patterns)


def holds(kind: Expected, text: str) -> bool:
    """Tell whether a text has something of the kind in it; names are told by their capitals."""
    return any(pattern.search(text) for pattern in _HOLDS[kind])
