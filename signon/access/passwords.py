"""Passwords: argon2id, two at a time, and the same work when there is nobody to check against."""

import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from signon.kernel.errors import Busy

# The library's defaults, written out: RFC 9106, second recommendation, 64 MiB for each check.
_HASHER = PasswordHasher(time_cost=3, memory_cost=65_536, parallelism=4, hash_len=32, salt_len=16)

_AT_ONCE = BoundedSemaphore(2)
_PATIENCE_SECONDS = 10

NOBODY = (
    "$argon2id$v=19$m=65536,t=3,p=4$L/7iAZQ8jIADZmmMfryQAA"
    "$rBLxSNNvPONCxRlDcIL4r8TmT1mXwvPgs5uDUR7tVHg"
)
"""Hash of a random password that was thrown away. A guess at an unknown account costs as much."""


def hashed(password: str) -> str:
    """Return the hash to store. Raises `Busy` when too many wait."""
    with _one_of_two():
        return _HASHER.hash(_bytes(password))


def matches(stored: str | None, password: str) -> bool:
    """Tell whether `password` is the one that was hashed; None never matches, and takes as long."""
    with _one_of_two():
        try:
            is_right = _HASHER.verify(stored or NOBODY, _bytes(password))
        except (Argon2Error, InvalidHashError):
            return False
    return is_right and stored is not None


def is_outdated(stored: str) -> bool:
    """Tell whether `stored` was made with other settings than today's."""
    return _HASHER.check_needs_rehash(stored)


@contextmanager
def _one_of_two() -> Iterator[None]:
    """Bound the memory: each check takes 64 MiB. Raises `Busy` when the turn does not come."""
    if not _AT_ONCE.acquire(timeout=_PATIENCE_SECONDS):
        raise Busy
    try:
        yield
    finally:
        _AT_ONCE.release()


def _bytes(password: str) -> bytes:
    """Return the same bytes for the same characters, however a keyboard composes its accents."""
    return unicodedata.normalize("NFC", password).encode("utf-8", "surrogatepass")
