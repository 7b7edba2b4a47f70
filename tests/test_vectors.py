"""Vectors known from before, shipped with the claims, or embedded: each text once, and nothing of another model."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.embed import Fingerprint, HashingEmbedder, open_embedder
from ingest.pipeline import Means, ingest, ship_vectors
from ingest.store import Library
from ingest.subject import as_asked, subject
from ingest.vectors import SHIPPED, embed, ship, shipped
from tests.conftest import CLAIMS, Counting

TEXTS = ("does it hurt?", "how long is it red?", "no make-up")


def silent(done: int, total: int) -> None:
    assert 0 <= done <= total


@given(st.lists(st.text(max_size=8), min_size=1, max_size=12), st.integers(0, 5))
def test_each_row_is_its_own_text_and_only_unknown_texts_are_embedded_once(texts: list[str], known: int) -> None:
    counting, whole = Counting(), HashingEmbedder().encode(texts)
    before = dict(zip(texts[:known], whole[:known], strict=True))
    assert np.array_equal(embed(texts, before, counting, silent), whole)
    assert sorted(counting.texts) == sorted(set(texts) - before.keys())


def test_shipped_vectors_come_back_for_their_own_texts_as_unit_rows(tmp_path: Path) -> None:
    model = HashingEmbedder()
    ship(tmp_path, TEXTS, model.encode(TEXTS), model.fingerprint)
    found = shipped(tmp_path, [*TEXTS[1:], "never written"], model.fingerprint)
    assert sorted(found) == sorted(TEXTS[1:])
    for text, row in found.items():
        assert float(row @ model.encode([text])[0]) > 0.9999
        assert abs(float(np.linalg.norm(row)) - 1) < 1e-5


def test_vectors_of_another_model_are_not_taken(tmp_path: Path) -> None:
    model = HashingEmbedder()
    ship(tmp_path, TEXTS, model.encode(TEXTS), model.fingerprint)
    for other in (Fingerprint(model.fingerprint.name, "changed"), Fingerprint("other", model.fingerprint.weights)):
        assert shipped(tmp_path, TEXTS, other) == {}


@pytest.mark.parametrize("damage", [b"", b"no zip at all", b"PK\x03\x04 cut off", None])
def test_a_damaged_file_means_embedding_anew(tmp_path: Path, damage: bytes | None) -> None:
    model = HashingEmbedder()
    path = ship(tmp_path, TEXTS, model.encode(TEXTS), model.fingerprint)
    path.write_bytes(path.read_bytes()[:-40] if damage is None else damage)
    assert shipped(tmp_path, TEXTS, model.fingerprint) == {}


def test_shipping_twice_writes_the_same_bytes(tmp_path: Path, library_folder: Path) -> None:
    claims = tmp_path / "claims"
    claims.mkdir()
    means = Means(open_embedder(), claims)
    first = ship_vectors(library_folder, means)
    assert first is not None
    once = first.read_bytes()
    assert ship_vectors(library_folder, means) == first
    assert first.read_bytes() == once


def test_a_library_without_claims_has_nothing_to_ship(tmp_path: Path) -> None:
    model = open_embedder("hashing")
    (tmp_path / "a.txt").write_text("Redness fades soon.", encoding="utf-8")
    ingest([tmp_path / "a.txt"], tmp_path / "library", Means(model))
    assert ship_vectors(tmp_path / "library", Means(model, tmp_path)) is None
    assert not (tmp_path / SHIPPED).exists()


def test_what_ships_is_what_the_model_makes_of_nearly_all_written_questions(library_folder: Path) -> None:
    library, model = Library.open(library_folder), open_embedder()
    about = subject(document.facts.title for document in library.documents().values())
    asked = [as_asked(entry.question, about) for entry in library.book.asked]
    found = shipped(CLAIMS, asked, model.fingerprint)
    assert len(found) >= 0.95 * len(set(asked)), "Write them anew: python -m ingest --ship-vectors"
    sample = sorted(found)[:: len(found) // 40]
    assert float((model.encode(sample) * np.stack([found[text] for text in sample])).sum(axis=1).min()) > 0.9999
    library.close()
