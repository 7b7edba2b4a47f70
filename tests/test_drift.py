"""Kept questions asked again: what changed is named with its documents, what did not is not, and nothing is written."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot import library_wording as words
from chatbot.__main__ import main
from chatbot.converse import Chatbot
from chatbot.drift import Cause, Change, Fate, compare, drift
from chatbot.quote import Quote, Statement
from chatbot.thread import Origin, Turn, fingerprint, with_answer
from chatbot.threads import Threads
from chatbot.types import Answer, Outcome
from ingest.embed import open_embedder
from ingest.pipeline import Means, ingest
from ingest.types import Document, Facts, Passage, PassageKind, Span

QUESTION = "Should I wear sunscreen after the treatment?"
FIRST = "Wear sunscreen every day after the treatment."
SECOND = "Sunscreen after the treatment is a must."
NAMES = ("a.txt", "b.txt", "c.txt")


def quote(name: str, text: str, start: int = 0) -> Quote:
    passage = Passage(name, start, start + len(text), text, PassageKind.SENTENCE, Span(start, start + len(text)))
    return Quote.whole(passage)


def answer(*quotes: Quote) -> Answer:
    outcome = Outcome.ANSWERED if quotes else Outcome.ABSTAINED
    return Answer(QUESTION, QUESTION, outcome, statements=tuple(Statement((each,)) for each in quotes))


def turn(*quotes: Quote) -> Turn:
    origins = tuple(Origin(name, f"{name} before", name) for name in {each.document for each in quotes})
    return Turn(QUESTION, answer(*quotes), origins=origins, library="before")


def library(**digests: str) -> dict[str, Document]:
    return {name: Document(name, "", digests.get(name[0], f"{name} before"), Facts(f"On {name}")) for name in NAMES}


quotes = st.lists(st.builds(quote, st.sampled_from(NAMES), st.sampled_from(["x", "y", "z"])), max_size=6)


@given(quotes, quotes)
def test_the_causes_account_for_every_quote_that_came_or_went(before: list[Quote], now: list[Quote]) -> None:
    change = compare("thread", turn(*before), answer(*now), library())
    causes = change.causes if change else ()
    assert sum(cause.fresh - cause.gone for cause in causes) == len(now) - len(before)
    assert all(cause.gone or cause.fresh for cause in causes)
    backwards = compare("thread", turn(*now), answer(*before), library())
    assert {(c.title, c.gone, c.fresh) for c in causes} == {
        (c.title, c.fresh, c.gone) for c in (backwards.causes if backwards else ())
    }


@given(quotes, st.integers(0, 99))
def test_an_answer_in_the_same_words_is_no_change_even_where_they_moved(before: list[Quote], by: int) -> None:
    moved = [quote(each.document, each.text, by) for each in before]
    assert compare("thread", turn(*before), answer(*moved), library()) is None


def test_what_became_of_each_document_is_told() -> None:
    before = turn(quote("a.txt", "x"), quote("b.txt", "x"), quote("gone.txt", "x"))
    now = answer(quote("a.txt", "y"), quote("b.txt", "y"), quote("c.txt", "y"))
    change = compare("thread", before, now, library(b="another"))
    assert change == Change(
        "thread",
        QUESTION,
        Outcome.ANSWERED,
        Outcome.ANSWERED,
        (
            Cause("On a.txt", Fate.SAME, 1, 1),
            Cause("On b.txt", Fate.CHANGED, 1, 1),
            Cause("On c.txt", Fate.NEW, 0, 1),
            Cause("gone.txt", Fate.REMOVED, 1, 0),
        ),
    )


@pytest.fixture
def threads(tmp_path: Path) -> Threads:
    return Threads(tmp_path / "conversations", 30)


def ask(chatbot: Chatbot, threads: Threads, message: str) -> str:
    name = threads.begin(message)
    given = chatbot.ask(message)
    asked = with_answer(Turn(message), given, chatbot.library.documents(), fingerprint(chatbot.library.manifest))
    threads.add(name, asked)
    return name


def rebuilt(folder: Path, **texts: str) -> Chatbot:
    for path in (folder / "texts").glob("*.txt"):
        path.unlink()
    for name, text in texts.items():
        (folder / "texts" / f"{name}.txt").write_text(text, encoding="utf-8")
    ingest([folder / "texts"], folder / "library", Means(open_embedder("hashing")))
    return Chatbot.open(folder / "library", "hashing")


def test_only_what_a_rebuild_changed_is_named_and_nothing_is_written(
    small_chatbot: Callable[..., Chatbot], threads: Threads, tmp_path: Path
) -> None:
    before = small_chatbot(aftercare=FIRST, tea="Tea has caffeine.")
    name = ask(before, threads, QUESTION)
    ask(before, threads, "Is there caffeine in tea?")
    ask(before, threads, "hello")
    assert list(drift(before, threads)) == []
    kept = [threads.read(entry.id) for entry in threads.listed()]
    after = rebuilt(tmp_path, more=SECOND, tea="Tea has caffeine.")
    told: list[tuple[int, int]] = []
    [change] = drift(after, threads, lambda done, total: told.append((done, total)))
    assert (change.thread, change.question) == (name, QUESTION)
    assert [(cause.fate, cause.gone, cause.fresh) for cause in change.causes] == [
        (Fate.REMOVED, 1, 0),
        (Fate.NEW, 0, 1),
    ]
    assert told == [(0, 2), (1, 2), (2, 2)]
    assert [threads.read(entry.id) for entry in threads.listed()] == kept


def test_the_command_tells_it_to_people_and_to_programs(
    small_chatbot: Callable[..., Chatbot],
    threads: Threads,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("NEEDLEPOINT_CONVERSATIONS", str(tmp_path / "conversations"))
    monkeypatch.setenv("NEEDLEPOINT_MODEL", "hashing")
    ask(small_chatbot(aftercare=FIRST), threads, QUESTION)
    rebuilt(tmp_path, aftercare=f"# Aftercare\n\n{SECOND}")
    assert main(["changes", "--library", str(tmp_path / "library")]) == 0
    printed = capsys.readouterr().out
    assert QUESTION in printed
    assert words.cause("Aftercare", "changed", 1, 1) in printed
    assert printed.endswith(f"{words.rechecked(1, 1)}\n")
    assert main(["changes", "--lines", "--library", str(tmp_path / "library")]) == 0
    first, change, last = map(json.loads, capsys.readouterr().out.splitlines())
    assert (first, last) == ({"done": 0, "total": 1}, {"done": 1, "total": 1})
    assert change["causes"][0]["fate"] == "changed"


def test_a_change_without_another_quote_is_said_in_words() -> None:
    kept = turn(quote("a.txt", "x"))
    turned = compare(
        "thread", kept, replace(answer(), statements=kept.answer.statements if kept.answer else ()), library()
    )
    assert turned is not None
    assert turned.causes == ()
    assert words.changed({"before": turned.before, "now": turned.now, "causes": ()}) == [
        words.OUTCOMES["answered", "abstained"]
    ]
    assert words.changed({"before": "answered", "now": "talk", "causes": ()}) == [words.TURNED]
