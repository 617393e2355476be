"""Writing the trail: entries join the chain as the last thing a command does."""

import logging
from collections.abc import Collection, Generator, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from sqlalchemy import Connection, bindparam, func, insert, select

from signon.audit import seal
from signon.audit.chain import GENESIS, Link, digest, first_fault
from signon.audit.models import AuditEntry, AuditHead
from signon.audit.seal import Head
from signon.extensions import db, rows
from signon.kernel import clock
from signon.kernel.prepared import Prepared
from signon.kernel.upsert import insert_for
from signon.transaction import after_commit, before_commit, command, notes, running_connection

_WAITING = "signon.audit"

log = logging.getLogger(__name__)

_HEAD: Any = AuditHead.__table__
_ENTRIES: Any = AuditEntry.__table__
_KNOWN = select(_ENTRIES.c.hash).where(_ENTRIES.c.number == bindparam("noted")).scalar_subquery()
_LOCK_HEAD = Prepared(select(_HEAD.c.number, _HEAD.c.hash, _KNOWN.label("known")).with_for_update())
"""With the hash of the entry that the data folder has noted, None if there is no such entry."""
_ADD = Prepared(insert(_ENTRIES), [column.name for column in _ENTRIES.columns])
_REVISION = Prepared(select(_HEAD.c.hash))

_VOUCH = "After an update, a new key or a new machine: flask --app wsgi audit seal"

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


def last_numbers(
    actions: Collection[str], subjects: Collection[str], campaign: int | None = None
) -> dict[str, int]:
    """Return the number of the newest entry of `actions` about each of the subjects, by subject.

    With a `campaign` (a row number) of those alone whose details name it.
    """
    asked = select(AuditEntry.subject, func.max(AuditEntry.number).label("newest")).where(
        AuditEntry.subject.in_(subjects), AuditEntry.action.in_(actions)
    )
    if campaign is not None:
        asked = asked.where(AuditEntry.details["campaign"].as_integer() == campaign)
    found = db.session.execute(asked.group_by(AuditEntry.subject))
    return {row.subject: row.newest for row in found}


def with_other_actions(actions: Collection[str], subjects: Collection[str]) -> set[str]:
    """Return those of the subjects to which something else was done than one of `actions`."""
    asked = select(AuditEntry.subject).where(
        AuditEntry.subject.in_(subjects), AuditEntry.action.not_in(actions)
    )
    return set(db.session.scalars(asked.distinct()))


@dataclass(frozen=True)
class Fault:
    """Where the trail is not what it was, and how one knows."""

    number: int
    words: str


class NotWhole(Exception):
    """The trail itself is broken, which no seal can mend."""


def verify() -> Fault | None:
    """Return the first fault that can be found; None when the trail is whole to its true end.

    Who can write to the database alone cannot change, add or remove an entry unnoticed.
    """
    noted = seal.noted()  # before the trail is read, so that it is never ahead of what is read
    with _one_moment() as connection:
        head = _head(connection)
        number = _broken_at(connection, head)
        if number is not None:
            return Fault(number, f"Entry {number} was changed, removed or added afterwards.")
        return _not_the_noted(connection, head, noted) if noted else _not_noted(head)


def chain_fault() -> int | None:
    """Return the number of the first entry that does not follow from the one before it."""
    with _one_moment() as connection:
        return _broken_at(connection, _head(connection))


def includes(number: int, known_hash: str) -> bool:
    """Tell whether an entry that somebody noted elsewhere is still in the trail."""
    with db.engine.connect() as connection:
        return _is_there(connection, number, known_hash)


def end() -> tuple[int, str]:
    """Return number and hash of the newest entry."""
    with db.engine.connect() as connection:
        head = _head(connection)
        return head.number, head.hash


def revision() -> str:
    """Return what is another text after anything has been done to anything: the end of the trail.

    Whatever was counted or compared is right for as long as this stays the same.
    """
    found = rows(_REVISION)
    return found[0].hash if found else GENESIS


@command
def vouch() -> None:
    """Seal what is there, as who runs the service has seen to; the trail says that they did.

    Raises `NotWhole` when the chain of entries is broken, wherever it ends.
    """
    noted = seal.noted()
    fault = chain_fault()
    if fault is not None:
        raise NotWhole(f"Entry {fault} was changed, removed or added afterwards.")
    seal.forget()  # it may be a step back
    record("seal", "trail", actor=SYSTEM, noted=noted.number if noted else None)


def history(subject: str) -> list[AuditEntry]:
    """Return what happened to `subject`, oldest first."""
    entries = select(AuditEntry).where(AuditEntry.subject == subject).order_by(AuditEntry.number)
    return list(db.session.scalars(entries))


def newest(subjects: Collection[str]) -> dict[str, AuditEntry]:
    """Return the last thing that happened to each of these subjects, by subject."""
    numbers = select(func.max(AuditEntry.number)).where(AuditEntry.subject.in_(subjects))
    last = select(AuditEntry).where(AuditEntry.number.in_(numbers.group_by(AuditEntry.subject)))
    return {entry.subject: entry for entry in db.session.scalars(last)}


@contextmanager
def _one_moment() -> Iterator[Connection]:
    with db.engine.connect() as connection:
        if connection.dialect.name == "postgresql":  # SQLite reads one moment by itself
            connection.execution_options(isolation_level="REPEATABLE READ")
        yield connection


def _broken_at(connection: Connection, head: Head) -> int | None:
    with closing(_links(connection)) as links:
        return first_fault(links, (head.number, head.hash))


def _not_the_noted(connection: Connection, head: Head, noted: Head) -> Fault | None:
    if not noted.is_genuine():
        return Fault(head.number, f"{seal.place()} was not written with a key of this place.")
    if head.number < noted.number:
        words = f"Entry {head.number + 1} is missing: the trail had come to {noted.number}."
        return Fault(head.number + 1, words)
    if not _is_there(connection, noted.number, noted.hash):
        words = f"Entry {noted.number} or one before it was replaced by another one."
        return Fault(noted.number, words)
    return _not_sealed(head)


def _not_noted(head: Head) -> Fault | None:
    """Return what is wrong when the data folder knows nothing of the trail."""
    if head.number == 0:
        return None
    words = f"{seal.place()} is missing, so that nobody knows whether entries are."
    return Fault(head.number, f"{words} {_VOUCH}")


def _not_sealed(head: Head) -> Fault | None:
    if head.number == 0 or head.is_genuine():
        return None
    words = f"Entry {head.number}, the newest, is not sealed with a key of this place."
    return Fault(head.number, f"{words} {_VOUCH}")


def _head(connection: Connection) -> Head:
    found = connection.execute(select(_HEAD.c.number, _HEAD.c.hash)).one_or_none()
    number, newest = found or (0, GENESIS)
    sealed = select(_ENTRIES.c.seal).where(_ENTRIES.c.number == number)
    return Head(number, newest, connection.scalar(sealed) or "")


def _is_there(connection: Connection, number: int, known_hash: str) -> bool:
    entry = select(_ENTRIES.c.hash).where(_ENTRIES.c.number == number)
    return (connection.scalar(entry) if number else GENESIS) == known_hash


def _join_chain() -> None:
    waiting: list[Link] = notes().pop(_WAITING, [])
    held = running_connection()
    noted = seal.noted()  # before the trail is read, so that it is never ahead of what is read
    head = _lock_head(held, noted)
    number, previous = head.number, head.hash
    entries: list[dict[str, Any]] = []
    for link in waiting:
        number += 1
        link = replace(link, number=number, previous_hash=previous)
        previous = digest(link)
        entries.append({**vars(link), "hash": previous, "seal": seal.of(number, previous)})
    _add(held, entries)
    if _grows_from_known(head, noted):
        after_commit(partial(seal.note, Head(number, previous, entries[-1]["seal"])))


def _add(connection: Connection, entries: list[dict[str, Any]]) -> None:
    """Write entries down; a trigger moves the head along."""
    if len(entries) == 1:  # what most commands do
        _ADD.within(connection, entries[0])
    else:
        connection.execute(_ADD.statement, entries)


def _grows_from_known(head: Any, noted: Head | None) -> bool:
    """Tell whether the trail, whose head is locked, still holds what the data folder knows of it.

    If not, its end was cut or replaced. What is known stays, so that the new end does not hide it.
    """
    known = head.known if noted and noted.number else GENESIS
    if noted is None or (noted.number <= head.number and known == noted.hash):
        return True
    next_one = head.number + 1
    log.error("the audit trail was cut or replaced before entry %s: see audit verify", next_one)
    return False


def _lock_head(connection: Connection, noted: Head | None) -> Any:
    """Return number and hash of the newest entry, which nobody else changes until we commit."""
    asked = {"noted": noted.number if noted else 0}
    found = _LOCK_HEAD.within(connection, asked)
    if not found:
        first = insert_for(db.session(), _HEAD).values(id=1, number=0, hash=GENESIS)
        connection.execute(first.on_conflict_do_nothing(index_elements=["id"]))
        found = _LOCK_HEAD.within(connection, asked)
    return found[0]


def _links(connection: Connection) -> Generator[Link, None, None]:
    entries = (
        select(*_ENTRIES.columns).order_by(AuditEntry.number).execution_options(yield_per=1000)
    )
    with connection.execute(entries) as found:
        for row in found:
            yield Link(**row._mapping)
