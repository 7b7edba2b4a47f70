"""The commands: readable text, the typed record, batches, and errors that say what to do."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest

from chatbot import wording
from chatbot.__main__ import main
from chatbot.converse import Chatbot
from chatbot.evidence import read_judge
from tests.conftest import EVALUATION, ROOT
from tests.serving import tiny_library

Run = Callable[..., int]
SCHEMA = json.loads((ROOT / "data" / "schema" / "answer.schema.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def small_library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of one text and the fake model, for what does not depend on what is answered."""
    return tiny_library(tmp_path_factory.mktemp("tiny"))


@pytest.fixture
def small(small_library: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the command on the small library."""
    monkeypatch.setenv("NEEDLEPOINT_MODEL", "hashing")
    return lambda *arguments: main([*map(str, arguments), "--library", str(small_library)])


def test_ask_prints_quotes_sources_and_the_professional_line(
    library_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["ask", "--library", str(library_folder), "Does it help with rosacea?"]) == 0
    printed = capsys.readouterr().out
    assert "rosacea" in printed
    assert "[1]" in printed
    assert wording.PROFESSIONAL_LINE in printed


def test_a_refusal_shows_what_is_near_and_says_that_it_is_no_answer(
    library_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["ask", "--library", str(library_folder), "How much does a session cost?"]) == 0
    assert wording.NEAR_TITLE in capsys.readouterr().out


def test_ask_json_prints_the_typed_record(small: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert small("ask", "--json", "hello") == 0
    jsonschema.validate(json.loads(capsys.readouterr().out), SCHEMA)


def test_batch_writes_a_record_for_each_question_with_its_history(library_folder: Path, tmp_path: Path) -> None:
    asked, told = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    turns = [{"role": "user", "content": "Are there side effects?"}, {"role": "assistant", "content": "…"}]
    lines = [{"id": "a", "question": "and at home?", "history": turns}, {"id": "b", "question": "Is it painful?"}]
    asked.write_text("\n".join(json.dumps(line) for line in lines) + "\n", encoding="utf-8")
    assert main(["batch", str(asked), str(told), "--library", str(library_folder)]) == 0
    records = [json.loads(line) for line in told.read_text(encoding="utf-8").splitlines()]
    assert [found["id"] for found in records] == ["a", "b"]
    assert records[0]["question_understood"] == "Are there side effects? at home?"
    for found in records:
        jsonschema.validate(found, SCHEMA)


@pytest.mark.parametrize(
    "line",
    [
        "not json",
        '{"id": "a"}',
        '{"question": "a"}',
        '["a"]',
        '{"id": 1, "question": "a", "history": [{"role": "user", "content": "b"}, "c"]}',
        '{"id": 1, "question": "a", "history": [7]}',
        '{"id": 1, "question": "a", "history": 5}',
        '{"id": [1], "question": "a"}',
        '{"id": 1, "question": "\\ud800"}',
        "[" * 100_000,
    ],
)
def test_a_bad_line_is_named_with_the_form_it_needs(
    small: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str], line: str
) -> None:
    asked = tmp_path / "in.jsonl"
    asked.write_text(line, encoding="utf-8")
    assert small("batch", asked, tmp_path / "out.jsonl") == 2
    error = capsys.readouterr().err
    assert "in.jsonl:1" in error
    assert "Each line needs the form" in error
    assert not (tmp_path / "out.jsonl").exists()


def test_a_batch_may_be_written_over_its_own_questions(small: Run, tmp_path: Path) -> None:
    path = tmp_path / "both.jsonl"
    path.write_bytes(b'\xef\xbb\xbf{"id": 7, "question": "hello"}\n')
    assert small("batch", path, path) == 0
    assert json.loads(path.read_text(encoding="utf-8"))["id"] == 7


def test_questions_that_are_not_utf8_are_refused(
    small: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "latin.jsonl"
    path.write_bytes(b'{"id": 7, "question": "d\xe9j\xe0 vu"}\n')
    assert small("batch", path, tmp_path / "out") == 2
    assert "UTF-8" in capsys.readouterr().err


def test_a_missing_library_is_an_error_with_its_remedy(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "--library", str(tmp_path / "none"), "Is it safe?"]) == 2
    assert "python -m ingest" in capsys.readouterr().err


def test_an_emergency_is_answered_without_a_library(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "--library", str(tmp_path / "none"), "I can't breathe and my tongue is swelling"]) == 2
    assert "911" in capsys.readouterr().out


def test_evaluate_prints_each_figure_with_its_count(
    library_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A few of the development questions are enough here; test_gold.py has the figures."""
    asked, out = _some(tmp_path, "dev.jsonl"), tmp_path / "out"
    assert main(["evaluate", str(asked), "--library", str(library_folder), "--out", str(out)]) == 0
    printed = capsys.readouterr().out
    assert re.search(r"^verbatim_strict +1\.000 +\((\d+) of \1\)$", printed, re.MULTILINE)
    assert re.search(r"^must_recall +[01]\.\d{3} +\(\S+ of \d+\)$", printed, re.MULTILINE)
    assert (out / "figures.json").read_text(encoding="utf-8").startswith("{")
    assert "<svg" in (out / "risk-coverage.svg").read_text(encoding="utf-8")


def test_fit_writes_weights_that_answers_can_be_judged_by(
    library_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked, weights = _some(tmp_path, "tuning.jsonl"), tmp_path / "weights.toml"
    assert main(["fit", str(asked), "--library", str(library_folder), "--weights", str(weights)]) == 0
    fitted, shipped = read_judge(weights), read_judge()
    assert fitted.passage.coefficients.keys() == shipped.passage.coefficients.keys()
    assert fitted.answerable.coefficients.keys() == shipped.answerable.coefficients.keys()
    assert (fitted.show, fitted.show_in_list, fitted.of_best) == (shipped.show, shipped.show_in_list, shipped.of_best)
    assert 0 < fitted.answer < 1
    assert str(weights) in capsys.readouterr().out


def test_a_history_of_strings_is_read_as_alternating_messages(library_folder: Path, tmp_path: Path) -> None:
    asked, told = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    said = ["Are there side effects?", "Yes."]
    turns = [{"role": "user", "content": said[0]}, {"role": "assistant", "content": said[1]}]
    lines = [{"qid": "a", "question": "and at home?", "history": history} for history in (said, turns)]
    asked.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    assert main(["batch", str(asked), str(told), "--library", str(library_folder)]) == 0
    strings, roles = map(json.loads, told.read_text(encoding="utf-8").splitlines())
    assert strings == roles
    assert strings["question_understood"] == "Are there side effects? at home?"


def test_nothing_is_learnt_in_a_library_without_claims(
    small_chatbot: Callable[..., Chatbot],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    small_chatbot(a="Green tea has caffeine.")
    monkeypatch.setenv("NEEDLEPOINT_MODEL", "hashing")
    weights = tmp_path / "weights.toml"
    asked = _some(tmp_path, "tuning.jsonl")
    assert main(["fit", str(asked), "--library", str(tmp_path / "library"), "--weights", str(weights)]) == 2
    assert "docs/claims.md" in capsys.readouterr().err
    assert not weights.exists()


def test_evaluate_leaves_out_what_it_is_told_to(
    library_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked, printed = _some(tmp_path, "dev.jsonl", 3), []
    for options in ([], ["--without", "claims"], ["--without-claims-of", "002"], ["--by-category"]):
        assert main(["evaluate", str(asked), "--library", str(library_folder), *options]) == 0
        printed.append(capsys.readouterr().out)
    assert len(set(printed)) == 4
    assert printed[3].startswith(printed[0])
    assert "unanswerable_on_topic abstained" in printed[3]


def test_a_document_that_is_not_there_cannot_be_left_out(
    library_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = _some(tmp_path, "dev.jsonl", 1)
    assert main(["evaluate", str(asked), "--library", str(library_folder), "--without-claims-of", "9"]) == 2
    assert "000_25e946860b144df3.txt" in capsys.readouterr().err


@pytest.mark.parametrize("rate", ["-0.1", "1.5", "many"])
def test_a_rate_of_false_answers_is_a_share(capsys: pytest.CaptureFixture[str], rate: str) -> None:
    with pytest.raises(SystemExit):
        main(["fit", "--false-answers", rate])
    assert "between 0 and 1" in capsys.readouterr().err


def test_questions_of_one_kind_teach_nothing(
    library_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked, weights = _some(tmp_path, "tuning.jsonl"), tmp_path / "weights.toml"
    asked.write_text(asked.read_text(encoding="utf-8").splitlines()[0], encoding="utf-8")
    assert main(["fit", str(asked), "--library", str(library_folder), "--weights", str(weights)]) == 2
    assert "no document answers" in capsys.readouterr().err


def _some(folder: Path, name: str, each: int = 6) -> Path:
    """Take some questions of each kind out of a set."""
    lines = (EVALUATION / name).read_text(encoding="utf-8").splitlines()
    kinds = [
        [line for line in lines if json.loads(line)["expect"] == expect][:each] for expect in ("answer", "abstain")
    ]
    path = folder / name
    path.write_text("\n".join(line for kind in kinds for line in kind), encoding="utf-8")
    return path
