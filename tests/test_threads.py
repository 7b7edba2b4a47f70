"""Conversations are kept until their time is over or somebody deletes them, and then no word of them is left."""

from __future__ import annotations

import shutil
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from chatbot.thread import Turn
from chatbot.threads import FILE, Threads
from chatbot.threads_file import MIGRATIONS
from chatbot.types import Answer, Outcome
from ingest.errors import NeedlepointError
from tests.conftest import hostile_texts

MARKER = "zqkeepsakexv"
ANSWER = Answer("q", "q", Outcome.TALK, reply="Hello.")


class Clock:
    """A clock that tests put forward."""

    def __init__(self) -> None:
        self.time = datetime(2026, 1, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.time


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def threads(tmp_path: Path, clock: Clock) -> Threads:
    return Threads(tmp_path / "kept", 30, clock)


def left(folder: Path) -> list[str]:
    """Name the files below a folder that hold the marker."""
    return [path.name for path in folder.rglob("*") if path.is_file() and MARKER.encode() in path.read_bytes()]


def test_nothing_is_made_before_the_first_conversation(threads: Threads, tmp_path: Path) -> None:
    assert threads.listed() == ()
    assert threads.read("x") is None
    assert threads.feedback() == ()
    threads.delete_all()
    threads.delete("x")
    assert list(tmp_path.iterdir()) == []


def test_a_conversation_is_read_back_as_it_was_said(threads: Threads) -> None:
    name = threads.begin("  Does it\nhurt? ")
    first = threads.add(name, Turn("Does it hurt?", asked="2026-01-01T00:00:00+00:00"))
    second = threads.add(name, Turn("and at home?", as_typed=True))
    threads.save(replace(first, answer=ANSWER))
    found = threads.read(name)
    assert found is not None
    assert found.title == "Does it hurt?"
    assert found.turns == (replace(first, answer=ANSWER), second)
    assert 0 < first.row < second.row


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(hostile_texts)
def test_any_text_is_kept_as_typed(threads: Threads, text: str) -> None:
    name = threads.begin(text)
    threads.add(name, Turn(text))
    found = threads.read(name)
    assert found is not None
    assert found.turns[0].message == text


def test_ids_are_long_random_and_never_the_same(threads: Threads) -> None:
    names = {threads.begin("x") for _ in range(50)}
    assert len(names) == 50
    assert {len(name) for name in names} == {22}


def test_the_list_begins_with_what_was_used_last(threads: Threads, clock: Clock) -> None:
    names = []
    for title in ("first", "second", "third"):
        clock.time += timedelta(minutes=1)
        names.append(threads.begin(title))
    clock.time += timedelta(minutes=1)
    threads.add(names[0], Turn("more"))
    assert [(entry.title, entry.turns) for entry in threads.listed()] == [("first", 1), ("third", 0), ("second", 0)]


def test_a_search_finds_titles_and_messages_by_all_their_words(threads: Threads) -> None:
    scars, home = threads.begin("Scars"), threads.begin("Rolling")
    threads.add(scars, Turn("Does it help with ACNE scars?", ANSWER))
    threads.add(home, Turn("Is a 100%_safe roller sold?"))
    found = {
        words: {entry.id for entry in threads.listed(words)} for words in ("acne help", "roll", "%_s", "hello", "")
    }
    assert found == {"acne help": {scars}, "roll": {home}, "%_s": {home}, "hello": set(), "": {scars, home}}


def test_a_conversation_gets_the_title_it_is_given_and_never_none(threads: Threads) -> None:
    name = threads.begin("old")
    threads.rename(name, "  new   title ")
    threads.rename(name, "   ")
    threads.rename("nothing", "else")
    assert [entry.title for entry in threads.listed()] == ["new title"]


@pytest.mark.parametrize("way", ["one", "all", "expiry"])
def test_no_word_of_a_deleted_conversation_is_left_on_disk(
    threads: Threads, clock: Clock, tmp_path: Path, way: str
) -> None:
    name, other = threads.begin(f"{MARKER} title"), threads.begin("other")
    for number in range(40):
        turn = threads.add(name, Turn(f"{MARKER} {number} " + "long " * 300))
        threads.object_to(turn.row, None, "misread")
    assert left(tmp_path)
    clock.time += timedelta(days=31 if way == "expiry" else 0)
    if way == "one":
        threads.delete(name)
    elif way == "all":
        threads.delete_all()
    else:
        threads.listed()
    assert left(tmp_path) == []
    assert threads.read(name) is None
    assert (threads.read(other) is not None) is (way == "one")
    assert threads.feedback() == ()


def test_a_conversation_lasts_its_days_from_its_last_use(threads: Threads, clock: Clock) -> None:
    name = threads.begin("x")
    for _ in range(3):
        clock.time += timedelta(days=29)
        threads.add(name, Turn("again"))
    clock.time += timedelta(days=30)
    assert threads.read(name) is not None
    clock.time += timedelta(seconds=1)
    assert threads.read(name) is None


def test_a_message_for_a_deleted_conversation_is_refused_and_an_answer_for_one_is_dropped(threads: Threads) -> None:
    name = threads.begin("x")
    turn = threads.add(name, Turn("x"))
    threads.delete(name)
    threads.save(replace(turn, answer=ANSWER))
    assert threads.listed() == ()
    with pytest.raises(NeedlepointError, match="no longer on this computer"):
        threads.add(name, Turn("y"))


def test_two_tabs_lose_nothing_of_each_other(threads: Threads, tmp_path: Path) -> None:
    name = threads.begin("x")
    other = Threads(tmp_path / "kept", 30, threads._now)
    with ThreadPoolExecutor(4) as together:
        messages = [f"message {number}" for number in range(20)]
        list(together.map(lambda at: (threads, other)[at % 2].add(name, Turn(messages[at])), range(20)))
    found = threads.read(name)
    assert found is not None
    assert {turn.message for turn in found.turns} == set(messages)


def test_a_file_that_was_taken_away_is_made_anew(threads: Threads, tmp_path: Path) -> None:
    threads.begin("x")
    shutil.rmtree(tmp_path / "kept")
    name = threads.begin("y")
    assert [entry.id for entry in Threads(tmp_path / "kept", 30, threads._now).listed()] == [name]


def test_what_fails_leaves_the_file_usable(threads: Threads, tmp_path: Path) -> None:
    name = threads.begin("x")
    with closing(sqlite3.connect(tmp_path / "kept" / FILE)) as other:
        other.execute("PRAGMA user_version = 99")
        with pytest.raises(NeedlepointError, match="cannot be read or written"):
            threads.add(name, Turn("y"))
        other.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")
    assert threads.add(name, Turn("z")).row


def test_only_the_owner_may_read_the_file(threads: Threads, tmp_path: Path) -> None:
    threads.begin("x")
    assert (tmp_path / "kept").stat().st_mode & 0o077 == 0
    assert (tmp_path / "kept" / FILE).stat().st_mode & 0o077 == 0


def test_a_file_of_the_first_layout_is_brought_to_the_newest_with_what_it_holds(
    threads: Threads, tmp_path: Path
) -> None:
    (tmp_path / "kept").mkdir()
    with closing(sqlite3.connect(tmp_path / "kept" / FILE)) as file, file:
        for statement in MIGRATIONS[0]:
            file.execute(statement)
        file.execute("PRAGMA user_version = 1")
        file.execute("INSERT INTO thread VALUES ('a', 'title', '2026-01-01', '2026-01-01T00:00:00+00:00')")
        file.execute("""INSERT INTO turn (thread, body) VALUES ('a', '{"message": "hello"}')""")
    found = threads.read("a")
    assert found is not None
    assert [turn.message for turn in found.turns] == ["hello"]
    threads.object_to(found.turns[0].row, 0, "misread")
    assert threads.objections(found.turns[0].row) == {0: "misread"}


@pytest.mark.parametrize("damage", ["newer", "bytes", "body"])
def test_a_file_that_cannot_be_read_is_said_to_be_so_without_a_word_of_it(
    threads: Threads, tmp_path: Path, damage: str
) -> None:
    name = threads.begin("x")
    threads.add(name, Turn(MARKER))
    threads.close()
    path = tmp_path / "kept" / FILE
    if damage == "bytes":
        path.write_bytes(b"no database " * 100)
    else:
        spoil = {
            "newer": "PRAGMA user_version = 99",
            "body": "UPDATE turn SET body = substr(body, 2)",
        }
        with closing(sqlite3.connect(path)) as file, file:
            file.execute(spoil[damage])
    with pytest.raises(NeedlepointError, match="cannot be read or written") as caught:
        threads.read(name)
    assert MARKER not in str(caught.value)


def test_one_unreadable_turn_does_not_hide_the_list(threads: Threads, tmp_path: Path) -> None:
    threads.add(threads.begin("x"), Turn(MARKER))
    with closing(sqlite3.connect(tmp_path / "kept" / FILE)) as file, file:
        file.execute("UPDATE turn SET body = substr(body, 2)")
    assert [entry.title for entry in threads.listed()] == ["x"]


def test_feedback_is_kept_with_its_turn_and_can_be_taken_back(threads: Threads) -> None:
    name = threads.begin("x")
    first, second = (threads.add(name, Turn(text, ANSWER)) for text in ("one", "two"))
    threads.object_to(second.row, None, "does_not_answer")
    threads.object_to(second.row, 3, "misread")
    threads.object_to(second.row, 3, "does_not_answer")
    threads.object_to(first.row, 0, "misread")
    threads.object_to(first.row, 0, "")
    threads.object_to(999, 0, "misread")
    assert threads.objections(second.row) == {None: "does_not_answer", 3: "does_not_answer"}
    told = [(found.turn.message, [turn.message for turn in found.before], found.place) for found in threads.feedback()]
    assert told == [("two", ["one"], None), ("two", ["one"], 3)]
