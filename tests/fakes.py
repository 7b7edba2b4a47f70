"""Fake language models as servers, to try and to measure what needs one: they speak as OpenAI's interface does.

    python -m tests.fakes echo | oracle SET.jsonl | claims     # then: CHAT_MODEL=openai:fake OPENAI_BASE_URL=…

`echo` sends a follow-up back as it is, `oracle` the rewriting that people wrote for the set, `claims` one claim for
each passage, which are its own words, with one question. None of them says anything about a real model.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from chatbot.question_set import read_questions, said_before
from tests.models import events, lines

Replies = Callable[[dict[str, Any]], Iterator[str]]
"""What a model sends back to a message that it was sent, which is JSON."""


def echo(given: Mapping[str, Any]) -> Iterator[str]:
    """Send the question back as it is."""
    yield given["question"]


def oracle(path: Path) -> Replies:
    """Send what people wrote in the place of each follow-up of a set; where nobody did, the question as it is."""
    known = {}
    for question in read_questions(path):
        asked = [turn.content for turn in said_before(question) if turn.role == "user"]
        known[question["question"], tuple(asked)] = question.get("reference_rewrite") or question["question"]

    def replies(given: Mapping[str, Any]) -> Iterator[str]:
        # Of what was asked before, only the last few are sent.
        fitting = [
            text
            for (asked, before), text in known.items()
            if asked == given["question"] and set(before) >= set(given["earlier"])
        ]
        yield fitting[0] if fitting else given["question"]

    return replies


def claims(given: Mapping[str, Any]) -> Iterator[str]:
    """Draft one claim for each passage: its own words, and one question made of them."""
    for passage in given["passages"]:
        text = passage["text"]
        quotes = [{"passage": passage["passage"], "quote": text}]
        asked = [f"Is it true that {text.rstrip('.!?: ')}?"]
        yield json.dumps({"statement": text, "quotes": quotes, "questions": asked}) + "\n"


def serve_replies(server: HTTPServer, replies: Replies, provider: str = "openai") -> str:
    """Answer as a server of OpenAI's interface or Ollama's does, streamed; returns the address of the interface."""
    is_openai = provider == "openai"

    def answer(request: Request) -> Response:
        pieces = replies(json.loads(request.get_json()["messages"][-1]["content"]))
        if is_openai:
            return Response(events(pieces), content_type="text/event-stream")
        return Response(lines(pieces), content_type="application/x-ndjson")

    server.expect_request("/v1/chat/completions" if is_openai else "/api/chat").respond_with_handler(answer)
    return server.url_for("/v1" if is_openai else "")


def main(arguments: Sequence[str]) -> None:
    """Serve a fake until it is stopped."""
    kinds: dict[str, Replies] = {"echo": echo, "claims": claims}
    replies = kinds[arguments[0]] if arguments[0] in kinds else oracle(Path(arguments[1]))
    with HTTPServer(threaded=True) as server:
        sys.stdout.write(f"{serve_replies(server, replies)}\n")
        sys.stdout.flush()
        while True:
            time.sleep(60)


if __name__ == "__main__":
    main(sys.argv[1:])
