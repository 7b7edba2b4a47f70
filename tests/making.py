"""Good files of each format, made in the test: a web page, a Word document, PDFs."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence

import docx
from reportlab.pdfgen.canvas import Canvas

Draw = Callable[[Canvas], None]


def pdf(*pages: Draw) -> bytes:
    """Draw a PDF, a page a function."""
    written = io.BytesIO()
    canvas = Canvas(written, pagesize=(595, 842), invariant=1)
    for draw in pages:
        canvas.setFont("Helvetica", 11)
        canvas.setFillColorRGB(0, 0, 0)
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return written.getvalue()


def lines(*texts: str, top: float = 760, size: float = 11) -> Draw:
    """Draw lines one under the other; an empty one leaves its place free."""

    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", size)
        for number, text in enumerate(texts):
            if text:
                canvas.drawString(72, top - number * size * 1.25, text)

    return draw


def all_of(*draws: Draw) -> Draw:
    """Draw several things on one page, in their order."""

    def draw(canvas: Canvas) -> None:
        for part in draws:
            part(canvas)

    return draw


def word(write: Callable[[docx.document.Document], object]) -> bytes:
    """Write a Word document."""
    document = docx.Document()
    write(document)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def word_of(paragraphs: Sequence[tuple[str, str]]) -> bytes:
    """Write a Word document of paragraphs, each with its style."""
    return word(lambda document: [document.add_paragraph(text, style) for text, style in paragraphs])
