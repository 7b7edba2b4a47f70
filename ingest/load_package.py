"""A Word file's zip archive, checked before anything in it is parsed: its true sizes are counted while it is unpacked.

What an archive says about itself is not believed: sizes, ratios and names can lie.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib

from ingest.errors import Refused
from ingest.load_parsed import CONVERT, LARGEST_RATIO, LARGEST_UNPACKED, MOST_ENTRIES

_PORTION = 1 << 16
_SMALL = 1 << 20  # bytes: a short text full of repetition may be packed very tightly
_MARKUP = (".xml", ".rels", ".vml")
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_ENCODING = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([^\"']{1,40})")
_PLAIN = (b"utf-8", b"utf8", b"us-ascii", b"ascii", b"utf-16")  # ECMA-376 part 2 allows UTF-8 and UTF-16 alone
_DECLARATIONS = ("<!DOCTYPE", "<!ENTITY")
_SAVE_AGAIN = "Open it in Word, save it again as .docx, or save its text as .txt (UTF-8)."


def check_package(content: bytes, name: str) -> None:
    """Refuse an archive that is damaged, locked or too large once unpacked, or whose markup declares entities.

    Raises:
        Refused: naming what was found.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check_entries(archive.infolist(), name)
            _check_content(archive, len(content), name)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError) as error:
        raise Refused(f"{name} is a damaged Word file ({type(error).__name__}).", _SAVE_AGAIN) from error


def _check_entries(entries: list[zipfile.ZipInfo], name: str) -> None:
    if len(entries) > MOST_ENTRIES:
        raise Refused(f"{name} has {len(entries):,} parts; the limit is {MOST_ENTRIES:,}.", CONVERT)
    if len({entry.filename for entry in entries}) < len(entries):
        raise Refused(f"{name} has two parts of one name.", _SAVE_AGAIN)
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise Refused(f"{name} is protected by a password.", "Take the password off and save it again.")
    if any(entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for entry in entries):
        raise Refused(f"{name} is packed in a way that Word does not use.", _SAVE_AGAIN)
    if not any(entry.filename.lower() == "[content_types].xml" for entry in entries):
        raise Refused(f"{name} is a zip archive, not a Word document.", CONVERT)


def _check_content(archive: zipfile.ZipFile, packed: int, name: str) -> None:
    total = 0
    for entry in archive.infolist():
        is_markup = entry.filename.lower().endswith(_MARKUP)
        kept = []
        with archive.open(entry) as part:
            while portion := part.read(_PORTION):
                total += len(portion)
                _check_total(total, packed, name)
                if is_markup:
                    kept.append(portion)
        if is_markup:
            _check_markup(b"".join(kept), name)


def _check_total(total: int, packed: int, name: str) -> None:
    if total > LARGEST_UNPACKED:
        raise Refused(f"{name} unpacks to more than {LARGEST_UNPACKED:,} bytes.", CONVERT)
    if total > max(_SMALL, LARGEST_RATIO * packed):
        raise Refused(f"{name} unpacks to more than {LARGEST_RATIO} times its size.", CONVERT)


def _check_markup(content: bytes, name: str) -> None:
    """Refuse document types and entities, however the part is encoded: no Word document has them."""
    declared = _ENCODING.search(content[:500])
    if declared and declared[1].strip().lower() not in _PLAIN:
        raise Refused(f"{name} has a part in an encoding that Word does not use.", _SAVE_AGAIN)
    is_wide = content[:2] in _UTF16_MARKS or b"\0" in content[:4]
    wide = ("utf-16-le", "utf-16-be") if is_wide else ()
    if any(sign.encode(encoding) in content for sign in _DECLARATIONS for encoding in ("ascii", *wide)):
        raise Refused(f"{name} declares entities, which no Word document does.", _SAVE_AGAIN)
