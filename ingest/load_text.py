"""Bytes of a text file -> its text, by a rule that can be stated: never a guess that could turn letters into others.

A byte order mark decides; else UTF-8; else Windows-1252 (of which Latin-1 is a part), where the result reads like it.
Nothing else happens to the text: no newline translation, no stripping, so that an offset into it is one into the file.
"""

from __future__ import annotations

import re
import unicodedata

from ingest.errors import Refused
from ingest.load_parsed import CONVERT, Parsed, check_text

UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_SAVE = "Save it as UTF-8 text."
_LEGACY = "cp1252"
_MULTIBYTE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
# Of another encoding read as this one: a sign inside a word or a raised number before one, a capital after a small
# letter, marks that stand alone.
_LETTER = "[A-Za-zÀ-ÖØ-öø-ÿŠšŽžŒœŸ]"
_GARBLED = re.compile(
    rf"{_LETTER}[¡-©«¬®-´¶-¿×÷‹›‚„†‡•‰€™ˆ˜“”]+{_LETTER}|{_LETTER}[‚„ˆ˜]|(?<!\w)[¹²³]{_LETTER}"
    r"|[a-zà-öø-ÿ][À-ÖØ-ÞŠŽŒŸ](?![A-Z])|[¤¬¨¸ˆ˜]"
)
_MOST_CONTROLS, _MOST_UNKNOWN, _MOST_ACCENTED = 0.15, 0.02, 0.3  # shares of the characters; of the letters
_LOOK, _LEAST_LOOK = 100_000, 256  # characters looked at one by one; fewer say nothing about a share


def parse(content: bytes, name: str) -> Parsed:
    """Decode a text file.

    Raises:
        Refused: when it is no text, or its encoding cannot be told.
    """
    text = decode(content, name)
    check_text(name, text)
    if len(text) >= _LEAST_LOOK and len(_CONTROL.findall(text)) > _MOST_CONTROLS * len(text):
        raise Refused(f"{name} is not text: it is full of control characters.", CONVERT)
    return Parsed(text)


def decode(content: bytes, name: str) -> str:
    """Turn bytes into text by their byte order mark, as UTF-8, or as Windows-1252 where that is beyond doubt.

    Raises:
        Refused: naming the byte that does not fit.
    """
    encoding = "utf-16" if content[:2] in UTF16_MARKS else "utf-8"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        legacy = legacy_text(content) if encoding == "utf-8" else None
        if legacy is None:
            raise Refused(f"{name} is not {encoding.upper()} text (byte {error.start}).", _SAVE) from error
        return legacy
    if encoding == "utf-16" and _is_noise(text):
        raise Refused(f"{name} is not UTF-16 text: it is full of characters that do not exist.", _SAVE)
    return text


def legacy_text(content: bytes) -> str | None:
    """Decode as Windows-1252, or give None where the bytes may be of another encoding or a damaged UTF-8."""
    if _MULTIBYTE.search(content):
        return None
    try:
        text = content.decode(_LEGACY)
    except UnicodeDecodeError:
        return None
    letters = sum(character.isalpha() for character in text[:_LOOK])
    accented = sum(character.isalpha() and character > "\x7f" for character in text[:_LOOK])
    if _CONTROL.search(text) or _GARBLED.search(text) or accented > _MOST_ACCENTED * letters:
        return None
    return text


def _is_noise(text: str) -> bool:
    """Tell whether too many characters are not assigned or private: bytes of something else read in pairs."""
    sample = text[:_LOOK] if len(text) >= _LEAST_LOOK else ""
    return sum(unicodedata.category(character) in ("Cn", "Co") for character in sample) > _MOST_UNKNOWN * len(sample)
