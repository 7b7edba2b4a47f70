"""Short forms as people type them: "doesnt" -> "doesn't".

A short form without its apostrophe is no slip: mended as one, "shouldnt" becomes "should", the opposite.
"""

from __future__ import annotations

import re

# "Its", "were", "well", "ill", "id", "shed" and "hell" are words of their own.
_NOT = r"(?:is|are|was|were|do|does|did|has|have|had|ca|could|wo|would|sha|should|must|might|need|ai)"
_LEFT_OUT = (
    (re.compile(rf"\b({_NOT})(nt)\b", re.IGNORECASE), r"n't"),
    (re.compile(r"\b(what|who|where|how|when|why|that|there|here|he|she)(s)\b", re.IGNORECASE), r"'s"),
    (re.compile(r"\b(i)(m)\b", re.IGNORECASE), r"'m"),
    (re.compile(r"\b(i|you|we|they|should|could|would)(ve)\b", re.IGNORECASE), r"'ve"),
    (re.compile(r"\b(you|they)(re)\b", re.IGNORECASE), r"'re"),
    (re.compile(r"\b(it|you|they|that)(ll)\b", re.IGNORECASE), r"'ll"),
)


def with_apostrophes(text: str) -> str:
    """Put the apostrophes back that were left out of short forms."""
    for form, ending in _LEFT_OUT:
        text = form.sub(rf"\1{ending}", text)
    return text
