"""The words by which the desk finds an endorsement, its place in the order of names, and what its
name looks like, made anew where other rules have made them.
"""

from typing import Any

from sqlalchemy import Select, bindparam, select, update

from signon.endorsements.models import Endorsement, finding_version, found_by
from signon.extensions import db
from signon.jobs.renewal import Renewal, is_another
from signon.transaction import command

BATCH = 200
"""Rows of one command, some 50 ms: so long whoever signs on SQLite waits for it."""

_ENDORSEMENTS: Any = Endorsement.__table__


@command
def renew_search() -> int:
    """Make the words by which the desk finds some endorsements anew; return of how many.

    Names are never touched, and no revision is raised: to a lead who decides meanwhile nothing has
    changed.
    """
    # Nobody changes a row that was read before its words are written.
    stale = _stale().limit(BATCH).with_for_update(skip_locked=True)
    rows = db.session.execute(stale).all()
    renewed = update(_ENDORSEMENTS).where(_ENDORSEMENTS.c.id == bindparam("row_id"))
    made = [{"row_id": row.id, **found_by(row)} for row in rows]
    if made:
        db.session.connection().execute(renewed, made)
    return len(rows)


def _stale() -> Select[*tuple[Any, ...]]:
    table = _ENDORSEMENTS.c
    columns = (
        table.id,
        table.capacity,
        table.name,
        table.acronym,
        table.affiliation,
        table.website,
    )
    return select(*columns).where(is_another(table.search_version, finding_version()))


def _is_due() -> bool:
    return db.session.execute(_stale().limit(1)).first() is not None


SEARCH = Renewal("renew_search", _is_due, renew_search)
