"""What can be taken along of a conversation is listed without reading it, and holds it once it is asked for."""

from __future__ import annotations

import json
from collections.abc import Iterator

from app_pages.take import _files
from chatbot.thread import Turn


class Unread(tuple[Turn, ...]):
    """A conversation that may not be read yet."""

    __slots__ = ()

    def __iter__(self) -> Iterator[Turn]:
        raise AssertionError("The conversation was read before anybody asked for a file.")


def test_a_file_of_a_conversation_is_made_when_it_is_asked_for() -> None:
    turns = (Turn("Is it painful?"), Turn("and at home?"))
    made = {name: make for _, name, _, make in _files(turns)}
    taken = json.loads(made["transcript.json"]())
    assert [exchange["message"] for exchange in taken["turns"]] == [turn.message for turn in turns]
    assert "and at home?" in made["conversation.md"]()
    assert [name for _, name, _, _ in _files(Unread(turns))] == list(made)
