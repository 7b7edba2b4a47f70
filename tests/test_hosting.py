"""The example of docs/hosting.md names every header, in both forms the same, and the policy lets nothing foreign in."""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from pathlib import Path

import pytest
import streamlit

from tests.conftest import ROOT

TEXT = (ROOT / "docs" / "hosting.md").read_text(encoding="utf-8")
WANTED = {
    "Content-Security-Policy",
    "X-Content-Type-Options",
    "Referrer-Policy",
    "X-Frame-Options",
    "Permissions-Policy",
    "Strict-Transport-Security",
}
FORMS = {"nginx": r'add_header ([\w-]+) "([^"]+)" always;', "caddy": r'^        ([\w-]+) "([^"]+)"$'}


def example(form: str) -> str:
    found = re.search(rf"```{form}\n(.*?)```", TEXT, flags=re.DOTALL)
    assert found
    return found[1]


def headers_of(form: str) -> dict[str, str]:
    """Read the headers that the example of nginx or of Caddy adds."""
    return dict(re.findall(FORMS[form], example(form), flags=re.MULTILINE))


def policy() -> dict[str, list[str]]:
    directives = headers_of("nginx")["Content-Security-Policy"].split(";")
    return {words[0]: words[1:] for words in map(str.split, directives) if words}


@pytest.mark.parametrize("form", FORMS)
def test_the_example_names_every_header_and_the_policy(form: str) -> None:
    headers = headers_of(form)
    assert headers.keys() == WANTED
    assert headers == headers_of("nginx")
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"


def test_the_policy_lets_nothing_foreign_in() -> None:
    assert policy()["default-src"] == ["'self'"]
    assert policy()["img-src"] == ["'self'", "data:"]
    assert policy()["connect-src"][0] == "'self'"
    assert policy()["frame-ancestors"] == policy()["object-src"] == ["'none'"]
    assert policy()["form-action"] == policy()["base-uri"] == ["'self'"]
    sources = {source for listed in policy().values() for source in listed if not source.startswith("'sha256-")}
    assert sources == {"'self'", "'none'", "data:", "blob:", "'unsafe-inline'", "'wasm-unsafe-eval'"}
    assert [name for name, listed in policy().items() if "'unsafe-inline'" in listed] == ["style-src"]


def test_the_policy_allows_the_inline_scripts_of_the_installed_streamlit_and_no_others() -> None:
    page = (Path(streamlit.__file__).parent / "static" / "index.html").read_text(encoding="utf-8")
    scripts = re.findall(r"<script>(.*?)</script>", page, flags=re.DOTALL)
    hashes = [b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts]
    assert [f"'sha256-{found}'" for found in hashes] == [s for s in policy()["script-src"] if s.startswith("'sha256-")]


@pytest.mark.parametrize("form", FORMS)
def test_the_example_keeps_the_server_on_loopback_and_its_figures_inside(form: str) -> None:
    assert re.findall(r"(?:proxy_pass http://|reverse_proxy )(\S+?);?$", example(form), flags=re.MULTILINE) == [
        "127.0.0.1:8501"
    ]
    assert "/_stcore/metrics" in example(form)
    assert re.search(r"10m|10MB", example(form))
