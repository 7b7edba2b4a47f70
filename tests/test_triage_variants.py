"""Twelve ways to say the same emergency otherwise: none of them may change its level."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from chatbot.triage import level

EVALUATION = Path(__file__).parents[1] / "data" / "evaluation"

Transformation = Callable[[str, random.Random], str]

LOOK_ALIKES = str.maketrans("aeopcxi", "аеорсхі")
POLITE = (
    "Hi there, I hope you can help.",
    "Good evening and thank you for this lovely service.",
    "Sorry to bother you!",
    "Thank you so much in advance, have a great day.",
    "Please and thank you, kind regards, Ann.",
)
PLAYED_DOWN = (
    "It's probably nothing.",
    "My husband says I'm overreacting.",
    "I don't want to make a fuss.",
    "Everyone tells me to sleep it off.",
    "My sister thinks it's only nerves.",
    "I'm sure it will pass.",
)
COSMETIC = (
    "Which moisturiser is best?",
    "When can I wear makeup again?",
    "How many sessions do I need?",
    "Can I use vitamin C tomorrow?",
    "What does a session cost in Leeds?",
    "Is a dermapen better than a roller?",
)
FILLERS = ("um", "erm", "uh", "literally", "honestly", "basically")
ADDED = (
    "My cheeks are also a bit dry.",
    "There is pus as well.",
    "I have a fever too.",
    "My skin is flaky as well.",
    "And my eyelid is swollen.",
)
STORY = (
    "I booked this appointment months ago because a friend at work had such lovely results and I wanted to treat "
    "myself. The clinic is a short walk from the station and the room smelled of lavender. The lady who did it "
    "was very kind and talked me through each step, and she showed me the sealed pack before she opened it. We "
    "chatted about holidays, her dog and the new bakery around the corner. Afterwards I bought a bottle of "
    "hyaluronic acid and a mineral sunscreen, and I walked home the long way because the weather was so nice. "
)
MORE = (
    " In the evening I watched a cooking show, answered some emails and laid out my clothes for the next morning. "
    "My plan is to have three more sessions, a month apart, and then to take photos in the same light so that I "
    "can compare them. I keep a small diary about my skin, with the date, the weather and the products, because I "
    "like to be thorough. The garden needs water, my neighbour is on holiday and I promised to look after her "
    "plants until Sunday. That is all about my week, I think. The bakery, by the way, sells very good bread with "
    "seeds, and the coffee is better than at the station, though a little more expensive than last year."
)
HERS = {
    "i": "she", "i'm": "she's", "im": "she's", "i've": "she has", "ive": "she has", "i'll": "she will", "my": "her",
    "me": "her", "mine": "hers", "myself": "herself", "am": "is", "i'd": "she would",
}  # fmt: skip


def typo(text: str, chance: random.Random) -> str:
    """Swap two inner neighbours of one long word, drop one letter of it, or double one."""
    places = [found.span() for found in re.finditer(r"[a-z]{8,}", text)]
    if not places:
        return text
    start, end = chance.choice(places)
    at = chance.randrange(start + 2, end - 2)
    swapped = text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    return chance.choice((swapped, text[:at] + text[at + 1 :], text[:at] + text[at] + text[at:]))


def case(text: str, chance: random.Random) -> str:
    """Write everything large, small, or each word with a capital."""
    return chance.choice((text.upper(), text.lower(), text.title().replace("'S", "'s").replace("'T", "'t")))


def emoji(text: str, chance: random.Random) -> str:
    """Put emoji around it."""
    return f"{chance.choice('😭😱🆘')} {text} {chance.choice('🚑😩🙏')}"


def politeness(text: str, chance: random.Random) -> str:
    """Greet before it or thank after it."""
    words = chance.choice(POLITE)
    return chance.choice((f"{words} {text}", f"{text}. {words}"))


def played_down(text: str, chance: random.Random) -> str:
    """Play it down before or after."""
    words = chance.choice(PLAYED_DOWN)
    return chance.choice((f"{words} {text}", f"{text}. {words}"))


def wrapped(text: str, chance: random.Random) -> str:
    """Bury it in the middle of a story of some 300 words."""
    return f"{STORY}{text}. {MORE}" if chance.random() < 0.5 else f"{STORY}{MORE} {text}"


def clause_order(text: str, chance: random.Random) -> str:
    """Say the last sentence first; a message of one sentence gets another behind or before it."""
    sentences = re.split(r"(?<=[.!?]) +", text)
    if len(sentences) > 1:
        return " ".join([sentences[-1].rstrip(".") + ".", *sentences[:-1]])
    return chance.choice((f"It was done on Monday. {text}", f"{text}. It was done on Monday."))


def buried(text: str, chance: random.Random) -> str:
    """Put a cosmetic question first."""
    return f"{chance.choice(COSMETIC)} {chance.choice(('Also, ', 'By the way, ', 'Oh and ', ''))}{text}"


def third_person(text: str, chance: random.Random) -> str:
    """Let a helper say it of somebody else, now."""
    said = re.sub(r"[A-Za-z']+", lambda word: HERS.get(word[0].lower(), word[0]), text)
    return f"{chance.choice(('I write for my friend.', 'My sister is next to me.', 'This is about my wife:'))} {said}"


def look_alikes(text: str, chance: random.Random) -> str:
    """Replace Latin letters by Cyrillic ones that look the same."""
    return "".join(letter.translate(LOOK_ALIKES) if chance.random() < 0.5 else letter for letter in text)


def filler(text: str, chance: random.Random) -> str:
    """Put a filler between two words."""
    words = text.split(" ")
    words.insert(chance.randrange(len(words) + 1), chance.choice(FILLERS))
    return " ".join(words)


def added_symptom(text: str, chance: random.Random) -> str:
    """Add another symptom."""
    return f"{text}. {chance.choice(ADDED)}"


TRANSFORMATIONS: tuple[Transformation, ...] = (
    typo, case, emoji, politeness, played_down, wrapped, clause_order, buried, third_person, look_alikes, filler,
    added_symptom,
)  # fmt: skip
EMERGENCIES = [
    (line["id"], line["text"])
    for file in sorted(EVALUATION.glob("triage_*.jsonl"))
    for line in map(json.loads, file.read_text(encoding="utf-8").splitlines())
    if line["expected"] == "emergency"
]


def missed(transformation: Transformation, seeds: range, every: int = 1) -> list[str]:
    """Name the emergencies that one transformation hides."""
    found = []
    for name, text in EMERGENCIES[::every]:
        for seed in seeds:
            chance = random.Random(f"{transformation.__name__} {name} {seed}")
            if level(said := transformation(text, chance)) != "emergency":
                found.append(f"{name} {said}")
    return found


def test_there_are_at_least_a_thousand_variants() -> None:
    assert len(EMERGENCIES[::6]) * len(TRANSFORMATIONS) >= 1000
    assert len(TRANSFORMATIONS) == 12


@pytest.mark.parametrize("transformation", TRANSFORMATIONS, ids=lambda t: t.__name__)
def test_saying_it_otherwise_keeps_an_emergency(transformation: Transformation) -> None:
    assert missed(transformation, range(1), every=6) == []


@pytest.mark.slow
@pytest.mark.parametrize("transformation", TRANSFORMATIONS, ids=lambda t: t.__name__)
def test_every_emergency_keeps_its_level_whatever_is_done_to_it(transformation: Transformation) -> None:
    assert missed(transformation, range(3)) == []
