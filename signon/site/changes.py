"""Counts what changes in public, in the very commit that changes it: caches and feeds go by it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, case, select

from signon.extensions import db, rows
from signon.kernel import clock
from signon.kernel.prepared import Prepared
from signon.kernel.upsert import insert_for
from signon.site.models import PublicChange
from signon.transaction import before_commit, notes

_NOTED = "signon.public_changes"
_CHANGES: Any = PublicChange.__table__
_LAST = Prepared(
    select(_CHANGES.c.number, _CHANGES.c.changed_at).where(
        _CHANGES.c.scope == bindparam("scope"), _CHANGES.c.key == bindparam("key")
    )
)


@dataclass(frozen=True)
class LastChange:
    """The number of the last public change, 0 before the first, and its moment."""

    number: int
    at: datetime | None


def note(scope: str, key: int) -> None:
    """Let the running command raise the counter of a "paper" or "campaign" as it commits, once."""
    notes().setdefault(_NOTED, set()).add((scope, key))
    before_commit(_raise_noted, first=True)


def last_public_change(scope: str, key: int) -> LastChange:
    """Return the last public change of a paper or campaign."""
    found = rows(_LAST, {"scope": scope, "key": key})
    return LastChange(found[0].number, found[0].changed_at) if found else LastChange(0, None)


def _raise_noted() -> None:
    """Raise every noted counter at the end of the command, and in one order.

    Before the head of the audit trail is taken: for that one every command of the house waits, for
    these only those that change the same paper.

    The moment never goes back, whatever the clocks of two machines say.
    """
    noted = sorted(notes().pop(_NOTED, ()))
    if not noted:
        return
    now = clock.now()
    first = [{"scope": s, "key": k, "number": 1, "changed_at": now} for s, k in noted]
    statement = insert_for(db.session, _CHANGES).values(first)
    latest = case((_CHANGES.c.changed_at > now, _CHANGES.c.changed_at), else_=now)
    db.session.execute(
        statement.on_conflict_do_update(
            index_elements=["scope", "key"],
            set_={"number": _CHANGES.c.number + 1, "changed_at": latest},
        )
    )
