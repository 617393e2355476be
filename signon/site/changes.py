"""Counts what changes in public, in the very commit that changes it: caches and feeds go by it."""

from typing import Any

from sqlalchemy import case

from signon.extensions import db
from signon.kernel import clock
from signon.kernel.upsert import insert_for
from signon.site.models import PublicChange
from signon.transaction import before_commit, notes

_NOTED = "signon.public_changes"
_CHANGES: Any = PublicChange.__table__


def note(scope: str, key: int) -> None:
    """Let the running command raise a counter of `PublicChange` as it commits, once.

    Who changes a "paper_itself" changes the "paper" too; a signature changes the latter alone.
    """
    noted = notes().setdefault(_NOTED, set())
    noted.add((scope, key))
    if scope == "paper_itself":
        noted.add(("paper", key))
    before_commit(_raise_noted, first=True)


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
