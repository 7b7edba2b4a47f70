"""Which numbers a reply tells people to call: those of many regions, or what the settings say."""

from __future__ import annotations

from dataclasses import dataclass

MANY_REGIONS = "112 / 911 / 999"
MANY_LINES = "988 in the US, 116 123 in the UK and Ireland, or the line where you live"
_LONGEST_NUMBER, _LONGEST_LINE = (
    40,
    100,
)  # characters: a reply has 80 words, and its number stands within 200 characters


@dataclass(frozen=True, slots=True)
class Numbers:
    """The emergency number and the crisis line as replies name them."""

    emergency: str = MANY_REGIONS
    crisis: str = MANY_LINES

    @classmethod
    def chosen(cls, emergency: str = "", crisis: str = "") -> Numbers:
        """Take what the settings say; blank, or too long to be a number, leaves the numbers of many regions."""
        return cls(_usable(emergency, _LONGEST_NUMBER) or MANY_REGIONS, _usable(crisis, _LONGEST_LINE) or MANY_LINES)

    def written_into(self, reply: str) -> str:
        """Put these numbers where a reply names those of many regions."""
        return reply.replace(MANY_LINES, self.crisis).replace(MANY_REGIONS, self.emergency)


OF_MANY_REGIONS = Numbers()


def is_crisis(reply: str) -> bool:
    """Tell whether a reply as written in data/triage/replies.toml is the one for a crisis: it alone names the lines."""
    return MANY_LINES in reply


def _usable(setting: str, longest: int) -> str:
    line = " ".join("".join(mark if mark.isprintable() else " " for mark in setting).split())
    return line if len(line) <= longest else ""
