"""What people ask stands on their page, and in the folder for conversations or nowhere: not in logs, not in errors.

In private, and with NEEDLEPOINT_KEEP_DAYS=0, it stands nowhere on disk. Terminals obey nothing that is printed.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from chatbot import wording
from chatbot.__main__ import main
from chatbot.converse import Chatbot
from chatbot.threads import Threads
from chatbot.types import Answer, Heard, Message
from ingest.errors import NeedlepointError, trace
from ingest.terminal import readable, spelled, spelled_json
from tests.conftest import ROOT, hostile_texts
from tests.serving import RUN, Server, Session, serving, tiny_library

COMPLAINTS = (
    "my scalp oozes {}",
    "is {} safe while I take lithium?",
    "I have {} herpes since the treatment",
    "does {} help with hair loss?",
    "my throat is swelling {} and I can't breathe",
    "I want to end it, {}",
    "and at home {}?",
    "who wrote about {}?",
    "38.5 fever, {}, what now",
    "{}",
)
PHRASES = [
    complaint.format(f"zq{number}{place}xv") for number in range(5) for place, complaint in enumerate(COMPLAINTS)
]
MARKERS = [f"zq{number}{place}xv" for number in range(5) for place in range(len(COMPLAINTS))]
# The program as it is, in which every other question meets an error whose message repeats the question.
FAILING = """
import sys
from chatbot.converse import Chatbot
from chatbot.types import Answer, Message
answer, asked = Chatbot.ask, []
def fail(self, message, *more):
    asked.append(message)
    if message != "warm" and len(asked) % 2:
        raise RuntimeError(f"cannot embed {message!r}")
    return answer(self, message, *more)
Chatbot.ask = fail
"""
PAGE = "from streamlit.web import cli\ncli.main(sys.argv[1:])\n"
COMMAND = "from chatbot.__main__ import main\nsys.exit(main(sys.argv[1:]))\n"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_library(tmp_path_factory.mktemp("tiny"))


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    """Give a home and a temporary folder of their own, to look through afterwards."""
    places = {"HOME": tmp_path / "home", "TMPDIR": tmp_path / "temporary"}
    for place in places.values():
        place.mkdir()
    return {name: str(place) for name, place in places.items()} | {"STREAMLIT_LOGGER_LEVEL": "debug"}


def found_in(*folders: Path) -> list[str]:
    """List the files below some folders that hold any of the markers, in their names or in their bytes."""
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file() and not path.is_symlink()]
    return [
        str(path)
        for path in files
        if any(marker in str(path) or marker.encode() in path.read_bytes() for marker in MARKERS)
    ]


def changed_here(since: float) -> list[Path]:
    """List the files of the working folder that were written since, but for what Python and pytest keep there."""
    own = {".git", ".venv", "__pycache__", ".pytest_cache", ".mypy_cache", ".ruff_cache", ".hypothesis"}
    files = (path for path in ROOT.rglob("*") if not own & set(path.relative_to(ROOT).parts) and path.is_file())
    return [path for path in files if path.stat().st_mtime >= since]


def tell_all(server: Server) -> str:
    with Session(server) as session:
        return "\n".join(session.ask(phrase) for phrase in PHRASES)


def test_there_are_fifty_phrases_and_the_search_finds_one(tmp_path: Path) -> None:
    assert len(set(PHRASES)) == len(MARKERS) == 50
    (tmp_path / "log").write_text(PHRASES[7], encoding="utf-8")
    assert found_in(tmp_path) == [str(tmp_path / "log")]


@pytest.mark.slow
@pytest.mark.parametrize("failing", ["", FAILING])
@pytest.mark.parametrize("days", ["0", "30"])
def test_fifty_messages_leave_no_trace_of_their_words_but_where_conversations_are_kept(
    library: Path, tmp_path: Path, home: dict[str, str], failing: str, days: str
) -> None:
    begun, folder = (tmp_path / "home").stat().st_mtime, tmp_path / "conversations"
    command = (sys.executable, "-c", failing + PAGE, *RUN[3:]) if failing else RUN
    settings = {"NEEDLEPOINT_CONVERSATIONS": str(folder), "NEEDLEPOINT_KEEP_DAYS": days}
    with serving(library, tmp_path / "printed.txt", command, home | settings) as server:
        told = tell_all(server)
        while_running = found_in(tmp_path)
    assert MARKERS[-1] in told, "The page showed its reader nothing, so the messages did not arrive."
    assert ("RuntimeError at" in told) is bool(failing)
    assert "cannot embed" not in told
    assert "Traceback" not in told
    assert {Path(path).parent for path in while_running} == ({folder} if days == "30" else set())
    assert folder.exists() is (days == "30")
    Threads(folder, 30).delete_all()
    assert found_in(tmp_path) == []
    assert [
        path for path in changed_here(begun) if any(marker.encode() in path.read_bytes() for marker in MARKERS)
    ] == []


@pytest.mark.slow
def test_a_command_that_fails_prints_nothing_of_the_question(
    library: Path, tmp_path: Path, home: dict[str, str]
) -> None:
    told = os.environ | home | {"NEEDLEPOINT_MODEL": "hashing", "PYTHONPATH": str(ROOT)}
    asked = tmp_path / "asked.jsonl"
    asked.write_text("\n".join(json.dumps({"id": n, "question": text}) for n, text in enumerate(PHRASES)))
    for arguments in (["ask", PHRASES[0]], ["batch", str(asked), str(tmp_path / "answers.jsonl")]):
        command = [sys.executable, "-c", FAILING + COMMAND, *arguments, "--library", str(library)]
        done = subprocess.run(command, cwd=tmp_path, env=told, timeout=120, check=False, capture_output=True, text=True)
        assert done.returncode == 2
        assert "RuntimeError at" in done.stderr
        assert not any(marker in done.stdout + done.stderr for marker in MARKERS)


@pytest.fixture
def page(library: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setenv("NEEDLEPOINT_LIBRARY", str(library))
    monkeypatch.setenv("NEEDLEPOINT_MODEL", "hashing")
    return AppTest.from_file(str(ROOT / "app.py"), default_timeout=30).run()


def markup_of(page: AppTest) -> str:
    return "".join(element.proto.body for element in page.get("html"))


def test_an_unforeseen_error_is_shown_without_its_message_and_stops_no_alarm(
    page: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = Chatbot.ask

    def fail(
        chatbot: Chatbot, message: str, history: Sequence[Message] = (), as_typed: bool = False, heard: Heard = None
    ) -> Answer:
        if message in PHRASES:
            raise KeyError(message)
        return answer(chatbot, message, history, as_typed, heard)

    monkeypatch.setattr(Chatbot, "ask", fail)
    for phrase in PHRASES[1:3]:
        page.chat_input(key="typed").set_value(phrase).run()
    shown = markup_of(page.chat_input(key="typed").set_value("My throat is swelling and I can't breathe").run())
    assert not page.exception
    assert shown.count(wording.FAILED.split("(")[0]) == 2
    assert "KeyError at" in shown
    assert "Traceback" not in shown
    assert wording.EMERGENCY_LABEL in shown
    assert wording.PROFESSIONAL_LINE in shown


def test_an_error_of_the_page_itself_is_shown_without_its_message(
    page: AppTest, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object) -> None:
        raise ValueError(PHRASES[0])

    monkeypatch.setattr("app_pages.chat.page", fail)
    monkeypatch.setattr("app_pages.frame.notice", fail)
    shown = markup_of(page.run())
    assert not page.exception
    assert "ValueError at" in shown
    assert MARKERS[0] not in shown + caplog.text
    assert "ValueError at" in caplog.text


def test_a_trace_names_the_place_and_not_the_message() -> None:
    with pytest.raises(NeedlepointError) as caught:
        raise NeedlepointError("secret", "remedy")
    assert trace(caught.value).startswith("NeedlepointError at test_privacy_logs.py:")
    assert "secret" not in trace(caught.value)


CONTROLS = [chr(code) for code in (*range(0x20), 0x7F, *range(0x80, 0xA0), 0x202E, 0x2066, 0x200B, 0x2028)]


def obeyed(text: str) -> list[str]:
    """List the characters a terminal would act upon, but for the line breaks and tabs of ordinary text."""
    return [character for character in text if character in CONTROLS and character not in "\n\t"]


@given(hostile_texts | st.text(st.sampled_from([*CONTROLS, "a", " ", "é", "🧑", '"', "\\"])))
def test_nothing_that_a_terminal_obeys_is_printed(text: str) -> None:
    assert obeyed(readable(text)) == obeyed(spelled_json(json.dumps([text], ensure_ascii=False))) == []
    assert obeyed(spelled(text)) == []
    assert "\n" not in spelled(text)
    assert json.loads(spelled_json(json.dumps([text], ensure_ascii=False))) == [text]


def test_ordinary_text_stays_as_it_is() -> None:
    text = "It hurt “a little” – 1\xa0mm,\tthen: naïve, ½ 🙂.\n"
    assert readable(text) == text
    assert spelled(text[:-1]) == text[:-1].replace("\t", "\\t")
    assert readable("one\u2028two\r\nthree\x1b[2J") == "one two\nthree[2J"


@pytest.mark.parametrize("form", [[], ["--json"]])
def test_a_document_cannot_move_the_cursor(
    small_chatbot: Callable[..., Chatbot],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    form: list[str],
) -> None:
    small_chatbot(aftercare="Wear sunscreen\x9b2J every\x1b[1A day\x08\x08 after the treatment.")
    monkeypatch.setenv("NEEDLEPOINT_MODEL", "hashing")
    library = ["--library", str(tmp_path / "library")]
    assert main(["ask", *form, *library, "Should I wear sunscreen every day after the treatment?"]) == 0
    told = capsys.readouterr()
    assert "Wear sunscreen" in told.out
    assert obeyed(told.out + told.err) == []


def test_what_a_manifest_says_cannot_move_the_cursor(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "texts").mkdir()
    said = '["aftercare.txt"]\ntitle = "After\\u001b[2Jcare"\nauthor = "A\\u009b1A\\rnobody"\n'
    (tmp_path / "texts" / "sources.toml").write_text(said, encoding="utf-8")
    tiny_library(tmp_path)
    monkeypatch.setenv("NEEDLEPOINT_MODEL", "hashing")
    assert main(["ask", "--library", str(tmp_path / "library"), "Should I wear sunscreen after the treatment?"]) == 0
    told = capsys.readouterr()
    assert "nobody" in told.out
    assert obeyed(told.out + told.err) == []


def test_a_name_cannot_move_the_cursor(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "--library", str(tmp_path / "a\x1b[2Jb"), "Is it painful?"]) == 2
    told = capsys.readouterr()
    assert "a\\x1b[2Jb" in told.err
    assert obeyed(told.out + told.err) == []
