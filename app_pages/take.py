"""What can be taken along of a conversation: Markdown, a transcript that can be checked, a sheet for a visit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

import streamlit as st

from app_pages import draw, keeping, sheet_html, sheet_pdf
from chatbot import kept_wording
from chatbot.markdown import markdown
from chatbot.thread import Turn
from chatbot.transcript import Transcript, to_json, transcript


def menu() -> None:
    """Draw the ways to take the conversation along; a file is made when it is asked for."""
    turns = tuple(keeping.turns())
    with st.popover(kept_wording.TAKE, key="take"):
        draw.show(draw.tag("p", draw.escape(kept_wording.TAKE_NOTE), class_="np-quiet"))
        for label, name, mime, make in _files(turns) if turns else []:
            key = f"take_{name}"
            st.download_button(label, make, name, mime, key=key, on_click="ignore", width="stretch")


def _files(turns: Sequence[Turn]) -> list[tuple[str, str, str, Callable[[], str | bytes]]]:
    """List what can be taken; nothing is made before it is asked for, of a long conversation it takes a while."""
    now = datetime.now(UTC)
    date, pdf = f"{now.astimezone():%d %B %Y}".lstrip("0"), "application/pdf"

    def made() -> Transcript:
        return transcript(turns, turns[0].message, now.isoformat(timespec="seconds"))

    return [
        (kept_wording.TAKE_SHEET_A4, "visit-sheet-a4.pdf", pdf, lambda: _pdf(turns, date, "A4")),
        (kept_wording.TAKE_SHEET_LETTER, "visit-sheet-letter.pdf", pdf, lambda: _pdf(turns, date, "Letter")),
        (kept_wording.TAKE_SHEET_HTML, "visit-sheet.html", "text/html", lambda: _html(turns, date)),
        (kept_wording.TAKE_MARKDOWN, "conversation.md", "text/markdown", lambda: markdown(made())),
        (kept_wording.TAKE_TRANSCRIPT, "transcript.json", "application/json", lambda: to_json(made())),
    ]


def _pdf(turns: Sequence[Turn], date: str, paper: str) -> bytes:
    return sheet_pdf.fitted(turns, date, paper)[1]


def _html(turns: Sequence[Turn], date: str) -> str:
    """Write the sheet for the printer, with as much as fits a page of A4."""
    return sheet_html.page(sheet_pdf.fitted(turns, date, "A4")[0], date)
