"""The faults that `python -m tests.mutants` makes: each kind, alone; what no test could tell is left."""

from __future__ import annotations

import ast
from itertools import islice

import pytest

from tests.copies import ROOT
from tests.mutants import TESTS, faults


@pytest.mark.parametrize(
    ("source", "broken"),
    [
        ("a < b", "a >= b"),
        ("a in b", "a not in b"),
        ("a is None", "a is not None"),
        ("a and b", "a or b"),
        ("not a", "not not a"),
        ("a = 3", "a = 4"),
        ("a = True", "a = False"),
        ("def f():\n    return a", "def f():\n    return None"),
    ],
)
def test_each_kind_of_fault_is_made(source: str, broken: str) -> None:
    assert [made for _, _, made in faults(source)] == [broken]


@pytest.mark.parametrize("source", ["'text'", "@d(slots=True)\nclass A:\n    pass", "a: Literal[3]", "a < b < c"])
def test_what_no_test_could_tell_is_left_as_it_is(source: str) -> None:
    assert list(faults(source)) == []


@pytest.mark.parametrize("module", sorted(TESTS))
def test_every_fault_of_a_module_is_another_program_that_can_be_read(module: str) -> None:
    source = (ROOT / module).read_text(encoding="utf-8")
    made = [broken for _, _, broken in islice(faults(source), 4)]
    assert len(set(made)) == 4
    assert ast.unparse(ast.parse(source)) not in made
    assert all(ast.parse(broken) for broken in made)


def test_every_module_and_every_test_that_is_named_is_there() -> None:
    assert all((ROOT / module).exists() for module in TESTS)
    assert all((ROOT / "tests" / f"{name}.py").exists() for names in TESTS.values() for name in names)
