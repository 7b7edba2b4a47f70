"""Drafted claims -> the text of a file for review, in the form of docs/claims.md; nothing reads it where it is written.

What a person has to do with it stands at its head.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence

from chatbot import written_wording as words
from chatbot.drafting import DraftedClaim
from chatbot.words import content_words
from ingest.terminal import spelled
from ingest.types import Document

_MOST_WORDS = 6
_NAME = re.compile(r"[^a-z0-9]+")


def review(
    topic: str, claims: Sequence[DraftedClaim], documents: Mapping[str, Document], model: str, drafted_on: str
) -> str:
    """Write claims as TOML, under what tells that nobody has read them yet; `topic` is made a name."""
    quoted = dict.fromkeys(passage.document for claim in claims for passage in claim.passages)
    bound = [f"{toml(name)} = {toml(documents[name].sha256)}" for name in quoted]
    head = words.REVIEW.format(model=spelled(model), date=drafted_on).splitlines()
    lines = [*(f"# {line}".rstrip() for line in head), *(f"#     {line}" for line in bound)]
    tables = (_claim(name, claim) for name, claim in zip(_names(claims), claims, strict=True))
    return "\n".join([*lines, "", f"topic = {toml(named(topic))}", "", *tables])


def named(text: str) -> str:
    """Make a name of a text: what a topic or an id may be."""
    return _NAME.sub("-", text.lower()).strip("-") or "drafted"


def toml(text: str) -> str:
    """Write a text as a basic string of TOML, which has JSON's escapes and wants one more character escaped."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _claim(name: str, claim: DraftedClaim) -> str:
    quotes = (f"  {{ document = {toml(p.document)}, text = {toml(p.text)} }}," for p in claim.passages)
    questions = (f"  {toml(question)}," for question in claim.questions)
    head = [f"id = {toml(name)}", f"claim = {toml(claim.said)}", 'polarity = "for"']
    return "\n".join(["[[claims]]", *head, "quotes = [", *quotes, "]", "questions = [", *questions, "]", ""])


def _names(claims: Sequence[DraftedClaim]) -> Iterator[str]:
    """Name each claim by its first words, with a number where two begin alike."""
    seen: dict[str, int] = {}
    for claim in claims:
        name = named(" ".join(content_words(claim.said)[:_MOST_WORDS]))
        seen[name] = seen.get(name, 0) + 1
        yield name if seen[name] == 1 else f"{name}-n{seen[name]}"
