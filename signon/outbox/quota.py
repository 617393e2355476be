"""How often one mailbox may be written to, whoever asks and from wherever."""

from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import (
    Select,
    String,
    bindparam,
    case,
    delete,
    literal_column,
    select,
    union_all,
    update,
)

from signon.extensions import db
from signon.kernel import clock
from signon.kernel.prepared import Prepared
from signon.kernel.upsert import insert_for
from signon.outbox.models import ALLOWANCES
from signon.outbox.suppression import is_among
from signon.transaction import command, running_connection

SCOPE_WINDOW, SCOPE_LIMIT = timedelta(minutes=15), 1
DAY_WINDOW, DAY_LIMIT = timedelta(hours=24), 5
ALL_SCOPES = ""
LATER = "later"
"""Scope under which those are counted that wait until the others leave room."""


@command
def may_write(address_key: str, scope: str) -> bool:
    """Take one mail from the allowance of this mailbox; False, and nothing taken, if none is left.

    One mail a scope (say, a paper's public id) in 15 minutes, and five a day over all scopes; none
    at all for a mailbox that is suppressed. To be called in the command that writes the mail, so
    that both happen or neither.
    """
    now = clock.now()
    values = {
        "address": address_key,
        "scope": scope,
        "now": now,
        "scope_over": now - SCOPE_WINDOW,
        "day_over": now - DAY_WINDOW,
    }
    held = running_connection()
    taken = _taking(held.dialect.name).within(held, values)
    if len(taken) == 2:
        return True
    for row in taken:
        _give_back(address_key, row.scope)
    return False


@command
def may_wait(address_key: str) -> bool:
    """Take one place among the mails that wait for their turn; False if those of a day are taken.

    Without such a bound somebody could fill a stranger's mailbox for weeks to come.
    """
    now = clock.now()
    columns = ALLOWANCES.c
    is_over = columns.window_started_at <= now - DAY_WINDOW
    first = insert_for(db.session(), ALLOWANCES).values(
        address_key=address_key, scope=LATER, window_started_at=now, used=1
    )
    place = first.on_conflict_do_update(
        index_elements=[columns.address_key, columns.scope],
        set_={
            "used": case((is_over, 1), else_=columns.used + 1),
            "window_started_at": case((is_over, now), else_=columns.window_started_at),
        },
        where=is_over | (columns.used < DAY_LIMIT),
    ).returning(columns.scope)
    return db.session.connection().execute(place).first() is not None


def free_at(address_key: str, scope: str) -> datetime:
    """Return when the allowance of this mailbox lets another mail through, now at the earliest."""
    now = clock.now()
    spent = select(ALLOWANCES).where(
        ALLOWANCES.c.address_key == address_key, ALLOWANCES.c.scope.in_((scope, ALL_SCOPES))
    )
    ends = [now]
    for row in db.session.connection().execute(spent):
        of_day = row.scope == ALL_SCOPES
        if row.used >= (DAY_LIMIT if of_day else SCOPE_LIMIT):
            ends.append(row.window_started_at + (DAY_WINDOW if of_day else SCOPE_WINDOW))
    return max(ends)


@cache
def _taking(_dialect: str) -> Prepared:
    """Return the statement that counts one more in both rows, where that is allowed.

    It names the rows that it has counted in. Two at once cannot both win, because each row is
    locked by its own update.
    """
    of_day = ALLOWANCES.c.scope == ALL_SCOPES
    over = case((of_day, bindparam("day_over")), else_=bindparam("scope_over"))
    is_over = ALLOWANCES.c.window_started_at <= over
    limit = case((of_day, DAY_LIMIT), else_=SCOPE_LIMIT)
    # A SELECT of two rows, because SQLAlchemy compiles VALUES of two rows anew for every visitor.
    rows = union_all(_row(bindparam("scope", type_=String)), _row(literal_column("''", String)))
    statement = insert_for(db.session(), ALLOWANCES).from_select(
        ["address_key", "scope", "window_started_at", "used"], rows
    )
    taking = statement.on_conflict_do_update(
        index_elements=[ALLOWANCES.c.address_key, ALLOWANCES.c.scope],
        set_={
            "used": case((is_over, 1), else_=ALLOWANCES.c.used + 1),
            "window_started_at": case(
                (is_over, bindparam("now")), else_=ALLOWANCES.c.window_started_at
            ),
        },
        where=is_over | (ALLOWANCES.c.used < limit),
    )
    return Prepared(taking.returning(ALLOWANCES.c.scope))


def _row(scope: Any) -> Select[Any]:
    columns = ALLOWANCES.c
    address = bindparam("address", type_=columns.address_key.type)
    now = bindparam("now", type_=columns.window_started_at.type)
    return select(address, scope, now, literal_column("1")).where(~is_among(address))


def _give_back(address_key: str, scope: str) -> None:
    """Undo what was just counted in one row, because the other one refused."""
    mine = (ALLOWANCES.c.address_key == address_key, ALLOWANCES.c.scope == scope)
    db.session.execute(update(ALLOWANCES).where(*mine).values(used=ALLOWANCES.c.used - 1))
    db.session.execute(delete(ALLOWANCES).where(*mine, ALLOWANCES.c.used == 0))
