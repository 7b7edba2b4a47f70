"""Several at once: one writer of two goes on, readers beside a writer get one whole version each time."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from chatbot.converse import Chatbot
from ingest.embed import open_embedder
from ingest.pipeline import Means, ingest
from ingest.versions import one_writer
from tests.conftest import ROOT, write_texts

pytestmark = pytest.mark.slow
READERS, WRITES = 10, 12


def texts_of(folder: Path, state: int) -> Path:
    said = f"The treatment takes {state} minutes. It heals in {state} days. Rest for {state} hours."
    return write_texts(folder / f"texts{state}", one=said, two=said.replace("treatment", "cure"))


def numbers_of(chatbot: Chatbot) -> set[str]:
    """Ask three questions and collect the numbers in everything that is quoted."""
    questions = ("How long does the treatment take?", "When does it heal?", "How long should I rest?")
    quoted = " ".join(quote.text for question in questions for quote in chatbot.ask(question).quotes)
    return set(filter(str.isdigit, quoted.replace(".", " ").split()))


def test_readers_beside_a_writer_answer_from_exactly_one_version(tmp_path: Path) -> None:
    library, hashing = tmp_path / "library", open_embedder("hashing")
    states = [texts_of(tmp_path, state) for state in (20, 30)]
    ingest([states[0]], library, Means(hashing))
    written, seen = threading.Event(), []

    def read() -> None:
        while not written.is_set():
            chatbot = Chatbot.open(library, "hashing")
            try:
                seen.append((numbers_of(chatbot), chatbot.library.notice))
            finally:
                chatbot.library.close()

    with ThreadPoolExecutor(READERS) as pool:
        readers = [pool.submit(read) for _ in range(READERS)]
        try:
            for number in range(WRITES):
                ingest([states[(number + 1) % 2]], library, Means(hashing))
        finally:
            written.set()
    for reader in readers:
        reader.result()
    assert len(seen) > READERS
    assert {notice for _, notice in seen} == {None}
    assert {frozenset(numbers) for numbers, _ in seen} == {frozenset({"20"}), frozenset({"30"})}


def test_of_two_ingests_at_once_one_is_sent_away_within_a_second(tmp_path: Path) -> None:
    library = tmp_path / "library"
    states = [texts_of(tmp_path, state) for state in (20, 30)]
    ingest([states[0]], library, Means(open_embedder("hashing")))
    told = {"NEEDLEPOINT_MODEL": "hashing", "NEEDLEPOINT_CLAIMS": str(tmp_path / "none")}
    command = [sys.executable, "-m", "ingest", str(states[1]), "--library", str(library)]

    def run(command: list[str]) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, **told}
        return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)

    with one_writer(library):
        begun = time.perf_counter()
        second = run(command)
        waited = time.perf_counter() - begun
        begun = time.perf_counter()
        run([*command, "--help"])
        starting = time.perf_counter() - begun
    assert second.returncode == 2
    assert "Another ingest is writing" in second.stderr
    assert waited - starting < 3  # a second to wait for the lock; the model and the sources have to be opened too
    assert run(command).returncode == 0
