"""Chatbot.ask -> a LangChain runnable that takes a question, alone or with the turns before it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from chatbot.types import Answer, Message

if TYPE_CHECKING:
    from langchain_core.runnables import Runnable

    Answering = Runnable[str | Mapping[str, Any], Answer]


def runnable(ask: Callable[[str, Sequence[Message]], Answer]) -> Answering:
    """Wrap `ask` for a chain; what goes in is a question or {"question": …, "history": [{"role", "content"}]}."""
    # Imported here because it takes half a second, which the page would wait before its first paint.
    from langchain_core.runnables import RunnableLambda

    def run(given: str | Mapping[str, Any]) -> Answer:
        given = {"question": given} if isinstance(given, str) else given
        history = [Message(turn["role"], turn["content"]) for turn in given.get("history", ())]
        return ask(given["question"], history)

    return RunnableLambda(run)
