"""The queue: put work in, claim it under a lease, and say how it ended.

A claim is a lease. Its holder proves itself by a random token with everything it says afterwards,
so a worker that was thought dead cannot finish what another one has claimed since.
"""

import secrets
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    Integer,
    Select,
    bindparam,
    delete,
    func,
    insert,
    literal,
    select,
    tuple_,
    update,
)
from sqlalchemy.engine import Row

from signon.extensions import db, writing
from signon.jobs.models import DEAD, DONE, HELD, JOBS, WAITING
from signon.kernel import clock
from signon.kernel.prepared import Prepared
from signon.transaction import command, running_connection

# Written into the SQL itself: a bound value would hide the partial index from both databases.
_waiting = JOBS.c.state == literal(WAITING, literal_execute=True)

# Built once: they run for every endorsement and every mail.
_LATER = ("id", "lease_token", "finished_at")
_INSERT = insert(JOBS).inline()
_ENQUEUE = Prepared(_INSERT, [one.name for one in JOBS.columns if one.name not in _LATER])
_DUE = (
    select(JOBS)
    .where(_waiting, JOBS.c.due_at <= bindparam("now"))
    .order_by(JOBS.c.priority, JOBS.c.due_at, JOBS.c.id)
    .limit(bindparam("limit", type_=Integer))
    .with_for_update(skip_locked=True)
)
_LEASE = (
    update(JOBS)
    .where(JOBS.c.id.in_(bindparam("ids", expanding=True)))
    .values(due_at=bindparam("until"), lease_token=bindparam("token"), attempts=JOBS.c.attempts + 1)
)
_FINISH = (
    update(JOBS)
    .where(JOBS.c.id == bindparam("job_id"), JOBS.c.lease_token == bindparam("mine"))
    .values(state=DONE, payload=None, lease_token=None, finished_at=bindparam("now"))
)
# Within the statement, which is its own transaction. A server that loses power forgets what was
# finished in its last second; that is done again, as after any death between doing and saying.
_FINISH_AT_EASE = _FINISH.where(func.set_config("synchronous_commit", "off", True) == "off")

LONGEST_ERROR = 80
PORTION = 500


@dataclass(frozen=True)
class Claimed:
    """A job that is ours until the lease runs out."""

    id: int
    ref: str
    kind: str
    payload: dict[str, Any]
    subject: str
    attempts: int
    lease_token: str
    lease_until: datetime


@command
def enqueue(
    kind: str,
    payload: dict[str, Any],
    *,
    subject: str = "",
    priority: int = 50,
    due_at: datetime | None = None,
) -> str:
    """Write a job into the running command; return its reference. `subject` is a public id."""
    row = _row(kind, payload, subject, priority, due_at)
    _ENQUEUE.within(running_connection(), row)
    return str(row["ref"])


@command
def enqueue_as(
    ref: str, kind: str, payload: dict[str, Any], *, subject: str, priority: int
) -> None:
    """Write a job into the running command under a reference that was made for it (`new_ref`)."""
    row = _row(kind, payload, subject, priority, None) | {"ref": ref}
    _ENQUEUE.within(running_connection(), row)


def new_ref() -> str:
    """Return 96 random bits, under which nothing else was done nor ever will be."""
    return secrets.token_hex(12)


@command
def take_back(refs: Collection[str]) -> set[str]:
    """Delete those of the jobs that nobody has begun; return their references."""
    mine = (JOBS.c.ref.in_(list(refs)), JOBS.c.state.in_((WAITING, HELD)))
    unbegun = delete(JOBS).where(*mine, JOBS.c.lease_token.is_(None)).returning(JOBS.c.ref)
    return set(db.session.connection().execute(unbegun).scalars())


@command
def enqueue_all(kind: str, payloads: Mapping[str, dict[str, Any]], *, due_at: datetime) -> None:
    """Write a job about each subject (a public id) into the running command, at once."""
    rows = [_row(kind, payload, subject, 50, due_at) for subject, payload in payloads.items()]
    if rows:
        db.session.connection().execute(_INSERT, rows)


@command
def claim(limit: int, lease_seconds: float, without: tuple[str, ...] = ()) -> list[Claimed]:
    """Take up to `limit` due jobs for so long, most urgent first; leave out the kinds `without`."""
    now = clock.now()
    token, until = secrets.token_hex(16), now + timedelta(seconds=lease_seconds)
    connection = db.session.connection()
    due = _DUE.where(JOBS.c.kind.not_in(without)) if without else _DUE
    rows = connection.execute(due, {"now": now, "limit": limit}).all()
    if rows:
        ids = [row.id for row in rows]
        connection.execute(_LEASE, {"ids": ids, "token": token, "until": until})
    return [_claimed(row, token, until) for row in rows]


def finish(job: Claimed) -> bool:
    """Mark the job done and forget what it held; tell whether it was still ours.

    One statement that is its own transaction. Raises SQLAlchemy's errors, not the house's.
    """
    mine = {"job_id": job.id, "mine": job.lease_token, "now": clock.now()}
    if db.engine.dialect.name == "postgresql":
        with writing(db.engine).connect() as connection:
            return connection.execute(_FINISH_AT_EASE, mine).rowcount == 1
    with writing(db.engine).begin() as connection:
        return connection.execute(_FINISH, mine).rowcount == 1


def retry(job: Claimed, delay: timedelta, error: str) -> bool:
    """Let the job wait for another attempt; tell whether it was still ours."""
    return _settle(job, due_at=clock.now() + delay, last_error=error[:LONGEST_ERROR])


def bury(job: Claimed, error: str) -> bool:
    """Give the job up, kept so that a person can revive it; tell whether it was still ours."""
    return _settle(job, state=DEAD, finished_at=clock.now(), last_error=error[:LONGEST_ERROR])


def release(job: Claimed, delay: timedelta, error: str = "") -> bool:
    """Give the job back as if it had not been tried; tell whether it was still ours."""
    return _settle(
        job,
        due_at=clock.now() + delay,
        attempts=JOBS.c.attempts - 1,
        last_error=error[:LONGEST_ERROR] or JOBS.c.last_error,
    )


@command
def renew(job: Claimed, seconds: float) -> bool:
    """Hold the job for `seconds` from now; tell whether it was still ours."""
    return _change(job, due_at=clock.now() + timedelta(seconds=seconds))


@command
def discard(kind: str, *, subject: str) -> bool:
    """Delete the jobs of this kind about `subject` (a public id) that nobody has done.

    Tells whether there was any.
    """
    undone = (JOBS.c.kind == kind, JOBS.c.subject == subject, JOBS.c.state != DONE)
    return db.session.connection().execute(delete(JOBS).where(*undone)).rowcount > 0


@command
def discard_all(kind: str, subjects: Collection[str]) -> None:
    """Delete the jobs of this kind about any of the subjects that nobody has done."""
    if subjects:
        mine = (JOBS.c.kind == kind, JOBS.c.subject.in_(list(subjects)), JOBS.c.state != DONE)
        db.session.connection().execute(delete(JOBS).where(*mine))


def unfinished(kind: str, subjects: Collection[str]) -> dict[str, dict[str, Any]]:
    """Return what the first job of this kind about each subject holds that nobody has done."""
    mine = (JOBS.c.kind == kind, JOBS.c.subject.in_(list(subjects)), JOBS.c.state != DONE)
    wanted = select(JOBS.c.subject, JOBS.c.payload).where(*mine).order_by(JOBS.c.id.desc())
    return {row.subject: row.payload or {} for row in db.session.execute(wanted)}


@command
def discard_fitting(
    kind: str,
    *,
    subjects: Collection[str] | Select[str],
    fits: Callable[[dict[str, Any]], bool],
) -> bool:
    """Delete those jobs of `discard` whose payload `fits`; tell whether there was any."""
    undone = (JOBS.c.kind == kind, JOBS.c.subject.in_(subjects), JOBS.c.state != DONE)
    found = db.session.execute(select(JOBS.c.id, JOBS.c.payload).where(*undone)).all()
    ids = [row.id for row in found if fits(row.payload or {})]
    if ids:
        db.session.connection().execute(delete(JOBS).where(JOBS.c.id.in_(ids)))
    return bool(ids)


@command
def revive(job_id: int) -> bool:
    """Let a dead job be tried again from the start; tell whether there was one."""
    again = (
        update(JOBS)
        .where(JOBS.c.id == job_id, JOBS.c.state == DEAD)
        .values(state=WAITING, due_at=clock.now(), attempts=0, last_error="", finished_at=None)
    )
    return db.session.connection().execute(again).rowcount == 1


@command
def hasten(job_ids: Collection[int]) -> None:
    """Let those of the jobs that wait and nobody has in hand be done now."""
    mine = (JOBS.c.id.in_(list(job_ids)), _waiting, JOBS.c.lease_token.is_(None))
    db.session.connection().execute(update(JOBS).where(*mine).values(due_at=clock.now()))


@command
def drop(job_id: int) -> bool:
    """Delete a job that is not done; tell whether there was one."""
    undone = (JOBS.c.id == job_id, JOBS.c.state != DONE)
    return db.session.connection().execute(delete(JOBS).where(*undone)).rowcount == 1


@command
def hold(*, but: Collection[tuple[str, str]]) -> int:
    """Hold what waits, until `release_held`; return how much. `but`: kinds and subjects to do."""
    exempt = tuple_(JOBS.c.kind, JOBS.c.subject).in_(list(but))
    held = update(JOBS).where(_waiting, ~exempt).values(state=HELD, lease_token=None)
    return db.session.connection().execute(held).rowcount


@command
def release_held() -> int:
    """Let be done what was held; return how much that is."""
    again = update(JOBS).where(JOBS.c.state == HELD).values(state=WAITING, due_at=clock.now())
    return db.session.connection().execute(again).rowcount


@command
def discard_held() -> int:
    """Delete what was held; return how much that was."""
    return db.session.connection().execute(delete(JOBS).where(JOBS.c.state == HELD)).rowcount


@command
def mark_done(refs: Iterable[str]) -> int:
    """Note what was done without this database's knowing; return how much of it was undone here."""
    undone = {ref for (ref,) in db.session.execute(select(JOBS.c.ref).where(JOBS.c.state != DONE))}
    known = sorted(undone.intersection(refs))
    for start in range(0, len(known), PORTION):
        mine = JOBS.c.ref.in_(known[start : start + PORTION])
        done = {"state": DONE, "payload": None, "lease_token": None, "finished_at": clock.now()}
        db.session.connection().execute(update(JOBS).where(mine).values(**done))
    return len(known)


@command
def _settle(job: Claimed, **values: object) -> bool:
    return _change(job, lease_token=None, **values)


def _change(job: Claimed, **values: object) -> bool:
    mine = (JOBS.c.id == job.id, JOBS.c.lease_token == job.lease_token)
    change = update(JOBS).where(*mine).values(**values)
    return db.session.connection().execute(change).rowcount == 1


def _row(
    kind: str, payload: dict[str, Any], subject: str, priority: int, due_at: datetime | None
) -> dict[str, Any]:
    now = clock.now()
    return {
        "ref": new_ref(),
        "kind": kind,
        "payload": payload,
        "subject": subject,
        "state": WAITING,
        "priority": priority,
        "due_at": due_at or now,
        "attempts": 0,
        "last_error": "",
        "created_at": now,
    }


def _claimed(row: Row[Any], token: str, until: datetime) -> Claimed:
    return Claimed(
        id=row.id,
        ref=row.ref,
        kind=row.kind,
        payload=row.payload or {},
        subject=row.subject,
        attempts=row.attempts + 1,
        lease_token=token,
        lease_until=until,
    )
