"""Which sentences of a document speak to a language model instead of to a reader: those are not given to one.

No list is complete. What a model does with a sentence that is not caught here is still held by `chatbot.ground`.
"""

from __future__ import annotations

import re

_COMMANDS = re.compile(
    r"\b(?:ignore|disregard|forget|override|bypass|drop)\b.{0,40}\b(?:instruction|prompt|rule|guideline|direction|above"
    r"|previous|prior|earlier|everything|passage|quote|format)"
    r"|\b(?:system|developer|hidden|secret) (?:prompt|message|instruction|note|rule)s?\b"
    r"|\b(?:assistant|chat ?bot|language models?|ai models?|llm|gpt|claude|an ai|as ai|dear ai|the ai|the model)\b"
    r"|\b(?:answer|respond|reply|begin|end|start|finish) (?:only |always |each |every |all |to |any |your |with )"
    r"|\b(?:say|write|print|output|repeat|add|append|include|insert|state|tell|show|reveal|mention)\b.{0,30}\b(?:instead"
    r"|word for word|exactly|verbatim|in your|to your|the reader|the user|the person|answer|reply|response|following)\b"
    r"|\b(?:your|the) (?:answers?|replies|reply|responses?|outputs?|instructions?|prompt|task|role)\b"
    r"|\byou (?:are now|must now|will now|are no longer|have been|act as)\b|\bact as\b|\bpretend\b|\bfrom now on\b"
    r"|\bnew (?:instruction|task|rule|order)s?\b|\bin json\b|<\|?\w+\|?>|\[/?inst\]|^#+ ?(?:system|instruction|user)\b"
    r"|\b(?:system|user|assistant|instructions?|note to \w+):|\bwhoever (?:reads|answers|summari[sz]es)\b"
    r"|\b(?:when|if) (?:you are )?(?:asked|answering|summari[sz]ing)\b",
    re.IGNORECASE,
)


def addresses_a_model(text: str) -> bool:
    """Tell whether a sentence gives orders to whoever answers from it."""
    return _COMMANDS.search(text) is not None
