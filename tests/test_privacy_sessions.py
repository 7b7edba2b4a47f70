"""Sessions know nothing of each other, and each has one question running at a time, of bounded length."""

from __future__ import annotations

import ast
import json
import random
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.serving import RUN, Server, Session, serving, tiny_library

SESSIONS, QUESTIONS = 20, 12
# The page as it is, in which every search takes a while and its beginning and end are written down.
WATCHED = """
import sys, time
from chatbot.converse import Chatbot
answer = Chatbot.ask
def note(line):
    with open(sys.argv[0], "a") as kept:
        kept.write(line + "\\n")
def watch(self, message, *more):
    note(f"begin {message}")
    time.sleep(1)
    try:
        return answer(self, message, *more)
    finally:
        note(f"end {message}")
kept, sys.argv = sys.argv[1], sys.argv[1:]
note = lambda line, kept=kept: open(kept, "a").write(line + "\\n")
Chatbot.ask = watch
from streamlit.web import cli
cli.main(sys.argv[1:])
"""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_library(tmp_path_factory.mktemp("tiny"))


@pytest.fixture(scope="module")
def server(library: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(library, tmp_path_factory.mktemp("printed") / "printed.txt") as started:
        yield started


def marker(session: int) -> str:
    return f"zq{session:02}secret"


def question(session: int, number: int) -> str:
    forms = ("Does {} sunscreen help?", "and {}?", "who wrote {}?", "hello {}", "my {} skin is swelling after it", "{}")
    return forms[number % len(forms)].format(marker(session))


@pytest.mark.slow
def test_twenty_interleaved_sessions_leak_no_marker(server: Server) -> None:
    order, waiting = random.Random(4), list(range(SESSIONS))
    with ExitStack() as stack, ThreadPoolExecutor(5) as together:
        sessions = [stack.enter_context(Session(server)) for _ in range(SESSIONS)]
        for number in range(QUESTIONS):
            order.shuffle(waiting)
            list(together.map(lambda at, number=number: sessions[at].ask(question(at, number)), waiting))
    seen = [b"\n".join(session.seen).decode(errors="replace") for session in sessions]
    assert [number for number, text in enumerate(seen) if marker(number) not in text] == []
    leaks = [(of, at) for of in range(SESSIONS) for at in range(SESSIONS) if of != at and marker(of) in seen[at]]
    assert leaks == []


def test_a_session_that_comes_after_sees_nothing_of_those_before(server: Server) -> None:
    with Session(server) as first:
        assert marker(1) in first.ask(question(1, 0))
    with Session(server) as second:
        second.ask(question(2, 0))
    assert marker(1).encode() not in b"".join(second.seen)


def test_no_function_of_the_chatbot_caches_what_was_typed_but_stems_of_single_words() -> None:
    cached = {
        f"{path.stem}.{node.name}"
        for path in (ROOT / "chatbot").glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef) and any("cache" in ast.unparse(mark) for mark in node.decorator_list)
        if any(ast.unparse(argument.annotation or argument) == "str" for argument in node.args.args)
    }
    # The first two read a file of ours, and documents.
    assert cached == {"about_words.vocabulary", "alike._runs", "words.stem"}


def test_what_is_cached_for_all_is_keyed_by_the_library_its_documents_and_the_settings_alone() -> None:
    cached = []
    for path in [ROOT / "app.py", *(ROOT / "app_pages").glob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and any("cache" in ast.unparse(mark) for mark in node.decorator_list):
                cached.append((path.name, node.name, [argument.arg for argument in node.args.args]))
    assert sorted(cached) == [
        ("pictured.py", "_picture", ["folders", "document", "quote"]),
        ("service.py", "_open", ["library", "model", "version", "numbers"]),
        ("service.py", "_threads", ["folder", "days"]),
    ]


def test_a_message_is_cut_at_two_thousand_characters_by_the_server_too(server: Server) -> None:
    with Session(server) as session:
        told = session.ask("q" * 5000)
    assert "q" * 2000 in told
    assert "q" * 2001 not in told


@pytest.mark.slow
def test_an_impatient_reader_has_one_question_running(library: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept.txt"
    command = (sys.executable, "-c", WATCHED, str(kept), *RUN[3:])
    with serving(library, tmp_path / "printed.txt", command) as server, Session(server) as session:
        session.ask("hello")
        messages = [f"Does sunscreen number {number} help?" for number in range(6)]
        for message in messages:
            session.begin(message)
            time.sleep(0.3)  # long enough to begin the search, not to end it
        # The file says when the last message has been answered, in whatever form; where it never is, `finish` gives up.
        while not kept.exists() or f"end {messages[-1]}" not in kept.read_text(encoding="utf-8"):
            session.finish()
    asked = [line for line in kept.read_text(encoding="utf-8").splitlines() if "number" in line]
    running = [line.split()[0] for line in asked]
    assert len(running) >= 2 * 3, asked
    assert running == ["begin", "end"] * (len(running) // 2), json.dumps(asked, indent=1)
    assert len(set(asked)) == len(asked), "A question that was answered was searched for again."
