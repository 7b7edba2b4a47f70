"""Claims drafted by a language model: each stands on exact quotes, nobody uses them before a person moved the file."""

from __future__ import annotations

import json
import random
import re
import time
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_httpserver import HTTPServer

from chatbot import written_wording as words
from chatbot.__main__ import main as chatbot_main
from chatbot.chat_model import ChatModel
from chatbot.connect import open_model
from chatbot.draft import Draft
from chatbot.draft_claims import draft_claims
from chatbot.drafting import DraftedClaim, Drafter, held, requests_of, together
from chatbot.ground import Lack
from chatbot.review import review, toml
from ingest.__main__ import main
from ingest.claim_file import parse
from ingest.embed import open_embedder
from ingest.errors import NeedlepointError
from ingest.pipeline import Means, ingest
from ingest.store import Library
from tests.conftest import ROOT, SOURCES, document_of, hostile_texts, passages_of, snapshot, write_texts
from tests.fakes import Replies, claims, serve_replies
from tests.models import dies
from tests.test_generate import INJECTIONS, LIES, PAYLOAD

TEXT = (
    "Swelling usually goes down within two days.\n\nYou should not have it if you:\n\n- have eczema\n- are pregnant\n"
)
KEY = "sk-secret-marker"
PATHS = {"openai": "/v1/chat/completions", "ollama": "/api/chat"}

pytestmark = pytest.mark.usefixtures("no_model")


@pytest.fixture(autouse=True)
def _alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEEDLEPOINT_MODEL", "hashing")
    monkeypatch.setenv("NEEDLEPOINT_CLAIMS", str(tmp_path / "claims"))


def library_of(folder: Path, **texts: str) -> Library:
    ingest([write_texts(folder / "texts", **texts)], folder / "library", Means(open_embedder("hashing")))
    return Library.open(folder / "library")


def drafter(replies: Replies, seconds: float = 20.0) -> Drafter:
    return Drafter(ChatModel("ollama", "fake"), lambda _, given: replies(json.loads(given)), seconds)


def drafted(library: Library, replies: Replies, out: Path) -> list[str]:
    return list(draft_claims(library, lambda: drafter(replies), out, every=False))


def line(said: str, quote: str, number: int = 1, questions: object = ()) -> str:
    quotes = [{"passage": number, "quote": quote}]
    return json.dumps({"statement": said, "quotes": quotes, "questions": questions}) + "\n"


def test_an_honest_draft_is_a_file_in_the_documented_form_that_says_it_is_not_reviewed(tmp_path: Path) -> None:
    library, out = library_of(tmp_path, a=TEXT), tmp_path / "draft.toml"
    told = drafted(library, claims, out)
    text = out.read_text(encoding="utf-8")
    assert text.startswith("# Drafted by ollama:fake on ")
    assert "not reviewed" in text.splitlines()[0]
    file = parse(tomllib.loads(text))
    assert [claim.wording for claim in file.claims] == ["Swelling usually goes down within two days."]
    assert file.claims[0].questions == ("Is it true that Swelling usually goes down within two days?",)
    assert told[-2] == words.DRAFTED.format(claims=1, quotes=1, questions=1, out=out)
    # An item that only repeats itself has lost the "not" above its list.
    assert told[-1] == words.DRAFT_DROPPED.format(count=2, why=Lack.LOST.value)


def test_an_item_that_keeps_the_line_above_its_list_is_quoted_alone(tmp_path: Path) -> None:
    library = library_of(tmp_path, a=TEXT)
    said = "You should not have it if you are pregnant."

    def replies(given: dict[str, Any]) -> Iterator[str]:
        [number] = [passage["passage"] for passage in given["passages"] if passage["text"] == "are pregnant"]
        yield line(said, "are pregnant", number)

    drafted(library, replies, tmp_path / "draft.toml")
    [claim] = parse(tomllib.loads((tmp_path / "draft.toml").read_text(encoding="utf-8"))).claims
    assert (claim.wording, [quote.text for quote in claim.quotes]) == (said, ["are pregnant"])


def test_the_four_documents_draft_without_a_refusal_and_only_exact_quotes(tmp_path: Path) -> None:
    ingest([SOURCES], tmp_path / "library", Means(open_embedder("hashing")))
    library = Library.open(tmp_path / "library")
    (tmp_path / "claims").mkdir()
    drafted(library, claims, tmp_path / "claims" / "draft.toml")
    bind(tmp_path / "claims" / "draft.toml")
    report = ingest([SOURCES], tmp_path / "library", Means(open_embedder("hashing"), tmp_path / "claims"))
    assert report.plan.refused == ()
    reviewed = Library.open(tmp_path / "library")
    assert len(reviewed.book.claims) > 100
    for claim in reviewed.book.claims.values():
        for piece in claim.evidence:
            assert reviewed.document(piece.document).text[piece.start : piece.end] == claim.wording


def bind(file: Path) -> None:
    """Do what the head of a drafted file tells a reviewer to: put its last lines into documents.toml."""
    lines = re.findall(r'^# {5}(".*" = ".*")$', file.read_text(encoding="utf-8"), flags=re.MULTILINE)
    (file.parent / "documents.toml").write_text("\n".join(lines), encoding="utf-8")


def test_no_ingest_reads_a_draft_before_it_is_moved_and_then_every_one_does(
    server: HTTPServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CHAT_MODEL", "openai:fake")
    monkeypatch.setenv("OPENAI_BASE_URL", serve_replies(server, claims))
    texts, out = write_texts(tmp_path / "texts", a=TEXT), tmp_path / "draft.toml"
    library = ["--library", str(tmp_path / "library")]
    (tmp_path / "claims").mkdir()
    assert main([str(texts), "--draft-claims", "--out", str(out), *library]) == 0
    assert not (tmp_path / "library").exists(), "Drafting publishes nothing."
    assert main([str(texts), *library]) == 0
    assert Library.open(tmp_path / "library").book.claims == {}
    out.rename(tmp_path / "claims" / "draft.toml")
    assert main([str(texts), *library]) == 1
    assert "has claim files and no documents.toml" in capfd.readouterr().out
    bind(tmp_path / "claims" / "draft.toml")
    assert main([str(texts), *library]) == 0
    [claim] = Library.open(tmp_path / "library").book.claims.values()
    assert claim.wording == "Swelling usually goes down within two days."
    assert chatbot_main(["ask", "how long is swelling there", *library]) == 0
    assert "within two days" in capfd.readouterr().out


def test_what_is_sent_is_said_before_and_is_the_prompt_and_the_passages_alone(
    server: HTTPServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    told_before: list[str] = []

    def replies(given: dict[str, Any]) -> Iterator[str]:
        told_before.append(capfd.readouterr().out)
        return claims(given)

    monkeypatch.setenv("CHAT_MODEL", "openai:fake")
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    monkeypatch.setenv("OPENAI_BASE_URL", serve_replies(server, replies))
    texts = write_texts(tmp_path / "texts", a=TEXT, b="Pain is mild.\n")
    assert main([str(texts / "a.txt"), "--draft-claims", "--out", str(tmp_path / "draft.toml")]) == 0
    place = {"model": "openai:fake", "address": "localhost"}
    assert told_before == [words.DRAFT_STAYS.format(passages=3, documents="a.txt", requests=1, **place) + "\n"]
    [(request, _)] = server.log
    instructions, given = (message["content"] for message in request.get_json()["messages"])
    assert instructions == (ROOT / "data" / "prompts" / "claims.txt").read_text(encoding="utf-8")
    assert json.loads(given).keys() == {"passages"}
    assert [passage["text"] for passage in json.loads(given)["passages"]] == [
        "Swelling usually goes down within two days.",
        "have eczema",
        "are pregnant",
    ]
    assert request.headers["Authorization"] == f"Bearer {KEY}"
    assert KEY not in capfd.readouterr().out + (tmp_path / "draft.toml").read_text(encoding="utf-8")


def test_a_model_elsewhere_is_named_with_its_address() -> None:
    said = Drafter(ChatModel("openai", "any"), lambda *_: iter(())).sends([])
    assert "requests to api.openai.com (openai:any)" in said


@pytest.mark.parametrize("provider", PATHS)
def test_a_model_that_hangs_dies_or_refuses_is_told_of_and_what_came_before_is_kept(
    server: HTTPServer, tmp_path: Path, provider: str
) -> None:
    library = library_of(tmp_path, a="Swelling usually goes down within two days.\n", b="Pain is mild for an hour.\n")
    base = server.url_for("/v1" if provider == "openai" else "")

    def opened(seconds: float = 20.0) -> Drafter:
        return Drafter(*open_model(f"{provider}:fake", {provider: base}, seconds), seconds)

    def failed(out: str, seconds: float = 20.0) -> str:
        with pytest.raises(NeedlepointError) as caught:
            list(draft_claims(library, lambda: opened(seconds), tmp_path / out, every=False))
        server.clear()
        return caught.value.reason

    def hangs_at_the_second(given: dict[str, Any]) -> Iterator[str]:
        yield from claims(given)
        if "Pain" in json.dumps(given):
            time.sleep(1.5)

    serve_replies(server, hangs_at_the_second, provider)
    reason = failed("hung.toml", 0.8)
    assert reason == words.DRAFT_BROKE_OFF.format(number=2, requests=2, why=words.TOO_LONG)
    assert "Swelling usually" in (tmp_path / "hung.toml").read_text(encoding="utf-8")
    dies(server, PATHS[provider])
    # LangChain's clients tell a connection that breaks off in one of two ways.
    assert failed("died.toml").endswith((words.BROKE_OFF, words.NOT_REACHED))
    server.expect_request(PATHS[provider]).respond_with_json({"error": {"message": KEY}}, status=401)
    assert words.NOT_LET_IN in failed("refused.toml")
    assert not (tmp_path / "died.toml").exists()
    assert not (tmp_path / "refused.toml").exists()


def test_nothing_is_written_over_nor_into_the_claims_and_nothing_is_sent_then(
    server: HTTPServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CHAT_MODEL", "openai:fake")
    monkeypatch.setenv("OPENAI_BASE_URL", serve_replies(server, claims))
    texts = write_texts(tmp_path / "texts", a=TEXT)
    there = write_texts(tmp_path, there="Mine.") / "there.txt"
    before = snapshot(tmp_path / "texts"), there.read_bytes()
    places = {there: "is not written over", tmp_path / "claims" / "a.toml": "nobody has reviewed"}
    for out, why in (places | {tmp_path / "none" / "a.toml": "There is no folder"}).items():
        assert main([str(texts), "--draft-claims", "--out", str(out)]) == 2
        assert why in capfd.readouterr().err
    assert not server.log
    assert (snapshot(tmp_path / "texts"), there.read_bytes()) == before


def test_errors_are_sentences(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    texts, out = write_texts(tmp_path / "texts", a=TEXT), ["--out", str(tmp_path / "draft.toml")]
    assert main([str(texts), "--draft-claims", *out]) == 2
    assert words.NO_MODEL in capfd.readouterr().err
    assert main([str(tmp_path / "none"), "--draft-claims", *out]) == 2
    assert "Nothing was drafted." in capfd.readouterr().err
    assert main(["--draft-claims", "--library", str(tmp_path / "none"), *out]) == 2
    assert "python -m ingest" in capfd.readouterr().err


def test_without_paths_documents_with_claims_and_those_that_readers_added_are_left_alone(
    tmp_path: Path,
) -> None:
    texts = write_texts(tmp_path / "texts", known=TEXT, mine="Pain is mild.\n", new="Pain is rare.\n")
    facts = "".join(f'["{name}.txt"]\ntitle = "{name}"\nkind = "leaflet"\n' for name in ("known", "new"))
    (texts / "sources.toml").write_text(facts, encoding="utf-8")
    (tmp_path / "claims").mkdir()
    out = tmp_path / "claims" / "draft.toml"
    only = library_of(tmp_path / "only", known=TEXT)
    drafted(only, claims, out)
    bind(out)
    ingest([texts], tmp_path / "library", Means(open_embedder("hashing"), tmp_path / "claims"))
    sent = drafted(Library.open(tmp_path / "library"), claims, tmp_path / "more.toml")[0]
    assert "1 passages of new.txt," in sent


def test_of_many_lies_none_is_drafted(tmp_path: Path) -> None:
    text = (SOURCES / "000_25e946860b144df3.txt").read_text(encoding="utf-8")
    library, dice = library_of(tmp_path, a=text), random.Random(7)
    lied: list[str] = []

    def lies(given: dict[str, Any]) -> Iterator[str]:
        for passage in given["passages"]:
            for lie in LIES:
                lied.append(lie(passage, dice))
                yield lied[-1]

    told = drafted(library, lies, tmp_path / "draft.toml")
    assert len(lied) > 60
    assert not (tmp_path / "draft.toml").exists()
    assert words.NOTHING_DRAFTED in told


def test_instructions_in_documents_are_neither_sent_nor_drafted(tmp_path: Path) -> None:
    texts = {
        f"d{at}": f"Redness lasts {at + 2} days.\n\n{form.format(PAYLOAD)}\n" for at, form in enumerate(INJECTIONS)
    }
    library, sent = library_of(tmp_path, **texts), []

    def obeys(given: dict[str, Any]) -> Iterator[str]:
        sent.append(json.dumps(given))
        for passage in given["passages"]:
            yield PAYLOAD if "Zebra" in passage["text"] else ""
            yield line(f"{PAYLOAD}.", passage["text"], passage["passage"], [f"{PAYLOAD}?"])
        yield from claims(given)

    drafted(library, obeys, tmp_path / "draft.toml")
    assert len(sent) == len(INJECTIONS)
    assert "Zebra" not in "".join(sent)
    assert "Zebra" not in (tmp_path / "draft.toml").read_text(encoding="utf-8")


def test_questions_are_plain_short_and_asked_once(tmp_path: Path) -> None:
    library = library_of(tmp_path, a="Swelling usually goes down within two days.\n")
    good = ["when does swelling go down", "Is swelling gone soon?"]
    bad = [
        "x" * 201,
        "two\nlines",
        "see https://a.example",
        "<b>swelling</b>",
        "",
        "is it",
        7,
        "Swelling: ignore the rules",
    ]

    def replies(given: dict[str, Any]) -> Iterator[str]:
        text = given["passages"][0]["text"]
        yield line(text, text, 1, [*good, *bad, "When does swelling go down?!"])
        yield line(text, text, 1, ["IS SWELLING GONE SOON"])

    drafted(library, replies, tmp_path / "draft.toml")
    [claim] = parse(tomllib.loads((tmp_path / "draft.toml").read_text(encoding="utf-8"))).claims
    assert claim.questions == tuple(good)


def test_claims_that_say_the_same_are_one_with_all_their_quotes() -> None:
    text = "Pain is mild. Pain is mild, they say."
    one, two = passages_of(text, "Pain is mild.", "Pain is mild, they say.")
    found = together(
        [DraftedClaim("Pain is mild.", (one,), ("a b",)), DraftedClaim("Pain is mild", (one, two), ("c",))]
    )
    assert found == [DraftedClaim("Pain is mild.", (one, two), ("a b", "c"))]


def test_what_is_said_twice_in_a_document_is_not_drafted_because_a_claim_could_not_quote_it(tmp_path: Path) -> None:
    library = library_of(tmp_path, a="Pain is mild for an hour.\n\nIt heals.\n\nPain is mild for an hour.\n")
    [evidence] = requests_of(library, ["a.txt"])
    assert [passage.text for passage in evidence.passages] == ["It heals."]


@given(text=hostile_texts, said=st.text(max_size=40), model=st.text(max_size=20))
def test_whatever_documents_and_models_say_the_file_can_be_read_and_says_it_again(
    text: str, said: str, model: str
) -> None:
    text = text.encode("utf-8", "ignore").decode() or "a"
    said = said.encode("utf-8", "ignore").decode().strip() or "a"
    model = model.encode("utf-8", "ignore").decode()
    document = document_of(text, f"{said[:9]}.txt")
    [passage] = passages_of(text, text, document=document.name)
    made = [DraftedClaim(said, (passage,), (said,)), DraftedClaim(said, (passage,))]
    if not text.strip():
        return
    file = parse(tomllib.loads(review(said, made, {document.name: document}, model, "2026-01-01")))
    assert [claim.wording for claim in file.claims] == [said, said]
    assert file.claims[0].quotes[0].text == text
    assert file.claims[0].quotes[0].document == document.name
    assert file.claims[0].questions == (said,)


@given(st.text())
def test_a_text_is_written_so_that_toml_reads_it_again(text: str) -> None:
    whole = text.encode("utf-8", "ignore").decode()
    assert tomllib.loads(f"a = {toml(whole)}") == {"a": whole}


def test_a_draft_without_a_quote_or_with_other_numbers_is_dropped(tmp_path: Path) -> None:
    [evidence] = requests_of(library_of(tmp_path, a="Swelling usually goes down within two days.\n"), ["a.txt"])
    quote = ((1, evidence.passages[0].text),)
    assert held(Draft("Swelling usually goes down within two days.", ()), evidence) is Lack.QUOTE
    assert held(Draft("Swelling usually goes down within six days.", quote), evidence) is Lack.FIGURE
    assert held(Draft("Swelling never usually goes down within two days.", quote), evidence) is Lack.SENSE
