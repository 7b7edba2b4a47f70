"""A real Chromium in front of a real server and a library built for the tests from the four documents."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, expect, sync_playwright

ROOT = Path(__file__).parents[2]
NAMES = ("chromium", "chromium-browser", "google-chrome")
SECONDS_TO_START = 60
# A first page opens the library and loads the model, which on a busy machine takes longer than Playwright's 5 s.
expect.set_options(timeout=30_000)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start the first Chromium there is; without one the tests are skipped, or fail where one is required."""
    path = next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        reason = f"There is no Chromium: none of {', '.join(NAMES)} is on the PATH."
        if os.environ.get("NEEDLEPOINT_REQUIRE_BROWSER") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    arguments = ["--disable-dev-shm-usage", *(["--no-sandbox"] if is_root else [])]
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=arguments)
        yield started
        started.close()


def build(sources: Path, library: Path, **environment: str) -> Path:
    command = [sys.executable, "-m", "ingest", str(sources), "--library", str(library)]
    subprocess.run(command, cwd=ROOT, env=os.environ | environment, check=True, capture_output=True, timeout=600)
    return library


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the library that ships with the project, somewhere else."""
    return build(ROOT / "data" / "sources", tmp_path_factory.mktemp("built") / "library")


def serve(library: Path, **settings: str) -> Iterator[str]:
    """Run the page on a free port until the tests are done with it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    environment = os.environ | {"NEEDLEPOINT_LIBRARY": str(library)} | settings
    server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://localhost:{port}"
    try:
        wait_for(address, server)
        yield address
    finally:
        server.terminate()
        server.wait(timeout=20)


def wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline and server.poll() is None:
        connection = HTTPConnection(address.removeprefix("http://"), timeout=2)
        try:
            connection.request("GET", "/_stcore/health")
            if connection.getresponse().read() == b"ok":
                return
        except OSError:
            time.sleep(0.1)
        finally:
            connection.close()
    pytest.fail(f"The server at {address} did not start within {SECONDS_TO_START} seconds.")


@pytest.fixture(scope="session")
def address(library: Path) -> Iterator[str]:
    yield from serve(library)


@pytest.fixture(scope="session")
def address_without_library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    yield from serve(tmp_path_factory.mktemp("empty") / "missing")


@pytest.fixture(scope="session")
def hostile() -> str:
    """Give a document that tries to be markup, and whose every character a browser would like to change."""
    return (
        "A <b>title</b> &amp; more\r\n\r\n"
        "Aftercare means <img src=http://beacon.example/a> cool  water, ![](http://beacon.example/b) clean towels\r\n"
        "and **no** make-up -- :red[none] -> for a day, at $5 or $7\u00a0each \U0001f321.\r\n\r\n"
        "   Sunscreen is <script>alert(1)</script> worn \u202eafterwards\u202c, \u05e9\u05dc\u05d5\u05dd says.\r\n"
    )


@pytest.fixture(scope="session")
def hostile_address(tmp_path_factory: pytest.TempPathFactory, hostile: str) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "sources").mkdir()
    (folder / "sources" / "![](x) <b>&.txt").write_bytes(hostile.encode())
    fake = {"NEEDLEPOINT_MODEL": "hashing"}  # finds by words only, and needs no loading
    yield from serve(build(folder / "sources", folder / "library", **fake), **fake)


@pytest.fixture
def requests() -> list[str]:
    """List every address the page asked for, during the test."""
    return []


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    opened = browser.new_context(viewport={"width": 1100, "height": 900})
    opened.set_default_timeout(30_000)
    yield opened
    opened.close()


@pytest.fixture
def page(context: BrowserContext, address: str, requests: list[str]) -> Iterator[Page]:
    """Open the page; whatever a test does, nothing may be asked for outside the server, and no script may fail."""
    failures: list[str] = []

    def note(request: Request) -> None:
        requests.append(request.url)

    context.on("request", note)
    context.on("weberror", lambda error: failures.append(str(error.error)))
    opened = context.new_page()
    opened.goto(address)
    yield opened
    own = (address, f"ws{address.removeprefix('http')}", f"blob:{address}", "data:")
    assert [url for url in requests if not url.startswith(own)] == []
    assert failures == []
