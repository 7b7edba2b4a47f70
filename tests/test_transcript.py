"""A transcript says where every quote stands, and the verifier sees every quote that does not stand there."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from markdown_it import MarkdownIt

from chatbot.__main__ import main
from chatbot.converse import Chatbot
from chatbot.markdown import markdown, spelt
from chatbot.thread import Turn, fingerprint, with_answer
from chatbot.threads import Threads
from chatbot.transcript import Quoted, Transcript, read_transcript, to_json, transcript
from chatbot.types import Answer, Outcome
from chatbot.verify import State, check, told, verify
from ingest.errors import NeedlepointError
from tests.conftest import ROOT, document_of, hostile_texts

SCHEMA = json.loads((ROOT / "data" / "schema" / "transcript.schema.json").read_text(encoding="utf-8"))
TEXTS = {
    "aftercare": "Wear sunscreen every day after the treatment.\n\nSwelling goes down within two days.",
    "other": "Use sunscreen after the treatment, they say. Water helps.",
}
TWO = ("Should I wear sunscreen after the treatment?", "When does swelling go down?")
QUESTIONS = (TWO[0], "hello", "What does it cost in Lisbon?", " ".join(TWO))


@pytest.fixture
def talked(small_chatbot: Callable[..., Chatbot]) -> tuple[Chatbot, Transcript]:
    chatbot = small_chatbot(**TEXTS)
    library = chatbot.library
    turns = [
        with_answer(Turn(text), chatbot.ask(text), library.documents(), fingerprint(library.manifest))
        for text in QUESTIONS
    ]
    return chatbot, transcript([*turns, Turn("not answered yet")], "A title", "2026-01-02T03:04:05+00:00")


def test_a_transcript_follows_its_schema_and_is_read_back_equal(
    talked: tuple[Chatbot, Transcript], tmp_path: Path
) -> None:
    _, made = talked
    Draft202012Validator.check_schema(SCHEMA)
    Draft202012Validator(SCHEMA).validate(json.loads(to_json(made)))
    (tmp_path / "t.json").write_text(to_json(made), encoding="utf-8")
    assert read_transcript(tmp_path / "t.json") == made
    assert [turn.outcome for turn in made.turns][-1] == "open"
    assert sum(1 for turn in made.turns for _ in turn.quotes) >= 2


def test_every_quote_of_a_fresh_transcript_is_where_it_was(talked: tuple[Chatbot, Transcript]) -> None:
    chatbot, made = talked
    checked = list(verify(made, chatbot.library.documents()))
    assert {found.state for found in checked} == {State.OK}
    shown = [quoted.number for said in made.turns[0].statements for quoted in said.quotes]
    assert shown == list(range(1, len(shown) + 1)) != []


@given(st.text("ab \n", min_size=4, max_size=40), st.data())
def test_a_quote_is_ok_only_where_its_exact_words_stand_at_its_place(text: str, data: st.DataObject) -> None:
    document = replace(document_of(text), sha256="1" * 64)
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    quoted = Quoted(document.name, "1" * 64, start, end, text[start:end])
    documents = {document.name: document}
    assert check(1, quoted, documents).state is State.OK
    at = data.draw(st.integers(0, len(text)))
    shifted = check(1, replace(quoted, start=at, end=at + len(quoted.quote)), documents)
    assert shifted.state is (State.OK if text[at : at + len(quoted.quote)] == quoted.quote else State.MOVED)
    if shifted.state is State.MOVED:
        _, begin, stop = shifted.now.rsplit(":", 2)
        assert text[int(begin) : int(stop)] == quoted.quote
        every = [place for place in range(len(text)) if text.startswith(quoted.quote, place)]
        assert int(begin) == min(every, key=lambda place: (abs(place - at), place))
    assert check(1, replace(quoted, quote=quoted.quote + "c"), documents).state is State.MISSING
    assert check(1, quoted, {}).state is State.MISSING


def test_a_changed_document_moves_its_quotes_and_another_name_does_not() -> None:
    document = replace(document_of("It may hurt. It may itch."), sha256="1" * 64)
    quoted = Quoted(document.name, "1" * 64, 13, 25, "It may itch.", 2)
    renamed = replace(document, name="b.txt")
    assert check(1, quoted, {"b.txt": renamed}).state is State.OK
    longer = replace(document, text="New. It may hurt. It may itch.", sha256="2" * 64)
    moved = check(3, quoted, {document.name: longer})
    assert (moved.state, moved.now) == (State.MOVED, f"{document.name}:18:30")
    assert told(moved) == f"moved    message 3 [2] {document.name}:13:25 -> {document.name}:18:30"
    same_place = replace(document, text="It may hurt. It may itch. New.", sha256="2" * 64)
    assert check(1, quoted, {document.name: same_place}).state is State.MOVED


@pytest.mark.parametrize(("spoil", "status"), [("", 0), ("word", 1), ("place", 1), ("sha256", 1), ("form", 2)])
def test_the_command_fails_where_any_quote_is_not_where_it_was(
    talked: tuple[Chatbot, Transcript],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    spoil: str,
    status: int,
) -> None:
    written = json.loads(to_json(talked[1]))
    quote = written["turns"][0]["statements"][0]["quotes"][0]
    changes = {
        "word": {"quote": quote["quote"].replace("every", "no")},
        "place": {"start": quote["start"] + 1, "end": quote["end"] + 1},
        "sha256": {"sha256": "0" * 64},
        "form": {"start": "0"},
        "": {},
    }
    quote.update(changes[spoil])
    (tmp_path / "t.json").write_text(json.dumps(written), encoding="utf-8")
    assert main(["verify", str(tmp_path / "t.json"), "--library", str(tmp_path / "library")]) == status
    printed = capsys.readouterr()
    assert ("missing" in printed.out) is (spoil == "word")
    assert ("moved" in printed.out) is (spoil in ("place", "sha256"))
    assert ("is not a transcript" in printed.err) is (spoil == "form")


@pytest.mark.parametrize("content", [b"", b"{}", b"\xff", b"[]", b'{"format": "other"}'])
def test_what_is_no_transcript_is_said_to_be_none(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "t.json").write_bytes(content)
    with pytest.raises(NeedlepointError, match="is not a transcript"):
        read_transcript(tmp_path / "t.json")


def shown(source: str) -> str:
    """Give the text that a reader of Markdown shows, after making sure that it is text alone."""
    tokens = [child for token in MarkdownIt().parse(source) for child in (token.children or [token])]
    kinds = {token.type for token in tokens}
    assert kinds <= {"text", "text_special", "paragraph_open", "paragraph_close"}, (kinds, source)
    return "".join(token.content for token in tokens)


@given(hostile_texts | st.text(st.sampled_from("#+-=>*_`~[]()!<>&|\\$1.) \na"), max_size=12))
def test_markdown_shows_foreign_text_as_it_is_on_one_line(text: str) -> None:
    assert shown(spelt(text)).split() == text.replace("\0", "\ufffd").split()


def test_markdown_has_every_question_every_quote_and_where_it_stands(talked: tuple[Chatbot, Transcript]) -> None:
    told_all = markdown(talked[1])
    for turn in talked[1].turns:
        assert f"## {spelt(turn.message)}" in told_all
        for said in turn.statements:
            assert not said.asked or f"**{spelt(said.asked)}**" in told_all
            for quoted in said.quotes:
                assert f"> “{spelt(quoted.quote)}” \\[{quoted.number}\\]" in told_all
                assert f"characters {quoted.start} to {quoted.end}" in told_all
    assert tuple(said.asked for turn in talked[1].turns for said in turn.statements if said.asked) == TWO


def test_feedback_is_written_as_cases_that_a_question_set_can_hold(
    talked: tuple[Chatbot, Transcript],
    kept: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    chatbot, threads = talked[0], Threads(kept, 30)
    thread = threads.begin("x")
    threads.add(thread, Turn("hi", Answer("hi", "hi", Outcome.TALK, reply="Hello.")))
    turn = with_answer(Turn(QUESTIONS[0]), chatbot.ask(QUESTIONS[0]), chatbot.library.documents(), "a")
    row = threads.add(thread, turn).row
    threads.object_to(row, None, "does_not_answer")
    threads.object_to(row, 0, "misread")
    out = tmp_path / "cases.jsonl"
    monkeypatch.setenv("NEEDLEPOINT_MODEL", "hashing")
    assert main(["feedback", str(out)]) == 0
    assert "2 cases" in capsys.readouterr().out
    whole, quote = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert [(case["id"], case["tags"]) for case in (whole, quote)] == [
        (f"feedback-{row}-answer", ["does_not_answer"]),
        (f"feedback-{row}-1", ["misread"]),
    ]
    assert whole["history"] == [{"role": "user", "content": "hi"}, {"role": "assistant", "content": "Hello."}]
    text = (tmp_path / "texts" / quote["objected"]["doc"]).read_text(encoding="utf-8")
    assert text[quote["objected"]["start"] : quote["objected"]["end"]] == quote["objected"]["quote"]
    batch = ["batch", str(out), str(tmp_path / "answers.jsonl"), "--library", str(tmp_path / "library")]
    assert main(batch) == 0
