"""Mutated files: `python -m tests.hostile.fuzz COUNT` parses that many, each confined as the loader's child is.

Seeds are good files and the small hostile ones; a mutation truncates, flips, repeats or splices, in Word files their
parts too. The last line is JSON: how many were taken, refused, died and hung, and which exceptions no parser named.
"""

from __future__ import annotations

import io
import json
import os
import random
import signal
import sys
import zipfile
import zlib
from collections import Counter
from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import Any

from ingest import load_docx, load_html, load_pdf, load_text
from ingest.load_child import confine, reply
from ingest.load_parsed import Parser
from tests.hostile.case import Case, zipped
from tests.hostile.run import cases

PARSERS: dict[str, Parser] = {
    ".txt": load_text.parse,
    ".html": load_html.parse,
    ".pdf": load_pdf.parse,
    ".docx": load_docx.parse,
}


def seeds() -> dict[str, list[bytes]]:
    """Give the small files of each suffix."""
    small: list[Case] = [case for case in cases() if not case.is_large]
    found: dict[str, list[bytes]] = {}
    for suffix in PARSERS:
        contents = (case.make() for case in small if PurePosixPath(case.name).suffix == suffix)
        found[suffix] = [content for content in contents if 0 < len(content) < 200_000]
    return found


def mutated(content: bytes, others: Sequence[bytes], chance: random.Random) -> bytes:
    """Change a file once or several times."""
    for _ in range(chance.choice((1, 1, 1, 2, 4, 16))):
        at = chance.randrange(len(content)) if content else 0
        to = min(len(content), at + chance.choice((1, 4, 30, 500)))
        kind = chance.randrange(6)
        other = chance.choice(others)
        if kind == 0:
            content = content[:at]
        elif kind == 1:
            content = content[:at] + bytes(byte ^ (1 << chance.randrange(8)) for byte in content[at:to]) + content[to:]
        elif kind == 2:
            content = content[:to] + content[at:to] * chance.choice((1, 9, 99)) + content[to:]
        elif kind == 3:
            content = content[:at] + other[chance.randrange(len(other)) :]
        elif kind == 4:
            content = content[:at] + chance.randbytes(to - at) + content[to:]
        else:
            content = content[:at] + content[to:]
    return content


def mutated_inside(content: bytes, chance: random.Random) -> bytes:
    """Change a part of a Word file, so that its parsers and not its archive's check meet the change."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, zlib.error):
        return content
    if sum(map(len, parts.values())) > 1_000_000 or not parts:
        return content
    changed = chance.choice([*sorted(parts), *["word/document.xml"] * 3])
    others = [part for part in parts.values() if part] or [b"<a/>"]
    return zipped({**parts, changed: mutated(parts.get(changed, b"<a/>"), others, chance)})


def confined(parse: Parser, content: bytes) -> dict[str, Any]:
    """Parse in a copy of this process, confined; a copy that dies gives the signal it died of."""
    source, sink = os.pipe()
    child = os.fork()
    if not child:
        os.close(source)
        confine()
        with os.fdopen(sink, "wb") as output:
            output.write(json.dumps(reply(parse, content, "a file")).encode("utf-8", "replace"))
        os._exit(0)
    os.close(sink)
    with os.fdopen(source, "rb") as pipe:
        answer = pipe.read()
    status = os.waitpid(child, 0)[1]
    return {"died": os.WTERMSIG(status)} if os.WIFSIGNALED(status) else dict(json.loads(answer))


def main() -> None:
    """Parse mutated files and tell."""
    count, chance = int(sys.argv[1]), random.Random(int(sys.argv[2]) if len(sys.argv) > 2 else 0)
    known = seeds()
    tally: Counter[str] = Counter()
    for number in range(count):
        suffix = list(PARSERS)[number % len(PARSERS)]
        content = chance.choice(known[suffix])
        if suffix == ".docx" and chance.random() < 0.8:
            content = mutated_inside(content, chance)
        else:
            content = mutated(content, known[suffix], chance)
        told = confined(PARSERS[suffix], content)
        tally[_outcome(told)] += 1
    sys.stdout.write(json.dumps(tally) + "\n")


def _outcome(told: dict[str, Any]) -> str:
    if "died" in told:
        return "hung" if told["died"] in (signal.SIGALRM, signal.SIGXCPU) else f"died of signal {told['died']}"
    if "refused" in told:
        reason = str(told["refused"][0])
        return reason if "damaged or unusual" in reason else "refused"
    return "taken"


if __name__ == "__main__":
    main()
