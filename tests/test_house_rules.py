"""The house rules that no linter holds: sizes, docstrings, untouched sources, no trace of a machine."""

from __future__ import annotations

import ast
import hashlib
import re
import statistics
import subprocess
import tomllib
from collections.abc import Iterator
from fnmatch import fnmatch
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LONGEST_FILE = 200
LONGEST_README = 150
MEDIAN_FUNCTION = 12
NINTH_DECILE_FUNCTION = 30
LONGEST_FUNCTION = 40
MOST_PARAMETERS = 5
SOURCES = {
    "000_25e946860b144df3.txt": "a20fb2a6dc09ebfe0661e876953c2999fbfcaced695e25ed0b651c795bbbc22e",
    "001_698babc5b7c638c9.txt": "ca42e25514405d3876626fdbd902d718871785275424097ed7a84c5fa5437f6d",
    "002_ddc59c7d72c69f85.txt": "346cc4a9a89d407aace70a781cf1524137780154c6305e192c521d03b9889c2f",
    "003_dba2f3976cba6b6d.txt": "e2c73f5d4370034f2853f6780e82105bea63e975ec63b062548d5bbfa2a1d3c5",
}
# Folders that exist on somebody's machine and on nobody else's: a path into one of them works there only.
FOREIGN = re.compile(r"(?<![\w.~-])/(?:work|opt|tmp|root|home/\w+|Users/\w+)" + r"/[\w.]|[A-Z]:\\Users\\\w")

Function = ast.FunctionDef | ast.AsyncFunctionDef
Documented = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


@cache
def files(*patterns: str) -> list[Path]:
    """List the project's files, those not yet committed too."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", *patterns]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    return [ROOT / name for name in sorted(set(names)) if (ROOT / name).is_file()]


def code() -> list[Path]:
    return [path for path in files("*.py") if path.relative_to(ROOT).parts[0] != "tests"]


def is_benchmark(path: Path) -> bool:
    return path.relative_to(ROOT).parts[0] == "benchmarks"


def functions(tree: ast.AST) -> Iterator[Function]:
    return (node for node in ast.walk(tree) if isinstance(node, Function))


def length(node: Function) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def parameters(node: Function) -> int:
    """Count what a caller must think of; self and cls come by themselves."""
    names = [argument.arg for argument in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)]
    return len(names) - (names[:1] in (["self"], ["cls"]))


def without_docstring(tree: ast.Module) -> Iterator[str]:
    """Name what is public and says nothing: the file, its classes, its functions and their methods."""
    if not ast.get_docstring(tree):
        yield "the file itself"
    found = [node for node in tree.body if isinstance(node, Documented)]
    public = [node for node in found if not node.name.startswith("_")]
    methods = [node for kind in public if isinstance(kind, ast.ClassDef) for node in kind.body]
    for node in (*public, *methods):
        if isinstance(node, Documented) and not node.name.startswith("_") and not ast.get_docstring(node):
            yield node.name


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def every_function() -> list[tuple[str, Function]]:
    return [(f"{path.relative_to(ROOT)} {node.name}", node) for path in code() for node in functions(parsed(path))]


def test_files_are_short() -> None:
    lines = {str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines()) for path in code()}
    assert {name: count for name, count in lines.items() if count > LONGEST_FILE} == {}


def test_the_readme_is_short() -> None:
    assert len((ROOT / "README.md").read_text(encoding="utf-8").splitlines()) <= LONGEST_README


def test_functions_are_short() -> None:
    lengths = sorted(length(node) for _, node in every_function())
    assert {name: length(node) for name, node in every_function() if length(node) > LONGEST_FUNCTION} == {}
    assert statistics.median(lengths) < MEDIAN_FUNCTION
    assert lengths[int(0.9 * (len(lengths) - 1))] < NINTH_DECILE_FUNCTION


def test_functions_take_few_parameters() -> None:
    counts = {name: parameters(node) for name, node in every_function()}
    assert {name: count for name, count in counts.items() if count > MOST_PARAMETERS} == {}


def test_what_is_public_has_a_docstring() -> None:
    assert [f"{path.relative_to(ROOT)}: {name}" for path in code() for name in without_docstring(parsed(path))] == []


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("def f(): ...", ["the file itself", "f"]),
        ('"""A."""\nclass C:\n    """C."""\n    def m(self): ...\n    def _p(self): ...', ["m"]),
        ('"""A."""\nasync def f(): ...\nclass _C:\n    def m(self): ...', ["f"]),
    ],
)
def test_a_missing_docstring_is_seen(source: str, expected: list[str]) -> None:
    assert list(without_docstring(ast.parse(source))) == expected


@pytest.mark.parametrize(
    ("signature", "count"), [("self, a", 1), ("cls, a, /, b, *, c", 3), ("a, b, c=1, *args, d, **more", 4), ("", 0)]
)
def test_parameters_are_counted_as_a_caller_does(signature: str, count: int) -> None:
    assert [parameters(node) for node in functions(ast.parse(f"def f({signature}): ..."))] == [count]


def test_no_file_names_a_folder_of_one_machine() -> None:
    found = []
    for path in files():
        text = path.read_bytes().decode("utf-8", errors="ignore")
        found += [f"{path.relative_to(ROOT)}: {match[0]}" for match in FOREIGN.finditer(text)]
    assert found == []


@pytest.mark.parametrize("folder", ["work", "opt", "tmp", "root", "home/ann", "Users/ann"])
def test_a_path_of_one_machine_is_seen(folder: str) -> None:
    assert FOREIGN.search(f'open("/{folder}/data.txt")')
    assert not FOREIGN.search(f"https://site.example/{folder}/page")
    assert not FOREIGN.search(f"data/{folder}/page")


@pytest.mark.parametrize("name", SOURCES)
def test_a_source_is_byte_for_byte_what_it_was(name: str) -> None:
    assert hashlib.sha256((ROOT / "data" / "sources" / name).read_bytes()).hexdigest() == SOURCES[name]


def declared(*extras: str) -> set[str]:
    """Name the distributions that pyproject.toml asks for, as package indexes spell them."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *(line for extra in extras for line in project["optional-dependencies"][extra])]
    return {canonical(re.split(r"[^\w.-]", line)[0]) for line in wanted}


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


owners_of_packages = cache(packages_distributions)


def imported(paths: list[Path]) -> set[str]:
    """Name the distributions that files import, at their top or inside a function."""
    # Not kept as `parsed` would: the tests are more than all the rest, and are read here only.
    nodes = [node for path in paths for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))]
    names = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module and not node.level}
    owners = owners_of_packages()
    found = {canonical(owner) for name in names for owner in owners.get(name.partition(".")[0], [])}
    return found - {"needlepoint"}


def test_what_is_imported_is_declared() -> None:
    assert imported([path for path in code() if not is_benchmark(path)]) - declared() == set()
    assert imported(files("tests/*.py", "benchmarks/*.py")) - declared("dev") == set()


def test_what_is_declared_is_pinned() -> None:
    pins = re.findall(r"^([\w.-]+)==", (ROOT / "constraints.txt").read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert declared("dev", "anthropic", "ollama", "openai") - {canonical(name) for name in pins} == set()


def test_an_installed_needlepoint_has_every_file_of_its_packages() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]
    patterns = ["*.py", *settings["package-data"]["*"]]
    marks = [path.relative_to(ROOT) for path in files("*/__init__.py")]
    ours = [mark for mark in marks if mark.parts[0] not in ("tests", "benchmarks")]
    packages = {mark.parent.as_posix().replace("/", ".") for mark in ours}
    assert packages == set(settings["packages"])
    inside = files(*(f"{package}/*" for package in settings["packages"]))
    assert [path.name for path in inside if not any(fnmatch(path.name, pattern) for pattern in patterns)] == []
