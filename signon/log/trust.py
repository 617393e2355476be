"""Whether the log in the database is still the one of which a checkpoint was signed."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from signon.log import keys, noted, notes, shelf, tree
from signon.log.models import LogCheckpoint
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


def fault(connection: Connection, size: int) -> Fault | None:
    """Return what is wrong with a log of `size` leaves by what was signed of it; None if nothing.

    A checkpoint that is kept outside the database and is larger than the log, or of another tree,
    means that an older database was put in place of a newer one.
    """
    try:
        return _fault(connection, size, shelf.reader(connection))
    except (LookupError, ValueError) as error:
        return Fault(f"The log cannot be read: {error}.", is_broken=True)


def _fault(connection: Connection, size: int, read: tree.Reader) -> Fault | None:
    last = newest(connection)
    if last is not None and not _is_of(last.note, size, read):
        return Fault(
            f"The tree is not that of checkpoint {last.size}, the newest in the database.",
            is_broken=True,
        )
    return _unknown(connection, last) or _set_back(size, read)


def _unknown(connection: Connection, last: Any) -> Fault | None:
    """Return why nobody can know what was signed last; None where the file tells it."""
    note = noted.kept()
    if note is None:
        return _nobody_knows("missing") if last is not None else None
    if not note.strip():
        return _nobody_knows("empty")
    if note == noted.BEGUN and last is not None and not _is_first(connection, last):
        return _nobody_knows("begun anew")
    return None


def _nobody_knows(state: str) -> Fault:
    return Fault(f"{noted.place()} is {state}, so that nobody knows what was signed last.")


def _set_back(size: int, read: tree.Reader) -> Fault | None:
    note = noted.kept()
    if note in (None, noted.BEGUN):  # none was signed, or who signed the first keeps it just now
        return None
    known = _genuine(note or "")
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


def _is_first(connection: Connection, last: Any) -> bool:
    first = select(_CHECKPOINTS.c.size).order_by(_CHECKPOINTS.c.size).limit(1)
    return bool(connection.scalar(first) == last.size)


def _genuine(note: str) -> Checkpoint | None:
    public = keys.for_checking()
    try:
        return notes.read(note, public) if public else None
    except NotGenuine:
        return None
