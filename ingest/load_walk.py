"""Walking over a parsed tree without recursion, because a file may be nested deeper than Python goes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from lxml import etree

Element = Any  # lxml publishes no types


def walk(root: Element, enter: Callable[[Element], bool], leave: Callable[[Element], None]) -> None:
    """Call `enter` and `leave` for every element in reading order; where `enter` says no, nothing inside is visited.

    `leave` is called only for what was entered.
    """
    walker = etree.iterwalk(root, events=("start", "end"))
    skipped: Element | None = None
    for event, element in walker:
        if event == "start":
            if skipped is None and not enter(element):
                skipped = element
                walker.skip_subtree()
        elif skipped is element:
            skipped = None
        elif skipped is None:
            leave(element)
