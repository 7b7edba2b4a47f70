"""The ways to copy a quote with its source, and an answer with its citations, as markup; guide.js does the copying."""

from __future__ import annotations

from collections.abc import Sequence

from app_pages.draw import escape, tag
from chatbot import kept_wording
from chatbot.cite import Citation
from chatbot.quotation import quotation
from chatbot.types import Quote
from ingest.types import Document


def of_quotes(cited: Sequence[tuple[Quote, Citation]], document: Document) -> str:
    """Draw the button that copies neighbouring quotes of one document; a screen reader hears which they are."""
    numbers = [citation.number for _, citation in cited]
    form = kept_wording.COPY_QUOTE if len(numbers) == 1 else kept_wording.COPY_QUOTES
    label = form.format(first=numbers[0], last=numbers[-1])
    return _button(kept_wording.COPY, quotation([quote for quote, _ in cited], document), aria_label=label)


def of_answer(rendered: str) -> str:
    """Draw the button that copies a whole answer, as it is rendered for a terminal."""
    return _button(kept_wording.COPY_ANSWER, rendered)


def _button(shown: str, copied: str, **attributes: str) -> str:
    said = {"data_copied": kept_wording.COPIED, "data_failed": kept_wording.NOT_COPIED}
    return tag("button", escape(shown), type="button", class_="np-copy", data_copy=copied, **said, **attributes)
