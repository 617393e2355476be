"""How long the people behind what was handed in are kept: what they were promised, or shorter."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, case, or_, select, update

from signon.extensions import db
from signon.submissions.models import Contact
from signon.transaction import command


def is_over(now: datetime) -> ColumnElement[bool]:
    """Return the condition that a contact is to be erased: the earlier of both dates has come."""
    return or_(Contact.erase_after <= now, Contact.promised_until <= now)


@command
def follow(
    contacts: Select[Any], ends: Callable[[int | None], datetime | None], *, has_ended: bool
) -> None:
    """Let contacts (`contacts` selects their keys) be erased when a close, as it is today, says so.

    `ends` takes how many months somebody was promised and returns the day that follows from it.
    Nobody is kept longer than was promised. Once the close `has_ended` the wait, the day that
    follows from it is promised to whoever was told none.
    """
    of_close = Contact.id.in_(contacts)
    found = select(Contact.promised_months).where(of_close).distinct()
    for months in db.session.scalars(found).all():
        of_promise = (of_close, Contact.promised_months.is_not_distinct_from(months))
        _end(of_promise, ends(months), has_ended=has_ended)


def _end(of: tuple[Any, ...], day: datetime | None, *, has_ended: bool) -> None:
    promised: Any = Contact.promised_until
    earlier = promised if day is None else case((promised < day, promised), else_=day)
    _set(*of, Contact.erase_after.is_distinct_from(earlier), erase_after=earlier)
    if has_ended and day is not None:
        _set(*of, promised.is_(None), promised_until=day)


def _set(*which: Any, **values: Any) -> None:
    changed = update(Contact).where(*which).values(**values)
    db.session.execute(changed.execution_options(synchronize_session=False))
