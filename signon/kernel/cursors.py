"""Where a page of a list ended, written so that it can stand in an address. Pure."""

import base64
import binascii
from datetime import UTC, datetime, timedelta

from signon.kernel.errors import DomainError
from signon.kernel.words import N_

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
LONGEST = 600


class CursorBroken(DomainError):
    """The address names no place in the list."""

    status = 400
    message = N_("This address does not lead to a page of the list. Please begin at the start.")


def of_name(sort_key: bytes, public_id: str, group: str = "") -> str:
    """Return the cursor after a line in alphabetical order, within a group if there is one."""
    return f"{group}~{base64.urlsafe_b64encode(sort_key).decode()}~{public_id}"


def read_name(cursor: str) -> tuple[str, bytes, str]:
    """Return (group, sort key, public id) of a cursor; raise `CursorBroken` for anything else."""
    group, key, public_id = _parts(cursor, 3)
    try:
        return group, base64.urlsafe_b64decode(key.encode("ascii")), public_id
    except (binascii.Error, UnicodeEncodeError, ValueError):
        raise CursorBroken from None


def of_time(moment: datetime, public_id: str) -> str:
    """Return the cursor after a line in order of time."""
    return f"{(moment - EPOCH) // timedelta(microseconds=1)}~{public_id}"


def read_time(cursor: str) -> tuple[datetime, str]:
    """Return (moment, public id) of a cursor; raise `CursorBroken` for anything else."""
    count, public_id = _parts(cursor, 2)
    if not (count.isascii() and count.isdigit() and len(count) <= 17):
        raise CursorBroken
    try:
        return EPOCH + timedelta(microseconds=int(count)), public_id
    except OverflowError:
        raise CursorBroken from None


def _parts(cursor: str, number: int) -> list[str]:
    parts = cursor.split("~")
    clean = cursor.isascii() and "\x00" not in cursor and len(cursor) <= LONGEST
    if len(parts) != number or not clean:
        raise CursorBroken
    return parts
