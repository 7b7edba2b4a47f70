"""A transcript as Markdown: messages, our words, quotes with their numbers, and where each stands.

What is not ours is spelt so that no reader of Markdown takes it for markup; what it shows is the exact text but for its
line breaks. Whoever needs those exactly takes the JSON.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from chatbot import kept_wording, wording
from chatbot.thread import Origin
from chatbot.transcript import Exchange, Quoted, Transcript

_MARKUP = re.compile(r"([\\`*_{}\[\]<>&$~|])")
# At the beginning of a line these make headings and lists.
_BEGINNING = re.compile(r"^(\d{0,9})([#+=.)-])")


def markdown(made: Transcript) -> str:
    """Write a transcript for people: one heading a message."""
    head = [f"# {spelt(made.title)}", kept_wording.EXPORTED.format(time=made.exported)]
    return "\n\n".join([*head, *(part for turn in made.turns for part in _exchange(turn, made))]) + "\n"


def spelt(text: str) -> str:
    """Spell text so that Markdown shows it as it is, on one line."""
    return _BEGINNING.sub(r"\1\\\2", _MARKUP.sub(r"\\\1", " ".join(text.split())))


def named(origin: Origin) -> str:
    """Name a source: title, author, date; what is unknown is said to be unknown."""
    known = (origin.title, origin.author or wording.AUTHOR_UNKNOWN, origin.date or wording.UNDATED, origin.url)
    return " · ".join(part for part in known if part)


def _exchange(turn: Exchange, made: Transcript) -> Iterator[str]:
    yield f"## {spelt(turn.message)}"
    if turn.understood != turn.message:
        yield spelt(wording.UNDERSTOOD_AS.format(question=turn.understood))
    yield from (spelt(part) for part in turn.reply.split("\n\n") if part.strip())
    side = ""
    for said in turn.statements:
        yield from [f"**{spelt(said.asked)}**"] if said.asked else []
        if said.side not in ("", side):
            yield f"**{spelt(said.side)}**"
        side = said.side
        yield from [spelt(said.said)] if said.said else []
        yield "\n>\n".join(f"> “{spelt(quoted.quote)}” \\[{quoted.number}\\]" for quoted in said.quotes)
    if turn.counts:
        yield "\n".join(f"- {spelt(found.item)}: {len(found.quotes)}" for found in turn.counts)
    if turn.near:
        yield spelt(wording.NEAR_TITLE)
        yield "\n".join(f"- “{spelt(quoted.quote)}” ({_place(quoted, made)})" for quoted in turn.near)
    for advised in turn.advice:
        yield f"**{spelt(advised.title)}** {spelt(advised.said)}"
        yield from (f"> “{spelt(quoted.quote)}” \\[{quoted.number}\\]" for quoted in advised.quotes)
        yield "\n".join([spelt(wording.ASK_THEM), "", *(f"- {spelt(question)}" for question in advised.ask)])
    quotes = [quoted for said in turn.statements for quoted in said.quotes]
    quotes += [quoted for advised in turn.advice for quoted in advised.quotes]
    if quotes:
        yield "\n".join(f"- \\[{quoted.number}\\] {_place(quoted, made)}" for quoted in quotes)
    yield spelt(turn.closing)


def _place(quoted: Quoted, made: Transcript) -> str:
    known = {(origin.name, origin.sha256): origin for origin in made.documents}
    origin = known.get((quoted.doc, quoted.sha256), Origin(quoted.doc, quoted.sha256, quoted.doc))
    where = kept_wording.CHARACTERS.format(name=quoted.doc, start=quoted.start, end=quoted.end)
    return spelt(f"{named(origin)} ({where})")
