"""Language models for tests: what they would send, and servers that speak as OpenAI's and Ollama's do, on loopback."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from chatbot.chat_model import ChatModel
from chatbot.generate import Writer

Says = Callable[[list[dict[str, Any]]], Iterable[str]]
"""What a model answers to passages: its pieces."""


def line(said: str, *quotes: tuple[int, str]) -> str:
    """Write one draft in the form asked for."""
    return json.dumps({"statement": said, "quotes": [{"passage": n, "quote": words} for n, words in quotes]}) + "\n"


def honest(passages: list[dict[str, Any]]) -> Iterator[str]:
    """Say what each passage says, in its own words, in pieces of a few characters."""
    for passage in passages:
        text = line(passage["text"], (passage["passage"], passage["text"]))
        yield from (text[at : at + 20] for at in range(0, len(text), 20))


def invents(passages: list[dict[str, Any]]) -> Iterator[str]:
    """Invent quotes."""
    for passage in passages:
        yield line("It is painless for everyone.", (passage["passage"], "It is painless for everyone, always."))


def writer(says: Says, seconds: float = 20.0) -> Writer:
    """Make a writer of a model that is a function."""

    def ask(_: str, message: str) -> Iterator[str]:
        yield from says(json.loads(message)["passages"])

    return Writer(ChatModel("ollama", "fake"), ask, seconds)


def serve_openai(server: HTTPServer, says: Says) -> str:
    """Answer as a server with OpenAI's interface does, streamed; returns the address of the interface."""

    def answer(request: Request) -> Response:
        pieces = says(_passages(request))
        return Response(events(pieces), content_type="text/event-stream")

    server.expect_request("/v1/chat/completions").respond_with_handler(answer)
    return server.url_for("/v1")


def serve_ollama(server: HTTPServer, says: Says) -> str:
    """Answer as Ollama does, one JSON object a line; returns its address."""

    def answer(request: Request) -> Response:
        return Response(lines(says(_passages(request))), content_type="application/x-ndjson")

    server.expect_request("/api/chat").respond_with_handler(answer)
    return server.url_for("")


def dies(server: HTTPServer, path: str) -> None:
    """Break off in the middle of an answer, whose length was announced."""

    def answer(_: Request) -> Response:
        return Response(iter(['data: {"id": "1", "choices"']), headers={"Content-Length": "9999"})

    server.expect_request(path).respond_with_handler(answer)


def hangs(seconds: float) -> Says:
    """Send one honest sentence, then nothing for a while."""

    def says(passages: list[dict[str, Any]]) -> Iterator[str]:
        yield line(passages[0]["text"], (1, passages[0]["text"]))
        time.sleep(seconds)

    return says


def _passages(request: Request) -> list[dict[str, Any]]:
    sent = request.get_json()["messages"][-1]["content"]
    passages: list[dict[str, Any]] = json.loads(sent)["passages"]
    return passages


def events(pieces: Iterable[str]) -> Iterator[str]:
    """Write pieces as the events of OpenAI's interface."""

    def event(delta: dict[str, str], end: str | None) -> str:
        choice = {"index": 0, "delta": delta, "finish_reason": end}
        about = {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "fake", "choices": [choice]}
        return f"data: {json.dumps(about)}\n\n"

    for piece in pieces:
        yield event({"role": "assistant", "content": piece}, None)
    yield event({}, "stop")
    yield "data: [DONE]\n\n"


def lines(pieces: Iterable[str]) -> Iterator[str]:
    """Write pieces as the lines of Ollama."""
    about = {"model": "fake", "created_at": "2026-01-01T00:00:00Z"}
    for piece in pieces:
        yield json.dumps({**about, "message": {"role": "assistant", "content": piece}, "done": False}) + "\n"
    end = {"message": {"role": "assistant", "content": ""}, "done": True, "done_reason": "stop"}
    yield json.dumps({**about, **end}) + "\n"
