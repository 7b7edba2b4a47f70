"""The visit sheet as a PDF: one page where it can be, in a font that ships with the project."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from itertools import groupby
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from chatbot import sheet_wording as words
from chatbot.sheet import Asked, Sheet, sheet
from chatbot.thread import Turn

_FONTS = Path(__file__).resolve().parent.parent / "data" / "fonts"
_MARGIN = 37  # points: 13 mm
# Statements a question, quotes a statement, points of type: from the roomiest to the tightest that can be read.
_FITS = ((4, 8, 9.5), (3, 6, 9.0), (2, 5, 8.5), (1, 4, 8.5), (1, 3, 8.0))
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def fitted(turns: Sequence[Turn], date: str, paper: str) -> tuple[Sheet, bytes]:
    """Make the fullest sheet that fits one page, and its PDF; the shortest there is where none fits.

    Args:
        turns: the conversation.
        date: when the sheet is made, as it is to be read.
        paper: "A4" or "Letter".
    """
    for entries, items, size in _FITS:
        made = sheet(turns, entries, items)
        pages, content = pdf(made, date, paper, size)
        if pages == 1:
            break
    return made, content


def pdf(made: Sheet, date: str, paper: str, size: float) -> tuple[int, bytes]:
    """Draw a sheet; returns how many pages it takes, and the file. `size` is in points."""
    # Imported here: they take a third of a second, which the page would wait before its first paint.
    from reportlab.lib.pagesizes import A4, LETTER
    from reportlab.platypus import SimpleDocTemplate

    held = BytesIO()
    margins = {f"{side}Margin": _MARGIN for side in ("left", "right", "top", "bottom")}
    pagesize = LETTER if paper == "Letter" else A4
    document = SimpleDocTemplate(held, pagesize=pagesize, title=words.TITLE, lang="en", invariant=1, **margins)
    document.build(list(_parts(made, date, _styles(size))))
    return int(document.page), held.getvalue()


def _parts(made: Sheet, date: str, styles: Mapping[str, Any]) -> Iterator[Any]:
    yield _paragraph(words.TITLE, styles["title"])
    yield _paragraph(words.ABOUT.format(date=date), styles["small"])
    for title, asked in ((words.SAYS, made.says), (words.DIFFER, made.differ)):
        yield from _questions(title, asked, styles)
    if not made.says and not made.differ:
        yield _paragraph(words.NOTHING, styles["text"])
    yield from _list(words.SILENT, made.silent, styles)
    yield _paragraph(words.TELL, styles["heading"])
    yield from (_paragraph(line, styles["item"], "•") for line in made.tell)
    yield from (_paragraph(f"{line} {'_' * (90 - len(line))}", styles["line"]) for line in words.FILL_IN)
    yield from _list(words.SOURCES, made.sources, styles, is_numbered=True)


def _questions(title: str, asked: Sequence[Asked], styles: Mapping[str, Any]) -> Iterator[Any]:
    if asked:
        yield _paragraph(title, styles["heading"])
    for question in asked:
        yield _paragraph(question.question, styles["question"])
        for side, entries in groupby(question.entries, key=lambda entry: entry.side):
            if side:
                yield _paragraph(side, styles["small"])
            for entry in entries:
                quotes = " · ".join(f"“{quote}”" for quote in entry.quotes)
                yield _paragraph(f"{quotes} [{entry.source}]", styles["item"], "•")
        if question.more:
            yield _paragraph(words.MORE.format(count=question.more), styles["small"])


def _list(title: str, lines: Sequence[str], styles: Mapping[str, Any], *, is_numbered: bool = False) -> Iterator[Any]:
    if lines:
        yield _paragraph(title, styles["heading"])
    for number, line in enumerate(lines, 1):
        yield _paragraph(line, styles["item"], f"{number}." if is_numbered else "•")


def _paragraph(text: str, style: Any, bullet: str | None = None) -> Any:  # noqa: ANN401  reportlab has no types
    from reportlab.platypus import Paragraph

    # Paragraphs read markup, so all text is escaped; control characters have no glyph and end the file early.
    return Paragraph(escape(_CONTROL.sub(" ", text)), style, bulletText=bullet)


def _styles(size: float) -> dict[str, Any]:
    from reportlab.lib.styles import ParagraphStyle

    _fonts()
    plain = {"fontName": "DejaVu", "fontSize": size, "leading": size * 1.3, "splitLongWords": 1}
    bold = {**plain, "fontName": "DejaVu-Bold", "spaceBefore": size * 0.45}
    looks = {
        "title": {**bold, "fontSize": size * 1.6, "leading": size * 2},
        "heading": {**bold, "fontSize": size * 1.1, "spaceBefore": size * 0.9, "borderWidth": 0, "keepWithNext": 1},
        "question": {**bold, "keepWithNext": 1},
        "text": plain,
        "small": {**plain, "fontSize": size * 0.9, "textColor": "#444444"},
        "item": {**plain, "leftIndent": size * 1.5, "bulletFontName": "DejaVu", "bulletFontSize": size},
        "line": {**plain, "spaceBefore": size * 0.9},
    }
    return {name: ParagraphStyle(name, **look) for name, look in looks.items()}


def _fonts() -> None:
    from reportlab.pdfbase.pdfmetrics import getRegisteredFontNames, registerFont
    from reportlab.pdfbase.ttfonts import TTFont

    for name, file in (("DejaVu", "DejaVuSans.ttf"), ("DejaVu-Bold", "DejaVuSans-Bold.ttf")):
        if name not in getRegisteredFontNames():
            registerFont(TTFont(name, _FONTS / file))
