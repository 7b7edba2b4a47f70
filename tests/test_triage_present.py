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


SUPPOSED = (
    "what are the signs of {}", "is {} a side effect", "can microneedling cause {}", "how common is {}", "define {}",
    "why do some people get {}", "for my exam: {}", "according to the leaflet {} can happen", "tell me about {}",
    "I read about {} on a forum", "how long after treatment could {} start", "does numbing cream cause {}",
)  # fmt: skip
DENIED_OR_OLD = (
    "I had {} years ago, can I do it", "my colleague had {} after hers in 2019", "my aunt once had {} after a peel",
    "my sister had {} when she had hers done", "I had {} as a child", "no {} or anything, when can I swim",
    "there is no {}, may I moisturise", "never had {}", "history of {}, am I a candidate",
)  # fmt: skip
TROUBLES = (
    "fever", "pus", "hives", "blisters", "cellulitis", "sepsis", "anaphylaxis", "trouble breathing", "chest pain",
    "a seizure", "a stroke", "vision loss", "heavy bleeding", "black patches", "necrosis", "a swollen throat",
    "fainting", "cold sores", "an infection", "severe pain", "double vision", "red streaks", "mottled skin",
)  # fmt: skip


@pytest.mark.parametrize("frame", [*SUPPOSED, *DENIED_OR_OLD])
def test_a_question_a_denial_and_an_old_story_raise_no_alarm(frame: str) -> None:
    assert [trouble for trouble in TROUBLES if level(frame.format(trouble)) != "none"] == []


OPENINGS = (
    "is it normal that {}", "should I worry that {}", "sorry if this is a silly question, {}",
    "not sure if this is ok: {}", "could it be the cream that {}", "can I still go to work {}",
    "normally I'm fine with needles but {}",
    "my friend had the same last year but {}", "how long should I wait, {}", "I had it done last month and now {}",
)  # fmt: skip
SEEN = (
    "my throat is closing", "my wife can't breathe", "he is unconscious", "my cheek is swollen and hot and I have 39.5",
    "she is confused and her lips are blue", "I can't see with my left eye",
    "the blood won't stop after 20 minutes of pressing",
    "the skin is turning black", "I have crushing chest pain", "there is pus coming out", "hives came up on my arms",
    "my eyelid is swollen and sore", "my chin is still numb after a week", "we shared the needle",
)  # fmt: skip


@pytest.mark.parametrize("opening", OPENINGS)
def test_an_opening_phrase_hides_nothing_that_is_seen_now(opening: str) -> None:
    assert [seen for seen in SEEN if RANK[level(opening.format(seen))] < RANK[level(seen)]] == []
    assert all(level(seen) != "none" for seen in SEEN)
