"""Buttons in a turn's markup: guide.js tells which one was pressed, and the page does what it asks for.

A button of Streamlit's own is an element in a box, drawn and sent anew for every turn at every message.
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

import streamlit as st

from app_pages import draw, keeping

_PRESSED = "pressed"
_DIGITS = 6


class Wanted(StrEnum):
    """What the reader of a turn can ask for."""

    AS_TYPED = "as-typed"
    CHOICE = "choice"
    AGAIN = "again"
    REPORT = "report"
    STOP = "stop"
    GO_ON = "go-on"


class Press(NamedTuple):
    """What is asked for of the turn of this number, and which of several."""

    wanted: Wanted
    number: int
    place: int = 0


def button(shown: str, wanted: Wanted, number: int, place: int = 0, look: str = "np-press") -> str:
    """Draw a button below turn `number`; `place` tells several of one kind apart."""
    return draw.tag("button", draw.escape(shown), type="button", class_=look, data_press=f"{wanted} {number} {place}")


def hear() -> None:
    """Note what the page's script told, to be done once the page is drawn anew.

    By then the address may have opened another conversation, in which the same number is another turn.
    """
    st.session_state[_PRESSED] = keeping.conversation(), st.session_state[draw.GUIDE].pressed


def taken() -> Press | None:
    """Give what was pressed, once; None for nothing, or for what is no button of this conversation's turns."""
    conversation, said = st.session_state.pop(_PRESSED, (0, None))
    told = str(said or "").split(" ")
    if conversation != keeping.conversation() or len(told) != len(Press._fields) or told[0] not in list(Wanted):
        return None
    if not all(number.isdecimal() and len(number) < _DIGITS for number in told[1:]):
        return None
    press = Press(Wanted(told[0]), *map(int, told[1:]))
    return press if press.number < len(keeping.turns()) else None
