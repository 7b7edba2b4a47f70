"""A file's sha256, held against hashlib's own."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from ingest import digest


@pytest.mark.parametrize("size", [0, 1, 9, 10, 11, 20, 1001])
def test_a_file_of_any_size_has_the_hash_of_its_bytes(
    tmp_path: Path, size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(digest, "_AT_ONCE", 10)
    content = bytes(place % 251 for place in range(size))
    (tmp_path / "file").write_bytes(content)
    assert digest.sha256_of(tmp_path / "file") == hashlib.sha256(content).hexdigest()


def test_a_file_that_is_not_there_is_an_error_of_the_disk(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="nothing"):
        digest.sha256_of(tmp_path / "nothing")
