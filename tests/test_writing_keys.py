"""Keys in Streamlit's secrets: the model is asked with them, and they stand nowhere else."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from tests.conftest import ROOT
from tests.models import honest, serve_openai
from tests.serving import tiny_library

KEY = "sk-secret-marker-4711"
PAGE = f"""
import time
from streamlit.testing.v1 import AppTest
page = AppTest.from_file({str(ROOT / "app.py")!r}, default_timeout=60).run()
page.chat_input(key="typed").set_value("When does swelling go down?").run()
page.segmented_control(key="way_0").set_value("Written answer").run()
for _ in range(60):
    shown = "".join(element.proto.body for element in page.get("html"))
    if "The language model openai:fake wrote" in shown or "No written answer" in shown:
        break
    time.sleep(0.3)
    page.run()
print(shown)
"""


@pytest.mark.slow
@pytest.mark.parametrize("status", [200, 401])
def test_a_key_of_the_secrets_is_used_and_neither_shown_nor_logged_nor_written(tmp_path: Path, status: int) -> None:
    library = tiny_library(tmp_path)
    (tmp_path / ".streamlit").mkdir()
    (tmp_path / ".streamlit" / "secrets.toml").write_text(f'OPENAI_API_KEY = "{KEY}"\n', encoding="utf-8")
    sent: list[str] = []
    with HTTPServer(threaded=True) as model:

        def refuse(request: Request) -> Response:
            sent.append(request.headers["Authorization"])
            return Response(f"wrong key {KEY}", status=status)

        if status == 200:
            base = serve_openai(model, honest)
        else:
            model.expect_request("/v1/chat/completions").respond_with_handler(refuse)
            base = model.url_for("/v1")
        told = run(tmp_path, library, base)
        sent += [request.headers["Authorization"] for request, _ in model.log]
    assert set(sent) == {f"Bearer {KEY}"}
    assert ("The language model openai:fake wrote" if status == 200 else "did not accept the key") in told
    assert KEY not in told
    kept = [path for path in tmp_path.rglob("*") if path.is_file() and KEY.encode() in path.read_bytes()]
    assert kept == [tmp_path / ".streamlit" / "secrets.toml"]


def run(folder: Path, library: Path, base: str) -> str:
    """Run the page in a program of its own, in a folder with secrets, and give all that it printed and showed."""
    settings = {
        "NEEDLEPOINT_LIBRARY": str(library),
        "NEEDLEPOINT_MODEL": "hashing",
        "NEEDLEPOINT_CONVERSATIONS": str(folder / "kept"),
        "CHAT_MODEL": "openai:fake",
        "OPENAI_BASE_URL": base,
        "PYTHONPATH": str(ROOT),
        "HOME": str(folder),
    }
    clean = {name: value for name, value in os.environ.items() if not name.endswith("_API_KEY")}
    command = [sys.executable, "-c", PAGE]
    done = subprocess.run(
        command, cwd=folder, env=clean | settings, capture_output=True, text=True, check=False, timeout=300
    )
    return done.stdout + done.stderr
