"""The one place where text becomes HTML: what is not ours is escaped here, and nothing else is handed to the browser.

Streamlit's Markdown loads remote images and rewrites quotes even when escaped; `st.html` shows escaped text exactly.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

GUIDE = "guide"
"""The script that every page has; what it tells stands in the session under this name."""
_HERE = Path(__file__).parent
# Line breaks travel as references, so that nothing on the way takes them for its own. A carriage return does not
# survive the browser's parser in any spelling; guide.js puts it back where this element stands.
_IN_CONTENT = {ord("\n"): "&#10;", ord("\r"): "<wbr data-cr>"}
_IN_ATTRIBUTES = {ord("\n"): "&#10;", ord("\r"): "&#13;"}


def escape(text: str) -> str:
    """Spell any text so that the browser shows exactly these characters, as an element's content."""
    return html.escape(text).translate(_IN_CONTENT)


def tag(name: str, content: str = "", /, **attributes: str) -> str:
    """Wrap content that is already escaped; attributes are escaped here, and `class_`, `data_x` mean class, data-x."""
    pairs = ((key.rstrip("_").replace("_", "-"), html.escape(value)) for key, value in attributes.items())
    spelled = "".join(f' {key}="{value.translate(_IN_ATTRIBUTES)}"' for key, value in pairs)
    return f"<{name}{spelled}>{content}</{name}>"


def plain(text: str) -> str:
    """Spell text as a label of Streamlit's own buttons and boxes, which read labels as Markdown."""
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", text)


class _Markup:
    """Markup as Streamlit takes it as it is: a string it would look for among the files, and dedent."""

    def __init__(self, markup: str) -> None:
        self._markup = markup

    def _repr_html_(self) -> str:
        return self._markup


def show(markup: str, slot: DeltaGenerator | None = None) -> None:
    """Draw markup built by `escape` and `tag`, in the place of what a slot holds where one is given."""
    (slot.html if slot else st.html)(_Markup(markup))


def style(sheet: str = "page.css") -> None:
    """Put a style sheet on the page."""
    st.html(_HERE / sheet)


def guide(place: str, look: str, heard: int = 0, pressed: Callable[[], None] | None = None) -> None:
    """Let a script follow links within the session, scroll to where the reader should be looking, copy, and speak.

    Args:
        place: names what is being read; a reader who comes back to a place finds it scrolled as it was.
        look: the id of the element to scroll to in a place that is new.
        heard: how many answers were there before this drawing; a screen reader is told of each that comes after.
        pressed: hears of the buttons in the markup (`app_pages.pressed`).
    """
    script(GUIDE, {"place": place, "look": look, "heard": heard}, {"pressed": pressed} if pressed else None)


def script(name: str, data: Mapping[str, Any], told: Mapping[str, Callable[[], None]] | None = None) -> Any:  # noqa: ANN401
    """Run a script of ours on the page, where it takes no room; `told` names what it may tell, and who hears of it.

    Returns:
        What it told, as Streamlit gives it.
    """
    mount = st.components.v2.component(f"needlepoint_{name}", js=(_HERE / f"{name}.js").read_text(encoding="utf-8"))
    heard: dict[str, Any] = {f"on_{key}_change": hear for key, hear in (told or {}).items()}
    return mount(key=name, data=dict(data), **heard)
