"""Source -> Document: marks what is never evidence, and changes no character.

Page furniture (menus, paywalls, ratings, comment forms), headings glued to the text after them and invisible characters
become *skip spans*. The rules are about web pages in general; the text itself is final when it leaves this room.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from ingest.sentences import sentences
from ingest.types import Document, Source, Span

_INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff]+"
)
_LINE = re.compile(r"[^\r\n\u2028\u2029]+")
_COMMENT = re.compile(r"<!--(?:(?!<!--).)*?-->", re.DOTALL)  # up to the next opening: linear where none closes
# Only lines of YAML: two rules drawn with dashes may hold the whole text between them.
_FRONT_MATTER = re.compile(
    r"\A\ufeff?---[ \t]*\r?\n(?:(?:[\w-][\w -]*:|[ \t#]|-[ \t]|(?=[\r\n]))[^\r\n]*\r?\n)+?---[ \t]*(?:\r?\n|\Z)"
)

# Controls and labels of web pages that say nothing of their own; matched against a whole line. Where words of any kind
# may follow, the line must not end as a sentence does.
_CONTROL = re.compile(
    r"""(?:menu|(?:main\s)?navigation|home(?:page)?|search(?:\s\W*)?|skip\sto\s(?:main\s)?content|back\sto\stop|top
    |log\s?(?:in|out)|sign\s?(?:in|up|out)|my\saccount|register|subscribe(?:\s(?:now|today))?|follow\sus(?:\son\s.*)?
    |share(?:\s(?:this|on|via)(?:\s\w+){0,3})?|tweet|pin\sit|print(?:\sthis\spage)?|e-?mail\sthis|close
    |next|previous|next\spost|previous\spost
    |(?:read|see|show|load|view|browse)\s(?:more|all|less)\b.{0,40}(?<![.!?,;:])|learn\smore|click\shere
    |buy\snow|book\snow|shop\snow|add\sto\s(?:cart|basket)
    |upgrade(?:\snow)?|advertis(?:e)?ments?|sponsored(?:\scontent)?|loading\W*|(?:no|\d+)\scomments?(?:\syet)?
    |(?:add|leave|post|write)\s(?:a|your)\s(?:comment|reply|review)|comments?|reply
    |(?:tags?:|categor(?:y|ies):|filed\sunder\b|posted\s(?:in|on|by)\b).{0,80}(?<![.!?])
    |related\s(?:posts?|articles?|videos?|stories)|you\smay\salso\slike(?:.{0,40}(?<![.!?]))?
    |recommended\sfor\syou|recent\sposts|archives?|privacy\spolicy|cookie\s(?:policy|settings)
    |terms\s(?:of\s(?:use|service)|&\sconditions)
    |contact\sus|about\sus|(?:copyright\s)?(?:©|\(c\)\s*(?=\d{4})|(?<=copyright\s)(?=\d{4})).{0,100}
    |all\srights\sreserved\W*|accept(?:\sall)?(?:\scookies)?)""",
    re.IGNORECASE | re.VERBOSE,
)
_RATING = re.compile(
    r"(?:rating:?\s*)?\d+(?:[.,]\d+)?\s*(?:/|out of)\s*\d+\s*(?:stars?)?"
    r"\s*\(\s*[\d,.]+\s*(?:votes?|ratings?|reviews?)\s*\)",
    re.I,
)
# Sentences by which a page sends readers to log in, pay or accept something. People register with doctors as well, so
# registering counts only where it opens something to read.
_GATE = re.compile(
    r"""\b(?:must|need\sto|have\sto|please)\s(?:be\s)?(?:
        (?:logg?(?:ed)?[\s-]?in|sign(?:ed)?[\s-]?in|subscribe|upgrade|create\san\saccount)
        \b.{0,120}\b(?:to|and)\s(?:post|comment|reply|access|view|read|continue|see|unlock|download)\b
        |register(?:ed)?\b.{0,120}\bto\s(?:post|comment|reply|unlock|download|(?:access|view|read|continue|see)\b.{0,60}
        \b(?:this|more|content|page|articles?|section|part|story|full)\b))
    |\b(?:available|visible|accessible|reserved)\s(?:only\s|exclusively\s)?(?:to|for)
        \s(?:paid|paying|premium|pro|registered|logged[\s-]in)\s(?:users?|members?|subscribers?|readers?|accounts?)\b
    |\b(?:paid|paying|premium|registered|subscribed)\s(?:users?|members?|subscribers?)\sonly\b
    |\b(?:this|our)\s(?:web)?site\suses\scookies\b|\bby\scontinuing\sto\s(?:browse|use)\sthis\s(?:web)?site\b
    |\benable\sjavascript\b|\bjavascript\sis\s(?:disabled|required)\b|\bsign\sup\s(?:for|to)\sour\snewsletter\b""",
    re.IGNORECASE | re.VERBOSE,
)
# A button glued to the heading after it ("Read MoreComments"): the web page's line break was lost.
_GLUED_CONTROL = re.compile(
    r"(?:(?:Read|Learn|Show|See|Load|View) More|Sign Up|Sign In|Log In"
    r"|(?:Upgrade|Subscribe|Download|Share|Buy|Book|Shop) (?:Now|Today|Here))(?=[A-Z])"
)
_GLUED_HEADING = re.compile(
    r"(?:[A-Z][a-z]+ ){0,5}(?P<last>(?:[A-Z]{3,}|[A-Z][a-z]{3,})(?P<tail>[A-Z][a-z]+))(?=[\s,])"
)
_OPENERS = frozenset(
    """according after all although an and as at because before between both but by during each even every few for
    from given here how however if in it its many more most my no not of on one or our over since so some such
    that the their there these they this those though through to under until we what when where which while who
    why with without you your""".split()
)
_BULLET = re.compile(r"(?:\W|\d{1,3}[.)]|[a-z]\))\s")
_REPEATS, _LONGEST_CONTROL = 3, 200


def clean(source: Source) -> Document:
    """Mark the furniture, glued headings and invisible characters of a source; its text stays as decoded."""
    found = [*_whole_text(source.text), *_lines(source.text)]
    return Document(source.name, source.text, source.sha256, source.facts, merge(found), source.pages)


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
        if content.strip() in repeated or _is_control(content.strip()):
            yield line
        elif glued := _glued(content, words):
            yield Span(line.start, line.start + glued)
        elif _GATE.search(content):
            yield from (part for part in sentences(text, line) if _GATE.search(text[part.start : part.end]))


def _is_control(line: str) -> bool:
    return len(line) <= _LONGEST_CONTROL and any(kind.fullmatch(line) for kind in (_CONTROL, _RATING))


def _repeated(lines: Iterable[str]) -> frozenset[str]:
    """Find running heads: unpunctuated lines, not of a list, that stand three or more times in one document."""
    counts = Counter(line for line in lines if len(line) >= 10 and line[-1].isalnum() and not _BULLET.match(line))
    return frozenset(line for line, count in counts.items() if count >= _REPEATS)


def _glued(line: str, words: Counter[str]) -> int:
    """Return how many characters of a line are a button or a heading that lost its line break, or 0.

    What a button is glued to goes with it when it is no sentence. After a heading the tail must be a word that opens
    sentences and the whole token must stand only once, so that names with inner capitals ("YouTube", "McDonald") are
    left alone; names that end in a small word ("LinkedIn") are told by a first part that stands nowhere else.
    """
    indent = len(line) - len(line.lstrip())
    if control := _GLUED_CONTROL.match(line, indent):
        return control.end() if line.rstrip()[-1] in ".!?" else len(line)
    match = _GLUED_HEADING.match(line, indent)
    if match is None or words[match["last"]] > 1 or match["tail"].lower() not in _OPENERS:
        return 0
    head = match["last"].removesuffix(match["tail"])
    is_name = len(match["tail"]) == 2 and not head.isupper() and not words[head]
    return 0 if is_name else match.start("tail")
