"""What is seen now is told apart from what is only supposed, and from figures of speech."""

from __future__ import annotations

import pytest

from chatbot.triage import level

RANK = {"none": 0, "urgent": 1, "emergency": 2}


@pytest.mark.parametrize(
    "opening", ["should I ring someone", "do I need an ambulance", "is it serious", "what do I do"]
)
@pytest.mark.parametrize("seen", ["my throat is closing", "I can't breathe", "I'm gasping", "my tongue keeps swelling"])
def test_if_does_not_hide_what_is_seen_now(opening: str, seen: str) -> None:
    assert level(f"{opening} if {seen}") == "emergency"
    assert level(f"If {seen}, {opening}?") == "emergency"
    assert level(f"{opening} if {seen} right now") == "emergency"


@pytest.mark.parametrize(
    "seen", ["my throat is closing", "my skin is infected", "I am bleeding a lot", "my lips swell up"]
)
@pytest.mark.parametrize("supposed", ["what if", "imagine", "suppose", "what would happen if", "how do I know if"])
def test_a_supposition_is_no_alarm(supposed: str, seen: str) -> None:
    assert level(f"{supposed} {seen}") == "none"


@pytest.mark.parametrize("what", ["the bill", "the price", "how much it costs", "their invoice"])
def test_a_faint_at_a_price_is_a_figure_of_speech_and_another_is_not(what: str) -> None:
    assert level(f"I fainted when I saw {what}") == "none"
    assert level("I fainted when I saw the blood") == "emergency"
    assert level(f"I fainted when I saw {what}. Then I fainted on the stairs") == "emergency"


@pytest.mark.parametrize("much", ["a lot", "so much", "loads", "really bad", "too much", "quite a bit", "heavily"])
def test_much_bleeding_now_is_at_least_urgent(much: str) -> None:
    for said in (f"I'm bleeding {much}", f"my cheek is bleeding {much}", f"is it normal that I am bleeding {much}?"):
        assert RANK[level(said)] >= RANK["urgent"]
    assert level(f"do people bleed {much} during it?") == "none"
    assert level("my skin was bleeding a little, pinpoint spots") == "none"


@pytest.mark.parametrize("part", ["lips", "tongue", "face", "cheeks"])
def test_a_face_that_swells_up_is_at_least_urgent_and_slight_swelling_is_not(part: str) -> None:
    for said in (f"my {part} started swelling up", f"my {part} puffed up", f"my {part} keeps swelling, is that ok"):
        assert RANK[level(said)] >= RANK["urgent"]
    assert level(f"will my {part} swell up?") == "none"


@pytest.mark.parametrize("mild", ["slightly puffy lips", "a bit of puffiness in my face", "cheeks a little swollen"])
def test_slight_swelling_is_no_alarm(mild: str) -> None:
    assert level(f"{mild} on day one") == "none"


@pytest.mark.parametrize("number", [38, 39, 40, 102, 103])
def test_a_bare_figure_is_a_fever_only_where_something_says_so(number: int) -> None:
    assert level(f"{number} and rising, my jaw is swollen") == "emergency"
    assert level(f"{number} and the red is now down to the shoulder") == "emergency"
    assert level(f"I am {number} and want smooth cheeks") == "none"
    assert level(f"I paid {number} for three") == "none"


@pytest.mark.parametrize(
    "asked", ["how do I clean my roller", "which cream is best", "can I use retinol", "is it normal"]
)
@pytest.mark.parametrize(
    "seen", ["one of the pins is stuck in my eye", "she can't breathe", "my tongue is swelling up"]
)
def test_a_question_does_not_hide_what_the_next_clause_says(asked: str, seen: str) -> None:
    assert level(f"{asked}, and {seen}") == "emergency"
    assert level(f"{asked}, {seen}") == "emergency"
