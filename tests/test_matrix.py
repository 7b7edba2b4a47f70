"""The table of a topic: every claim in one row, every quote its slice, every count one of independent documents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot import matrix_wording
from chatbot.alike import alike
from chatbot.converse import Chatbot
from chatbot.matrix import Cell, Matrix, Row, lay_out, spoken_of, topics
from ingest.book import Asked, AskedKind, Claim, ClaimBook, Evidence, Polarity
from ingest.errors import Violation
from ingest.types import Document, Passage, Span
from tests.conftest import document_of, passages_of

COPIED = "Most people who were treated in the clinic went home on the same day and slept well."
TEXTS = {
    "a.txt": f"Redness is common. Bleeding is rare. {COPIED}",
    "b.txt": f"Redness is common. Pain may follow. {COPIED}",
    "c.txt": "Redness never lasts. It hurts.",
    "d.txt": "Nobody has read this.",
}
DOCUMENTS = {name: document_of(text, name) for name, text in TEXTS.items()}
PIECES = [
    piece
    for name, text in TEXTS.items()
    for piece in passages_of(text, *[f"{said.rstrip('.')}." for said in text.split(". ")], document=name)
]
PASSAGES = {piece.id: piece for piece in PIECES}
READ = frozenset({"a.txt", "b.txt", "c.txt"})


def said(document: str, words: str, item: str = "", often: str = "", weak: bool = False) -> Evidence:
    """Let the sentence of a document that has these words state something."""
    [piece] = [piece for piece in PIECES if piece.document == document and words in piece.text]
    return Evidence(document, piece.start, piece.end, _span(piece, item), _span(piece, often), weak)


def _span(piece: Passage, words: str) -> Span | None:
    at = piece.start + piece.text.index(words)
    return Span(at, at + len(words)) if words else None


def claim(name: str, *evidence: Evidence, polarity: Polarity = Polarity.FOR) -> Claim:
    return Claim(f"effects.{name}", f"Our words on {name}.", polarity, evidence)


RED = claim("red", said("a.txt", "Redness", "Redness", "common"), said("b.txt", "Redness", "Redness"))
RED_TOO = claim("red-too", said("c.txt", "Redness", "Redness", "never", weak=True))
BLEEDING = claim("bleeding", said("a.txt", "Bleeding", "Bleeding", "rare"))
HURTS = claim("hurts", said("b.txt", "Pain"), said("c.txt", "hurts"), polarity=Polarity.AGAINST)
CALM = claim("calm", said("c.txt", "Redness", "Redness"), polarity=Polarity.AGAINST)


def book_of(*claims: Claim, asked: Sequence[Asked] = ()) -> ClaimBook:
    return ClaimBook({claim.id: claim for claim in claims}, tuple(asked), READ)


def laid_out(*claims: Claim, asked: Sequence[Asked] = (), documents: Mapping[str, Document] = DOCUMENTS) -> Matrix:
    return lay_out("effects", book_of(*claims, asked=asked), documents, PASSAGES)


def row_of(matrix: Matrix, claim: Claim) -> Row:
    [row] = [row for row in matrix.rows if claim.id in row.claims]
    return row


def check(matrix: Matrix, book: ClaimBook, documents: Mapping[str, Document]) -> None:
    """Hold what must be true of every table."""
    stated = [name for row in matrix.rows for name in row.claims]
    assert sorted(stated) == sorted(name for name in book.claims if name.rpartition(".")[0] == matrix.topic)
    voices = {name: group[0] for group in matrix.copies for name in group}
    assert matrix.total == len({voices.get(name, name) for name in matrix.compared})
    assert sorted((*matrix.compared, *matrix.apart)) == sorted(documents)
    for row in matrix.rows:
        assert tuple(cell.document for cell in row.cells) == matrix.compared
        assert row.count == len({voices.get(cell.document, cell.document) for cell in row.cells if cell.states})
        assert row.count <= matrix.total
        for cell in row.cells:
            pieces = [piece for name in row.claims for piece in book.claims[name].evidence]
            check_cell(cell, [piece for piece in pieces if piece.document == cell.document], matrix, documents)
    order = [(-row.count, row.label.casefold(), row.polarity, row.claims) for row in matrix.rows]
    assert order == sorted(order)
    assert len(set(order)) == len(order)


def check_cell(cell: Cell, pieces: Sequence[Evidence], matrix: Matrix, documents: Mapping[str, Document]) -> None:
    strong = {piece.passage for piece in pieces if not piece.weak}
    assert {quote.passage.id for quote in cell.quotes} == (strong or {piece.passage for piece in pieces})
    assert cell.states == bool(strong)
    assert cell.only_touches == (bool(pieces) and not strong)
    for quote, often in zip(cell.quotes, cell.often, strict=True):
        found = matrix.citations[quote]
        assert documents[cell.document].text[found.start : found.end] == quote.text == found.text
        assert often in quote.text


@given(st.lists(st.sampled_from([RED, RED_TOO, BLEEDING, HURTS, CALM]), unique_by=lambda claim: claim.id))
def test_a_table_holds_every_claim_once_and_counts_independent_documents(claims: list[Claim]) -> None:
    check(laid_out(*claims), book_of(*claims), DOCUMENTS)


@given(st.permutations([RED, RED_TOO, BLEEDING, HURTS, CALM]))
def test_the_order_of_rows_is_not_that_of_the_claims(claims: list[Claim]) -> None:
    written = laid_out(RED, RED_TOO, BLEEDING, HURTS, CALM)
    assert [set(row.claims) for row in laid_out(*claims).rows] == [set(row.claims) for row in written.rows]


def test_documents_that_share_their_wording_are_one_voice() -> None:
    assert alike({name: TEXTS[name] for name in ("a.txt", "b.txt")})
    matrix = laid_out(RED)
    assert (row_of(matrix, RED).count, matrix.total, matrix.copies) == (1, 2, (("a.txt", "b.txt"),))


def test_claims_that_name_the_same_thing_share_a_row_unless_they_point_apart() -> None:
    matrix = laid_out(RED, RED_TOO, CALM)
    assert row_of(matrix, RED) == row_of(matrix, RED_TOO)
    assert row_of(matrix, RED) != row_of(matrix, CALM)
    assert row_of(matrix, RED).torn
    assert row_of(matrix, CALM).torn
    assert {other.claim for other in row_of(matrix, CALM).others} <= {RED.id, RED_TOO.id}
    assert matrix.both_ways


def test_what_people_wrote_down_as_a_disagreement_marks_its_rows() -> None:
    asked = [Asked("why not?", AskedKind.DISAGREEMENT, "effects.torn", (BLEEDING.id, HURTS.id))]
    matrix = laid_out(BLEEDING, HURTS, asked=asked)
    assert [(row.uneven, row.torn) for row in matrix.rows] == [(True, True)] * 2
    assert [other.claim for other in row_of(matrix, BLEEDING).others] == [HURTS.id]
    same_way = replace(HURTS, polarity=Polarity.FOR)
    matrix = laid_out(BLEEDING, same_way, RED, asked=asked)
    assert (row_of(matrix, BLEEDING).uneven, row_of(matrix, BLEEDING).torn) == (True, False)
    assert not row_of(matrix, RED).uneven


def test_a_document_that_only_touches_a_point_is_shown_and_not_counted() -> None:
    matrix = laid_out(RED, RED_TOO)
    cells = {cell.document: cell for cell in row_of(matrix, RED).cells}
    assert cells["c.txt"].only_touches
    assert cells["c.txt"].often == ("never",)
    assert row_of(matrix, RED).count == 1


def test_a_point_is_called_as_a_quote_calls_it_or_else_by_our_words() -> None:
    matrix = laid_out(RED, HURTS)
    assert row_of(matrix, RED).label == "Redness"
    assert row_of(matrix, HURTS).label == HURTS.wording
    assert row_of(matrix, RED).wordings == (RED.wording,)


def test_documents_without_claims_stand_apart() -> None:
    assert laid_out(RED).apart == ("d.txt",)
    assert "d.txt" not in laid_out(RED).compared


def test_a_quote_that_no_longer_stands_in_its_document_is_no_table() -> None:
    with pytest.raises(Violation):
        laid_out(RED, documents=DOCUMENTS | {"a.txt": document_of("Another text.", "a.txt")})


def test_topics_that_are_known_come_first_and_the_others_have_a_readable_name() -> None:
    assert matrix_wording.in_order(("zeta-rays", "home", "alpha", "side-effects")) == (
        "side-effects",
        "home",
        "alpha",
        "zeta-rays",
    )
    assert matrix_wording.topic_title("zeta-rays") == "Zeta rays"


def test_every_claim_about_the_four_documents_is_in_its_table(chatbot: Chatbot) -> None:
    library = chatbot.library
    documents, book = library.documents(), library.book
    passages = {piece.id: piece for name in documents for _, piece in library.of_document(name)}
    assert set(matrix_wording.TOPICS) == set(topics(book))
    for topic in topics(book):
        matrix = lay_out(topic, book, documents, passages)
        check(matrix, book, documents)
        assert (matrix.total, matrix.apart) == (4, ())
    effects = {row.label.casefold(): row for row in lay_out("side-effects", book, documents, passages).rows}
    assert effects["redness"].count == 4
    # One document alone states it, and of home devices: still a side effect that a reader must find.
    granulomas = effects["granulomatous reactions"]
    assert [cell.document[:3] for cell in granulomas.cells if cell.states] == ["000"]


def test_a_document_speaks_of_the_topics_it_states_something_on_and_weak_evidence_states_nothing() -> None:
    other = Claim("before.pain", "Ours.", Polarity.FOR, (said("b.txt", "Pain"),))
    book = book_of(RED, RED_TOO, other)
    assert spoken_of(book, {"a.txt"}) == ("effects",)
    assert spoken_of(book, {"b.txt"}) == ("before", "effects")
    assert spoken_of(book, {"c.txt", "d.txt"}) == ()
    assert spoken_of(book, READ) == topics(book)
