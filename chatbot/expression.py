"""Regular expressions of the data: hundreds are written there, and one message needs few of them."""

from __future__ import annotations

import re
from collections.abc import Iterator


class Expression:
    """A regular expression that is compiled when it is first used; threads may share it.

    Raises:
        re.error: at the first use, when it is none.
    """

    __slots__ = ("_compiled", "_flags", "pattern")

    def __init__(self, pattern: str, flags: re.RegexFlag = re.NOFLAG) -> None:
        self.pattern = pattern
        self._flags = flags
        self._compiled: re.Pattern[str] | None = None

    def search(self, text: str) -> re.Match[str] | None:
        """Find the first place where it fits."""
        return self.compiled().search(text)

    def fullmatch(self, text: str) -> re.Match[str] | None:
        """Tell whether it fits the whole text."""
        return self.compiled().fullmatch(text)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """Find every place where it fits."""
        return self.compiled().finditer(text)

    def sub(self, put: str, text: str) -> str:
        """Put something in every place where it fits."""
        return self.compiled().sub(put, text)

    def compiled(self) -> re.Pattern[str]:
        """Compile it, or give what was compiled before."""
        if self._compiled is None:
            self._compiled = re.compile(self.pattern, self._flags)
        return self._compiled
