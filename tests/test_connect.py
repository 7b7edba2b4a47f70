"""Language models over real HTTP, in the wire formats of OpenAI's interface and of Ollama, on loopback."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from chatbot import written_wording as words
from chatbot.__main__ import main
from chatbot.chat_model import chat_model
from chatbot.compose import ask_written
from chatbot.converse import Chatbot
from chatbot.generate import Writer, open_writer
from chatbot.types import Written
from ingest.errors import NeedlepointError
from tests.conftest import ROOT
from tests.models import Says, dies, hangs, honest, invents, serve_ollama, serve_openai

TEXT = "Wear sunscreen every day after the treatment.\n\nSwelling usually goes down within two days.\n"
QUESTION = "When does swelling go down?"
KEY = "sk-secret-marker"
PATHS = {"openai": "/v1/chat/completions", "ollama": "/api/chat"}

Small = Callable[..., Chatbot]

pytestmark = pytest.mark.usefixtures("no_model")


def opened(server: HTTPServer, provider: str, seconds: float = 20.0) -> Writer:
    base = server.url_for("/v1") if provider == "openai" else server.url_for("")
    return open_writer(f"{provider}:fake", {provider: base}, seconds)


def serve(server: HTTPServer, provider: str, says: Says) -> None:
    (serve_openai if provider == "openai" else serve_ollama)(server, says)


def told(chatbot: Chatbot, writer: Writer) -> Written:
    """Ask, and tell what came of the model; where it failed, the answer in quotes has arrived."""
    wrote = ask_written(chatbot, writer, QUESTION)
    assert wrote.written is not None
    if wrote.written.instead:
        assert wrote.statements == chatbot.ask(QUESTION).statements
    return wrote.written


@pytest.mark.parametrize("provider", PATHS)
def test_an_honest_model_writes(small_chatbot: Small, server: HTTPServer, provider: str) -> None:
    serve(server, provider, honest)
    chatbot = small_chatbot(a=TEXT)
    wrote = ask_written(chatbot, opened(server, provider), QUESTION)
    assert wrote.written == Written(f"{provider}:fake")
    assert "Swelling usually goes down within two days." in [said.said for said in wrote.statements]


@pytest.mark.parametrize("provider", PATHS)
def test_a_model_that_lies_is_not_shown(small_chatbot: Small, server: HTTPServer, provider: str) -> None:
    serve(server, provider, invents)
    found = told(small_chatbot(a=TEXT), opened(server, provider))
    assert words.NOT_BORNE_OUT in found.instead
    assert found.dropped > 0


@pytest.mark.parametrize("provider", PATHS)
def test_a_slow_model_is_not_waited_for(small_chatbot: Small, server: HTTPServer, provider: str) -> None:
    serve(server, provider, hangs(1.5))
    chatbot, writer = small_chatbot(a=TEXT), opened(server, provider, seconds=0.6)
    began = time.monotonic()
    assert told(chatbot, writer).instead == words.instead(words.TOO_LONG)
    assert time.monotonic() - began < 5


@pytest.mark.parametrize("provider", PATHS)
def test_a_model_that_dies_in_the_middle_leaves_the_quotes(
    small_chatbot: Small, server: HTTPServer, provider: str
) -> None:
    dies(server, PATHS[provider])
    assert words.INSTEAD.partition("{")[0] in told(small_chatbot(a=TEXT), opened(server, provider)).instead


@pytest.mark.parametrize("provider", PATHS)
@pytest.mark.parametrize(
    ("status", "why"),
    [(429, words.TOO_BUSY), (401, words.NOT_LET_IN), (404, words.NO_SUCH_MODEL), (500, words.BROKE_OFF)],
)
def test_a_server_that_refuses_is_told_of_in_a_line(
    small_chatbot: Small, server: HTTPServer, provider: str, status: int, why: str
) -> None:
    server.expect_request(PATHS[provider]).respond_with_json({"error": {"message": KEY}}, status=status)
    assert told(small_chatbot(a=TEXT), opened(server, provider)).instead == words.instead(why)


@pytest.mark.parametrize("provider", PATHS)
def test_a_server_that_is_not_there_is_told_of_in_a_line(small_chatbot: Small, provider: str) -> None:
    writer = open_writer(f"{provider}:fake", {provider: "http://127.0.0.1:9/v1"}, 5)
    assert told(small_chatbot(a=TEXT), writer).instead == words.instead(words.NOT_REACHED)


def test_what_is_sent_is_the_prompt_the_question_and_the_passages(
    small_chatbot: Small, server: HTTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    seen: list[Request] = []

    def answer(request: Request) -> Response:
        seen.append(request)
        return Response(iter([]), content_type="text/event-stream")

    server.expect_request(PATHS["openai"]).respond_with_handler(answer)
    told(small_chatbot(a=TEXT), opened(server, "openai"))
    [request] = seen
    sent = request.get_json()
    assert [message["role"] for message in sent["messages"]] == ["system", "user"]
    assert json.loads(sent["messages"][1]["content"])["question"] == QUESTION
    assert sent["messages"][0]["content"] == (ROOT / "data" / "prompts" / "write.txt").read_text(encoding="utf-8")
    assert request.headers["Authorization"] == f"Bearer {KEY}"
    assert KEY not in json.dumps(sent)


def test_ask_and_batch_have_answers_written(
    small_chatbot: Small,
    server: HTTPServer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    small_chatbot(a=TEXT)
    monkeypatch.setenv("NEEDLEPOINT_MODEL", "hashing")
    monkeypatch.setenv("CHAT_MODEL", "openai:fake")
    monkeypatch.setenv("OPENAI_BASE_URL", serve_openai(server, honest))
    library = ["--library", str(tmp_path / "library")]
    assert main(["ask", "--written", *library, QUESTION]) == 0
    assert words.written("openai:fake", 0) in capsys.readouterr().out
    asked, answers = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    asked.write_text(json.dumps({"id": 1, "question": QUESTION}), encoding="utf-8")
    assert main(["batch", "--written", str(asked), str(answers), *library]) == 0
    assert json.loads(answers.read_text(encoding="utf-8"))["written"]["model"] == "openai:fake"


@pytest.mark.parametrize(
    ("provider", "says", "written", "reasons"),
    [
        ("openai", honest, "1 of 1", {}),
        ("ollama", honest, "1 of 1", {}),
        ("openai", invents, "0 of 1", {"no quote that stands in a passage": 2}),
    ],
)
def test_evaluate_compares_quotes_and_written_answers(
    server: HTTPServer,
    small_chatbot: Small,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    provider: str,
    says: Says,
    written: str,
    reasons: dict[str, int],
) -> None:
    small_chatbot(aftercare=TEXT)
    serve(server, provider, says)
    base = server.url_for("/v1" if provider == "openai" else "")
    monkeypatch.setenv("CHAT_MODEL", f"{provider}:fake")
    monkeypatch.setenv("OPENAI_BASE_URL" if provider == "openai" else "OLLAMA_HOST", base)
    monkeypatch.setenv("NEEDLEPOINT_MODEL", "hashing")
    quote = "Swelling usually goes down within two days."
    start = TEXT.index(quote)
    place = {"doc": "aftercare.txt", "quote": quote, "start": start, "end": start + len(quote)}
    known = {"answerable": True, "expect": "answer", "evidence": [{**place, "must": True, "group": "g"}]}
    silent = {"answerable": False, "expect": "abstain", "evidence": []}
    questions = [{"id": 1, "question": QUESTION, **known}, {"id": 2, "question": "What is a kettle?", **silent}]
    lines = "".join(f"{json.dumps(question)}\n" for question in questions)
    (tmp_path / "set.jsonl").write_text(lines, encoding="utf-8")
    command = ["evaluate", str(tmp_path / "set.jsonl"), "--written", "--out", str(tmp_path / "out")]
    assert main([*command, "--library", str(tmp_path / "library")]) == 0
    told = json.loads((tmp_path / "out" / "written.json").read_text(encoding="utf-8"))
    quotes, wrote = told["figures"]["quotes"], told["figures"]["written"]
    assert told["model"] == f"{provider}:fake"
    assert quotes["must_recall"] == wrote["must_recall"] == {"value": 1.0, "of": "1 of 1"}
    assert wrote["written"]["of"] == written
    assert told["sentences dropped"].keys() == reasons.keys()
    assert bool(told["quotes shown instead"]) == bool(reasons)
    assert {"seconds_p50", "seconds_p95"} <= quotes.keys() & wrote.keys()
    assert ("seconds_to_first_p50" in wrote) == (not reasons)
    printed = capsys.readouterr().out
    assert all(name in printed for name in ("quotes", "written", "sentences dropped", *reasons))
    assert "| written |" in (tmp_path / "out" / "written.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("spec", "told"), [("", words.NO_MODEL), ("ollama", "CHAT_MODEL=ollama"), ("other:thing", "CHAT_MODEL=other")]
)
def test_without_a_model_it_says_what_to_set(
    small_chatbot: Small,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    spec: str,
    told: str,
) -> None:
    small_chatbot(a=TEXT)
    monkeypatch.setenv("NEEDLEPOINT_MODEL", "hashing")
    monkeypatch.setenv("CHAT_MODEL", spec)
    assert main(["ask", "--written", "--library", str(tmp_path / "library"), "my throat closes up"]) == 2
    printed = capsys.readouterr()
    assert told in printed.err
    assert "112" in printed.out


@pytest.mark.parametrize("provider", ["openai", "anthropic"])
def test_a_missing_key_is_an_error_with_its_remedy(provider: str) -> None:
    with pytest.raises(NeedlepointError, match=f"{provider.upper()}_API_KEY"):
        open_writer(f"{provider}:fake", {}, 5)


def test_a_package_that_is_not_installed_is_an_error_with_its_remedy() -> None:
    script = (
        "import sys\nsys.modules['langchain_ollama'] = None\n"
        "from chatbot.generate import open_writer\nfrom ingest.errors import NeedlepointError\n"
        "try:\n    open_writer('ollama:fake', {}, 5)\nexcept NeedlepointError as error:\n    print(error.remedy)\n"
    )
    run = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert words.NOT_INSTALLED_REMEDY.format(provider="ollama") in run.stdout


@pytest.mark.parametrize(
    ("spec", "base", "host", "is_here"),
    [
        ("ollama:llama3.2", "", "localhost", True),
        ("ollama:llama3.2:8b", "0.0.0.0:11434", "0.0.0.0", True),  # noqa: S104  as Ollama's own setting is often written
        ("ollama:llama3.2", "http://box.lan:11434", "box.lan", False),
        ("openai:any", "http://127.0.0.1:8080/v1", "127.0.0.1", True),
        ("openai:any", "https://name:word@models.example/v1", "models.example", False),
        ("openai:any", "https://localhost.example/v1", "localhost.example", False),
        ("openai:any", "", "api.openai.com", False),
        ("anthropic:any", "", "api.anthropic.com", False),
    ],
)
def test_where_a_question_goes_is_said(spec: str, base: str, host: str, is_here: bool) -> None:
    model = chat_model(spec, {spec.partition(":")[0]: base})
    assert model is not None
    assert (model.title, model.host, model.is_here) == (spec, host, is_here)
    assert host in model.leaves
    assert "word@" not in model.leaves


def test_nothing_of_it_is_imported_where_no_model_is_set_up() -> None:
    script = (
        "import sys, chatbot.__main__, app_pages.chat\n"
        "print([name for name in sys.modules if name.startswith(('langchain.', 'langchain_o', 'openai', 'ollama'))])"
    )
    command = [sys.executable, "-c", script]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
