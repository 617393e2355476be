"""Writing the trail: entries join the chain as the last thing a command does."""

from collections.abc import Collection, Generator
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, insert, select

from signon.audit.chain import GENESIS, Link, digest, first_fault
from signon.audit.models import AuditEntry, AuditHead
from signon.extensions import db, rows
from signon.kernel import clock
from signon.kernel.upsert import insert_for
from signon.transaction import before_commit, notes

_WAITING = "signon.audit"

_HEAD: Any = AuditHead.__table__
_ENTRIES: Any = AuditEntry.__table__
_LOCK_HEAD = select(_HEAD.c.number, _HEAD.c.hash).with_for_update()
_ADD = insert(_ENTRIES)

SIGNATORY = "signatory"
SYSTEM = "system"


def record(action: str, subject: str, *, actor: str, **details: str | int | bool | None) -> None:
    """Note what `actor` (a public id, "signatory" or "system") did to `subject` (a public id).

    The details never hold a name, an address or anything derived from them. The entry joins the
    chain at the end of the running command, so that the chain is locked only for a moment.
    """
    waiting: list[Link] = notes().setdefault(_WAITING, [])
    waiting.append(Link(0, clock.now(), actor, action, subject, dict(details), ""))
    before_commit(_join_chain)


def last_time(action: str, subject: str) -> datetime | None:
    """Return when something was last done to a subject; None if it never was."""
    done = select(AuditEntry.happened_at).where(
        AuditEntry.subject == subject, AuditEntry.action == action
    )
    found = rows(done.order_by(AuditEntry.number.desc()).limit(1))
    return found[0].happened_at if found else None


def verify() -> int | None:
    """Return the number of the first faulty entry, or None when the trail is whole."""
    with db.engine.connect() as connection:
        if connection.dialect.name == "postgresql":  # SQLite reads one moment by itself
            connection.execution_options(isolation_level="REPEATABLE READ")
        head = connection.execute(select(_HEAD.c.number, _HEAD.c.hash)).one_or_none()
        with closing(_links(connection)) as links:
            return first_fault(links, (head.number, head.hash) if head else (0, GENESIS))


def history(subject: str) -> list[AuditEntry]:
    """Return what happened to `subject`, oldest first."""
    entries = select(AuditEntry).where(AuditEntry.subject == subject).order_by(AuditEntry.number)
    return list(db.session.scalars(entries))


def newest(subjects: Collection[str]) -> dict[str, AuditEntry]:
    """Return the last thing that happened to each of these subjects, by subject."""
    numbers = select(func.max(AuditEntry.number)).where(AuditEntry.subject.in_(subjects))
    last = select(AuditEntry).where(AuditEntry.number.in_(numbers.group_by(AuditEntry.subject)))
    return {entry.subject: entry for entry in db.session.scalars(last)}


def _join_chain() -> None:
    waiting: list[Link] = notes().pop(_WAITING, [])
    connection = db.session.connection()
    number, previous = _lock_head(connection)
    entries: list[dict[str, Any]] = []
    for link in waiting:
        number += 1
        link = replace(link, number=number, previous_hash=previous)
        previous = digest(link)
        entries.append({**vars(link), "hash": previous})
    connection.execute(_ADD, entries)  # a trigger moves the head along


def _lock_head(connection: Connection) -> tuple[int, str]:
    row = connection.execute(_LOCK_HEAD).one_or_none()
    if row is None:
        first = insert_for(db.session(), _HEAD).values(id=1, number=0, hash=GENESIS)
        connection.execute(first.on_conflict_do_nothing(index_elements=["id"]))
        row = connection.execute(_LOCK_HEAD).one()
    return row.number, row.hash


def _links(connection: Connection) -> Generator[Link, None, None]:
    entries = (
        select(*_ENTRIES.columns).order_by(AuditEntry.number).execution_options(yield_per=1000)
    )
    with connection.execute(entries) as found:
        for row in found:
            yield Link(**row._mapping)
