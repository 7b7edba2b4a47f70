"""Message in a conversation -> whether it asks about what an answer drew on, rather than about the documents.

"Who wrote it?" is asked of a document of the library, but after "is there a study of scars?" of that study, which only
a search finds; "which document?" after an answer asks where that answer stands, not for a list of all documents.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from chatbot.about import tell
from chatbot.asking_back import asks_which_document
from chatbot.followup import question_before
from chatbot.types import Message
from chatbot.words import content_words
from ingest.types import Document

_WRITING = re.compile(
    r"\b(?:stud(?:y|ies)|research|reviews?|trials?|papers?|articles?|pieces?|reports?|proof|evidence)\b", re.IGNORECASE
)
_POINTS = re.compile(r"\b(?:it|that|this|they|those|he|she)\b", re.IGNORECASE)
# "When was that published?" has one word of its own beside what it points at.
_FEW = 1


def asks_of_answer(message: str, history: Sequence[Message], documents: Mapping[str, Document]) -> bool:
    """Tell whether a message asks which document an answer is from, or about a writing that was asked for before."""
    before = question_before(history)
    points = _WRITING.search(before) is not None and _POINTS.search(message) is not None
    if not before or not (asks_which_document(message) or (points and len(content_words(message)) <= _FEW)):
        return False
    return tell(before, documents, tuple(documents)) is None
