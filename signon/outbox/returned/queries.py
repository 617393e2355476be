"""Reads about returned mail."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, exists, func, select

from signon.extensions import rows
from signon.outbox.models import RETURNED


@dataclass(frozen=True)
class Returned:
    """How a mail came back: the code of RFC 3463, and whether its mailbox is gone."""

    status: str
    is_gone: bool


def of_mails(refs: Collection[str]) -> dict[str, Returned]:
    """Return which of the mails came back, by the reference of the job."""
    wanted = select(RETURNED.c.ref, RETURNED.c.status, RETURNED.c.is_gone)
    found = rows(wanted.where(RETURNED.c.ref.in_(list(refs))))
    return {row.ref: Returned(row.status, row.is_gone) for row in found}


def has_returned(address_key: ColumnElement[str | None]) -> ColumnElement[bool]:
    """Return the condition, for a statement of others, that mail to a mailbox came back."""
    return exists().where(RETURNED.c.address_key == address_key)


def is_gone(address_key: str) -> bool:
    """Tell whether a mailbox has been found to be gone."""
    mine = RETURNED.c.address_key == address_key, RETURNED.c.is_gone
    return bool(rows(select(RETURNED.c.ref).where(*mine).limit(1)))


def counts() -> dict[bool, int]:
    """Return how many mails came back, by whether their mailbox is gone."""
    found = select(RETURNED.c.is_gone, func.count()).group_by(RETURNED.c.is_gone)
    return {False: 0, True: 0, **{row[0]: row[1] for row in rows(found)}}
