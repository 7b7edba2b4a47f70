"""A real server in a process of its own, and its page spoken to as a browser does: protobuf over a websocket."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from types import TracebackType

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect
from websockets.typing import Origin, Subprotocol

from ingest.embed import open_embedder
from ingest.pipeline import Means, ingest

ROOT = Path(__file__).parents[1]
SECONDS_TO_START = 60
RUN = (sys.executable, "-m", "streamlit", "run", str(ROOT / "app.py"))
TEXT = "Wear sunscreen every day after the treatment.\n\nSwelling goes down within two days.\n"


def tiny_library(folder: Path) -> Path:
    """Build a library of one short text with the fake model, and return its folder."""
    (folder / "texts").mkdir(exist_ok=True)
    (folder / "texts" / "aftercare.txt").write_text(TEXT, encoding="utf-8")
    ingest([folder / "texts"], folder / "library", Means(open_embedder("hashing")))
    return folder / "library"


@dataclass(frozen=True)
class Server:
    """A running server: its port, and the file that holds everything it printed."""

    port: int
    printed: Path
    process: int

    def get(self, path: str, **headers: str) -> tuple[int, bytes]:
        """Ask for a path and return the status and the body."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            spelled = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request("GET", path, headers=spelled)
            response = connection.getresponse()
            return response.status, response.read()
        finally:
            connection.close()

    def upgrade(self, **headers: str) -> int:
        """Knock at the websocket with these headers and return the status: 101 is open, 403 is refused."""
        key = {"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13"}
        return self.get("/_stcore/stream", Sec_WebSocket_Key="AAAAAAAAAAAAAAAAAAAAAA==", **key, **headers)[0]


@contextmanager
def serving(
    library: Path,
    printed: Path,
    command: Sequence[str] = RUN,
    environment: dict[str, str] | None = None,
    folder: Path = ROOT,
) -> Iterator[Server]:
    """Run a server over a library built with the fake model, until the test is done with it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    told = {"NEEDLEPOINT_LIBRARY": str(library), "NEEDLEPOINT_MODEL": "hashing", "STREAMLIT_SERVER_PORT": str(port)}
    everything = os.environ | told | (environment or {})
    with printed.open("wb") as out:
        process = subprocess.Popen(command, cwd=folder, env=everything, stdout=out, stderr=subprocess.STDOUT)
    server = Server(port, printed, process.pid)
    try:
        _wait(server, process)
        yield server
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait(server: Server, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if server.get("/_stcore/health") == (200, b"ok"):
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"The server did not start: {server.printed.read_text(encoding='utf-8')}")


@dataclass
class Session:
    """One reader's session: what was sent to it is all in `seen`, one entry a message of the protocol."""

    server: Server
    seen: list[bytes] = field(default_factory=list)
    typed: str = ""
    closing: ExitStack = field(default_factory=ExitStack)

    def __enter__(self) -> Session:
        own = f"127.0.0.1:{self.server.port}"
        streamlit, origin = Subprotocol("streamlit"), Origin(f"http://{own}")
        opening = connect(f"ws://{own}/_stcore/stream", subprotocols=[streamlit], origin=origin, max_size=None)
        self.socket = self.closing.enter_context(opening)
        self.begin()
        self.finish()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self.closing.close()

    def begin(self, message: str | None = None) -> None:
        """Ask for a run of the page, with a message typed into the field or without one; does not wait for it."""
        asked = BackMsg()
        asked.rerun_script.query_string = ""
        if message is not None:
            widget = asked.rerun_script.widget_states.widgets.add()
            widget.id, widget.chat_input_value.data = self.typed, message
        self.socket.send(asked.SerializeToString())

    def finish(self) -> list[bytes]:
        """Read what the server sends until the run is over, and return what this run sent."""
        start = len(self.seen)
        while True:
            raw = self.socket.recv(timeout=180)
            assert isinstance(raw, bytes)
            self.seen.append(raw)
            message = ForwardMsg.FromString(raw)
            element = message.delta.new_element
            if element.WhichOneof("type") == "chat_input":
                self.typed = element.chat_input.id
            if message.WhichOneof("type") == "script_finished":
                return self.seen[start:]

    def ask(self, message: str) -> str:
        """Type a message and return everything that came back, as text."""
        self.begin(message)
        return b"\n".join(self.finish()).decode(errors="replace")
