"""What Streamlit is told is what it does: bound to this computer, closed to foreign pages, silent about errors."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app_pages.guard import HELD
from tests.conftest import ROOT
from tests.serving import RUN, Server, Session, serving, tiny_library

WANTED: dict[str, Any] = {
    "server.address": "127.0.0.1",
    "server.allowedHosts": ["localhost", "127.0.0.1"],
    "server.enableXsrfProtection": True,
    "server.enableCORS": True,
    "server.enableStaticServing": False,
    "server.fileWatcherType": "none",
    "server.maxUploadSize": 10,
    "server.headless": True,
    "browser.gatherUsageStats": False,
    "client.showErrorDetails": "none",
    "client.toolbarMode": "minimal",
}
HOSTILE = {
    "STREAMLIT_BROWSER_GATHER_USAGE_STATS": "true",
    "STREAMLIT_CLIENT_SHOW_ERROR_DETAILS": "full",
    "STREAMLIT_CLIENT_TOOLBAR_MODE": "developer",
    "STREAMLIT_SERVER_ENABLE_CORS": "false",
    "STREAMLIT_SERVER_ENABLE_STATIC_SERVING": "true",
    "STREAMLIT_SERVER_ENABLE_XSRF_PROTECTION": "false",
}
# Runs the same command as a person, and keeps writing down what the process works with.
WATCHED = """
import json, pathlib, sys, threading, time
from streamlit import config
from streamlit.web import cli
kept, names = pathlib.Path(sys.argv[1]), json.loads(sys.argv[2])
def write():
    while True:
        time.sleep(0.5)
        fresh = kept.with_suffix(".new")
        fresh.write_text(json.dumps({name: config.get_option(name) for name in names}))
        fresh.replace(kept)
threading.Thread(target=write, daemon=True).start()
cli.main(sys.argv[3:])
"""
SECONDS_TO_WRITE = 3


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_library(tmp_path_factory.mktemp("tiny"))


@pytest.fixture(scope="module")
def server(library: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(library, tmp_path_factory.mktemp("printed") / "printed.txt") as started:
        yield started


def settings_shown(folder: Path, **environment: str) -> dict[str, Any]:
    """Read what `streamlit config show` prints: after some words, TOML in which what is not set is commented out."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("STREAMLIT_")}
    command = [sys.executable, "-m", "streamlit", "config", "show"]
    shown = subprocess.run(command, cwd=folder, env=clean | environment, capture_output=True, text=True, check=True)
    return tomllib.loads(shown.stdout[shown.stdout.index("[global]") :])


def used_by_a_server(library: Path, folder: Path, elsewhere: Path, environment: dict[str, str]) -> dict[str, Any]:
    """Run the page once, from a working folder elsewhere, and return what the process worked with at its end."""
    kept = folder / "used.json"
    command = [sys.executable, "-c", WATCHED, str(kept), json.dumps(list(WANTED)), *RUN[3:]]
    with serving(library, folder / "printed.txt", command, environment, elsewhere) as server, Session(server):
        time.sleep(SECONDS_TO_WRITE)
    used: dict[str, Any] = json.loads(kept.read_text(encoding="utf-8"))
    return used


def test_streamlit_reads_the_settings_as_they_are_meant() -> None:
    shown = settings_shown(ROOT)
    assert {name: shown.get(name.split(".")[0], {}).get(name.split(".")[1]) for name in WANTED} == WANTED


def test_the_probe_of_settings_sees_what_the_environment_changes() -> None:
    assert settings_shown(ROOT, **HOSTILE)["browser"]["gatherUsageStats"] is True


def test_what_the_guard_holds_is_what_the_file_says() -> None:
    assert {name: value for name, value in HELD.items() if WANTED.get(name, value) != value} == {}
    assert HELD.keys() - WANTED.keys() == {"global.developmentMode"}


@pytest.mark.slow
def test_a_server_started_from_another_folder_works_with_these_settings(library: Path, tmp_path: Path) -> None:
    assert used_by_a_server(library, tmp_path, tmp_path, {}) == WANTED


@pytest.mark.slow
def test_a_hostile_environment_is_put_back_and_said(library: Path, tmp_path: Path) -> None:
    assert used_by_a_server(library, tmp_path, ROOT, HOSTILE) == WANTED
    printed = (tmp_path / "printed.txt").read_text(encoding="utf-8")
    assert "browser.gatherUsageStats was changed from outside" in printed


@pytest.mark.slow
def test_foreign_pages_are_refused_in_a_hostile_environment_too(library: Path, tmp_path: Path) -> None:
    with serving(library, tmp_path / "printed.txt", environment=HOSTILE) as server, Session(server):
        assert server.upgrade(Origin="https://foreign.example") == 403


@pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")
def test_make_run_does_not_hand_such_an_environment_on() -> None:
    command = ["make", "--eval", "show-environment: ; @env", "show-environment"]
    seen = subprocess.run(command, cwd=ROOT, env=os.environ | HOSTILE, capture_output=True, text=True, check=True)
    assert "HF_HUB_OFFLINE=1" in seen.stdout
    assert [name for name in HOSTILE if f"{name}=" in seen.stdout] == []


def test_the_websocket_opens_to_the_page_and_to_nobody_foreign(server: Server) -> None:
    own = f"127.0.0.1:{server.port}"
    with Session(server):  # the guard stands from the first page on
        assert server.upgrade(Origin=f"http://{own}", Host=own) == 101
        # Measured and accepted: another program here, which sends no origin, and another port of this computer.
        assert server.upgrade() == 101
        assert server.upgrade(Origin="http://localhost:9") == 101
        for origin in ("https://foreign.example", "null", "http://127.0.0.1.foreign.example", "file://"):
            assert server.upgrade(Origin=origin) == 403, origin
        for host in ("foreign.example", f"foreign.example:{server.port}", "localhost.foreign.example", "10.0.0.1"):
            assert server.upgrade(Host=host) == 403, host
            assert server.upgrade(Host=host, Origin=f"http://{host}") == 403, host
    assert "external IP" not in server.printed.read_text(encoding="utf-8")


def test_only_this_computer_reaches_the_page(server: Server) -> None:
    with socket.create_connection(("127.0.0.1", server.port), timeout=5):
        pass
    # Every address of 127/8 is this computer's own; a server bound to all addresses would answer here.
    with pytest.raises(OSError, match=r"."), socket.create_connection(("127.0.0.2", server.port), timeout=5):
        pass


def test_nothing_is_uploaded_without_the_page(server: Server) -> None:
    status, _ = server.get("/_stcore/upload_file/session/file")
    assert status != 200 or b"<!doctype html>" in server.get("/_stcore/upload_file/session/file")[1].lower()
    for path in ("/app/static/x.txt", "/app/static/../app.py"):
        assert b"set_page_config" not in server.get(path)[1]
