"""Blank the room an index keeps for vectors to come, so that it holds nothing but vectors."""

from __future__ import annotations

import os
import struct
from pathlib import Path

# How an HNSW file begins: version, a place, for how many vectors it has room, how many it has, bytes of each.
_HEADER, _LENGTH = struct.Struct("<i4Q"), 4


def blank_spare_room(folder: Path) -> None:
    """Overwrite the room for vectors to come: Chroma fills it with whatever lay in this process's memory.

    Measured, 1.5.9: below 1,000 vectors the text of a document that was removed stood there.

    Raises:
        OSError: when the index's files cannot be read or written.
    """
    for header in folder.glob("*/header.bin"):
        _, _, _, count, size = _HEADER.unpack_from(header.read_bytes())
        for name, width in (("data_level0.bin", size), ("length.bin", _LENGTH)):
            with (header.parent / name).open("r+b") as file:
                spare = file.seek(0, os.SEEK_END) - count * width
                if spare > 0:
                    file.seek(count * width)
                    file.write(bytes(spare))
