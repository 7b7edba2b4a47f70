"""How a change of the library goes: each file, the stage of the ingest, and how it ended."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from app_pages import draw, work
from chatbot import library_wording as words


def show() -> None:
    """Draw how the work at hand goes, or how the last one ended."""
    told = work.now()
    if told is None:
        return
    if told.is_over:
        _over(told)
    else:
        _under_way()


@st.fragment(run_every=0.5)
def _under_way() -> None:
    told = work.now()
    if told is None or told.is_over:
        st.rerun()
    title = draw.tag("h2", draw.escape(words.WORKING_TITLE)) + draw.tag("p", draw.escape(words.WORKING_NOTE))
    share = f"{told.done / told.total:.3f}" if told.total else ""
    bar = draw.tag("progress", aria_label=told.stage, **({"value": share} if share else {}))
    stage = draw.tag("p", draw.escape(told.stage), class_="np-stage", role="status")
    draw.show(draw.tag("div", title + _files(told) + stage + bar, class_="np-problem np-work", id="work"))


def _over(told: work.Told) -> None:
    title = words.FAILED_TITLE if told.failed else words.DONE_TITLE
    lines = [told.failed] if told.failed else _done(told)
    body = draw.tag("h2", draw.escape(title)) + _files(told)
    body += "".join(draw.tag("p", draw.escape(line)) for line in lines)
    draw.show(draw.tag("div", body, class_="np-problem np-work", id="work", role="status"))
    st.button(words.DISMISS_NOTE, key="close_note", on_click=work.close_note)


def _files(told: work.Told) -> str:
    rows = [
        draw.tag("li", draw.escape(f"{file.name[:100]}: {file.state}. {file.reason}".strip())) for file in told.files
    ]
    return draw.tag("ul", "".join(rows), class_="np-files") if rows else ""


def _done(told: work.Told) -> list[str]:
    report = told.report
    plan = report["plan"]
    named = ((words.ADDED, "added"), (words.CHANGED, "changed"), (words.REMOVED, "removed"))
    changes = [form.format(names=words.shortened(plan[key])) for form, key in named if plan[key]]
    refused = [
        words.NOT_TAKEN.format(name=Path(entry["path"]).name, reason=entry["reason"], remedy=entry["remedy"])
        for entry in plan["refused"]
    ]
    sizes = {key: report[key] for key in ("version", "documents", "passages")}
    return [*changes, *refused, words.DONE.format(**sizes)]
