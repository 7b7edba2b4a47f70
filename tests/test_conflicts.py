"""Documents that contradict each other: both are shown, each with its source and date, and not as saying the same."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from chatbot.cite import render
from chatbot.converse import Chatbot
from ingest.embed import open_embedder
from ingest.pipeline import Means, ingest
from tests.conftest import write_texts

CONTRADICTIONS = (
    (
        "Can I have dermabrasion while taking isotretinoin?",
        "The package insert advises against dermabrasion during isotretinoin treatment and for six months afterwards.",
        "A task force found too little evidence to delay dermabrasion because of isotretinoin.",
    ),
    (
        "How long should I wait before wearing makeup after a peel?",
        "After a peel, wait one full week before you wear makeup.",
        "After a peel, makeup may be worn again on the next day.",
    ),
    (
        "Is laser treatment painful?",
        "Laser treatment is painful for nearly everybody.",
        "Laser treatment is not painful.",
    ),
    (
        "Does zinc help against acne?",
        "Zinc tablets help against acne.",
        "Zinc tablets do not help against acne.",
    ),
    (
        "Should sunscreen be worn indoors?",
        "Sunscreen should be worn indoors every day.",
        "Nobody needs to wear sunscreen indoors.",
    ),
    (
        "How often should I exfoliate?",
        "Exfoliate your skin every day.",
        "Exfoliate your skin at most once a month.",
    ),
    (
        "Is retinol safe in pregnancy?",
        "Retinol is safe in pregnancy.",
        "Retinol is not safe in pregnancy.",
    ),
    (
        "Does chocolate cause pimples?",
        "Chocolate causes pimples in most people.",
        "Chocolate does not cause pimples.",
    ),
    (
        "Can fillers be dissolved?",
        "Hyaluronic fillers can be dissolved within a day.",
        "Fillers can never be dissolved.",
    ),
    (
        "How many sessions of light therapy are needed?",
        "Three sessions of light therapy are enough.",
        "Light therapy needs at least twenty sessions.",
    ),
    (
        "Does vitamin C serum fade dark spots?",
        "Vitamin C serum fades dark spots.",
        "Vitamin C serum has no effect on dark spots.",
    ),
    (
        "Is a patch test needed before dyeing brows?",
        "A patch test is needed before every dyeing of the brows.",
        "Brows can be dyed without a patch test.",
    ),
    (
        "Can cryotherapy leave scars?",
        "Cryotherapy can leave permanent scars.",
        "Cryotherapy never leaves scars.",
    ),
    (
        "Does collagen powder smooth wrinkles?",
        "Collagen powder smooths wrinkles after eight weeks.",
        "Collagen powder did not smooth wrinkles in any trial.",
    ),
    (
        "Is shaving before waxing harmful?",
        "Shaving before waxing is harmful.",
        "Shaving before waxing is harmless.",
    ),
    (
        "How long does botulinum toxin last?",
        "Botulinum toxin lasts about twelve months.",
        "Botulinum toxin lasts three months at most.",
    ),
    (
        "May eczema be treated with steam?",
        "Steam soothes eczema.",
        "Steam makes eczema worse.",
    ),
    (
        "Is tattoo removal permanent?",
        "Tattoo removal is permanent.",
        "Removed tattoos usually come back within a year.",
    ),
    (
        "Can dermaplaning be done on sensitive skin?",
        "Dermaplaning suits sensitive skin.",
        "Dermaplaning must not be done on sensitive skin.",
    ),
    (
        "Should nails be cut before a pedicure?",
        "Nails should be cut short before a pedicure.",
        "Nails should not be cut before a pedicure.",
    ),
)
# Opposite by their words alone ("soothes", "makes worse"), which no rule of ours tells.
BY_WORDS_ALONE = {
    "Can I have dermabrasion while taking isotretinoin?",
    "How often should I exfoliate?",
    "Is shaving before waxing harmful?",
    "May eczema be treated with steam?",
    "Is tattoo removal permanent?",
}
LEAST_BOTH = 19
MANIFEST = """
["old.txt"]
title = "The old leaflet"
author = "A. Hill"
date = "1999"

["new.txt"]
title = "The new review"
author = "B. Dale"
date = "2017"
"""


@pytest.fixture(scope="module")
def torn(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chatbot]:
    """A library of two documents that contradict each other in twenty things, without claims."""
    folder = tmp_path_factory.mktemp("torn")
    said = ("\n\n".join(pair[at] for pair in CONTRADICTIONS) for at in (1, 2))
    sources = write_texts(folder / "sources", **dict(zip(("old", "new"), said, strict=True)))
    (sources / "sources.toml").write_text(MANIFEST, encoding="utf-8")
    embedder = open_embedder()
    ingest([sources], folder / "library", Means(embedder))
    opened = Chatbot.open(folder / "library")
    yield opened
    opened.library.close()


def test_both_sides_of_a_contradiction_are_shown_with_source_and_date(torn: Chatbot) -> None:
    documents = torn.library.documents()
    both = []
    for question, old, new in CONTRADICTIONS:
        told = render(torn.ask(question), documents)
        if all(part in told for part in (f'"{old}"', f'"{new}"', "The old leaflet", "1999", "The new review", "2017")):
            both.append(question)
    assert len(CONTRADICTIONS) == 20
    assert len(both) >= LEAST_BOTH, {question for question, *_ in CONTRADICTIONS} - set(both)


def test_a_statement_and_its_denial_or_another_number_are_not_joined(torn: Chatbot) -> None:
    joined = {
        question
        for question, *sides in CONTRADICTIONS
        for statement in torn.ask(question).statements
        if set(sides) <= {quote.text for quote in statement.quotes}
    }
    assert joined <= BY_WORDS_ALONE
