"""Run the whole program where there is no network but loopback, and count what tried to leave.

Started by test_privacy_alone.py inside `unshare`: python tests/alone.py FOLDER [call]. Prints one line of JSON.
"""

from __future__ import annotations

import fcntl
import json
import os
import socket
import struct
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tests.serving import RUN, Session, serving  # noqa: E402  the folder above has to be known first

_FLAGS, _UP = 0x8914, 0x41  # SIOCSIFFLAGS; IFF_UP and IFF_RUNNING
_QUESTIONS = 100


def bring_loopback_up() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        fcntl.ioctl(any_socket, _FLAGS, struct.pack("16sH14x", b"lo", _UP))


def tried_to_leave() -> int:
    """Count packets of other interfaces, and those that the kernel could not route: there is no way out of here."""
    interfaces = Path("/proc/net/dev").read_text(encoding="ascii").splitlines()[2:]
    counted = [line.split(":")[1].split() for line in interfaces if line.split(":")[0].strip() != "lo"]
    lines = [line.split() for line in Path("/proc/net/snmp").read_text(encoding="ascii").splitlines()]
    names, values = [line[1:] for line in lines if line[0] == "Ip:"]
    six = dict(line.split() for line in Path("/proc/net/snmp6").read_text(encoding="ascii").splitlines())
    unrouted = int(dict(zip(names, values, strict=True))["OutNoRoutes"]) + int(six["Ip6OutNoRoutes"])
    return unrouted + sum(int(fields[1]) + int(fields[9]) for fields in counted)


def use_everything(folder: Path) -> dict[str, int]:
    """Ingest the four documents, answer a batch of questions, and hold a conversation on the page."""
    library, answers = folder / "library", folder / "answers.jsonl"
    sets = [ROOT / "data" / "evaluation" / name for name in ("dev.jsonl", "tuning.jsonl")]
    lines = [line for path in sets for line in path.read_text(encoding="utf-8").splitlines()][:_QUESTIONS]
    (folder / "questions.jsonl").write_text("\n".join(lines), encoding="utf-8")
    chosen = ["--library", str(library)]
    for arguments in (["ingest"], ["chatbot", "batch", str(folder / "questions.jsonl"), str(answers)]):
        subprocess.run([sys.executable, "-m", *arguments, *chosen], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    real = {"NEEDLEPOINT_MODEL": "sentence-transformers/all-MiniLM-L6-v2"}
    with serving(library, folder / "printed.txt", RUN, real) as server, Session(server) as session:
        told = [session.ask(asked) for asked in ("Is it painful?", "and at home?", "my throat closes up")]
        refused = server.upgrade(Origin="https://foreign.example")
    shown = sum("data-quote" in text for text in told)
    return {"answers": len(answers.read_text(encoding="utf-8").splitlines()), "shown": shown, "refused": refused}


def call_outside() -> None:
    """Try what must be counted: a name, an address, a datagram."""
    for address in ("192.0.2.1", "2001:db8::1"):
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM):
            with socket.socket(family, kind) as leaving:
                leaving.connect_ex((address, 53))


if __name__ == "__main__":
    bring_loopback_up()
    os.environ.setdefault("HOME", sys.argv[1])
    call_outside() if sys.argv[2:] else None
    done = {} if sys.argv[2:] else use_everything(Path(sys.argv[1]))
    sys.stdout.write(json.dumps({**done, "left": tried_to_leave()}) + "\n")
