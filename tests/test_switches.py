"""The table of controls: each can be switched off as it says and names tests, and no threat or hazard is without."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.switches import Switch, as_things_are, is_noticed, switches
from tests.test_hazards import named_in
from tests.test_hazards import rows as hazards

EVERY = switches()


def threats() -> list[str]:
    lines = (ROOT / "docs" / "safety.md").read_text(encoding="utf-8").splitlines()
    cells = [line.strip("| ").split(" | ") for line in lines if line.startswith("| T")]
    return [row[0] for row in cells]


@pytest.mark.parametrize("switch", EVERY, ids=lambda switch: switch.control)
def test_a_control_can_be_switched_off_as_the_table_says(switch: Switch) -> None:
    broken = switch.off(ROOT)
    assert broken != (ROOT / switch.file).read_bytes().decode("utf-8")
    if switch.file.endswith(".py"):
        ast.parse(broken)


@pytest.mark.parametrize("switch", EVERY, ids=lambda switch: switch.control)
def test_every_test_of_the_table_exists(switch: Switch) -> None:
    assert switch.tests
    for test in switch.tests:
        file, _, name = test.partition("::")
        assert (ROOT / file).is_file()
        assert not name or name in named_in(file)


def test_no_threat_and_no_hazard_is_without_a_control_that_is_tried() -> None:
    wanted = [*threats(), *(row[0] for row in hazards())]
    assert len(wanted) >= 49
    assert {against for switch in EVERY for against in switch.against} == set(wanted)


def test_controls_have_names_of_their_own() -> None:
    assert len({switch.control for switch in EVERY}) == len(EVERY)


@pytest.fixture(autouse=True)
def _plain_pytest(monkeypatch: pytest.MonkeyPatch) -> None:
    """Start the processes below without the plugins of whatever is installed, which take longer than their tests."""
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")


def tree(folder: Path) -> Path:
    """Make a project of one control and one test."""
    folder.mkdir()
    (folder / "guarded.py").write_text("def is_safe(text):\n    return '<' not in text\n", encoding="utf-8")
    test = "from guarded import is_safe\n\n\ndef test_it():\n    assert not is_safe('<')\n"
    (folder / "test_guarded.py").write_text(test, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("old", "new", "noticed"),
    [
        ("'<' not in text", "True", True),
        ("'<' not in text", "not '<' in text", False),
        ("return '<' not in text", "return (", False),
    ],
)
def test_a_control_is_noticed_where_its_test_fails_and_not_where_nothing_runs(
    tmp_path: Path, old: str, new: str, noticed: bool
) -> None:
    switch = Switch("a control", ("T1",), "guarded.py", old, new, ("test_guarded.py",))
    copy = tree(tmp_path / "copy")
    before = (copy / "guarded.py").read_bytes()
    assert is_noticed(switch, copy) is noticed
    assert (copy / "guarded.py").read_bytes() == before


def test_edits_of_one_length_right_after_each_other_are_told_apart(tmp_path: Path) -> None:
    copy, old = tree(tmp_path / "copy"), "'<' not in text"
    edits = ["'>' not in text", '"<" not in text', "'>' not in text"]
    made = [Switch("a control", ("T1",), "guarded.py", old, new, ("test_guarded.py",)) for new in edits]
    assert [is_noticed(switch, copy) for switch in made] == [True, False, True]


def test_what_fails_without_any_edit_is_named_and_nothing_runs_in_a_browser(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTEST_PLUGINS", "xdist.plugin")
    copy, red = tree(tmp_path / "copy"), "    assert not 1\n"
    (copy / "pytest.ini").write_text("[pytest]\nmarkers = browser\n", encoding="utf-8")
    text = f"import pytest\n\n\n@pytest.mark.browser\ndef test_a():\n{red}\n\ndef test_b():\n{red}"
    (copy / "test_red.py").write_text(text, encoding="utf-8")
    before = as_things_are(("test_guarded.py", "test_red.py"), copy)
    assert before.code == 1
    assert [line.split()[:2] for line in before.failed()] == [["FAILED", "test_red.py::test_b"]]


def test_an_edit_that_does_not_fit_is_said(tmp_path: Path) -> None:
    switch = Switch("a control", ("T1",), "guarded.py", "no such text", "", ("test_guarded.py",))
    with pytest.raises(ValueError, match="stands 0 times"):
        switch.off(tree(tmp_path / "copy"))
