"""The example of docs/langchain.md runs as it stands, block after block, and prints what it says it does."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from chatbot.types import Answer, Outcome
from tests.conftest import ROOT

BLOCK = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)
EXAMPLE = (ROOT / "docs" / "langchain.md").read_text(encoding="utf-8")


def test_every_block_runs_and_what_it_shows_is_exact(
    library_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "library").symlink_to(library_folder)
    (tmp_path / "data" / "schema").symlink_to(ROOT / "data" / "schema")
    monkeypatch.chdir(tmp_path)
    names: dict[str, Any] = {}
    blocks = BLOCK.findall(EXAMPLE)
    assert len(blocks) == 6
    for block in blocks:
        exec(block, names)  # noqa: S102  our own example
    answer, follow_up = names["answer"], names["follow_up"]
    assert isinstance(answer, Answer)
    assert answer.outcome is Outcome.ANSWERED
    assert all(names["documents"][q.document].text[q.start : q.end] == q.text for q in answer.quotes)
    assert follow_up.understood == "Are there side effects? at home?"
    refused = names["texts"][1]
    assert "do not say" in refused
    printed = capsys.readouterr().out
    assert printed.startswith("answered none ")
    assert json.loads(printed.splitlines()[-1]) == names["line"]["quotes"][0]


def test_the_fields_that_the_document_of_answers_names_are_those_of_the_schema() -> None:
    schema = json.loads((ROOT / "data" / "schema" / "answer.schema.json").read_text(encoding="utf-8"))
    text = (ROOT / "docs" / "answers.md").read_text(encoding="utf-8")
    _, _, section = text.partition("## The record")
    named = re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE)
    assert sorted(named) == sorted(schema["properties"])
