"""What a session remembers: messages as typed, each with its answer once there is one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from chatbot.types import Answer, Message


@dataclass(frozen=True, slots=True)
class Exchange:
    """One message as typed, and its answer once there is one.

    `as_typed` lets nothing be added to it or mended; `dismissed` says that its emergency banner was dismissed.
    """

    message: str
    answer: Answer | None = None
    as_typed: bool = False
    dismissed: bool = False


def said(exchanges: Sequence[Exchange]) -> list[Message]:
    """Tell what was said before, in our own words alone: quotes of an older library must not stand in the way."""
    messages: list[Message] = []
    for exchange in exchanges:
        messages.append(Message("user", exchange.message))
        if exchange.answer:
            messages.append(Message("assistant", exchange.answer.reply))
    return messages
