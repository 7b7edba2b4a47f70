"""The floor plan: which file may import which, read from the source with ast, and proof that a breach is seen.

Imports go down only and rooms of one floor do not know each other, so a room can be understood, tested and replaced
alone. A new file gets its floor in FLOORS; CONTRIBUTING.md shows the same plan to people.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FLOORS = {
    "ingest": (
        {"types", "errors", "subject", "privacy", "terminal", "garbage", "contrary", "rare_words", "digest", "blank"},
        {"sentences", "book", "bindings", "model_files", "encoder", "likeness"},
        {
            "spans",
            "rows",
            "claim_file",
            "clean",
            "export",
            "compared",
            "scan",
            "passage_vectors",
            "matching",
            "plain_claims",
        },
        {"manifest", "load", "chunk", "embed", "records", "index", "versions", "claims", "shelf"},
        {"store", "gather", "uploads", "history"},
        {"publish", "vectors", "lexical"},
        {"pipeline"},
        {"telling", "bar"},
    ),
    "chatbot": (
        {"quote", "expression", "contraction"},
        {"advice"},
        {"types"},
        {
            "wording",
            "words",
            "english",
            "often",
            "serious",
            "expect",
            "facts",
            "question_set",
            "curves",
            "numbers",
            "thread",
            "kept_wording",
            "library_wording",
            "written_wording",
            "draft",
            "injection",
        },
        {
            "terms",
            "listed",
            "surroundings",
            "attribute",
            "transcript",
            "sheet",
            "situation_book",
            "quotation",
            "sense",
            "asked_words",
            "doubt",
            "pointing",
            "asking_back",
            "reaction",
            "explain",
            "ordinal",
            "stream",
            "chat_model",
        },
        {
            "triage",
            "talk",
            "about",
            "followup",
            "split",
            "spell",
            "plain",
            "cite",
            "columns",
            "coverage",
            "land",
            "threads",
            "markdown",
            "situations",
            "ground",
        },
        {
            "consult",
            "retrieve",
            "agree",
            "record",
            "evidence",
            "candidates",
            "join",
            "offer",
            "alarm",
            "alike",
            "verify",
            "objection",
            "connect",
            "premise",
            "of_answer",
            "runnable",
            "along",
        },
        {"answer", "claimed", "means", "advise", "matrix", "opening"},
        {"likening"},
        {"generate", "rewrite", "drafting", "fit", "lookup", "arguments"},
        {"converse", "rank", "review"},
        {"follow", "draft_claims"},
        {"evaluate", "measure", "chain", "drift", "compose", "slips"},
        {"scoreboard"},
        {"trial"},
        {"ablate", "contrast", "understood", "newcomer", "gate", "tables"},
        {"report"},
    ),
}
WITH_HELPERS = {
    "ingest.load",
    "chatbot.triage",
    "chatbot.talk",
    "chatbot.about",
    "chatbot.threads",
    "chatbot.sheet",
    "chatbot.matrix",
}  # their *_….py files are nobody else's
CHATBOT_KNOWS = {
    "ingest.types",
    "ingest.errors",
    "ingest.book",
    "ingest.contrary",
    "ingest.subject",
    "ingest.spans",
    "ingest.embed",
    "ingest.store",
    "ingest.lexical",
    "ingest.settings",
    "ingest.privacy",
    "ingest.garbage",
    "ingest.terminal",
}
PAGES = "app, app_pages"
HOMES = {
    "langchain": "ingest.index, chatbot.chain, chatbot.connect, chatbot.runnable",
    "chromadb": "ingest.index",
    "sqlite3": "ingest.records, ingest.matching, chatbot.threads, chatbot.threads_file",
    "sentence_transformers": "ingest.export",
    "torch": "ingest.export",
    "transformers": "ingest.export",
    "onnxruntime": "ingest.encoder",
    "tokenizers": "ingest.encoder",
    "spellchecker": "chatbot.english",
    "streamlit": PAGES,
    "reportlab": "app_pages.sheet_pdf",
    "ir_measures": "chatbot.rank",
    "lxml": "ingest.load_html, ingest.load_docx, ingest.load_walk",
    "docx": "ingest.load_docx",
    "pypdfium2": "ingest.load_pdf, ingest.load_pdf_page, ingest.load_pdf_picture",
    "tinycss2": "ingest.load_css, ingest.load_html_look",
}
SLOW_TO_IMPORT = {"sentence_transformers", "torch", "transformers"}
NOT_THE_HOUSE = {"tests", "benchmarks", "build", "dist"}


@dataclass(frozen=True)
class Import:
    """One import statement's target; `deferred` is "" at the top of the file, else "function" or "typing"."""

    line: int
    target: str
    deferred: str


def modules(root: Path) -> dict[str, Path]:
    """Find every Python file of the house by its module name; hidden folders and tests are not the house."""
    tops = [top for top in root.iterdir() if not top.name.startswith(".") and top.name not in NOT_THE_HOUSE]
    files = [file for top in tops for file in (top.rglob("*.py") if top.is_dir() else [top]) if file.suffix == ".py"]
    names = (file.relative_to(root).with_suffix("").as_posix().replace("/", ".") for file in sorted(files))
    return dict(zip((name.removesuffix(".__init__") for name in names), sorted(files), strict=True))


def imports(tree: ast.Module, module: str, known: Mapping[str, Path]) -> Iterator[Import]:
    """Yield what a file imports, absolute; `from package import room` counts as an import of the room."""
    package = module if known[module].name == "__init__.py" else module.rpartition(".")[0]
    for node, deferred in walk(tree):
        if isinstance(node, ast.Import):
            yield from (Import(node.lineno, alias.name, deferred) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            up = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            base = ".".join([*up, *([node.module] if node.module else [])])
            for alias in node.names:
                target = f"{base}.{alias.name}"
                yield Import(node.lineno, target if target in known else base, deferred)
        elif isinstance(node, ast.Call) and called(node) in ("import_module", "__import__", "files"):
            named = [arg.value for arg in node.args[:1] if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
            yield from (Import(node.lineno, name, "function") for name in named)


def called(node: ast.Call) -> str:
    """Give the last name of what is called, or "" where it has none."""
    return getattr(node.func, "attr", "") or getattr(node.func, "id", "")


def walk(node: ast.AST, deferred: str = "") -> Iterator[tuple[ast.AST, str]]:
    """Walk a tree, telling for each node whether it runs with the file, in a function, or for the type checker only."""
    yield node, deferred
    inner = deferred
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
        inner = "function"
    elif isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING"):
        inner = deferred or "typing"
    for child in ast.iter_child_nodes(node):
        yield from walk(child, inner)


def package_of(module: str) -> str:
    return module.partition(".")[0]


def is_page(module: str) -> bool:
    return package_of(module) in ("app", "app_pages")


def is_door(module: str) -> bool:
    return is_page(module) or module in FLOORS or module.endswith(".__main__")


def is_closed(module: str) -> bool:
    return module == "app" or module.endswith(".__main__")


def is_settings(module: str) -> bool:
    return module in ("ingest.settings", "chatbot.settings")


def owner(module: str) -> str | None:
    """Name the room a helper file belongs to: chatbot.triage_signs belongs to chatbot.triage."""
    return next((room for room in WITH_HELPERS if module.startswith(f"{room}_")), None)


def floor(module: str) -> float | None:
    """Give a room's floor, counted from the ground; a helper lies half a floor under its room."""
    room = owner(module) or module
    levels = enumerate(FLOORS.get(package_of(room), ()))
    found = next((n for n, rooms in levels if room.partition(".")[2] in rooms), None)
    return found if found is None or room == module else found - 0.5


def forbidden(importer: str, target: str) -> str | None:
    """Say why one file of the house may not import another, or None if it may."""
    inside = package_of(importer) == package_of(target)
    knows_ingest = package_of(importer) == "chatbot" and package_of(target) == "ingest"
    extends = (importer, target) == ("chatbot.settings", "ingest.settings")
    reasons = {
        "is unknown to ingest": package_of(importer) == "ingest" and not inside,
        "is a door; nobody imports it": is_closed(target) or (is_page(target) and not is_page(importer)),
        "is read by doors only; take the value as a parameter": is_settings(target)
        and not (is_door(importer) or extends),
        "is not what chatbot may know of ingest": knows_ingest and target not in CHATBOT_KNOWS,
        "is a door; import the room itself": is_door(target) and not is_door(importer),
    }
    why = next((reason for reason, breached in reasons.items() if breached), None)
    return not_below(importer, target) if not why and inside and not is_door(importer) else why


def not_below(importer: str, target: str) -> str | None:
    """Say why a room may not import another room of its package, or None if that one lies below."""
    mine, theirs = (0.5 if is_settings(importer) else floor(importer)), floor(target)
    room = owner(target)
    if room and importer != room and owner(importer) != room:
        return f"belongs to {room} alone"
    if room and owner(importer) == room:
        return None
    return None if mine is None or theirs is None or theirs < mine else "is not on a floor below"


def misplaced(importer: str, imported: Import) -> str | None:
    """Say why a library may not be imported in this file or at this place, or None if it may."""
    top = package_of(imported.target)
    library = "langchain" if top.startswith("langchain") else top
    homes = HOMES.get(library, importer).split(", ")
    if importer not in homes and not (is_page(importer) and PAGES in ", ".join(homes)):
        return f"belongs in {', '.join(homes)} only"
    if library in SLOW_TO_IMPORT and not imported.deferred:
        return "takes seconds to import: import it in the function that needs it"
    return None


def breaches(root: Path) -> list[str]:
    """List every breach of the floor plan in a tree, as sentences."""
    known = modules(root)
    found = [
        f"{path.relative_to(root)} has no floor: give it one in FLOORS of tests/test_floor_plan.py."
        for module, path in known.items()
        if not is_door(module) and not is_settings(module) and floor(module) is None
    ]
    graph: dict[str, set[str]] = {}
    for module, path in known.items():
        tree = ast.parse(path.read_text(encoding="utf-8"))
        where = path.relative_to(root).as_posix()
        imported = list(imports(tree, module, known))
        own = {entry.target for entry in imported if is_ours(entry)}
        graph[module] = own - {module}
        found += [f"{where}:{line} {why}" for line, why in breaches_of_file(module, tree, imported)]
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        found.append(f"These files import each other in a circle: {' -> '.join(error.args[1])}.")
    return found


def is_ours(imported: Import) -> bool:
    return package_of(imported.target) in {*FLOORS, "app", "app_pages"}


def breaches_of_file(module: str, tree: ast.Module, imported: Sequence[Import]) -> Iterator[tuple[int, str]]:
    for entry in imported:
        ours = is_ours(entry)
        if ours and entry.deferred == "function":
            yield entry.line, f"hides its import of {entry.target} in a function."
        why = forbidden(module, entry.target) if ours else misplaced(module, entry)
        if why:
            yield entry.line, f"imports {entry.target}, which {why}."
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "print" and not is_door(module):
            yield node.lineno, "prints; only doors do."


def build(root: Path, files: Mapping[str, str]) -> Path:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


def test_the_house_follows_its_floor_plan() -> None:
    assert breaches(ROOT) == []


def test_the_whole_house_was_read() -> None:
    assert {"app", "ingest.types", "ingest.pipeline", "chatbot.types", "app_pages"} <= modules(ROOT).keys()


def test_a_well_built_house_passes(tmp_path: Path) -> None:
    files = {
        "ingest/__init__.py": "from ingest.store import Library\n",
        "ingest/types.py": "import dataclasses\n",
        "ingest/spans.py": "from ingest.types import Span\n",
        "ingest/settings.py": "import pydantic_settings\n",
        "ingest/export.py": "def model():\n    import sentence_transformers\n",
        "ingest/store.py": "from ingest import records, types\n",
        "ingest/records.py": "import sqlite3\nfrom .types import Passage\n",
        "ingest/__main__.py": "from ingest import Library\nfrom ingest.settings import Settings\nprint(Library)\n",
        "chatbot/__init__.py": "from chatbot.converse import Chatbot\n",
        "chatbot/types.py": "from ingest.types import Passage\n",
        "chatbot/settings.py": "from ingest.settings import Settings\n",
        "chatbot/triage.py": "from chatbot import triage_signs\n",
        "chatbot/triage_signs.py": "from chatbot.types import Level\nfrom chatbot.triage_words import WORDS\n",
        "chatbot/triage_words.py": "WORDS = ()\n",
        "chatbot/converse.py": "from ingest.store import Library\nfrom chatbot.triage import triage\n",
        "app.py": "import streamlit\nfrom app_pages import chat\n",
        "app_pages/chat.py": "import streamlit\nfrom chatbot import Chatbot\nfrom app_pages.draw import draw\n",
        "app_pages/draw.py": "from ingest.types import Passage\n",
        "tests/test_it.py": "import sqlite3\nfrom chatbot.converse import Chatbot\nprint(Chatbot)\n",
    }
    assert breaches(build(tmp_path, files)) == []


@pytest.mark.parametrize(
    ("name", "text", "breach"),
    [
        ("ingest/sorting.py", "", "ingest/sorting.py has no floor"),
        ("chatbot/deep/room.py", "", "chatbot/deep/room.py has no floor"),
        ("helpers.py", "", "helpers.py has no floor"),
        ("shared/thing.py", "", "shared/thing.py has no floor"),
        ("ingest/types.py", "from ingest.pipeline import ingest", "is not on a floor below"),
        ("ingest/clean.py", "from ingest import load", "is not on a floor below"),
        ("ingest/clean.py", "from . import load", "imports ingest.load, which is not on a floor below"),
        ("ingest/clean.py", "from .load import load", "imports ingest.load, which is not on a floor below"),
        ("ingest/clean.py", "import ingest.load", "is not on a floor below"),
        ("ingest/store.py", "from ingest import Library", "is a door; import the room itself"),
        ("ingest/pipeline.py", "from ingest.settings import Settings", "is read by doors only"),
        ("ingest/settings.py", "from ingest.store import Library", "is not on a floor below"),
        ("ingest/pipeline.py", "from chatbot.types import Answer", "is unknown to ingest"),
        ("ingest/__main__.py", "from chatbot.types import Answer", "is unknown to ingest"),
        ("ingest/store.py", "if TYPE_CHECKING:\n    from ingest.pipeline import Plan", "is not on a floor below"),
        ("ingest/store.py", "def f():\n    from ingest.types import Span", "hides its import of ingest.types"),
        ("ingest/store.py", "def f():\n    import_module('ingest.pipeline')", "is not on a floor below"),
        ("chatbot/agree.py", "from chatbot.answer import answer", "is not on a floor below"),
        ("chatbot/cite.py", "from chatbot.retrieve import search", "is not on a floor below"),
        ("chatbot/cite.py", "from chatbot.triage_signs import SIGNS", "belongs to chatbot.triage alone"),
        ("chatbot/triage_signs.py", "from chatbot.triage import triage", "is not on a floor below"),
        ("chatbot/retrieve.py", "from ingest.records import Records", "is not what chatbot may know"),
        ("chatbot/__main__.py", "from ingest.pipeline import ingest", "is not what chatbot may know"),
        ("chatbot/land.py", "from ingest.claims import read_claims", "is not what chatbot may know"),
        ("ingest/claims.py", "from ingest.store import Library", "is not on a floor below"),
        ("chatbot/converse.py", "from chatbot.settings import Settings", "is read by doors only"),
        ("chatbot/converse.py", "from chatbot.__main__ import main", "is a door; nobody imports it"),
        ("chatbot/converse.py", "from app_pages.chat import show", "is a door; nobody imports it"),
        ("app_pages/chat.py", "import app", "is a door; nobody imports it"),
        ("ingest/export.py", "import sentence_transformers", "takes seconds to import"),
        ("ingest/clean.py", "print('clean')", "prints; only doors do"),
        ("chatbot/answer.py", "def f():\n    print('answer')", "prints; only doors do"),
    ],
)
def test_a_breach_is_seen(tmp_path: Path, name: str, text: str, breach: str) -> None:
    rooms = ("ingest/types.py", "ingest/load.py", "ingest/pipeline.py", "ingest/settings.py", "ingest/store.py")
    more = ("chatbot/triage_signs.py", "chatbot/triage.py", "chatbot/retrieve.py", "ingest/__init__.py", "app.py")
    found = breaches(build(tmp_path, {**dict.fromkeys((*rooms, *more), ""), name: text}))
    assert any(breach in sentence for sentence in found)


@pytest.mark.parametrize("library", HOMES)
def test_a_library_outside_its_home_is_seen(tmp_path: Path, library: str) -> None:
    text = f"def f():\n    import {library}\n    from {library}.part import thing\n"
    found = breaches(build(tmp_path, {"chatbot/cite.py": text, "chatbot/__main__.py": text}))
    assert len(found) == 4
    assert all("belongs in" in sentence for sentence in found)


def test_a_langchain_package_is_langchain(tmp_path: Path) -> None:
    assert breaches(build(tmp_path, {"ingest/store.py": "from langchain_chroma import Chroma\n"})) != []


def test_pages_that_import_each_other_in_a_circle_are_seen(tmp_path: Path) -> None:
    files = {"app_pages/a.py": "from app_pages import b\n", "app_pages/b.py": "from app_pages.a import show\n"}
    assert any("in a circle" in sentence for sentence in breaches(build(tmp_path, files)))
