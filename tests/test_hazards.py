"""The hazard log: every row is whole and names a test that exists, and the page says what nobody has signed."""

from __future__ import annotations

import ast
import re
from functools import cache

from tests.conftest import ROOT

PAGE = (ROOT / "docs" / "hazards.md").read_text(encoding="utf-8")
_TEST = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")
COLUMNS = 6


def rows() -> list[list[str]]:
    """Read the cells of the log, without its head."""
    lines = [line for line in PAGE.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


@cache
def named_in(file: str) -> frozenset[str]:
    """Name the test functions of a file, without running it."""
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    return frozenset(node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def test_the_log_has_enough_rows_numbered_without_a_gap() -> None:
    assert 20 <= len(rows()) <= 40
    assert [row[0] for row in rows()] == [f"H{number}" for number in range(1, len(rows()) + 1)]


def test_every_row_has_all_its_cells() -> None:
    assert [row for row in rows() if len(row) != COLUMNS or not all(row)] == []


def test_every_row_names_a_test_that_exists() -> None:
    for row in rows():
        named = _TEST.findall(row[-1])
        assert named, row
        assert [(file, name) for file, name in named if name not in named_in(file)] == []


def test_a_test_that_does_not_exist_is_seen() -> None:
    assert "test_nobody_wrote_this" not in named_in("tests/test_hazards.py")
    assert "test_every_row_has_all_its_cells" in named_in("tests/test_hazards.py")


def test_the_page_says_what_awaits_a_clinicians_signature() -> None:
    _, _, unsigned = PAGE.partition("\n## What awaits a clinician's signature\n")
    assert len(re.findall(r"^- ", unsigned, flags=re.MULTILINE)) >= 3
