"""Seals: keyed hashes that nobody makes who can write to the database alone.

A chain of plain hashes can be made anew from any entry on, and its end can be cut off. So each
entry carries a keyed hash, of which the newest one speaks for all before it; and the data folder
knows how far the trail had come, so that an older end is not taken for the newest one.
"""

import fcntl
import hashlib
import hmac
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flask import current_app

NAME = "audit-head"
_LONGEST = 200

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Head:
    """Number and hash of an entry, and its seal."""

    number: int
    hash: str
    seal: str

    def is_genuine(self) -> bool:
        """Tell whether the seal was made with the key or one of its fallbacks."""
        config = current_app.config
        keys = [config["SECRET_KEY"], *(config.get("SECRET_KEY_FALLBACKS") or [])]
        made = [_sealed(key, self.number, self.hash) for key in keys]
        return any(hmac.compare_digest(one.encode(), self.seal.encode()) for one in made)


def of(number: int, entry_hash: str) -> str:
    """Return the seal (64 hex digits) of an entry under the key of today."""
    return _sealed(current_app.config["SECRET_KEY"], number, entry_hash)


def place() -> Path:
    """Return where the data folder keeps the newest entry that it knows of."""
    return Path(current_app.config["DATA_DIR"], NAME)


def note(head: Head) -> None:
    """Remember that the trail has come to an entry; what is remembered never goes back.

    When that cannot be, say so and go on: what was done is done.
    """
    try:
        with _opened(os.O_RDWR | os.O_CREAT, fcntl.LOCK_EX) as file:
            known = _parse(os.pread(file, _LONGEST, 0))
            if known is None or known.number < head.number:
                line = f"{head.number} {head.hash} {head.seal}\n".encode()
                os.pwrite(file, line, 0)  # one write, so that a kill leaves the old or the new
                os.ftruncate(file, len(line))
    except OSError as error:
        log.error("the head of the audit trail cannot be noted: %s", error.strerror)


def noted() -> Head | None:
    """Return what the data folder knows, None when it knows nothing.

    A file that was damaged is a head without a genuine seal.
    """
    try:
        with _opened(os.O_RDONLY, fcntl.LOCK_SH) as file:
            return _parse(os.pread(file, _LONGEST, 0)) or Head(0, "", "")
    except FileNotFoundError:
        return None


def forget() -> None:
    """Let the next entry be what the data folder knows, wherever the trail had come to before."""
    place().unlink(missing_ok=True)


def _sealed(key: str, number: int, entry_hash: str) -> str:
    message = f"signon.audit\n{number}:{entry_hash}".encode()
    return hmac.new(key.encode(), message, hashlib.sha256).hexdigest()


@contextmanager
def _opened(how: int, lock: int) -> Iterator[int]:
    descriptor = os.open(place(), how, 0o600)
    try:
        fcntl.flock(descriptor, lock)
        yield descriptor
    finally:
        os.close(descriptor)


def _parse(line: bytes) -> Head | None:
    parts = line.decode("ascii", "replace").split()
    if len(parts) != 3 or not (parts[0].isascii() and parts[0].isdigit()):
        return None
    return Head(int(parts[0]), parts[1], parts[2])
