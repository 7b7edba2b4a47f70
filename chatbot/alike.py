"""Documents that share most of their wording -> counted as one, and said to be.

Two documents are alike when their runs of five words overlap (Broder, On the Resemblance and Containment of Documents,
1997): most of all runs of both, or nearly all of the shorter one's. Only documents that an answer quotes are compared.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from chatbot import wording
from chatbot.types import Answer, Count, Outcome
from chatbot.words import words
from ingest.types import Document

_RUN = 5
# Shares of runs in common: of those of both together, and of those of the shorter document.
_RESEMBLE, _CONTAIN = 0.5, 0.8
# In texts of fewer runs one stock phrase would be most of the wording.
_FEWEST_RUNS = 8
_SAMPLE = 64
_BASE = np.uint64(0x9E3779B97F4A7C15)
# Of how many documents the runs are kept, 8 bytes a word: not more than their texts take.
_MOST_KEPT = 2048


def counted_once(answer: Answer, documents: Mapping[str, Document]) -> Answer:
    """Count quoted documents that share their wording as one, in the reply and in the table, and say which they are."""
    copies = alike({name: documents[name].text for name in answer.documents}) if _counts(answer) else ()
    if not copies:
        return answer
    fewer = sum(len(group) - 1 for group in copies)
    said = wording.speak(len(answer.documents), len(documents))
    now = wording.speak(len(answer.documents) - fewer, len(documents) - fewer)
    note = " ".join(wording.share_wording([documents[name].facts.title for name in group]) for group in copies)
    counts = tuple(_once(count, copies) for count in answer.counts)
    return replace(answer, reply=answer.reply.replace(said, f"{note} {now}"), counts=counts, copies=copies)


def alike(texts: Mapping[str, str]) -> tuple[tuple[str, ...], ...]:
    """Group names of texts that share most of their wording, in the order given; those alone are left out.

    Each joins the first shorter text that it is like: one that holds two others whole does not make those two alike.
    """
    order = {name: place for place, name in enumerate(texts)}
    groups: dict[str, list[str]] = {}
    for name in sorted(texts, key=lambda name: (len(_runs(texts[name])), order[name])):
        first = next((other for other in groups if _is_alike(texts[other], texts[name])), name)
        groups.setdefault(first, []).append(name)
    found = (tuple(sorted(group, key=order.__getitem__)) for group in groups.values() if len(group) > 1)
    return tuple(sorted(found, key=lambda group: order[group[0]]))


def _counts(answer: Answer) -> bool:
    return answer.outcome is Outcome.ANSWERED and len(answer.documents) > 1


def _once(count: Count, copies: tuple[tuple[str, ...], ...]) -> Count:
    """Keep the first quote of each group of copies."""
    first = {name: group[0] for group in copies for name in group}
    kept: dict[str, int] = {}
    for place, quote in enumerate(count.quotes):
        kept.setdefault(first.get(quote.document, quote.document), place)
    often = tuple(count.often[place] for place in kept.values()) if count.often else ()
    return replace(count, quotes=tuple(count.quotes[place] for place in kept.values()), often=often)


def _is_alike(one: str, other: str) -> bool:
    first, second = sorted((_runs(one), _runs(other)), key=len)
    # Hashes ascend, so that every n-th is a random sample. Of documents that are alike at least 2 in 3 runs of the
    # shorter one are the other's: that 64 of them are not has a chance of 3 ** -64.
    if len(first) < _FEWEST_RUNS or not len(_shared(first[:: 1 + len(first) // _SAMPLE], second)):
        return False
    both = len(_shared(first, second))
    resemblance = both / (len(first) + len(second) - both)
    return resemblance >= _RESEMBLE or both / min(len(first), len(second)) >= _CONTAIN


def _shared(some: NDArray[np.uint64], every: NDArray[np.uint64]) -> NDArray[np.uint64]:
    places = np.minimum(np.searchsorted(every, some), len(every) - 1)
    shared: NDArray[np.uint64] = some[every[places] == some]
    return shared


@lru_cache(maxsize=_MOST_KEPT)
def _runs(text: str) -> NDArray[np.uint64]:
    """Hash every run of five words, once a document: different hashes, ascending."""
    hashes = np.fromiter(map(hash, words(text)), dtype=np.int64).astype(np.uint64)
    count = max(0, len(hashes) - _RUN + 1)
    runs = np.zeros(count, dtype=np.uint64)
    for place in range(_RUN):  # a polynomial of the words' hashes, modulo 2 ** 64 (Karp & Rabin 1987)
        runs = runs * _BASE + hashes[place : place + count]
    return np.unique(runs)
