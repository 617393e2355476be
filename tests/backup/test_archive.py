"""Whatever bit of a backup has changed, it is not taken for a whole one.

A bit that unpacks to the very same octets, as happens where gzip repeats zeros, changes nothing.
"""

import gzip
import os
import zlib
from pathlib import Path

import pytest

from signon.backup import archive
from signon.backup.errors import BackupError

SNAPSHOT = archive.Snapshot("sqlite", "0049", 12, "ab" * 32)
HEAD = 10
"""Octets of gzip's own head, of which some say nothing about what is packed."""


@pytest.fixture
def packed(tmp_path: Path) -> Path:
    folder, file = tmp_path / "members", tmp_path / "backup.tar.gz"
    folder.mkdir()
    (folder / "database.sqlite3").write_bytes(bytes(4000) + os.urandom(400) + bytes(4000))
    archive.pack(folder, SNAPSHOT, "2026-11-28T05:52:50+00:00", file)
    return file


def unpacked(octets: bytes) -> bytes | None:
    try:
        return gzip.decompress(octets)
    except (OSError, EOFError, zlib.error):
        return None


def test_a_whole_one_says_what_was_packed(packed: Path) -> None:
    assert archive.check(packed).audit_number == SNAPSHOT.audit_number


def test_no_changed_bit_is_let_through(packed: Path) -> None:
    whole = packed.read_bytes()
    refused = 0
    for place in range(HEAD, len(whole)):
        changed = whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :]
        if unpacked(changed) == unpacked(whole):
            continue
        packed.write_bytes(changed)
        with pytest.raises(BackupError):
            archive.check(packed)
        refused += 1

    assert refused > len(whole) / 2
