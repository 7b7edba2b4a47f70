"""Markup read as a browser reads it: which elements there are, and the text inside those with a given attribute."""

from __future__ import annotations

from html.parser import HTMLParser

from streamlit.testing.v1 import AppTest


class Reader(HTMLParser):
    """Read markup as a browser would: which elements there are, and the text inside those with a given attribute."""

    def __init__(self, attribute: str = "") -> None:
        super().__init__(convert_charrefs=True)
        self.attribute = attribute
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.found: list[tuple[str, str]] = []
        self.depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {key: value or "" for key, value in attrs}
        self.elements.append((tag, named))
        if tag == "wbr":
            self.handle_data("\r")
        elif self.depth:
            self.depth += 1
        elif self.attribute in named:
            self.found.append((named[self.attribute], ""))
            self.depth = 1

    def handle_endtag(self, _tag: str) -> None:
        self.depth = max(0, self.depth - 1)

    def handle_data(self, data: str) -> None:
        if self.depth:
            self.found[-1] = (self.found[-1][0], self.found[-1][1] + data)


def read(markup: str, attribute: str = "data-quote") -> Reader:
    reader = Reader(attribute)
    reader.feed(markup)
    reader.close()
    return reader


def press(page: AppTest, told: object) -> AppTest:
    """Press a button in a turn's markup, as the page's script tells of it."""
    begun = page.session_state["begun"] if "begun" in page.session_state else 0  # noqa: SIM401  it has no `get`
    page.session_state["pressed"] = begun, told
    return page.run()
