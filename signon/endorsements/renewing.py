"""Makes sort keys and words anew where another collator or another folding has made them.

Each batch is a command of its own: a run that is broken off goes on where it was, because what is
stale says so itself. Names are never touched, only what was worked out from them.
"""

from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    bindparam,
    delete,
    exists,
    literal,
    or_,
    select,
    update,
)

from signon.endorsements import listing, searching
from signon.endorsements.models import Endorsement, Signatory, SignatoryWord
from signon.extensions import db
from signon.jobs.models import JOBS, WAITING
from signon.jobs.queue import Claimed, enqueue
from signon.kernel import collation, fold
from signon.transaction import command

KIND = "renew_search"

BATCH = 200
"""Rows of one command, some 50 ms: so long whoever signs on SQLite waits for it."""

BATCHES = 20
"""Commands of one job; the rest waits behind more urgent work."""

_LATER = 90

_ENDORSEMENTS: Any = Endorsement.__table__


@command
def begin() -> None:
    """Let the worker make anew what another version has made, unless it is about to."""
    if _is_waiting():
        return
    if _stale_list() is not None or db.session.execute(_stale_search().limit(1)).first():
        _enqueue()


def renew_some(job: Claimed) -> None:
    """Make some rows anew, and leave the rest to another job."""
    for _ in range(BATCHES):
        if not renew_lines() + renew_search():
            return
    _enqueue()


@command
def renew_lines() -> int:
    """Make keys and words of some lines of one list anew; return of how many.

    The list gets a new revision, so that no page of it is shown in the former order.
    """
    paper_id = _stale_list()
    if paper_id is None:
        return 0
    listing.touch(paper_id)
    stale = select(Signatory).where(Signatory.paper_id == paper_id, _line_is_stale())
    lines = db.session.scalars(stale.limit(BATCH)).all()
    ids = [line.id for line in lines]
    db.session.execute(delete(SignatoryWord).where(SignatoryWord.signatory_id.in_(ids)))
    for line in lines:
        line.sort_key, line.collator_version = collation.sort_key(line.name), collation.VERSION
        line.words_version = fold.VERSION
    listing.index(lines)
    db.session.flush()
    return len(lines)


@command
def renew_search() -> int:
    """Make the words by which the desk finds some endorsements anew; return of how many.

    No revision is raised by it: to a lead who decides meanwhile nothing has changed.
    """
    # Nobody changes a row that was read before its words are written.
    stale = _stale_search().limit(BATCH).with_for_update(skip_locked=True)
    rows = db.session.execute(stale).all()
    renewed = update(_ENDORSEMENTS).where(_ENDORSEMENTS.c.id == bindparam("row_id"))
    values = {"search": bindparam("words"), "search_version": fold.VERSION}
    words = [{"row_id": row.id, "words": searching.stored(row)} for row in rows]
    if words:
        db.session.connection().execute(renewed.values(**values), words)
    return len(rows)


@command
def _enqueue() -> None:
    enqueue(KIND, {}, priority=_LATER)


def _is_waiting() -> bool:
    waits = (JOBS.c.kind == KIND, JOBS.c.state == literal(WAITING, literal_execute=True))
    return bool(db.session.scalar(select(exists().where(*waits))))


def _stale_list() -> int | None:
    return db.session.scalar(select(Signatory.paper_id).where(_line_is_stale()).limit(1))


def _stale_search() -> Select[*tuple[Any, ...]]:
    table = _ENDORSEMENTS.c
    columns = (table.id, table.name, table.acronym, table.affiliation, table.website)
    return select(*columns).where(_is_not(table.search_version, fold.VERSION))


def _line_is_stale() -> ColumnElement[bool]:
    collated, worded = Signatory.collator_version, Signatory.words_version
    of_words = and_(collated == collation.VERSION, _is_not(worded, fold.VERSION))
    return or_(_is_not(collated, collation.VERSION), of_words)


def _is_not(column: Any, version: str) -> ColumnElement[bool]:
    """Say "another version" in the way that an index can look up."""
    return or_(column < version, column > version)
