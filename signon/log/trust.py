"""Whether the log in the database is still the one of which a checkpoint was signed."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, select

from signon.log import keys, noted, notes, queries, tree
from signon.log.models import LogCheckpoint, LogHead
from signon.log.notes import Checkpoint, NotGenuine

_CHECKPOINTS: Any = LogCheckpoint.__table__


@dataclass(frozen=True)
class Fault:
    """What does not agree; `lost` is the state that was signed and is gone, where it is known.

    What `is_broken` agrees with no checkpoint at all, which is no restore.
    """

    words: str
    lost: Checkpoint | None = None
    is_broken: bool = False


def newest(connection: Connection) -> Any:
    """Return the row of the newest checkpoint in the database, None when none was signed."""
    found = select(_CHECKPOINTS).order_by(_CHECKPOINTS.c.size.desc()).limit(1)
    return connection.execute(found).one_or_none()


def fault_of_now() -> Fault | None:
    """Return the fault as who holds no lock sees it, None if there is none. Raises as `fault` does.

    The worker may sign between two reads: the file is read first, and a fault is looked for again.
    """
    return _look() and _look()


def _look() -> Fault | None:
    note = noted.kept()
    with queries.one_moment() as connection:
        return fault(connection, connection.scalar(select(LogHead.size)) or 0, note)


def fault(connection: Connection, size: int, note: str | None) -> Fault | None:
    """Return what is wrong with a log of `size` leaves by what was signed of it; None if nothing.

    `note` is what is kept outside the database. Raises `NoKey`, and errors of the system.

    A checkpoint that is kept outside the database and is larger than the log, or of another tree,
    means that an older database was put in place of a newer one.
    """
    try:
        read = queries.reader(connection)
        return _torn(connection, size, read) or _replaced(connection, size, note, read)
    except (LookupError, ValueError) as error:
        return Fault(f"The log cannot be read: {error}.", is_broken=True)


def _torn(connection: Connection, size: int, read: tree.Reader) -> Fault | None:
    last = newest(connection)
    if last is None or _is_of(last.note, size, read):
        return None
    words = f"The tree is not that of checkpoint {last.size}, the newest in the database."
    return Fault(words, is_broken=True)


def _replaced(
    connection: Connection, size: int, note: str | None, read: tree.Reader
) -> Fault | None:
    if note is None:
        return _nobody_knows("missing") if newest(connection) is not None else None
    if not note.strip():
        return _nobody_knows("empty")
    if note == noted.BEGUN:  # who signed the first keeps it just now, or was killed before
        return None if _signed_once_at_most(connection) else _nobody_knows("begun anew")
    return _set_back(size, note, read)


def _nobody_knows(state: str) -> Fault:
    return Fault(f"{noted.place()} is {state}, so that nobody knows what was signed last.")


def _set_back(size: int, note: str, read: tree.Reader) -> Fault | None:
    known = _genuine(note)
    if known is None:
        return Fault(f"{noted.place()} was not signed with the key of this place.")
    if known.size > size:
        return Fault(f"The log had come to {known.size} leaves and now has {size}.", known)
    if tree.root(known.size, read) != known.root:
        return Fault(f"The first {known.size} leaves are not those that were signed.", known)
    return None


def _is_of(note: str, size: int, read: tree.Reader) -> bool:
    """Tell whether a note of the database is of this tree, whoever has signed it."""
    lines = note.split("\n")
    known = Checkpoint(lines[0], int(lines[1]), tree.EMPTY)
    if known.size > size:
        return False
    whole = Checkpoint(known.origin, known.size, tree.root(known.size, read))
    return note.startswith(whole.text())


def _signed_once_at_most(connection: Connection) -> bool:
    return (connection.scalar(select(func.count()).select_from(_CHECKPOINTS)) or 0) <= 1


def _genuine(note: str) -> Checkpoint | None:
    public = keys.for_checking()
    try:
        return notes.read(note, public) if public else None
    except NotGenuine:
        return None
