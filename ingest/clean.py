"""Source -> Document: marks what is never evidence, and changes no character.

Page furniture (menus, paywalls, ratings, comment forms), headings glued to the text after them and invisible characters
become *skip spans*. The rules are about web pages in general; the text itself is final when it leaves this room.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from ingest.types import Document, Source, Span

_INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff]+"
)
_LINE = re.compile(r"[^\r\n\u2028\u2029]+")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_FRONT_MATTER = re.compile(r"\A\ufeff?---[ \t]*\r?\n(?:.*\r?\n)*?---[ \t]*(?:\r?\n|\Z)")

# Controls and labels of web pages that say nothing of their own; matched against a whole line.
_CONTROL = re.compile(
    r"""(?:menu|(?:main\s)?navigation|home(?:page)?|search(?:\s\W*)?|skip\sto\s(?:main\s)?content|back\sto\stop|top
    |log\s?(?:in|out)|sign\s?(?:in|up|out)|my\saccount|register|subscribe(?:\s(?:now|today))?|follow\sus(?:\son\s.*)?
    |share(?:\s(?:this|on)\b.*)?|tweet|pin\sit|print(?:\sthis\spage)?|e-?mail\sthis|close
    |next|previous|next\spost|previous\spost
    |(?:read|see|show|load|view|browse)\s(?:more|all|less)\b.{0,40}|learn\smore|click\shere
    |buy\snow|book\snow|shop\snow|add\sto\s(?:cart|basket)
    |upgrade(?:\snow)?|advertis(?:e)?ments?|sponsored(?:\scontent)?|loading\W*|(?:no|\d+)\scomments?(?:\syet)?
    |(?:add|leave|post|write)\s(?:a|your)\s(?:comment|reply|review)|comments?|reply
    |tags?:.{0,80}|categor(?:y|ies):.{0,80}
    |filed\sunder:?.{0,80}|posted\s(?:in|on|by)\b.{0,80}|related\s(?:posts?|articles?|videos?|stories)
    |you\smay\salso\slike.{0,40}
    |recommended\sfor\syou|recent\sposts|archives?|privacy\spolicy|cookie\s(?:policy|settings)
    |terms\s(?:of\s(?:use|service)|&\sconditions)
    |contact\sus|about\sus|(?:copyright|©|\(c\)).{0,100}|all\srights\sreserved\W*|accept(?:\sall)?(?:\scookies)?)""",
    re.IGNORECASE | re.VERBOSE,
)
_RATING = re.compile(
    r"(?:rating:?\s*)?\d+(?:[.,]\d+)?\s*(?:/|out of)\s*\d+\s*(?:stars?)?"
    r"\s*\(\s*[\d,.]+\s*(?:votes?|ratings?|reviews?)\s*\)",
    re.I,
)
# Sentences by which a page sends readers to log in, pay or accept something.
_GATE = re.compile(
    r"""\b(?:must|need\sto|have\sto|please)\s(?:be\s)?(?:logg?(?:ed)?[\s-]?in|sign(?:ed)?[\s-]?in|register|subscribe|upgrade
        |create\san\saccount)
        \b.*\b(?:to|and)\s(?:post|comment|reply|access|view|read|continue|see|unlock|download)\b
    |\b(?:only|exclusively)?\s?(?:available|visible|accessible|reserved)\s(?:only\s)?(?:to|for)
        \s(?:paid|paying|premium|pro|registered|logged)\b
    |\b(?:paid|paying|premium|registered|subscribed)\s(?:users?|members?|subscribers?)\sonly\b
    |\b(?:this|our)\s(?:web)?site\suses\scookies\b|\bby\scontinuing\sto\s(?:browse|use)\sthis\s(?:web)?site\b
    |\benable\sjavascript\b|\bjavascript\sis\s(?:disabled|required)\b|\bsign\sup\s(?:for|to)\sour\snewsletter\b""",
    re.IGNORECASE | re.VERBOSE,
)
# A button glued to the heading after it ("Read MoreComments"): the web page's line break was lost.
_GLUED_CONTROL = re.compile(
    r"(?:Upgrade|Read More|Learn More|Show More|See More|Load More|Sign Up|Sign In|Log In|Subscribe|Download"
    r"|Share|Buy|Book|Shop)"
    r"(?: Now| Today| Here)?(?=[A-Z])"
)
_GLUED_HEADING = re.compile(r"(?P<head>[A-Z]{3,}|[A-Z][a-z]{3,})(?P<tail>[A-Z][a-z]{1,})(?=[\s,])")
_OPENERS = frozenset(
    """according after all although an and as at because before between both but by during each even every few for
    from given here how however if in it its many more most my no not of on one or our over since so some such
    that the their there these they this those though through to under until we what when where which while who
    why with without you your""".split()
)
_REPEATS, _LONGEST_GATE = 3, 200


def clean(source: Source) -> Document:
    """Mark the furniture, glued headings and invisible characters of a source; its text stays as decoded."""
    found = [*_whole_text(source.text), *_lines(source.text)]
    return Document(source.name, source.text, source.sha256, source.facts, merge(found))


def merge(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Sort spans and join those that touch or overlap."""
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        elif span.end > span.start:
            merged.append(span)
    return tuple(merged)


def _whole_text(text: str) -> Iterator[Span]:
    for pattern in (_INVISIBLE, _COMMENT, _FRONT_MATTER):
        yield from (Span(*match.span()) for match in pattern.finditer(text))


def _lines(text: str) -> Iterator[Span]:
    lines = [Span(*match.span()) for match in _LINE.finditer(text)]
    repeated = _repeated(text[line.start : line.end].strip() for line in lines)
    words = Counter(re.findall(r"[A-Za-z]+", text))
    for line in lines:
        content = text[line.start : line.end]
        if content.strip() in repeated or _is_furniture(content.strip()):
            yield line
        elif (glued := _glued_heading(content, words)) is not None:
            yield Span(line.start, line.start + glued)


def _is_furniture(line: str) -> bool:
    if _CONTROL.fullmatch(line) or _RATING.fullmatch(line) or _GLUED_CONTROL.match(line):
        return len(line) <= _LONGEST_GATE
    return len(line) <= _LONGEST_GATE and _GATE.search(line) is not None


def _repeated(lines: Iterable[str]) -> frozenset[str]:
    """Find running heads: unpunctuated lines that stand three or more times in one document."""
    counts = Counter(line for line in lines if len(line) >= 10 and line[-1].isalnum())
    return frozenset(line for line, count in counts.items() if count >= _REPEATS)


def _glued_heading(line: str, words: Counter[str]) -> int | None:
    """Return how many characters of a line are a heading that lost its line break, or None.

    The tail must be a word that opens sentences and the whole token must stand only once, so that names with inner
    capitals ("YouTube", "McDonald") are left alone.
    """
    indent = len(line) - len(line.lstrip())
    match = _GLUED_HEADING.match(line, indent)
    if match is None or words[match.group()] > 1 or match["tail"].lower() not in _OPENERS:
        return None
    return match.start("tail")
