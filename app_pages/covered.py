"""What documents do speak of, with the way to its comparison: for a reader whose question they do not answer."""

from __future__ import annotations

from collections.abc import Collection
from urllib.parse import urlencode

from app_pages.draw import escape, tag
from chatbot import matrix_wording
from chatbot.matrix import spoken_of
from chatbot.types import Answer, Outcome
from ingest.book import ClaimBook

_MOST = 6  # topics below an answer; the page they lead to has all


def address(topic: str) -> str:
    """Spell the address of a topic's comparison."""
    return "/compare?" + urlencode({"topic": topic})


def topics(book: ClaimBook, names: Collection[str], most: int | None = None) -> str:
    """Draw ways to the topics that any of these documents speaks of; "" where nobody wrote down what they state."""
    found = matrix_wording.in_order(spoken_of(book, names))[:most]
    links = (tag("a", escape(matrix_wording.topic_title(name)), href=address(name), data_inside="") for name in found)
    return "".join(tag("li", link) for link in links)


def instead(answer: Answer, book: ClaimBook, names: Collection[str]) -> str:
    """Draw, below the nearest passages of an answer that the documents do not have, what they do speak of."""
    if answer.outcome is not Outcome.ABSTAINED or not answer.near:
        return ""
    drawn = topics(book, answer.searched or names, _MOST)
    title = tag("p", escape(matrix_wording.SPEAK_OF), class_="np-ask-label")
    return tag("div", title + tag("ul", drawn, class_="np-covered")) if drawn else ""
