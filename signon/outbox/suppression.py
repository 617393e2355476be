"""Mailboxes that are left in peace."""

from collections.abc import Collection
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, bindparam, delete, exists, select

from signon.extensions import db
from signon.kernel import clock
from signon.kernel.upsert import insert_for
from signon.outbox.models import SUPPRESSIONS
from signon.transaction import command

BOUNCED = "bounced"

UNDONE_WITHIN = timedelta(days=7)
"""For so long a mailbox may take back that it wants no mail."""

_AMONG = select(SUPPRESSIONS.c.address_key).where(
    SUPPRESSIONS.c.address_key.in_(bindparam("keys", expanding=True))
)


@command
def suppress(address_key: str, reason: str) -> None:
    """Never write to this mailbox again. `reason` is "not_us", "asked" or "bounced".

    Once is enough; a person's wish stands above a bounce, which may be lifted one day.
    """
    row = insert_for(db.session(), SUPPRESSIONS).values(
        address_key=address_key, since=clock.now(), reason=reason
    )
    wish = row.on_conflict_do_update(
        index_elements=[SUPPRESSIONS.c.address_key],
        set_={"reason": reason, "since": clock.now()},
        where=SUPPRESSIONS.c.reason == BOUNCED,
    )
    db.session.execute(wish)


@command
def lift(address_key: str) -> bool:
    """Write to this mailbox again, because its owner takes back a wish of the last week.

    Tells whether there was one; a bounce is no wish.
    """
    lifted = delete(SUPPRESSIONS).where(*_is_fresh_wish(address_key))
    return db.session.connection().execute(lifted).rowcount == 1


@command
def lift_bounce(address_key: str) -> bool:
    """Write to this mailbox again, which was thought gone; tell whether it was."""
    bounce = SUPPRESSIONS.c.address_key == address_key, SUPPRESSIONS.c.reason == BOUNCED
    return db.session.connection().execute(delete(SUPPRESSIONS).where(*bounce)).rowcount == 1


def may_be_lifted(address_key: str) -> bool:
    """Tell whether `lift` would change something."""
    return (
        db.session.scalar(select(SUPPRESSIONS.c.reason).where(*_is_fresh_wish(address_key)))
        is not None
    )


def _is_fresh_wish(address_key: str) -> tuple[ColumnElement[Any], ...]:
    columns = SUPPRESSIONS.c
    is_recent = columns.since > clock.now() - UNDONE_WITHIN
    return columns.address_key == address_key, columns.reason != BOUNCED, is_recent


def is_suppressed(address_key: str) -> bool:
    """Tell whether this mailbox must not be written to."""
    return bool(suppressed({address_key}))


def is_among(address_key: ColumnElement[str]) -> ColumnElement[bool]:
    """Return the condition, for a statement of others, that a mailbox must not be written to."""
    return exists().where(SUPPRESSIONS.c.address_key == address_key)


def suppressed(address_keys: Collection[str]) -> set[str]:
    """Return those of the mailboxes that must not be written to."""
    return set(db.session.scalars(_AMONG, {"keys": list(address_keys)}))
