"""The pages as Streamlit draws them; what a real browser shows is in tests/browser."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from chatbot import wording

ROOT = Path(__file__).parents[1]


def test_only_one_function_hands_markup_to_streamlit_and_no_text_goes_through_markdown() -> None:
    forbidden = {"markdown", "write", "caption", "title", "header", "subheader", "info", "warning", "error", "success"}
    for path in [ROOT / "app.py", *(ROOT / "app_pages").glob("*.py")]:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        used = {
            node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "st"
        }
        assert not used & forbidden, path.name
        assert "html" not in used or path.name == "draw.py", path.name


def markup_of(page: AppTest) -> str:
    return "".join(element.proto.body for element in page.get("html"))


def test_a_missing_library_is_a_page_that_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEEDLEPOINT_LIBRARY", str(tmp_path / "missing"))
    page = AppTest.from_file(str(ROOT / "app.py")).run(timeout=30)
    assert not page.exception
    assert wording.NO_LIBRARY_TITLE in markup_of(page)
    assert "python -m ingest" in markup_of(page)
    assert wording.PROFESSIONAL_LINE in markup_of(page)
    assert wording.TRY_AGAIN in [button.label for button in page.button]
    assert wording.NO_LIBRARY_TITLE in markup_of(page.switch_page("app_pages/sources.py").run(timeout=30))
