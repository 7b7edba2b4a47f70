"""Whose words a passage reports: a name exactly as it stands there, nobody where it speaks for itself."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.attribute import attribution, of_whom
from ingest.chunk import chunk
from ingest.types import PassageKind
from tests.conftest import SOURCES, document_of

REPORTS = {
    "According to Ann Lee of Skin Weekly, it helps.": "Ann Lee of Skin Weekly",
    "It helps, according to the Royal College of Nurses (RCN), in most cases.": "Royal College of Nurses",
    "A study by Okafor et al. found that it helps.": "Okafor et al.",
    "It was found to help in a 2011 trial conducted by Ines Ruiz and colleagues.": "Ines Ruiz and colleagues",
    "Ann Lee also wrote that it helps.": "Ann Lee",
    "It helps (Okafor, 2019).": "Okafor",
    "It helps (Okafor & Ruiz, 2019; Lee, 2020).": "Okafor & Ruiz",
    "Okafor and Ruiz (2020) reported fewer scars.": "Okafor and Ruiz",
    "Researchers reported fewer scars.": "",
    "It may help, according to a 2020 review, though little is known.": "",
    "However, recent studies have shown that it helps.": "",
}
SPEAKS_FOR_ITSELF = (
    "Skin is graded according to the Fitzpatrick scale.",
    "The dose is adjusted according to weight.",
    "According to Figure 2, it rises.",
    "According to your skin type, choose one.",
    "More research is needed.",
    "Micro Needling shows results.",
    "Patients have reported improvements.",
    "It opened in spring (March 2019).",
    "The file by March shows that.",
    "Research is ongoing, and it is recommended to wait.",
    "Follow the guidelines from Step 2.",
    "",
)


@pytest.mark.parametrize(("text", "name"), REPORTS.items())
def test_who_is_reported_is_read_off_the_text(text: str, name: str) -> None:
    found = attribution(text)
    assert found is not None
    assert found.name == name
    assert name in text


@pytest.mark.parametrize("text", SPEAKS_FOR_ITSELF)
def test_what_a_document_says_itself_is_not_laid_on_others(text: str) -> None:
    assert attribution(text) is None


@given(st.lists(st.sampled_from([*REPORTS, *SPEAKS_FOR_ITSELF, "(", "According to ", "A. B", " et al.", "X"])))
def test_a_name_is_always_a_slice_of_the_text(pieces: list[str]) -> None:
    text = " ".join(pieces)
    found = attribution(text)
    assert found is None or found.name in text


def test_of_the_four_documents_only_the_essay_reports_others_and_says_whom() -> None:
    """Every sentence was read by eye: ten of the essay's report others, and one of them names nobody."""
    reporting = {}
    for path in sorted(SOURCES.glob("*.txt")):
        document = document_of(path.read_bytes().decode(), path.name)
        found = [attribution(passage.text) for passage in chunk(document) if passage.kind is not PassageKind.REFERENCE]
        reporting[path.name[:3]] = [told.name for told in found if told]
    assert {name: len(names) for name, names in reporting.items()} == {"000": 0, "001": 0, "002": 10, "003": 0}
    assert sorted(set(reporting["002"])) == [
        "",
        "American Academy of Dermatology Association",
        "Gabriela Casabona and colleagues",
        "Graham Litchman and colleagues",
        "James McIntosh of Medical News Today",
        "Kristeen Cherney",
        "Kristeen Cherney of Healthline",
        "Nicole Galan",
    ]


_SAID = (
    "According to Ann Lee of Skin Weekly, it helps.",
    "It helps, according to the Royal College of Nurses (RCN), in most cases.",
    "It helps with spots.",
)


@pytest.mark.parametrize(
    ("question", "theirs"),
    [
        ("what does ann lee say?", [True, False, False]),
        ("does Lee's article say that it helps", [True, False, False]),
        ("what does the RCN think", [False, True, False]),
        ("view of the royal college on this", [False, True, False]),
        ("does it help?", [True, True, True]),
        ("do nurses do it", [True, True, True]),
        ("does anyone else say what Lee says", [True, True, True]),
    ],
)
def test_what_somebody_says_is_not_answered_by_what_others_say(question: str, theirs: list[bool]) -> None:
    assert of_whom(question, _SAID) == theirs


@given(st.text(max_size=60), st.lists(st.sampled_from(_SAID)))
def test_a_text_that_names_who_is_asked_about_is_always_kept(question: str, texts: list[str]) -> None:
    kept = of_whom(question, texts)
    assert len(kept) == len(texts)
    assert any(kept) or not texts
