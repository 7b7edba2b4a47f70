"""Every English text of ours that can reach the screen, with where it comes from; quotes and documents are not ours."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from types import ModuleType

from chatbot import (
    about_wording,
    kept_wording,
    library_wording,
    matrix_wording,
    numbers,
    sheet_wording,
    wording,
    written_wording,
)
from chatbot.situation_book import ADVICE, situation_book
from chatbot.triage import rulebook
from tests.conftest import ROOT

FILLED = {
    "{number}": "two",
    "{title}": "the article",
    "{it}": "The article",
    "{author}": "Ann Lee",
    "{date}": "May 2022",
    "{total}": "four",
    "{count}": "two",
    "{page}": "two",
    "{situation}": "diabetes",
    "{question}": "Does it hurt?",
    "{name}": "Ann Lee",
    "{trace}": "a line",
    "{length}": "900",
    "{titles}": "“Skin”",
}


def every_text() -> Iterator[tuple[str, str]]:
    """Yield each text of ours with its place: constants and sentences of code, then data."""
    yield from constants(wording)
    for module in (about_wording, kept_wording, library_wording, matrix_wording, sheet_wording, written_wording):
        yield from constants(module)
    yield from spoken()
    for rule in rulebook().rules:
        yield f"triage {rule.name}", rule.reply
    talk = tomllib.loads((ROOT / "data" / "talk" / "talk.toml").read_text(encoding="utf-8"))
    for entry in talk["kind"]:
        yield from ((f"talk {entry['kind']}", text) for key, text in entry.items() if key in ("reply", "one", "none"))
    yield from advice()


def constants(module: ModuleType) -> Iterator[tuple[str, str]]:
    """Yield the texts that a module keeps in upper-case names."""
    for name, value in vars(module).items():
        if name.isupper():
            texts = [value] if isinstance(value, str) else list(value) if isinstance(value, tuple) else []
            yield from ((f"{module.__name__}.{name}", text) for text in texts if isinstance(text, str))


def spoken() -> Iterator[tuple[str, str]]:
    """Yield what the functions of `wording` say, with ordinary values."""
    for total in (1, 2, 4, 30):
        yield from ((f"speak {n} of {total}", wording.speak(n, total)) for n in range(1, min(total, 4) + 1))
        yield from ((f"do_not_say {total}", wording.do_not_say(total, missing)) for missing in (None, "a number"))
    yield "not_said", wording.not_said("Does it hurt?")
    yield "share_wording", wording.share_wording(["Skin", "Needles"])
    yield from (("named_do_not_say", wording.named_do_not_say(titles)) for titles in (["Skin"], ["Skin", "Needles"]))


def advice() -> Iterator[tuple[str, str]]:
    """Yield what is said about situations, decisions and diagnoses."""
    for situation in situation_book().situations:
        yield f"line {situation.name}", wording.ask_about([situation.about])
        yield f"title {situation.name}", wording.MENTIONED.format(situation=situation.name) + "."
        yield from ((f"ask {situation.name}", question) for question in situation.ask)
    for kind in tomllib.loads((ADVICE / "consult.toml").read_text(encoding="utf-8"))["kind"]:
        yield f"note {kind['name']}", kind["note"]
        yield from ((f"ask {kind['name']}", question) for question in kind["questions"])


def filled(text: str) -> str:
    """Put ordinary values where a text has places for them."""
    for place, value in FILLED.items():
        text = text.replace(place, value)
    text = text.replace(numbers.MANY_LINES, "112").replace(numbers.MANY_REGIONS, "112")
    return re.sub(r"\{\w*\}", "it", text)
