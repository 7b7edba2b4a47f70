"""What a session remembers: messages as typed, each with its answer once there is one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from chatbot import cite
from chatbot.types import Answer, Message
from ingest.types import Document


@dataclass(frozen=True, slots=True)
class Exchange:
    """One message as typed, and its answer once there is one."""

    message: str
    answer: Answer | None = None


def said(exchanges: Sequence[Exchange], documents: Mapping[str, Document]) -> list[Message]:
    """Tell what was said before, in the words a reader saw."""
    messages: list[Message] = []
    for exchange in exchanges:
        messages.append(Message("user", exchange.message))
        if exchange.answer:
            messages.append(Message("assistant", cite.render(exchange.answer, documents)))
    return messages
