"""Rules about lists that are brought in. Pure."""

from datetime import datetime, timedelta

from signon.kernel.errors import DomainError
from signon.kernel.words import N_

LARGEST = 20 * 1024 * 1024
"""Bytes of a file."""
READ_FOR = timedelta(days=7)
"""So long a file that was looked at waits to be brought in; then it is deleted with its rows."""
ROWS_FOR = timedelta(days=30)
"""So long after a run its rows can be taken along; then their cells are deleted."""
LONGEST_EVIDENCE = 300


class FileMissing(DomainError):
    """No file was sent."""

    status = 422
    message = N_("Choose a file.")


class FileEmpty(DomainError):
    """The file has no bytes."""

    status = 422
    message = N_("The file is empty.")


class FileTooLarge(DomainError):
    """The file is larger than `LARGEST`."""

    status = 413
    message = N_("The file is larger than 20 MB.")


class NothingNew(DomainError):
    """No row of the sheet would be written."""

    message = N_("Nothing of this list is new: there is nothing to bring in.")


class ColumnOpen(DomainError):
    """Two columns fit, and nobody has said which one is meant."""

    status = 422
    message = N_("First say which column is meant, where two fit.")


class NumberChanged(DomainError):
    """Other mailboxes would be written to than the lead has seen."""

    message = N_("Their number has changed meanwhile. Please look again.")


class AlreadyBegun(DomainError):
    """The rows are being written, or were."""

    message = N_("This list is being brought in already, or was.")


class NotUndoable(DomainError):
    """There is nothing to undo, or it is being undone."""

    message = N_("There is nothing to undo here.")


def require_file(content: bytes) -> None:
    """Raise `FileEmpty` or `FileTooLarge` unless a file of that content may be read."""
    if not content:
        raise FileEmpty
    if len(content) > LARGEST:
        raise FileTooLarge


def signed_at(stated: datetime | None, now: datetime) -> datetime:
    """Return when a row counts as signed: as it says, but never in the future; else now."""
    return min(stated, now) if stated is not None else now
