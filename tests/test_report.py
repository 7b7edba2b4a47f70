"""Whole evaluations of a tiny library: each means and each document left out, printed and written."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from chatbot.converse import Chatbot
from chatbot.means import NAMES
from chatbot.report import Asked, each_document, each_means
from ingest.embed import open_embedder
from ingest.pipeline import Means, ingest

_CLAIM = """topic = "tea"
near_misses = ["Is there a blue tea?", "Who grows green tea?", "How much is green tea?"]

[[claims]]
id = "caffeine"
claim = "Green tea contains caffeine."
polarity = "for"
quotes = [
  { document = "a.txt", text = "Green tea has caffeine." },
  { document = "b.txt", text = "Caffeine is in green tea." },
]
questions = ["Is there caffeine in green tea?", "does tea have caffeine"]
"""
_A, _B = "Teas\n\nGreen tea has caffeine.", "Drinks\n\nCaffeine is in green tea. Cola is cold."


def _entry(document: str, text: str, quote: str) -> dict[str, Any]:
    start = text.index(quote)
    return {"doc": document, "quote": quote, "start": start, "end": start + len(quote), "must": True, "group": document}


def _questions() -> list[dict[str, Any]]:
    evidence = [
        _entry("a.txt", _A, "Green tea has caffeine."),
        _entry("b.txt", _B, "Caffeine is in green tea."),
    ]
    asked = ["Is caffeine in green tea?", "does green tea have caffeine", "caffeine in tea?"]
    answered = [{"question": text, "expect": "answer", "answerable": True, "evidence": evidence} for text in asked]
    silent = ["Who grows tea?", "What does green tea cost?", "Is there a red tea?"]
    missed = [{"question": text, "expect": "abstain", "answerable": False, "evidence": []} for text in silent]
    return [{"id": str(at), **question} for at, question in enumerate([*answered, *missed])]


@pytest.fixture
def tea(small_chatbot: Callable[..., Chatbot], tmp_path: Path) -> Chatbot:
    bot = small_chatbot(a=_A, b=_B)
    claims = tmp_path / "claims"
    claims.mkdir()
    (claims / "tea.toml").write_text(_CLAIM, encoding="utf-8")
    bound = [f'"{name}" = "{document.sha256}"' for name, document in bot.library.documents().items()]
    (claims / "documents.toml").write_text("\n".join(bound), encoding="utf-8")
    ingest([tmp_path / "texts"], tmp_path / "library", Means(open_embedder("hashing"), claims))
    return Chatbot.open(tmp_path / "library", "hashing")


@pytest.fixture
def asked(tmp_path: Path) -> Asked:
    spans = tmp_path / "spans.json"
    kinds: dict[str, list[Any]] = {"never_evidence": [], "neutral_referral_quotes": [], "neutral_list_intros": []}
    spans.write_text(json.dumps(kinds), encoding="utf-8")
    return Asked(_questions(), "tea", spans, tmp_path / "out")


def test_each_means_is_left_out_once_and_the_table_is_written(tea: Chatbot, asked: Asked) -> None:
    lines = list(each_means(tea, asked, _questions()))
    assert asked.out
    assert [line for line in lines if line.startswith("without ")] == [
        f"without {name}" for name in ("nothing", *NAMES)
    ]
    table = json.loads((asked.out / "means.json").read_text(encoding="utf-8"))
    assert list(table) == ["nothing", *NAMES]
    assert table["nothing"]["must_recall"]["value"] > 0
    assert "| nothing |" in (asked.out / "means.md").read_text(encoding="utf-8")
    assert "<svg" in (asked.out / "means.svg").read_text(encoding="utf-8")


def test_each_document_is_left_out_once_and_the_search_answers_for_it(tea: Chatbot, asked: Asked) -> None:
    list(each_document(tea, asked))
    assert asked.out
    table = json.loads((asked.out / "without-claims.json").read_text(encoding="utf-8"))
    assert len(table) == 2 * 3
    assert table["a.txt, without claims about it"]["must_recall"]["value"] == 1.0
    assert "| a.txt, with them |" in (asked.out / "without-claims.md").read_text(encoding="utf-8")
