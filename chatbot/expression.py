"""Regular expressions of the data: hundreds are written there, and one message needs few of them."""

from __future__ import annotations

import re
from collections.abc import Iterator

_NOTHING: frozenset[str] = frozenset()
_PIECE = re.compile(
    r"[^\\\[\](){}|*+?.^$]+(?![*+?{])|"  # letters
    r"\\(?:x..|u.{4}|U.{8}|N\{[^}]*\}|[0-9]+|.)"  # escaped
    r"|\[\^?\]?(?:\\.|[^\]\\])*\]"  # one of some
    r"|\((?:\?(?:[:>]|P<\w+>|<?[=!]))?"  # a group begins
    r"|(?:[*+?]|\{[0-9]*,?[0-9]*\})[?+]?"  # how often
    r"|.",
    re.DOTALL,
)
_OTHER_GROUP = re.compile(r"\(\?(?![:>]|P<\w+>|<?[=!])")
_REPEATED = re.compile(r"[*+?]|\{.")
_AT_LEAST_ONCE = re.compile(r"\+|\{0*[1-9]")
# Beyond ASCII a small letter may stand for another letter, as "ſ" for "s".
_ODD_LETTER = re.compile(r"[^\W\x00-\x7f]")


class Expression:
    """A regular expression that is compiled when a text first has what all that it fits has; threads may share it.

    Raises:
        re.error: when it is compiled, if it is none.
    """

    __slots__ = ("_compiled", "_flags", "_needs", "pattern")

    def __init__(self, pattern: str, flags: re.RegexFlag = re.NOFLAG) -> None:
        self.pattern = pattern
        self._flags = flags
        self._compiled: re.Pattern[str] | None = None
        self._needs: frozenset[str] | None = None

    def search(self, text: str) -> re.Match[str] | None:
        """Find the first place where it fits."""
        return self.compiled().search(text) if self.may_fit(text) else None

    def match(self, text: str, place: int) -> re.Match[str] | None:
        """Tell whether it fits at a place."""
        return self.compiled().match(text, place) if self.may_fit(text) else None

    def fullmatch(self, text: str) -> re.Match[str] | None:
        """Tell whether it fits the whole text."""
        return self.compiled().fullmatch(text) if self.may_fit(text) else None

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """Find every place where it fits."""
        return self.compiled().finditer(text) if self.may_fit(text) else iter(())

    def sub(self, put: str, text: str) -> str:
        """Put something in every place where it fits."""
        return self.compiled().sub(put, text) if self.may_fit(text) else text

    def compiled(self) -> re.Pattern[str]:
        """Compile it, or give what was compiled before."""
        if self._compiled is None:
            self._compiled = re.compile(self.pattern, self._flags)
        return self._compiled

    def may_fit(self, text: str) -> bool:
        """Tell whether it is compiled, or has to be to know whether it fits somewhere in a text."""
        if self._compiled is not None:
            return True
        if self._needs is None:
            self._needs = needed(self.pattern, self._flags)
        if self._flags and not text.isascii() and _ODD_LETTER.search(text):
            return True
        said = text.lower() if self._flags else text
        return not self._needs or any(need in said for need in self._needs)


def needed(pattern: str, flags: re.RegexFlag = re.NOFLAG) -> frozenset[str]:
    """Give pieces of text of which whatever a pattern fits has one; in small letters where case does not count.

    Of a pattern that is not simple enough to tell none are given. It is read many times as fast as it is compiled.
    """
    if flags not in (re.NOFLAG, re.IGNORECASE) or _OTHER_GROUP.search(pattern):
        return _NOTHING
    found = _either(_PIECE.findall(pattern)[::-1])
    if not flags:
        return found
    return frozenset(map(str.lower, found)) if not any(map(_ODD_LETTER.search, found)) else _NOTHING


def _either(pieces: list[str]) -> frozenset[str]:
    """Read the branches of a group up to its end; the next piece is the last of the list."""
    branches = [_branch(pieces)]
    while pieces and pieces.pop() == "|":
        branches.append(_branch(pieces))
    return _NOTHING.union(*branches) if all(branches) else _NOTHING


def _branch(pieces: list[str]) -> frozenset[str]:
    """Choose what is surest to be rare: the group or the run of letters of which the shortest piece is longest."""
    best, longest, run = _NOTHING, 0, ""
    while pieces and pieces[-1] not in ("|", ")"):
        piece = pieces.pop()
        inside = _either(pieces) if piece[0] == "(" else _NOTHING
        often = pieces.pop() if pieces and _REPEATED.match(pieces[-1]) else ""
        stands = not often or _AT_LEAST_ONCE.match(often) is not None
        letters = _letters(piece) if stands else ""
        run += letters
        if letters and not often and pieces:
            continue
        if len(run) > longest:
            best, longest = frozenset((run,)), len(run)
        if inside and stands and piece[-1] not in "=!" and (shortest := min(map(len, inside))) > longest:
            best, longest = inside, shortest
        run = ""
    return best if longest >= len(run) else frozenset((run,))


def _letters(piece: str) -> str:
    """Give the characters that a piece stands for, or "" where it stands for others too or for none."""
    if piece[0] == "\\":
        return "" if piece[1].isalnum() else piece[1]
    return "" if piece[0] in "([" or piece in (".", "^", "$") else piece
