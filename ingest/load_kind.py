"""What a file is by its first bytes, and whether that is what its suffix says."""

from __future__ import annotations

import pickletools
from itertools import islice

from ingest.errors import Refused
from ingest.load_parsed import CONVERT

PDF, ZIP, OFFICE = "a PDF", "a zip archive", "an old or password-protected Office file"
# From the formats' own specifications; https://en.wikipedia.org/wiki/List_of_file_signatures collects them.
_SIGNS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", PDF),
    (b"PK\x03\x04", ZIP),
    (b"PK\x05\x06", ZIP),
    (b"PK\x07\x08", ZIP),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", OFFICE),
    (b"{\\rtf", "an RTF file"),
    (b"%!PS", "a PostScript file"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90\x00", "a program"),
    (b"\xca\xfe\xba\xbe", "a program"),
    (b"\xce\xfa\xed\xfe", "a program"),
    (b"\xcf\xfa\xed\xfe", "a program"),
    (b"\x00asm", "a program"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF87a", "a picture"),
    (b"GIF89a", "a picture"),
    (b"II*\x00", "a picture"),
    (b"MM\x00*", "a picture"),
    (b"RIFF", "a picture, sound or film"),
    (b"OggS", "a sound or film"),
    (b"ID3\x03", "a sound file"),
    (b"ID3\x04", "a sound file"),
    (b"fLaC", "a sound file"),
    (b"\x1f\x8b", "a packed file"),
    (b"BZh", "a packed file"),
    (b"\xfd7zXZ\x00", "a packed file"),
    (b"7z\xbc\xaf\x27\x1c", "a packed file"),
    (b"Rar!\x1a\x07", "a packed file"),
    (b"\x28\xb5\x2f\xfd", "a packed file"),
    (b"\x04\x22\x4d\x18", "a packed file"),
    (b"SQLite format 3\x00", "a database"),
    (b"\x93NUMPY", "program data"),
    (b"\x89HDF", "program data"),
    (b"PAR1", "program data"),
)
_WANTED = {".pdf": (PDF, "a PDF"), ".docx": (ZIP, "a Word document")}
_RENAME = {PDF: "Give it the suffix .pdf.", OFFICE: "Open it in Word, take off the password and save it as .docx."}
# What only a program's stored objects have; a text can begin with letters that are operations of a pickle by chance.
_PICKLED = {"PROTO", "GLOBAL", "STACK_GLOBAL", "INST", "REDUCE", "BUILD", "PUT", "BINPUT", "MEMOIZE"}
_LONGEST_LOOK = 20_000  # operations


def check_kind(content: bytes, suffix: str, name: str) -> None:
    """Refuse a file whose content is not what its suffix says.

    Raises:
        Refused: naming what the file is, where its first bytes tell.
    """
    found = _kind(content)
    wanted, called = _WANTED.get(suffix, ("", "text"))
    if found != wanted:
        what = f"is {found}, not {called}" if found else f"is not {called}"
        raise Refused(f"{name} {what}.", _RENAME.get(found, CONVERT))


def _kind(content: bytes) -> str:
    """Name what the first bytes say, or nothing where they may be text."""
    start = content[:64].removeprefix(b"\xef\xbb\xbf").lstrip(b" \t\r\n")
    signed = next((what for sign, what in _SIGNS if content.startswith(sign) or start.startswith(sign)), "")
    if not signed and content[257:262] == b"ustar":
        return "a packed file"
    return signed or ("program data" if _is_pickle(content) else "")


def _is_pickle(content: bytes) -> bool:
    """Tell whether the whole content reads as a pickle, by its operations alone: nothing is ever unpickled."""
    body = content.strip()
    if not body.endswith(b"."):
        return False
    names = set()
    try:
        for operation, _, position in islice(pickletools.genops(body), _LONGEST_LOOK):
            names.add(operation.name)
            if operation.name == "STOP":
                return position == len(body) - 1 and bool(names & _PICKLED)
    except (ValueError, UnicodeError, OverflowError):
        return False
    return False
