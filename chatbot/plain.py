"""Question -> the same question in the words of written ones: chat speak spelt out, brands and lay names replaced.

The list is data (data/lexicon/said.toml), a finding aid of which nothing is ever shown as an answer. What was asked is
compared beside it, so a replacement that misleads costs little.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

import tomli

from chatbot.words import stem
from ingest.errors import NeedlepointError

SAID = Path(__file__).resolve().parent.parent / "data" / "lexicon" / "said.toml"
_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")

Stems = tuple[str, ...]


class Said(NamedTuple):
    """What people say and what is meant: single words of chat, and phrases by their stems."""

    chat: Mapping[str, str]
    plain: Mapping[Stems, str]
    longest: int


@cache
def read_said(path: Path = SAID) -> Said:
    """Read the list; empty where there is none.

    Raises:
        NeedlepointError: when the file is not of the form it should have.
    """
    if not path.is_file():
        return Said({}, {}, 0)
    try:
        table = tomli.loads(path.read_text(encoding="utf-8"))
        plain = {_stems(phrase): str(meant) for phrase, meant in table["plain"].items()}
        chat = {word.lower(): str(meant) for word, meant in table["chat"].items()}
    except (OSError, ValueError, KeyError, AttributeError) as error:
        reason = f"{path} is not a list of what people say ({error!r})."
        raise NeedlepointError(
            reason, 'It needs the tables [chat] and [plain], with lines like xarelto = "…".'
        ) from error
    return Said(chat, plain, max(map(len, plain), default=0))


def in_plain_words(question: str, said: Said) -> str:
    """Replace what people say by what is meant, the longest phrase first; the rest of a question stays as it is."""
    spelt = _TOKEN.sub(lambda match: said.chat.get(match.group().lower(), match.group()), question)
    tokens = list(_TOKEN.finditer(spelt))
    stems = [stem(token.group().lower()) for token in tokens]
    pieces, end, at = [], 0, 0
    while at < len(tokens):
        length = next(
            (n for n in range(min(said.longest, len(tokens) - at), 0, -1) if tuple(stems[at : at + n]) in said.plain), 0
        )
        if length:
            pieces += [spelt[end : tokens[at].start()], said.plain[tuple(stems[at : at + length])]]
            end = tokens[at + length - 1].end()
        at += length or 1
    return "".join([*pieces, spelt[end:]])


def _stems(phrase: str) -> Stems:
    return tuple(stem(token.group().lower()) for token in _TOKEN.finditer(phrase))
