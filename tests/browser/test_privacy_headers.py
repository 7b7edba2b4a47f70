"""The page works behind the proxy of docs/hosting.md: with every header, and without one violation of the policy."""

from __future__ import annotations

import select
import socket
import threading
from collections.abc import Iterator
from contextlib import closing, suppress

import pytest
from playwright.sync_api import BrowserContext, ConsoleMessage, expect

from chatbot import wording
from tests.browsing import ask
from tests.serving import Server, serving, tiny_library
from tests.test_hosting import headers_of

pytestmark = [pytest.mark.browser, pytest.mark.slow]
LARGEST_HEAD = 65536
NOTE = """document.addEventListener('securitypolicyviolation', (event) =>
    window.noteViolation(`${event.violatedDirective} ${event.blockedURI}`))"""


class Proxy(threading.Thread):
    """A proxy that passes everything on and adds headers to what comes back; one connection, one request."""

    def __init__(self, backend: int, headers: dict[str, str]) -> None:
        super().__init__(daemon=True)
        self.backend = backend
        self.added = "".join(f"{name}: {value}\r\n" for name, value in headers.items()).encode()
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self.listening.getsockname()[1]

    def run(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self.listening.accept()
                threading.Thread(target=self.serve, args=(client,), daemon=True).start()

    def serve(self, client: socket.socket) -> None:
        with closing(client), suppress(OSError), socket.create_connection(("127.0.0.1", self.backend)) as server:
            first, rest = read_head(client)
            if b"upgrade: websocket" not in first.lower():
                lines = [line for line in first.split(b"\r\n") if not line.lower().startswith(b"connection:")]
                first = b"\r\n".join([*lines, b"Connection: close"])
            server.sendall(first + b"\r\n\r\n" + rest)
            answered, body = read_head(server)
            client.sendall(answered + b"\r\n" + self.added + b"\r\n" + body)
            pass_on(client, server)


def read_head(side: socket.socket) -> tuple[bytes, bytes]:
    """Read until the head is over; return it without its empty line, and what was read beyond."""
    read = b""
    while b"\r\n\r\n" not in read and len(read) < LARGEST_HEAD:
        more = side.recv(LARGEST_HEAD)
        if not more:
            raise ConnectionError("The other side is gone.")
        read += more
    head, _, rest = read.partition(b"\r\n\r\n")
    return head, rest


def pass_on(client: socket.socket, server: socket.socket) -> None:
    while True:
        for side in select.select([client, server], [], [])[0]:
            data = side.recv(65536)
            if not data:
                return
            (server if side is client else client).sendall(data)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("tiny")
    with serving(tiny_library(folder), folder / "printed.txt") as started:
        yield started


@pytest.fixture
def behind(server: Server) -> Iterator[str]:
    headers = headers_of("nginx")  # those of Caddy are the same: tests/test_hosting.py
    headers.pop("Strict-Transport-Security")  # there is no TLS between the test and its proxy
    proxy = Proxy(server.port, headers)
    proxy.start()
    yield f"http://localhost:{proxy.port}"
    proxy.listening.close()


def watch(context: BrowserContext) -> list[str]:
    """Return a list that fills with what a policy refuses: the directive and the address."""
    violations: list[str] = []

    def note(refused: str) -> None:
        violations.append(refused)

    context.expose_function("noteViolation", note)
    context.add_init_script(NOTE)
    return violations


def test_the_page_works_under_the_policy_without_a_violation(context: BrowserContext, behind: str) -> None:
    said: list[str] = []
    violations = watch(context)

    def hear(message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text or "Content-Security-Policy" in message.text:
            said.append(message.text)

    context.on("console", hear)
    context.set_default_timeout(120_000)
    page = context.new_page()
    response = page.goto(behind)
    assert response is not None
    assert response.headers["referrer-policy"] == "no-referrer"
    ask(page, "Should I wear sunscreen after the treatment?").locator("a.np-chip").first.click()
    expect(page.locator("#quoted")).to_be_in_viewport()  # the guide's script runs
    page.go_back()
    expect(page.locator(".np-answer [data-quote]").first).to_be_visible()
    expect(page.locator(".np-professional")).to_have_text(wording.PROFESSIONAL_LINE)
    expect(page.locator(".np-professional")).to_be_in_viewport()
    assert (violations, said) == ([], [])


def test_what_the_policy_forbids_is_refused_and_seen(context: BrowserContext, behind: str) -> None:
    violations = watch(context)
    page = context.new_page()
    page.goto(behind)
    page.locator("h1").wait_for()
    page.evaluate(
        "() => { const image = new Image(); image.src = 'http://beacon.example/a'; document.body.append(image) }"
    )
    page.evaluate("() => fetch('http://beacon.example/b').catch(() => null)")
    for _ in range(100):
        if len(violations) < 2:
            page.wait_for_timeout(100)
    assert {"img-src http://beacon.example/a", "connect-src http://beacon.example/b"} <= set(violations)
