"""Which words are English, by the dictionary that pyspellchecker brings, which was cleaned of what people mistype."""

from __future__ import annotations

import gzip
import json
from functools import cache
from importlib.resources import files


def is_english(word: str) -> bool:
    """Tell whether a word in small letters stands in the dictionary."""
    return word in _words()


@cache
def _words() -> frozenset[str]:
    # The package's own reader takes ten times as long, to count letters that nobody asks for here.
    packed = files("spellchecker").joinpath("resources", "en.json.gz").read_bytes()
    return frozenset(json.loads(gzip.decompress(packed)))
