"""What the page keeps of a conversation: all of it, or nothing in private, and only for who sits at this computer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from app_pages.reach import is_local
from chatbot import kept_wording, wording
from chatbot.converse import Chatbot
from chatbot.threads import Threads
from ingest.embed import open_embedder
from ingest.pipeline import Means, ingest
from tests.conftest import ROOT
from tests.reading import press, read

ALLOWED = ("localhost", "127.0.0.1")
QUESTION = "Should I wear sunscreen after the treatment?"


@pytest.mark.parametrize(
    ("address", "allowed", "headers", "expected"),
    [
        ("127.0.0.1", ALLOWED, {"Host": "localhost:8501"}, True),
        ("127.0.0.1", ALLOWED, {"host": "127.0.0.1:8501"}, True),
        ("::1", (), {"Host": "[::1]:8501"}, True),
        ("127.0.0.1", ALLOWED, {}, False),
        (None, ALLOWED, {"Host": "localhost"}, False),
        ("0.0.0.0", ALLOWED, {"Host": "localhost"}, False),  # noqa: S104  a server that anybody reaches is the case
        ("127.0.0.1", (*ALLOWED, "ask.example.org"), {"Host": "localhost"}, False),
        ("127.0.0.1", ALLOWED, {"Host": "ask.example.org"}, False),
        ("127.0.0.1", ALLOWED, {"Host": "localhost.example.org"}, False),
        ("127.0.0.1", ALLOWED, {"Host": "localhost", "X-Forwarded-For": "203.0.113.9"}, False),
        ("127.0.0.1", ALLOWED, {"Host": "localhost", "Forwarded": "for=203.0.113.9"}, False),
        ("127.0.0.1", ALLOWED, {"Host": "[broken"}, False),
    ],
)
def test_only_who_sits_at_this_computer_is_here(
    address: str | None, allowed: tuple[str, ...], headers: Mapping[str, str], *, expected: bool
) -> None:
    assert is_local(address, allowed, headers) is expected


@given(st.text(max_size=20))
def test_no_other_host_is_here(host: str) -> None:
    named = host.partition(":")[0].strip().lower()
    if named not in ("localhost", "127.0.0.1", "[", "") and "@" not in host:
        assert not is_local("127.0.0.1", ALLOWED, {"Host": host})


@pytest.fixture
def open_page(
    small_chatbot: Callable[..., Chatbot], kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., AppTest]:
    """Open the page in a session of its own, as a browser at this computer would or as a visitor's would."""
    small_chatbot(aftercare="Wear sunscreen every day after the treatment.\n\nSwelling goes down within two days.")
    monkeypatch.setenv("NEEDLEPOINT_LIBRARY", str(tmp_path / "library"))
    monkeypatch.setenv("NEEDLEPOINT_MODEL", "hashing")
    assert not kept.exists()

    def opened(thread: str = "", is_here: bool = True) -> AppTest:
        # A page under test has no browser, so where it was opened is said here.
        for module in ("reach", "keeping", "frame", "kept"):
            monkeypatch.setattr(f"app_pages.{module}.is_here", lambda: is_here)
        page = AppTest.from_file(str(ROOT / "app.py"), default_timeout=30)
        if thread:
            page.query_params["thread"] = thread
        return page.run()

    return opened


def ask(page: AppTest, message: str) -> AppTest:
    return page.chat_input(key="typed").set_value(message).run()


def markup_of(page: AppTest) -> str:
    return "".join(element.proto.body for element in page.get("html"))


def thread_of(page: AppTest) -> str:
    return "".join(page.query_params.get("thread", ""))


def test_a_reload_shows_the_same_conversation_without_asking_again(
    open_page: Callable[..., AppTest], monkeypatch: pytest.MonkeyPatch
) -> None:
    page = ask(ask(open_page(), QUESTION), "and for swelling?")
    asked: list[str] = []
    monkeypatch.setattr(Chatbot, "ask", lambda *arguments: asked.append(arguments[1]))
    again = open_page(thread_of(page))
    assert read(markup_of(again)).found == read(markup_of(page)).found != []
    assert [turn.answer for turn in again.session_state["turns"]] == [
        turn.answer and replace(turn.answer, hits=(), candidates=()) for turn in page.session_state["turns"]
    ]
    assert asked == []
    assert not again.exception
    assert again.button(key="new_chat").label == wording.NEW_CHAT
    assert f'href="/?thread={thread_of(page)}"' in markup_of(again)


def test_a_message_whose_answer_was_interrupted_is_answered_after_the_reload(
    open_page: Callable[..., AppTest], kept: Path
) -> None:
    threads = Threads(kept, 30)
    thread = threads.begin("x")
    page = ask(open_page(thread), QUESTION)
    assert thread_of(page) == thread
    [turn] = page.session_state["turns"]
    threads.save(replace(turn, answer=None))
    again = open_page(thread)
    assert read(markup_of(again)).found == read(markup_of(page)).found != []
    found = threads.read(thread)
    assert found is not None
    assert found.turns[0].answer is not None


def test_in_private_nothing_is_written_and_nothing_can_be_shown_again(
    open_page: Callable[..., AppTest], kept: Path
) -> None:
    page = open_page().toggle(key="private").set_value(True).run()
    ask(ask(page, QUESTION), "my throat is swelling and I can't breathe").button(key="dismiss").click().run()
    assert kept_wording.NOT_KEPT in markup_of(page)
    assert thread_of(page) == ""
    assert not kept.exists()
    ask(page.button(key="new_chat").click().run(), QUESTION)
    assert not kept.exists()


def test_going_private_deletes_what_was_kept_and_coming_back_keeps_all_of_it(
    open_page: Callable[..., AppTest], kept: Path
) -> None:
    page = ask(open_page(), QUESTION)
    first = thread_of(page)
    page.toggle(key="private").set_value(True).run()
    assert Threads(kept, 30).listed() == ()
    assert all(b"sunscreen" not in path.read_bytes() for path in kept.rglob("*"))
    ask(page, "and for swelling?")
    page.toggle(key="private").set_value(False).run()
    assert thread_of(page) not in ("", first)
    found = Threads(kept, 30).read(thread_of(page))
    assert found is not None
    assert [(turn.message, turn.answer is not None) for turn in found.turns] == [
        (QUESTION, True),
        ("and for swelling?", True),
    ]


def test_a_visitor_of_a_server_begins_in_private_and_sees_no_list(
    open_page: Callable[..., AppTest], kept: Path
) -> None:
    ask(open_page(), "Who should not have zqkeepsakexv?")
    visitor = open_page(is_here=False)
    assert visitor.toggle(key="private").value
    ask(visitor, QUESTION)
    assert [entry.turns for entry in Threads(kept, 30).listed()] == [1]
    assert "/saved" not in markup_of(visitor)
    listed = markup_of(visitor.switch_page("app_pages/saved.py").run())
    assert kept_wording.SAVED_NOT_HERE in listed
    assert "zqkeepsakexv" not in listed


def test_a_visitor_who_has_a_conversation_kept_reaches_it_by_its_address_alone(
    open_page: Callable[..., AppTest],
) -> None:
    visitor = ask(open_page(is_here=False).toggle(key="private").set_value(False).run(), QUESTION)
    assert len(thread_of(visitor)) == 22
    assert read(markup_of(open_page(thread_of(visitor), is_here=False))).found != []
    assert kept_wording.NO_SUCH_THREAD in markup_of(open_page(thread_of(visitor)[:-1] + "_", is_here=False))


def test_what_was_kept_goes_when_nothing_may_be_kept_any_more(
    open_page: Callable[..., AppTest], kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    thread = thread_of(ask(open_page(), QUESTION))
    monkeypatch.setenv("NEEDLEPOINT_KEEP_DAYS", "0")
    assert kept_wording.NO_SUCH_THREAD in markup_of(open_page(thread))
    assert all(b"sunscreen" not in path.read_bytes() for path in kept.rglob("*"))


def test_where_nothing_may_be_kept_there_is_nothing_to_switch(
    open_page: Callable[..., AppTest], kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEEDLEPOINT_KEEP_DAYS", "0")
    page = ask(open_page(), QUESTION)
    assert kept_wording.NEVER_KEPT in markup_of(page)
    assert [toggle.key for toggle in page.toggle] == []
    assert not kept.exists()


@pytest.mark.parametrize("thread", ["x", "' OR 1=1 --", "A" * 22, "../../etc"])
def test_an_address_of_no_conversation_says_so_and_the_page_goes_on(
    open_page: Callable[..., AppTest], thread: str
) -> None:
    page = open_page(thread)
    assert kept_wording.NO_SUCH_THREAD in markup_of(page)
    assert thread_of(page) == ""
    assert read(markup_of(ask(page, QUESTION))).found != []


def test_what_cannot_be_written_is_said_and_stops_no_answer_and_no_alarm(
    open_page: Callable[..., AppTest], kept: Path
) -> None:
    kept.write_text("a file where the folder should be", encoding="utf-8")
    page = ask(open_page(), QUESTION)
    assert "cannot be read or written" in markup_of(page)
    assert read(markup_of(page)).found != []
    assert wording.EMERGENCY_LABEL in markup_of(ask(page, "my throat is swelling and I can't breathe"))
    assert not page.exception


def test_an_answer_of_an_earlier_library_says_so_and_can_be_asked_again(
    open_page: Callable[..., AppTest], tmp_path: Path
) -> None:
    page = ask(open_page(), QUESTION)
    assert kept_wording.OLDER_LIBRARY not in markup_of(page)
    text = "Wear sunscreen every day after the treatment.\n\nSwelling goes down within three days."
    (tmp_path / "texts" / "aftercare.txt").write_text(text, encoding="utf-8")
    ingest([tmp_path / "texts"], tmp_path / "library", Means(open_embedder("hashing")))
    again = open_page(thread_of(page))
    assert read(markup_of(again)).found == read(markup_of(page)).found
    assert kept_wording.OLDER_LIBRARY in markup_of(again)
    assert len(press(again, "again 0 0").session_state["turns"]) == 2


def test_a_dismissed_emergency_stays_dismissed_after_a_reload(open_page: Callable[..., AppTest]) -> None:
    page = ask(open_page(), "my throat is swelling and I can't breathe")
    assert 'np-banner"' in markup_of(open_page(thread_of(page)))
    page.button(key="dismiss").click().run()
    assert 'np-banner"' not in markup_of(open_page(thread_of(page)))


def test_a_kept_conversation_is_found_renamed_and_deleted_on_its_page(
    open_page: Callable[..., AppTest], kept: Path
) -> None:
    page = ask(open_page(), QUESTION)
    assert page.session_state["drawn"] != {}
    other = ask(page.button(key="new_chat").click().run(), "Does swelling *last*?")
    thread = thread_of(other)
    saved = other.switch_page("app_pages/saved.py").run()
    assert QUESTION in markup_of(saved)
    found = markup_of(saved.text_input(key="saved_search").set_value("swelling LAST").run())
    assert QUESTION not in found
    assert "Does swelling *last*?" in found
    saved.text_input(key=f"title_{thread}").set_value("My <b>notes</b>").run()
    assert "My &lt;b&gt;notes&lt;/b&gt;" in markup_of(saved)
    saved.button(key=f"delete_surely_{thread}").click().run()
    assert [entry.title for entry in Threads(kept, 30).listed()] == [QUESTION]
    assert (saved.session_state["turns"], saved.session_state["drawn"]) == ([], {})
    saved.text_input(key="saved_search").set_value("").run().button(key="delete_all_surely").click().run()
    assert kept_wording.SAVED_NONE in markup_of(saved)
    assert Threads(kept, 30).listed() == ()
