"""Realistic text from a seed: documents of headings, paragraphs and lists, and questions they answer."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path


def _listed(text: str) -> list[str]:
    return [entry.strip() for entry in text.split("|")]


_TREATMENTS = _listed(
    """microneedling | dermabrasion | a chemical peel | laser resurfacing | cryotherapy | light therapy |
    a facial massage | waxing | threading | a retinol cream | a vitamin C serum | a scrub | a hydrating mask"""
)
_PARTS = _listed(
    "the face | the neck | the scalp | the hands | the back | the eyelids | the cheeks | the lips | the arms"
)
_SIGNS = _listed(
    """redness | swelling | dryness | peeling | itching | bruising | tightness | pinpoint bleeding | dark spots |
    warmth | small bumps | tenderness | flaking"""
)
_TIMES = _listed("two hours | one day | three days | a week | ten days | two weeks | a month | six weeks | half a year")
_PEOPLE = _listed(
    "adults | most patients | people with dark skin | people over sixty | new mothers | athletes | smokers"
)
_DEEDS = _listed(
    """wear sunscreen | drink water | use a mild cleanser | avoid make-up | sleep on the back | keep out of the sun |
    pat the skin dry | use a cold pack | wait with exercise | see the practitioner again"""
)
_SENTENCES = (
    "After {treatment} on {part}, {sign} usually lasts about {time}.",
    "{People} notice {sign} on {part} within {time} of {treatment}.",
    "Whoever has had {treatment} should {deed} for {time}.",
    "A session of {treatment} for {part} takes less than {time} and costs {price} dollars.",
    "{Sign} that lasts longer than {time} after {treatment} should be looked at by a doctor.",
    "In a trial with {count} {people}, {treatment} lessened {sign} on {part} in {share} of 100 cases.",
    "Between two sessions of {treatment}, {people} should {deed} and wait {time}.",
    "It is not clear whether {treatment} causes {sign} on {part} or only shows it, wrote group {count}.",
)
_QUESTIONS = (
    "How long does {sign} last after {treatment}?",
    "What should {people} do after {treatment}?",
    "What does {treatment} on {part} cost?",
    "When should a doctor look at {sign}?",
    "Does {treatment} cause {sign} on {part}?",
)


def sentences(seed: int) -> Iterator[str]:
    """Yield sentences without end; the same seed gives the same ones."""
    chance = random.Random(seed)  # noqa: S311  the same texts at every run are what is wanted
    while True:
        yield _filled(chance.choice(_SENTENCES), chance)


def questions(seed: int, count: int) -> list[str]:
    """List questions about what `sentences` speaks of."""
    chance = random.Random(seed)  # noqa: S311  as above
    return [_filled(chance.choice(_QUESTIONS), chance) for _ in range(count)]


def write_corpus(folder: Path, passages: int, each: int, seed: int = 6) -> None:
    """Write documents of about `each` passages (a multiple of six) until there are about so many in all."""
    folder.mkdir(parents=True, exist_ok=True)
    said = sentences(seed)
    for number in range(-(-passages // each)):
        (folder / f"{number:05}.md").write_text(document(number, said, each), encoding="utf-8")


def document(number: int, said: Iterator[str], passages: int) -> str:
    """Write one document: a title, and under every heading a paragraph of three sentences and a list of three."""
    lines = [f"# Guide {number}: {_TREATMENTS[number % len(_TREATMENTS)]}", ""]
    for place in range(0, passages, 6):
        heading = _SIGNS[(number + place) % len(_SIGNS)]
        lines += [f"## {heading.capitalize()}", "", " ".join(next(said) for _ in range(3)), ""]
        lines += [*(f"- {next(said)}" for _ in range(3)), ""]
    return "\n".join(lines)


def _filled(pattern: str, chance: random.Random) -> str:
    people, sign = chance.choice(_PEOPLE), chance.choice(_SIGNS)
    return pattern.format(
        treatment=chance.choice(_TREATMENTS),
        part=chance.choice(_PARTS),
        sign=sign,
        Sign=sign.capitalize(),
        time=chance.choice(_TIMES),
        people=people,
        People=people.capitalize(),
        deed=chance.choice(_DEEDS),
        price=chance.randrange(40, 900, 5),
        count=chance.randrange(12, 4000),
        share=chance.randrange(3, 98),
    )
