"""Plain claims: passages of different documents that say the same, as a comparison of all pairs would find them."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from random import Random
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.book import Claim
from ingest.contrary import contrary
from ingest.embed import HashingEmbedder
from ingest.likeness import BAR, LEAST_COSINE, LEAST_SHARED
from ingest.pipeline import Means, ingest, preview
from ingest.plain_claims import plain_claims
from ingest.store import Library
from ingest.types import Document, Facts, Passage, PassageKind, Span, Vectors
from tests.conftest import write_texts
from tests.test_claims import claim, quote, write_claims

EMBEDDER = HashingEmbedder()
SAME = "Redness usually fades within a few days of the treatment."
TWIN = "The redness usually fades within a few days."
OTHER = "Needles of steel are thrown away afterwards by the clinic."
_NEAR = 1e-5

WORDS = "redness swelling fades lasts days weeks never if three seven cream skin sun".split()
SENTENCES = st.lists(st.sampled_from(WORDS), min_size=3, max_size=6).map(" ".join)
TEXTS = st.lists(st.lists(SENTENCES, min_size=1, max_size=6), min_size=2, max_size=4)


class Shelf(NamedTuple):
    """Documents with a subject in common, their passages, and a vector of each."""

    documents: list[Document]
    passages: list[Passage]
    vectors: Vectors

    def claims(self, *covered: str) -> dict[str, Claim]:
        return plain_claims(self.documents, self.passages, self.vectors, covered)

    def grouped(self) -> set[frozenset[str]]:
        """List the pairs of passages that stand in one claim together."""
        groups = [[piece.passage for piece in claim.evidence] for claim in self.claims().values()]
        return {frozenset(pair) for group in groups for pair in combinations(group, 2)}


def shelf(texts: Sequence[Sequence[str]], kind: PassageKind = PassageKind.SENTENCE, lead: str = "") -> Shelf:
    """Put each list of sentences into a document; the last one's stand under a lead-in."""
    documents, passages = [], []
    for number, sentences in enumerate(texts):
        name, text = f"{number}.txt", "\n".join(sentences)
        documents.append(Document(name, text, "", Facts(f"Skin care {number}")))
        start = 0
        for sentence in sentences:
            above = lead if number == len(texts) - 1 else ""
            end = start + len(sentence)
            passages.append(Passage(name, start, end, sentence, kind, Span(0, len(text)), lead_text=above))
            start = end + 1
    return Shelf(documents, passages, EMBEDDER.encode([passage.text for passage in passages]))


def alike(found: Shelf) -> dict[frozenset[str], float]:
    """Measure every pair of different documents by the definition: by how much it is above the highest hurdle."""
    said = [set(re.findall(r"\w+", passage.text)) for passage in found.passages]
    counts, total = Counter(word for words in said for word in words), len(said)
    weight = {word: math.log1p((total - n + 0.5) / (n + 0.5)) ** 2 for word, n in counts.items()}
    lengths = [math.sqrt(sum(weight[word] for word in words)) for words in said]
    pairs = {}
    for (i, one), (j, other) in combinations(enumerate(found.passages), 2):
        common = sum(weight[word] for word in said[i] & said[j] if counts[word] <= max(10, total / 10))
        shared, cosine = common / lengths[i] / lengths[j], float(found.vectors[i] @ found.vectors[j])
        if one.document != other.document and not contrary(one.text, other.text):
            over = min(shared + cosine - BAR, shared - LEAST_SHARED, cosine - LEAST_COSINE)
            pairs[frozenset((one.id, other.id))] = over
    return pairs


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_groups_hold_exactly_the_pairs_that_are_alike_and_one_passage_a_document(texts: list[list[str]]) -> None:
    found = shelf(texts)
    measured, grouped = alike(found), found.grouped()
    assert {pair for pair, over in measured.items() if over > _NEAR} <= grouped
    assert grouped <= {pair for pair, over in measured.items() if over > -_NEAR}
    for plain in found.claims().values():
        documents = [piece.document for piece in plain.evidence]
        assert len(documents) == len(set(documents)) >= 2


@settings(max_examples=50, deadline=None)
@given(TEXTS, st.randoms(use_true_random=False))
def test_the_order_of_the_passages_does_not_matter(texts: list[list[str]], chance: Random) -> None:
    found = shelf(texts)
    places = list(range(len(found.passages)))
    chance.shuffle(places)
    mixed = Shelf(found.documents[::-1], [found.passages[place] for place in places], found.vectors[places])
    assert list(mixed.claims().items()) == list(found.claims().items())


def test_a_claim_quotes_whole_passages_and_has_no_words_of_ours() -> None:
    found = shelf([[OTHER, SAME], [TWIN]])
    [plain] = found.claims().values()
    assert (plain.wording, plain.condition, plain.in_table) == ("", "", False)
    assert {piece.passage for piece in plain.evidence} == {found.passages[1].id, found.passages[2].id}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The redness fades within a few days.", "The redness never fades within a few days."),
        ("The redness fades within a few days.", "The redness doesn’t fade within a few days."),
        ("The redness fades within 3 days of it.", "The redness fades within 9 days of it."),
        ("The redness fades in three to five days.", "The redness fades in five to ten days."),
        ("The redness fades within a few days.", "The redness fades within a few weeks."),
        ("The redness fades within a few days.", "The redness fades within a few days if cooled."),
        ("Wear this sunscreen before the session.", "Wear this sunscreen after the session."),
        ("Such a small scar is a common effect.", "Such a small scar is a rare effect."),
        ("The cream increases redness of skin.", "The cream reduces redness of skin."),
        ("Use this cream on the skin.", "Avoid this cream on the skin."),
    ],
)
def test_a_twin_with_a_denial_a_condition_or_another_number_is_never_grouped(one: str, other: str) -> None:
    assert contrary(one, other)
    assert contrary(other, one)
    assert shelf([[one, OTHER], [other]]).claims() == {}
    assert not contrary(one, one)
    assert len(shelf([[one, OTHER], [one]]).claims()) == 1


def test_an_item_is_not_grouped_with_one_whose_lead_in_denies_it() -> None:
    texts = [["acne scars", OTHER], ["acne scars"]]
    assert len(shelf(texts, PassageKind.ITEM, "It can treat:").claims()) == 1
    assert shelf(texts, PassageKind.ITEM, "Do not have it with:").claims() == {}


@pytest.mark.parametrize("kind", [PassageKind.LEAD_IN, PassageKind.REFERENCE])
def test_what_says_nothing_of_its_own_is_not_grouped(kind: PassageKind) -> None:
    assert shelf([[SAME], [SAME]], kind).claims() == {}


def test_documents_about_different_things_are_not_grouped() -> None:
    documents, passages, vectors = shelf([[SAME], [SAME]])
    titles = zip(documents, ("Peels", "Lasers"), strict=True)
    apart = [replace(document, facts=Facts(title)) for document, title in titles]
    assert len(plain_claims(documents, passages, vectors)) == 1
    assert plain_claims(apart, passages, vectors) == {}


def test_documents_with_written_claims_are_not_grouped() -> None:
    found = shelf([[SAME, OTHER], [SAME], [SAME]])
    [plain] = found.claims("0.txt").values()
    assert [piece.document for piece in plain.evidence] == ["1.txt", "2.txt"]
    assert found.claims("0.txt", "1.txt") == {}
    assert found.claims("0.txt", "1.txt", "2.txt") == {}


def test_what_very_many_documents_repeat_makes_no_more_pairs_than_a_few_each() -> None:
    found = shelf([[f"{SAME} {'abcdefghij'[number // 10]}{'abcdefghij'[number % 10]}"] for number in range(60)])
    assert found.claims() == {}  # its words are common
    padded = shelf([*([SAME] for _ in range(60)), [f"word{n} of{n} ours{n} alone{n}" for n in range(600)]])
    assert 0 < len(padded.grouped()) <= 20 * 60


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    """Three documents with a subject in common, two of which say the same."""
    one, two = f"# Redness guide\n\n{SAME} {OTHER}\n", f"# Redness leaflet\n\n{TWIN} Skin heals.\n"
    folder = write_texts(tmp_path / "texts")
    for name, text in {"a": one, "b": two, "c": "# Redness essay\n\nNobody knows why.\n"}.items():
        (folder / f"{name}.md").write_text(text, encoding="utf-8")
    return folder


def test_a_library_without_claim_files_has_plain_ones_that_quote_it_exactly(texts: Path, tmp_path: Path) -> None:
    ingest([texts], tmp_path / "library", Means(EMBEDDER, tmp_path / "nowhere"))
    with closing(Library.open(tmp_path / "library")) as opened:
        [plain] = opened.book.plain.values()
        said = [opened.document(piece.document).text[piece.start : piece.end] for piece in plain.evidence]
        assert said == [SAME, TWIN]
        assert (opened.book.claims, opened.book.asked, opened.book.documents) == ({}, (), frozenset())
        assert {p.id for p in opened.passages(range(1, opened.count + 1))} >= {p.passage for p in plain.evidence}
    assert preview([texts], tmp_path / "library", Means(EMBEDDER, tmp_path / "nowhere")).is_empty


def test_a_library_whose_documents_have_claim_files_has_no_plain_ones(texts: Path, tmp_path: Path) -> None:
    bound = {path.name: path.read_text(encoding="utf-8") for path in texts.iterdir()}
    written = claim("fades", quote(SAME, document="a.md"))
    write_claims(tmp_path / "claims", bound, t={"claims": [written]})
    assert ingest([texts], tmp_path / "library", Means(EMBEDDER, tmp_path / "claims")).plan.refused == ()
    with closing(Library.open(tmp_path / "library")) as opened:
        assert list(opened.book.claims) == ["t.fades"]
        assert opened.book.plain == {}


def test_plain_claims_follow_what_the_documents_say(texts: Path, tmp_path: Path) -> None:
    ingest([texts], tmp_path / "library", Means(EMBEDDER))
    (texts / "b.md").write_text("# Redness leaflet\n\nThe redness never fades within a few days.\n", encoding="utf-8")
    ingest([texts], tmp_path / "library", Means(EMBEDDER))
    with closing(Library.open(tmp_path / "library")) as opened:
        assert opened.book.plain == {}
