"""Chat speak and lay names: longest phrase first, nothing else of a question is touched, the list holds together."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.plain import Said, in_plain_words, read_said
from ingest.errors import NeedlepointError

SMALL = Said({"u": "you"}, {("new", "kidnei"): "immunosuppression", ("kidnei",): "organ"}, 2)


def test_the_longest_phrase_is_replaced_and_the_rest_stays() -> None:
    assert in_plain_words("Can u, with a NEW kidney?", SMALL) == "Can you, with a immunosuppression?"
    assert in_plain_words("two kidneys!", SMALL) == "two organ!"


@given(st.lists(st.sampled_from(["u", "new", "kidney", "kidneys", "red", ",", "?"]), max_size=8).map(" ".join))
def test_phrases_are_found_wherever_they_stand(question: str) -> None:
    assert "kidney" not in in_plain_words(question, SMALL)
    assert in_plain_words(question, SMALL).count("red") == question.count("red")


@given(st.text(max_size=60))
def test_a_question_without_any_of_the_phrases_comes_back_as_it_is(question: str) -> None:
    assert in_plain_words(question, Said({}, {}, 0)) == question
    if "kidney" not in question.lower() and "u" not in question.lower():
        assert in_plain_words(question, SMALL) == question


def test_the_list_that_ships_leads_nowhere_twice() -> None:
    said = read_said()
    assert len(said.chat) > 100
    assert len(said.plain) > 300
    for meant in said.plain.values():
        once = in_plain_words(meant, said)
        assert in_plain_words(once, said) == once, f"{meant} is replaced again and again"


def test_brands_and_chat_speak_reach_the_words_of_the_documents() -> None:
    said = read_said()
    assert "blood" in in_plain_words("i take apixaban", said)
    assert in_plain_words("can u do it", said) == "can you do it"
    assert in_plain_words("who isnt supposed to have it", said) == "who should not have it"


def test_without_the_file_nothing_is_replaced_and_a_broken_one_is_named(tmp_path: Path) -> None:
    assert read_said(tmp_path / "none.toml") == Said({}, {}, 0)
    broken = tmp_path / "broken.toml"
    broken.write_text('[chat]\nu = "you"\n', encoding="utf-8")
    with pytest.raises(NeedlepointError, match="list of what people say"):
        read_said(broken)
