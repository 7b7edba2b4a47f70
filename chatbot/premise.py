"""A question that takes something for granted -> the words of it that nothing bears out: "why do they advise vinegar?".

"Why is it X?" and "what do they say about X?" take X for granted. A word of X that stands neither in what states the
claims that the question lands on, nor in any question written for them, is not what the documents say, however near the
rest of the question comes. What contradicts the documents in their own words ("why is it dearer than laser?") lands on
what they do say, and that answers it.
(Presupposition failure: Kim et al., Which Linguist Invented the Lightbulb?, ACL 2021.)
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from itertools import chain

from chatbot.contraction import with_apostrophes
from chatbot.plain import in_plain_words, read_said
from chatbot.terms import Term, read_lexicon, stemmed, terms
from ingest.book import ClaimBook

# A claim counts where it has this share of the vote; a word that more written questions have is a way of speaking.
_SHARE, _COMMON = 0.1, 50
_OPENING = r"^\W*(?:(?:and|but|so|ok|okay|hi|hello|wait|sorry)\b\W*)*"
_SAY = (
    r"(?:say|said|tell|told|recommend|advise|suggest|claim|insist|promise|warn|want|call|mean|state|mention|require|agree|"
    r"describe|explain)"
)
_THEY = r"(?:they|you guys|(?:all )?(?:of )?(?:the|these|this|your|that) (?:\w+ )?\w+)"
# "Why would I pay more?" asks about a thought, and takes nothing for granted.
_WHY = re.compile(
    rf"{_OPENING}(?:why|how come|for what reason|what(?:'s| is| are) the (?:reasons?|point|purpose|idea))\b"
    r"(?! (?:would|could|might|may)\b)",
    re.IGNORECASE,
)
# Where a question names a document, the words that name it have been taken out: "what does say about …".
_SAID = re.compile(
    rf"{_OPENING}(?:what|which|how|who|when|where)\b"
    rf".*(?:\b(?:do|does|did) (?:{_THEY} )?(?:all )?{_SAY}|\baccording to\b)"
    rf"|\b(?:as|that|like) {_THEY} {_SAY}s?\b",
    re.IGNORECASE,
)
_SEVERAL = re.compile(r"[.?!]\s+\S")
# Words of telling and of those who tell, and words that fit any subject: they are no part of what is taken for granted.
_OF_ASKING = frozenset(
    stemmed(
        "recommend recommendation advise advice claim state statement suggest suggestion insist promise warn warning "
        "agree want call describe explain require order forbid consider reason point purpose idea author writer guide "
        "essay video leaflet article summary paper page website person people somebody nobody everybody none others "
        "instead rather otherwise further seriously previous seem match sufficient popular"
    ).split()
)


def takes_for_granted(question: str) -> bool:
    """Tell whether a question, one sentence, asks for the reason of something, or what is said of it."""
    if _SEVERAL.search(question.strip()):
        return False
    return _WHY.search(question) is not None or _SAID.search(question) is not None


def unborne(
    question: str,
    landed: Mapping[str, float],
    book: ClaimBook,
    texts: Mapping[str, str],
    asked_with: Callable[[str], int],
) -> tuple[str, ...]:
    """List the words of a question that nothing bears out of the claims it lands on.

    `landed` are the claims' shares of the vote, `texts` the passages by id, as they are searched; `asked_with` counts
    the answered written questions with a stem. A word with a plainer one (`chatbot.plain`) is borne out where that is.
    Numbers are the asker's own, or the kind of answer that is wanted (`chatbot.expect`).
    """
    claims = {name for name, share in landed.items() if share >= _SHARE}
    written = (asked.question for asked in book.asked if not claims.isdisjoint(asked.claims))
    stated = (texts[evidence.passage] for name in sorted(claims) for evidence in book.claims[name].evidence)
    held = " ".join(map(stemmed, chain(written, stated)))
    typed = with_apostrophes(question)
    return min((_missing(form, held, asked_with) for form in (typed, in_plain_words(typed, read_said()))), key=len)


def _missing(question: str, held: str, asked_with: Callable[[str], int]) -> tuple[str, ...]:
    asked = (term for term in terms(question, read_lexicon()) if not term.held(held))
    return tuple(term.asked.written for term in asked if _says_something(term, asked_with))


def _says_something(term: Term, asked_with: Callable[[str], int]) -> bool:
    stems = term.asked.stems.split()
    if _OF_ASKING.intersection(stems) or any(character.isdigit() for character in term.asked.written):
        return False
    return min(map(asked_with, stems)) < _COMMON
