"""A question too open for one answer -> narrower written questions to choose from.

A question is open when it has next to no words of its own, wants no particular kind of answer, and the written
questions near it speak for many claims (their shares have a high entropy; Shannon 1948). What is offered comes from
the topics that the votes go to, in turn, each time the question most typical of what was written there.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice, zip_longest
from typing import NamedTuple

from chatbot.expect import expected
from chatbot.land import Landing, Likeness
from chatbot.words import content_words, stem
from ingest.book import Asked, AskedKind
from ingest.subject import joined
from ingest.types import Vectors

# From which entropy of the claims' shares, in nats, votes are spread: about five claims of equal weight.
_SPREAD = 1.6
_MOST_OWN_WORDS = 1
# How many narrower questions an open one offers at most, and how many are tried for that.
_CHOICES, _TRIED = 4, 8
# Cosines: what is nearer to the question than this is the question itself; to another offer, the same offer.
_SAME_AS_ASKED, _SAME_OFFER = 0.9, 0.75
# Topics with a smaller share than this are not meant.
_LEAST_SHARE = 0.005
_SHORTEST, _LONGEST, _FEWEST_WORDS = 4, 12, 2  # words in all, and words with a meaning of their own
_PLAIN = re.compile(
    r"(?:What|How|Who|Which|When|Where|Why|Is|Are|Can|Could|Does|Do|Will|Would|Should|May|Must)\b[^.:;,!?]*\?"
)
# Asked of the documents rather than of their subject.
_OF_DOCUMENTS = re.compile(
    r"\b(?:documents?|sources?|texts?|authors?|articles?|essays?|videos?|mention\w*|statements?|says?|said|attribut\w*)\b",
    re.IGNORECASE,
)
_PARTICULAR = re.compile(r"\b(?:who|whom|whose|when|where|why|which)\b", re.IGNORECASE)


def choose(offered: Iterator[str], quoted: Callable[[str], frozenset[str]]) -> tuple[str, ...]:
    """Choose narrower questions that are answered, each with something that the others do not quote; two at least.

    `quoted` names the passages that answer a question, none where it is not answered.
    """
    chosen: list[str] = []
    shown: set[str] = set()
    for offer in islice(offered, _TRIED):
        found = quoted(offer)
        if found - shown:
            chosen.append(offer)
            shown |= found
        if len(chosen) == _CHOICES:
            break
    return tuple(chosen) if len(chosen) > 1 else ()


def asks_for_little(question: str, about: frozenset[str]) -> bool:
    """Tell whether a question could be open by its words alone; `about` are those of the library's subject."""
    few = len(_own_words(question, about)) <= _MOST_OWN_WORDS
    return few and not expected(question) and not _PARTICULAR.search(question)


def is_spread(landing: Landing) -> bool:
    """Tell whether the written questions near one speak for many claims."""
    total = sum(landing.claims.values())
    shares = [share / total for share in landing.claims.values() if share > 0]
    return -sum(share * math.log(share) for share in shares) >= _SPREAD


class Topic(NamedTuple):
    """The rows of a topic's questions that may be offered, and how typical of the topic each is (a cosine)."""

    rows: tuple[int, ...]
    typical: tuple[float, ...]


def topics(asked: Sequence[Asked], vectors: Vectors) -> Mapping[str, Topic]:
    """Part the written questions by topic, once for a library; `vectors` has a row a question."""
    own: defaultdict[str, list[int]] = defaultdict(list)
    for row, entry in enumerate(asked):
        if entry.claims:
            own[_topic(entry.target)].append(row)
    return {name: _of_topic(rows, asked, vectors[rows]) for name, rows in own.items()}


def _of_topic(rows: Sequence[int], asked: Sequence[Asked], vectors: Vectors) -> Topic:
    typical = (vectors @ vectors.mean(axis=0)).tolist()
    fit = [(row, cosine) for row, cosine in zip(rows, typical, strict=True) if _is_offer(asked[row])]
    return Topic(tuple(row for row, _ in fit), tuple(cosine for _, cosine in fit))


def offers(
    landing: Landing, of_topics: Mapping[str, Topic], asked: Sequence[Asked], vectors: Vectors, likeness: Likeness
) -> Iterator[str]:
    """Yield narrower questions, the best of each topic first; `vectors` and `likeness` have a row a written question.

    `likeness` is how like the question asked each written one is.
    """
    shares = _topics(landing.claims)
    rows = [_ranked(of_topics[topic], landing, asked, likeness) for topic in shares if topic in of_topics]
    taken: list[int] = []
    for turn in zip_longest(*rows):
        for row in (row for row in turn if row is not None):
            if all(float(vectors[row] @ vectors[other]) < _SAME_OFFER for other in taken):
                taken.append(row)
                yield asked[row].question


def _topics(claims: Mapping[str, float]) -> list[str]:
    """List the topics the votes go to, the largest share first."""
    shares: defaultdict[str, float] = defaultdict(float)
    for claim, share in claims.items():
        shares[_topic(claim)] += share
    total = sum(shares.values())
    return [
        topic
        for topic in sorted(shares, key=lambda name: (-shares[name], name))
        if shares[topic] > _LEAST_SHARE * total
    ]


def _ranked(topic: Topic, landing: Landing, asked: Sequence[Asked], likeness: Likeness) -> list[int]:
    """Rank the rows that are answered by claims voted for: typical of the topic, near the question asked."""
    near = likeness[list(topic.rows)].tolist()
    fit = [
        (-cosine - like, row)
        for row, cosine, like in zip(*topic, near, strict=True)
        if like < _SAME_AS_ASKED and landing.claims.keys() & asked[row].claims
    ]
    return [row for _, row in sorted(fit)]


def _is_offer(entry: Asked) -> bool:
    """Tell whether a written question with an answer reads well on its own and says enough."""
    return entry.kind is not AskedKind.DISAGREEMENT and _reads_well(entry.question)


def _reads_well(text: str) -> bool:
    """Tell whether a written question reads well on its own and says enough."""
    is_plain = _PLAIN.fullmatch(text) is not None and _OF_DOCUMENTS.search(text) is None
    return is_plain and _SHORTEST <= len(text.split()) <= _LONGEST and len(content_words(text)) >= _FEWEST_WORDS


def _own_words(question: str, about: frozenset[str]) -> frozenset[str]:
    found = frozenset(stem(word) for word in content_words(joined(question, about)))
    return found - {stem(word) for word in about}


def _topic(name: str) -> str:
    return name.rpartition(".")[0]
