"""Message + earlier messages -> a question that stands alone. By rules, without a model; what was understood is shown.

Only the earlier question is taken up, never the earlier evidence: an answer quotes what its own search finds. Some
messages surely lean on what was said; others only may, and are given in both readings, for the search to choose from.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from chatbot.asking_back import as_why, asks_again
from chatbot.contraction import with_apostrophes
from chatbot.ordinal import counts
from chatbot.pointing import SUBJECT_CALLED, may_point, points, untied
from chatbot.types import Message
from chatbot.words import content_words, words
from ingest.subject import joined

# Another choice beside the one asked about, or what was meant by the question before.
_OR = re.compile(r"^\W*or\b", re.IGNORECASE)
_CORRECTS = re.compile(
    r"^\W*(?:(?:no|nope|nah|sorry|well|wait|i)\b\W*)*(?:not \w+(?: \w+)?\W+)?"
    r"i (?:(?:only|just|really) )?(?:mean|meant)\b\W*",
    re.IGNORECASE,
)
_ABOUT = re.compile(r"^\W*(?:(?:what|how) about|same for|what if (?:it|it is|it's) for)\s+", re.IGNORECASE)
_SPAN = r"(?:second|minute|hour|day|night|week|month|year|morning|afternoon|evening)"
# "When I exercise?" leans on the question before; "When can I exercise?" and "Who should not have it?" are whole.
_LEANS = re.compile(
    r"^\W*(?:(?:just|really)\W+)?(?!when (?:can|could|may|should|shall|must|do|does|will|would|to|is it \w+ to)\b)"
    r"(?:(?:at|for|on|in|with|without|during|after|before|by|under|from|as|if|because|until|when|while|than|around|near"
    r"|over|between|inside|above|below|except|besides)\b(?! (?:what|which|whom|whose|how)\b)"
    r"|(?:afterwards?|later|sooner|beforehand|here|there|now|next|today|tomorrow|tonight)\W*$"
    # "And the day after?", "the next morning".
    rf"|(?:the |an? |one )?(?:{_SPAN}s? (?:after|before|later|earlier)|(?:next|following|same) {_SPAN})\W*$)",
    re.IGNORECASE,
)
# "It" keeps what it stood for: where the question before had it too or names the subject, it is the subject still. What
# somebody has, does or tries is the subject in any case.
_IT = re.compile(
    r"(?<!\bhave )(?<!\bhad )(?<!\bhaving )(?<!\bdo )(?<!\bdone )(?<!\bdoing )(?<!\btry )(?<!\btrying )\b(?:it|its)\b",
    re.IGNORECASE,
)
# What asks nothing says more of what was asked: "it's only mild". "I have dark skin" says enough by itself.
_SAYS = re.compile(
    r"^\W*(?:(?:well|though|actually|yeah|yes|no|because|cause|cos)\W+)*"
    r"(?:(?:its|theyre|thats|hes|shes)\b"
    r"|(?:it|they|that|those|these|he|she)(?:['’](?:s|re)| (?:is|are|was|were|only|just)\b))"
    r"(?!.*(?:\?|\b(?:what|how|which|who|when|where|why|if|whether|wonder\w*|need|want"
    r"|(?:can|could|should|may|is|are|do|does|will|would) (?:i|it|they|he|she|we|my|that|this|there))\b))",
    re.IGNORECASE | re.DOTALL,
)
_STOOD_FOR = re.compile(r"\b(?:it|its|this|that)\b", re.IGNORECASE)
# What may point at something said before, and what only says more of it: "only to the needles?", "what if it is mild?",
# "which strength?", "in which cases?"
_MAY_POINT = re.compile(r"\b(?:they|them|their|again|still|already|else)\b", re.IGNORECASE)
_QUALIFIES = re.compile(
    r"^\W*(?:(?:which|what) \w+(?: (?:is|are|was|were) (?:the )?(?:best|better|worst|worse|right|good|ok))?\W*$"
    r"|(?:in|for|at|on|with|by|until|till|since|from|to|of) (?:what|which|when|how|who|whom|where)\b"
    r"(?!.*\b(?:is|are|was|were|do|does|did|can|could|may|should|will|would|has|have|must)\b)"
    r"|what if (?:it|they|this|that)\b|(?:(?:really|just|but)\W+)*(?:only|even|especially|mainly|mostly)\b"
    r"(?! (?:had|have|got|did|want(?:ed)?|started|do|does|is|are)\b))",
    re.IGNORECASE,
)
_OF_SUBJECT = re.compile(
    r"^\W*who (?:can|could|may|should|must|would|do|else)(?:n['’]?t| not)?\b.*\b(?:(?:it|this)(?: then| instead)?\W*$"
    r"|(?:ask|asking|tell me|see|talk to|speak to|consult|contact|go to)\b)",
    re.IGNORECASE,
)
_FEW = 3
# What one does to something: alone they leave open to what.
_NEEDS_OBJECT = frozenset(
    "wait reduce prevent treat stop fix manage handle lower relieve ease soothe improve increase change repeat".split()
)


def standalone(message: str, history: Sequence[Message]) -> str:
    """Complete a follow-up with the question before it; a message that stands alone comes back as it is."""
    return _alone(message, question_before(history))


def readings(message: str, history: Sequence[Message], about: frozenset[str]) -> tuple[str, ...]:
    """Give the ways to read a message, one or two: where it only may lean on what was said, completed and as it is.

    `about` are the names of the library's subject (`ingest.subject`).
    """
    before = question_before(history, is_of_many=not about)
    if not before or depends(message):
        return (_alone(message, before),)
    if not about and _says_this(message):
        return (_completed(message, before),)
    leans = _may_lean(message, before, about) or _says_more(message)
    return (_completed(message, before), message) if leans else (message,)


def question_before(history: Sequence[Message], is_of_many: bool = False) -> str:
    """Find the newest question that stands alone, so that a chain of follow-ups keeps its subject; "" without one.

    Where the documents are of many subjects, nothing but what was said before can be "this treatment".
    """
    earlier = [turn.content for turn in history if turn.role == "user"]
    full = (said for said in reversed(earlier) if not depends(said) and not (is_of_many and _says_this(said)))
    return next(full, earlier[0] if earlier else "").strip()


def asked_last(history: Sequence[Message]) -> tuple[str, ...]:
    """Give the reader's last message, if there is one."""
    return tuple(turn.content for turn in history if turn.role == "user")[-1:]


def depends(message: str) -> bool:
    """Tell whether a message needs the one before it to be understood.

    "And at home?" does. "What about eczema?" names its own subject and is searched as it is, which also keeps an
    unanswerable follow-up from being answered with the evidence of the question before.
    """
    if counts(message):
        return True
    words = _content(as_why(untied(message)))
    if _OF_SUBJECT.match(untied(message)):
        return False
    if not words or asks_again(message) or _NEEDS_OBJECT.issuperset(words):
        return True
    rest = untied(message)
    if _LEANS.match(_ABOUT.sub("", rest)) or _CORRECTS.match(message):
        return len(words) <= 2 * _FEW
    if _OR.match(message):
        return len(words) <= _FEW
    return len(words) <= _FEW and points(rest)


def may_depend(message: str) -> bool:
    """Tell the same of more messages than surely need it, for who had better read too much together: alarms."""
    return depends(message) or (_length(message) <= _FEW and may_point(message))


def _may_lean(message: str, before: str, about: frozenset[str]) -> bool:
    """Tell whether a message can be read as saying more of what was said before, though it could stand alone."""
    rest = untied(message)
    is_new = not _STOOD_FOR.search(before) and about.isdisjoint(words(joined(before, about)))
    signs = (
        is_new and (_IT.search(rest) or SUBJECT_CALLED.search(rest)),
        _MAY_POINT.search(rest),
        _QUALIFIES.match(rest),
    )
    # Who says more than that has said what it is about: "can my 14 year old daughter get it for acne scars?".
    return any(signs) and _length(message) <= _FEW + 1


def _says_more(message: str) -> bool:
    return _SAYS.match(untied(message)) is not None and _length(message) <= 2 * _FEW


def _says_this(message: str) -> bool:
    return SUBJECT_CALLED.search(message) is not None and _length(message) <= 2 * _FEW


def _length(message: str) -> int:
    return len(_content(message))


def _content(message: str) -> tuple[str, ...]:
    """List the meaningful words; "make-up" is one where nothing else is, though neither "make" nor "up" is."""
    written = with_apostrophes(message)
    return content_words(written) or content_words(written.replace("-", ""))


def _alone(message: str, before: str) -> str:
    if not before or not depends(message):
        return message
    return before if asks_again(message) else _completed(message, before)


def _completed(message: str, before: str) -> str:
    rest = _CORRECTS.sub("", untied(message))
    return f"{untied(before)} {_ABOUT.sub('', rest).strip()}"
