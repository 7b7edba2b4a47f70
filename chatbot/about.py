"""Questions about the documents themselves: which a question names, and plain replies from their facts.

How people speak of documents is data (data/about). An ordinary question names none and gets no reply here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from chatbot.about_asked import ALL, NAMED, Asked, asked_in, in_plain, is_courtesy
from chatbot.about_names import Phrase, find, meant, without
from chatbot.about_shelf import Shelf, shelf_of
from chatbot.about_wording import no_such, say
from chatbot.about_words import folded
from ingest.types import Document

LONGEST_QUESTION = 300  # characters: what is asked about documents is short
_FIRST_MARK = 0xE100  # characters that nobody types, one for each phrase of a question
_MARKS = re.compile("[\ue100-\uf8ff]")
_RESERVED = re.compile("[§¤¶\ue000-\uf8ff]")  # what stands for documents in data/about and here
# Whoever sets one document against others asks about them all.
_COMPARES = re.compile(
    r"\b(?:another|others?|(?:dis)?agree\w*|contradict\w*|differ\w*|both|versus|vs)\b", re.IGNORECASE
)
_STOPS = re.compile(r"[.?!;:]+(?=\s|$)")


@dataclass(frozen=True, slots=True)
class Mention:
    """The documents that a question names, in the library's order, and the question without the words that name them.

    Nothing may be left ("the essay?" leaves ""). Without names `rest` is the question as it was asked.
    """

    names: tuple[str, ...]
    rest: str


def mentioned(question: str, documents: Mapping[str, Document]) -> Mention:
    """Tell which documents a question is about, and what it asks of them."""
    phrases = [phrase for phrase in _find(question, documents) if phrase.names]
    names = _in_order(meant(phrases), documents)
    compared = len(names) == 1 and _COMPARES.search(question)
    return Mention(names, without(question, phrases)) if names and not compared else Mention((), question)


def tell(question: str, documents: Mapping[str, Document], shown: tuple[str, ...] = ()) -> str | None:
    """Answer a question about the documents from their facts; None for any other question.

    `shown` names the documents of the answer before, which "this" and "they" then mean; without it they mean all.
    """
    if len(question) > LONGEST_QUESTION:
        return None
    plain = _RESERVED.sub(" ", question)
    phrases = _find(plain, documents)
    if any(not phrase.names for phrase in phrases):
        return no_such(documents)
    replies: list[str] = []
    pointed = frozenset(shown)
    for sentence in _sentences(plain, phrases):
        plainly = in_plain(_MARKS.sub(NAMED, sentence))
        if is_courtesy(plainly):
            continue
        asked = asked_in(plainly, bool(shown))
        if not asked:
            return None
        # What a sentence names, "it" in the next one means.
        pointed = meant([phrases[ord(mark) - _FIRST_MARK] for mark in _MARKS.findall(sentence)]) or pointed
        replies += [_reply(topic, pointed, documents) for topic in asked]
    return "\n\n".join(dict.fromkeys(replies)) or None


def _find(question: str, documents: Mapping[str, Document]) -> list[Phrase]:
    return find(question, _shelf(_Same(documents)))


class _Same:
    """A library's documents as a key: the same object, because to compare thousands of facts takes milliseconds."""

    def __init__(self, documents: Mapping[str, Document]) -> None:
        self.documents = documents

    def __hash__(self) -> int:
        return id(self.documents)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.documents is self.documents


@lru_cache(maxsize=4)
def _shelf(same: _Same) -> Shelf:
    return shelf_of(tuple((name, document.facts) for name, document in same.documents.items()))


def _sentences(question: str, phrases: Sequence[Phrase]) -> list[str]:
    """Cut a question into folded sentences, each of its phrases written as a mark of its own."""
    for number, phrase in reversed(list(enumerate(phrases))):
        question = f"{question[: phrase.start]}{chr(_FIRST_MARK + number)}{question[phrase.end :]}"
    return _STOPS.split(folded(question))


def _reply(asked: Asked, wanted: Iterable[str], documents: Mapping[str, Document]) -> str:
    names = () if asked.of == ALL else _in_order(wanted, documents)
    return say(asked.topic, [documents[name] for name in names or documents], len(documents))


def _in_order(names: Iterable[str], documents: Mapping[str, Document]) -> tuple[str, ...]:
    wanted = set(names)
    return tuple(name for name in documents if name in wanted)
