"""Nothing is reported, traced or fetched by any library, whatever the environment asks for."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.privacy import keep_models_offline, keep_private
from tests.conftest import ROOT, write_texts
from tests.serving import RUN, Session, serving

NOWHERE = "192.0.2.1"  # of the addresses that belong to nobody (RFC 5737)
HOSTILE = {
    "LANGSMITH_TRACING": "true",
    "LANGSMITH_TRACING_V2": "true",
    "LANGCHAIN_TRACING": "true",
    "LANGCHAIN_TRACING_V2": "true",
    "LANGSMITH_API_KEY": "key",
    "LANGCHAIN_API_KEY": "key",
    "LANGSMITH_ENDPOINT": f"http://{NOWHERE}:9",
    "LANGCHAIN_ENDPOINT": f"http://{NOWHERE}:9",
    "ANONYMIZED_TELEMETRY": "true",
    "CHROMA_OTEL_COLLECTION_ENDPOINT": f"http://{NOWHERE}:9",
    "CHROMA_API_IMPL": "chromadb.api.fastapi.FastAPI",
    "CHROMA_SERVER_HOST": NOWHERE,
    "OTEL_SDK_DISABLED": "false",
    "OTEL_TRACES_EXPORTER": "otlp",
    "OTEL_EXPORTER_OTLP_ENDPOINT": f"http://{NOWHERE}:9",
    "HF_HUB_OFFLINE": "0",
    "HF_HUB_DISABLE_TELEMETRY": "0",
    "TRANSFORMERS_OFFLINE": "0",
    "HF_ENDPOINT": f"http://{NOWHERE}:9",
    "STREAMLIT_BROWSER_GATHER_USAGE_STATS": "true",
}
# Python runs sitecustomize before anything else; an audit hook sees every socket that Python code opens.
HOOK = """
import os, sys
def watch(event, arguments):
    if event == "socket.connect" or event == "socket.sendto":
        address = arguments[1]
    elif event == "socket.getaddrinfo":
        address = arguments[0]
    else:
        return
    host = address[0] if isinstance(address, tuple) else address
    host = host.decode() if isinstance(host, bytes) else host
    if host in (None, "", "localhost", "::1") or str(host).startswith(("127.", "/")):
        return
    with open(os.environ["ATTEMPTS"], "a") as kept:
        kept.write(f"{event} {address}\\n")
sys.addaudithook(watch)
"""
TEXT = "Wear sunscreen every day after the treatment.\n\nSwelling goes down within two days.\n"
TRACED = """
import os
from langchain_core.runnables import RunnableLambda
from ingest.privacy import keep_private
{first}
RunnableLambda(lambda asked: asked).invoke("is it painful?")
from langchain_core.tracers.langchain import wait_for_all_tracers
wait_for_all_tracers()
"""


@pytest.fixture
def watched(tmp_path: Path) -> dict[str, str]:
    """Give a hostile environment in which every attempt to reach another computer is written down."""
    (tmp_path / "hook").mkdir()
    (tmp_path / "hook" / "sitecustomize.py").write_text(HOOK, encoding="utf-8")
    (tmp_path / "attempts").touch()
    found = {"PYTHONPATH": os.pathsep.join([str(tmp_path / "hook"), str(ROOT)]), "ATTEMPTS": str(tmp_path / "attempts")}
    return os.environ | HOSTILE | found | {"HOME": str(tmp_path)}


def attempts(environment: dict[str, str]) -> str:
    return Path(environment["ATTEMPTS"]).read_text(encoding="utf-8")


def run(environment: dict[str, str], folder: Path, *arguments: str) -> str:
    command = [sys.executable, *arguments]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode()


def test_the_watch_sees_who_calls_outside(tmp_path: Path, watched: dict[str, str]) -> None:
    call = f"import socket; s = socket.socket(); s.settimeout(0.2); s.connect_ex(({NOWHERE!r}, 9))"
    run(watched, tmp_path, "-c", call)
    assert NOWHERE in attempts(watched)


@pytest.mark.parametrize(("first", "is_silent"), [("", False), ("keep_private()", True)])
def test_tracing_that_the_environment_switches_on_is_switched_off(
    tmp_path: Path, watched: dict[str, str], first: str, *, is_silent: bool
) -> None:
    run(watched, tmp_path, "-c", TRACED.format(first=first))
    assert (attempts(watched) == "") is is_silent


@pytest.mark.slow
def test_neither_command_calls_outside_in_a_hostile_environment(tmp_path: Path, watched: dict[str, str]) -> None:
    write_texts(tmp_path / "texts", aftercare=TEXT)
    (tmp_path / ".env").write_text(f"CHROMA_API_IMPL=chromadb.api.fastapi.FastAPI\nCHROMA_SERVER_HOST={NOWHERE}\n")
    library = ["--library", str(tmp_path / "library")]
    assert "is published" in run(watched, tmp_path, "-m", "ingest", str(tmp_path / "texts"), *library)
    assert "sunscreen" in run(watched, tmp_path, "-m", "chatbot", "ask", "Should I wear sunscreen?", *library)
    assert attempts(watched) == ""


@pytest.mark.slow
def test_the_page_calls_nobody_in_a_hostile_environment(tmp_path: Path, watched: dict[str, str]) -> None:
    write_texts(tmp_path / "texts", aftercare=TEXT)
    arguments = ["-m", "ingest", str(tmp_path / "texts"), "--library", str(tmp_path / "library")]
    run(watched | {"NEEDLEPOINT_MODEL": "hashing"}, tmp_path, *arguments)
    with serving(tmp_path / "library", tmp_path / "printed.txt", RUN, watched) as server, Session(server) as session:
        assert "data-quote" in session.ask("Should I wear sunscreen?")
        assert server.upgrade(Origin="https://foreign.example") == 403
    assert attempts(watched) == ""


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, str]]:
    """Put the hostile environment in place, and every variable back afterwards."""
    before = dict(os.environ)
    for name, value in HOSTILE.items():
        monkeypatch.setenv(name, value)
    yield HOSTILE
    os.environ.clear()
    os.environ.update(before)


def test_the_environment_is_overruled(environment: dict[str, str]) -> None:
    keep_private()
    kept = {"LANGSMITH_API_KEY", "LANGCHAIN_API_KEY", "LANGSMITH_ENDPOINT", "LANGCHAIN_ENDPOINT", "HF_ENDPOINT"}
    kept |= {"STREAMLIT_BROWSER_GATHER_USAGE_STATS"}  # held by app_pages/guard.py
    assert {name for name, value in environment.items() if os.environ.get(name) == value} == kept
    assert os.environ["HF_HUB_OFFLINE"] == os.environ["TRANSFORMERS_OFFLINE"] == "1"


def test_a_program_that_uses_our_rooms_keeps_its_own_tracing(environment: dict[str, str]) -> None:
    keep_models_offline()
    assert os.environ["LANGSMITH_TRACING"] == environment["LANGSMITH_TRACING"]
    assert os.environ["HF_HUB_OFFLINE"] == "1"


def test_every_door_goes_private_before_it_does_anything() -> None:
    for door in ("ingest/__main__.py", "chatbot/__main__.py", "app.py"):
        lines = [line.strip() for line in (ROOT / door).read_text(encoding="utf-8").splitlines()]
        begins = lines.index("keep_private()")
        before = "Settings()", "st.set_page_config", "page.run()"
        assert not any(line.startswith(before) or "= Settings()" in line for line in lines[:begins]), door


def test_streamlit_and_chroma_know_nothing_of_a_key(tmp_path: Path) -> None:
    """Ask for what the two would report: neither an identifier nor a figure is written below the home folder."""
    environment = os.environ | {"HOME": str(tmp_path)}
    run(environment, ROOT, "-c", "from streamlit.runtime.metrics_util import Installation; Installation.instance()")
    assert json.dumps(sorted(path.name for path in tmp_path.rglob("*"))) == "[]"
