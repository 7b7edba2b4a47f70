"""Text -> sentences as spans, without surrounding white space; pysbd finds them, its offsets are checked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

import pysbd
from pysbd.utils import TextSpan

from ingest.types import Span

_LONGEST_FOR_PYSBD = 4000
# Words, with at most one stop at the end: nothing to be split at, which pysbd takes a millisecond to find.
_ONE_SENTENCE = re.compile(r"[A-Za-zÀ-ÖØ-öø-ÿ,’ -]*[.?!]? *")
_LINE_BREAK = re.compile(r"[\r\n\u2028\u2029\f\v]")


def sentences(text: str, span: Span) -> tuple[Span, ...]:
    """Split a span into sentences; where pysbd's offsets do not fit the text, a plain rule takes its place."""
    pieces = [piece for part in _portions(text, span) for piece in _segment(text, part)]
    return tuple(trimmed for piece in pieces if (trimmed := trim(text, piece)).end > trimmed.start)


def trim(text: str, span: Span) -> Span:
    """Shrink a span to exclude white space at its ends."""
    content = text[span.start : span.end]
    start = span.start + len(content) - len(content.lstrip())
    return Span(start, max(start, span.start + len(content.rstrip())))


def _portions(text: str, span: Span) -> Iterator[Span]:
    """Break an overlong span at sentence-like gaps, because pysbd's time grows faster than its input."""
    start = span.start
    while span.end - start > _LONGEST_FOR_PYSBD:
        gaps = (text.rfind(mark, start, start + _LONGEST_FOR_PYSBD) for mark in (". ", ".\n", "\n", " "))
        stop = next((gap + 1 for gap in gaps if gap > start), start + _LONGEST_FOR_PYSBD)
        yield Span(start, stop)
        start = stop
    yield Span(start, span.end)


class _Segmenter(pysbd.Segmenter):  # type: ignore[misc]  # it has no types
    """The segmenter, which finds its sentences in the text again as they stand: it would compile a pattern for each."""

    def sentences_with_char_spans(self, sentences: Sequence[str]) -> list[TextSpan]:
        """Find each sentence, with the white space after it, behind the one before."""
        text, found, done = self.original_text, list[TextSpan](), 0
        for sentence in sentences:
            for start in _places(text, sentence):
                rest = text[start + len(sentence) :]
                end = len(text) - len(rest.lstrip())
                if end > done:
                    found.append(TextSpan(text[start:end], start, end))
                    done = end
                    break
        return found


def _places(text: str, sentence: str) -> Iterator[int]:
    start = text.find(sentence)
    while start >= 0:
        yield start
        start = text.find(sentence, start + max(1, len(sentence)))


@cache
def _segmenter() -> _Segmenter:
    return _Segmenter(language="en", clean=False, char_span=True)


def _segment(text: str, span: Span) -> tuple[Span, ...]:
    # pysbd ends a sentence at every line break; inside one block a break only means that the line was full.
    content = _LINE_BREAK.sub(" ", text[span.start : span.end])
    if _ONE_SENTENCE.fullmatch(content):
        return (span,)
    try:
        found = _segmenter().segment(content)
    except (ValueError, IndexError, re.error):  # it takes odd digits for list numbers and fails on them
        return _segment_plainly(text, span)
    spans = tuple(Span(span.start + piece.start, span.start + piece.end) for piece in found)
    return spans if _tiles(text, span, spans) else _segment_plainly(text, span)


def _tiles(text: str, whole: Span, parts: Sequence[Span]) -> bool:
    """Tell whether the parts cover the whole in order, with nothing but white space between them."""
    edges = [whole.start, *(edge for part in parts for edge in part), whole.end]
    gaps = [text[edges[i] : edges[i + 1]] for i in range(0, len(edges), 2)]
    return edges == sorted(edges) and not any(gap.strip() for gap in gaps)


def _segment_plainly(text: str, span: Span) -> tuple[Span, ...]:
    content = text[span.start : span.end]
    stops = [match.end() for match in re.finditer(r"[.!?][\"'”’)\]]*\s+(?=[\"'“(]?[A-Z0-9])", content)]
    edges = [0, *stops, len(content)]
    return tuple(Span(span.start + a, span.start + b) for a, b in pairwise(edges) if b > a)
