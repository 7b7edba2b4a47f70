"""The pages as Streamlit draws them; what a real browser shows is in tests/browser."""

from __future__ import annotations

import ast
import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from app_pages.pressed import Wanted
from chatbot import kept_wording, wording
from chatbot.converse import Chatbot
from chatbot.thread import Turn
from chatbot.types import Answer, Outcome
from ingest.embed import open_embedder
from ingest.pipeline import Means, ingest
from tests.reading import press, read

HELLO = Answer("hi", "hi", Outcome.TALK, reply="Hello.")
ROOT = Path(__file__).parents[1]


def test_only_one_function_hands_markup_to_streamlit_and_no_text_goes_through_markdown() -> None:
    forbidden = {"markdown", "write", "caption", "title", "header", "subheader", "info", "warning", "error", "success"}
    for path in [ROOT / "app.py", *(ROOT / "app_pages").glob("*.py")]:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        used = {
            node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "st"
        }
        assert not used & forbidden, path.name
        slots = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
        assert "html" not in slots or path.name == "draw.py", path.name
        assert not slots & {"markdown", "caption"}, path.name


def markup_of(page: AppTest) -> str:
    return "".join(element.proto.body for element in page.get("html"))


def test_a_missing_library_is_a_page_that_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEEDLEPOINT_LIBRARY", str(tmp_path / "missing"))
    page = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
    assert not page.exception
    assert wording.NO_LIBRARY_TITLE in markup_of(page)
    assert "python -m ingest" in markup_of(page)
    assert wording.PROFESSIONAL_LINE in markup_of(page)
    assert wording.TRY_AGAIN in [button.label for button in page.button]
    assert wording.NO_LIBRARY_TITLE in markup_of(page.switch_page("app_pages/sources.py").run())


def test_an_emergency_is_answered_where_there_is_no_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEEDLEPOINT_LIBRARY", str(tmp_path / "missing"))
    page = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
    warned = markup_of(page.chat_input(key="typed").set_value("I can't breathe and my tongue is swelling").run())
    assert wording.EMERGENCY_LABEL in warned
    assert warned.count("911") == 2, "The reply stands in the conversation and in the banner."


@pytest.fixture
def page(small_chatbot: Callable[..., Chatbot], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """Open the page on a library of one short text."""
    small_chatbot(aftercare="Wear sunscreen every day after the treatment.\n\nSwelling goes down within two days.")
    monkeypatch.setenv("NEEDLEPOINT_LIBRARY", str(tmp_path / "library"))
    monkeypatch.setenv("NEEDLEPOINT_MODEL", "hashing")
    return AppTest.from_file(str(ROOT / "app.py"), default_timeout=30).run()


def buttons(page: AppTest, wanted: Wanted) -> list[str]:
    """List the buttons of a kind in all turns, by what the script tells of each."""
    return re.findall(f'data-press="({wanted} [^"]*)"', markup_of(page))


def ask(page: AppTest, message: str) -> AppTest:
    return page.chat_input(key="typed").set_value(message).run()


def test_a_question_is_answered_with_a_quote_and_kept(page: AppTest) -> None:
    assert "Sunscreen?" not in markup_of(page)
    first = "Wear sunscreen every day after the treatment."
    assert [text for _, text in read(markup_of(ask(page, "Should I wear sunscreen after the treatment?"))).found] == [
        first
    ]
    assert first in [text for _, text in read(markup_of(ask(page, "hi"))).found]


def test_a_new_chat_forgets_the_conversation(page: AppTest) -> None:
    ask(page, "Should I wear sunscreen after the treatment?").button(key="new_chat").click().run()
    assert read(markup_of(page)).found == []
    assert [page.button(key=f"starter_{number}").label for number in range(6)] == list(wording.STARTERS)


def test_a_long_conversation_shows_its_end_and_offers_the_rest(page: AppTest) -> None:
    for number in range(22):
        page.session_state["turns"].append(Turn(f"question {number}", HELLO))
    assert "question 1<" not in markup_of(page.run())
    assert "question 1<" in markup_of(page.button(key="show_earlier").click().run())


def test_a_question_that_was_completed_can_be_asked_as_it_was_typed(page: AppTest) -> None:
    ask(ask(page, "Should I wear sunscreen after the treatment?"), "and for swelling?")
    completed = "Should I wear sunscreen after the treatment? for swelling?"
    assert wording.UNDERSTOOD_AS.format(question=completed) in markup_of(page)
    press(page, "as-typed 1 0")
    asked = page.session_state["turns"][-1]
    assert (asked.message, asked.answer.understood, asked.as_typed) == ("and for swelling?", "and for swelling?", True)
    assert buttons(page, Wanted.AS_TYPED) == ["as-typed 1 0"]


@pytest.mark.parametrize(
    "told", ["as-typed 9 0", "choice 0 7", "eat 0 0", "again 0", "again 0 x", "again -1 0", f"again {10**9} 0", "", 5]
)
def test_what_no_button_of_the_page_tells_does_nothing(page: AppTest, told: object) -> None:
    ask(page, "Should I wear sunscreen after the treatment?")
    press(page, told)
    assert not page.exception
    assert len(page.session_state["turns"]) == 1


def test_what_was_pressed_in_another_conversation_does_nothing_in_this_one(page: AppTest) -> None:
    ask(page, "Should I wear sunscreen after the treatment?")
    page.session_state["pressed"] = (7, "again 0 0")
    page.run()
    assert len(page.session_state["turns"]) == 1
    assert len(press(page, "again 0 0").session_state["turns"]) == 2


def test_an_answer_is_marked_as_wrong_in_a_dialog(page: AppTest) -> None:
    ask(page, "Should I wear sunscreen after the treatment?")
    assert kept_wording.WHOLE_ANSWER not in markup_of(page)
    assert kept_wording.WHOLE_ANSWER in markup_of(press(page, "report 0 0"))


def test_a_stopped_question_is_answered_when_it_is_asked_for(page: AppTest) -> None:
    page.session_state["turns"].append(Turn("Should I wear sunscreen after the treatment?", stopped=True))
    assert kept_wording.STOPPED in markup_of(page.run())
    assert buttons(page, Wanted.GO_ON) == ["go-on 0 0"]
    assert "Wear sunscreen every day" in markup_of(press(page, "go-on 0 0"))
    assert kept_wording.STOPPED not in markup_of(page)


def test_a_choice_is_a_button_that_asks_it(page: AppTest) -> None:
    open_answer = replace(HELLO, choices=("Should I wear *sunscreen* daily?", "Does swelling last?"))
    page.session_state["turns"].append(Turn("safe?", open_answer))
    shown = page.run()
    assert ">Should I wear *sunscreen* daily?</button>" in markup_of(shown)
    assert buttons(shown, Wanted.CHOICE) == ["choice 0 0", "choice 0 1"]
    press(shown, "choice 0 1")
    assert page.session_state["turns"][-1].message == "Does swelling last?"


def test_a_rebuilt_library_neither_breaks_the_conversation_nor_an_alarm(page: AppTest, tmp_path: Path) -> None:
    ask(page, "Should I wear sunscreen after the treatment?")
    texts = tmp_path / "texts"
    (texts / "aftercare.txt").unlink()
    (texts / "other.txt").write_text("Tea has caffeine. Water has none.", encoding="utf-8")
    ingest([texts], tmp_path / "library", Means(open_embedder("hashing")))
    shown = markup_of(ask(page, "I can't breathe and my tongue is swelling"))
    assert not page.exception
    assert wording.EMERGENCY_LABEL in shown
    assert "no longer stands in the library" in shown
    assert "Tea has caffeine." in markup_of(ask(page, "Is there caffeine in tea?"))


def test_a_library_deleted_and_built_anew_is_the_one_that_answers(page: AppTest, tmp_path: Path) -> None:
    shutil.rmtree(tmp_path / "library")
    (tmp_path / "texts" / "aftercare.txt").write_text("Tea has caffeine. Water has none.", encoding="utf-8")
    ingest([tmp_path / "texts"], tmp_path / "library", Means(open_embedder("hashing")))
    assert "Tea has caffeine." in markup_of(ask(page, "Is there caffeine in tea?"))


def test_a_damaged_library_is_a_page_that_says_what_to_do(page: AppTest, tmp_path: Path) -> None:
    [manifest] = (tmp_path / "library").glob("v*/manifest.json")
    manifest.write_text("{}", encoding="utf-8")
    st.cache_resource.clear()
    assert wording.NO_LIBRARY_TITLE in markup_of(page.run())
    assert not page.exception


def test_an_emergency_stands_on_every_page_and_at_later_turns_until_it_is_dismissed(page: AppTest) -> None:
    ask(page, "I can't breathe and my tongue is swelling")
    ask(page, "thanks")
    shown = markup_of(ask(page, "Should I wear sunscreen after the treatment?"))
    assert shown.count('np-banner"') == 1
    assert 'role="alert"' in shown[shown.index('np-banner"') - 60 : shown.index('np-banner"') + 60]
    assert page.button(key="dismiss").label == wording.DISMISS
    assert 'np-banner"' not in markup_of(page.button(key="dismiss").click().run())
    assert 'np-banner"' not in markup_of(ask(page, "hi"))
    assert 'np-banner"' in markup_of(ask(page, "now my throat is closing"))


def test_no_banner_stands_for_anything_less(page: AppTest) -> None:
    assert 'np-banner"' not in markup_of(ask(page, "There is pus on my cheek"))
