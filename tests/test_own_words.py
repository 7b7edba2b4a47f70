"""What we say ourselves, all of it: no medical fact, no verdict, and easy to read."""

from __future__ import annotations

import re

import pytest

from chatbot import wording
from chatbot.situation_book import situation_book
from tests.own_words import every_text, filled
from tests.reading_grade import grade

TEXTS = tuple((where, filled(text)) for where, text in every_text())
_SENTENCE = re.compile(r"[^.!?]+[.!?]?")
# A sentence that is no question and holds one of these says what only a document or a doctor may say.
VERDICT = re.compile(
    r"\b(?:is|are|be|it's) (?:not |quite |perfectly |generally )?(?:un)?safe\b|\bsafe for you\b|\bharmless\b|\bnormal\b"
    r"|\byou (?:can|may|should|must|could) (?:not )?(?:have|do|get|go ahead|use|take|stop|try|book|safely)\b"
    r"|\byou (?:probably |may |might )?(?:have|suffer from) (?:an? |the )?(?:infect|allerg|cancer|eczema|herpes|rash)"
    r"|\b(?:causes?|cures?|treats?|heals?|prevents?|thins?|worsens?|reactivates?) "
    r"|\b(?:it|this|needling|microneedling|the treatment) (?:\w+ )?(?:works|helps|hurts|damages|raises|lowers)\b"
    r"|\b\d+(?:\.\d+)? ?(?:mg|ml|milligrams?|mm|days?|weeks?|months?)\b"
    r"|\b(?:no need|don't need|need not|nothing serious|will be fine|will heal|go away)\b|\bdon't worry\b"
    r"|\b(?:not )?recommended\b|\bis (?:a )?(?:bad|good) (?:idea|for)\b|\bstop (?:taking )?your\b",
    re.IGNORECASE,
)
# Below this length a formula of readability measures single words: a label has no grade.
SHORTEST = 8
GRADE = 8


def sentences(text: str) -> list[str]:
    return [part.strip() for part in _SENTENCE.findall(text) if part.strip()]


def test_every_place_of_ours_was_read() -> None:
    places = " ".join(where for where, _ in TEXTS)
    assert len(TEXTS) > 300
    for part in (
        "chatbot.wording",
        "chatbot.about_wording",
        "triage",
        "talk",
        "note diagnosis",
        "line diabetes",
        "speak",
    ):
        assert part in places


def test_no_sentence_of_ours_states_a_medical_fact_or_a_verdict() -> None:
    said = ((where, sentence) for where, text in TEXTS for sentence in sentences(text) if not sentence.endswith("?"))
    assert [(where, sentence) for where, sentence in said if VERDICT.search(sentence)] == []


@pytest.mark.parametrize(
    "verdict",
    [
        "It is safe.",
        "You can have it.",
        "You should stop the medicine.",
        "This is normal.",
        "It causes scars.",
        "You have an infection.",
        "Wait 6 months.",
        "You don't need a doctor.",
        "Microneedling helps.",
        "It is not recommended.",
        "Stop your medicine.",
    ],
)
def test_a_verdict_is_seen(verdict: str) -> None:
    assert VERDICT.search(verdict)


def plainly(text: str) -> str:
    """Put a short word for a condition's name: it is the reader's own word for what he has."""
    for situation in situation_book().situations:
        text = text.replace(f"about {situation.about} before", "about your skin before")
    return text


def test_every_text_of_ours_is_easy_to_read() -> None:
    measured = [(where, text) for where, text in TEXTS if len(text.split()) >= SHORTEST]
    assert len(measured) > 200
    hard = [(where, text, grade(plainly(text))) for where, text in measured if grade(plainly(text)) > GRADE]
    assert hard == []


def test_a_hard_text_is_seen() -> None:
    text = (
        "Individuals experiencing dermatological contraindications necessitate comprehensive professional evaluation."
    )
    assert grade(text) > GRADE


def test_the_purpose_and_the_line_say_what_this_is_not() -> None:
    assert "not a medical device" in wording.PURPOSE
    assert "does not assess you" in wording.PURPOSE
    for line in (wording.PROFESSIONAL_LINE, wording.ask_about(["your skin"])):
        assert "not medical advice" in line
        assert "doctor or dermatologist" in line
        assert len(line.split()) <= 25
