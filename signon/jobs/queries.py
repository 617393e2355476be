"""What people may ask about the work: is it being done, what waits, what went wrong."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, literal, select

from signon.extensions import db, rows
from signon.jobs.models import DEAD, DONE, JOBS, WAITING, WORKERS
from signon.kernel import clock
from signon.kernel.shapes import columns_of, filled

EMAIL = "email"
DELAYED = "email.waiting"
EMAILS = (EMAIL, DELAYED)
"""Kinds of jobs: what goes out now, and what waits until its reader may be written to again."""

_waiting = JOBS.c.state == literal(WAITING, literal_execute=True)


@dataclass(frozen=True)
class MailState:
    """How far a mail has come, and the last error's code.

    It is waiting, delayed (until its reader may be written to again), retrying, held, done or dead.
    """

    state: str
    last_error: str


@dataclass(frozen=True)
class MailAbout:
    """One mail about something: `state` as in `MailState`, and when it was written and ended."""

    ref: str
    state: str
    last_error: str
    created_at: datetime
    finished_at: datetime | None


@dataclass(frozen=True)
class MailBacklog:
    """Mails that wait: how many should have left, have failed before, and since when one waits."""

    overdue: int
    failing: int
    oldest_created_at: datetime | None


@dataclass(frozen=True)
class Undone:
    """A job that is not done, without what it holds."""

    id: int
    kind: str
    state: str
    attempts: int
    last_error: str
    created_at: datetime
    due_at: datetime


@dataclass(frozen=True)
class Count:
    """How many jobs of a kind are in a state."""

    kind: str
    state: str
    number: int


def mail_backlog(before: datetime) -> MailBacklog:
    """Return the mails that wait: due before that moment, or written before it and failed since."""
    failed = (JOBS.c.last_error != "") & (JOBS.c.created_at < before)
    due = JOBS.c.due_at <= clock.now()
    row = db.session.execute(
        select(
            func.count().filter(JOBS.c.due_at < before).label("overdue"),
            func.count().filter(failed).label("failing"),
            func.min(JOBS.c.created_at)
            .filter(due | (JOBS.c.last_error != ""))
            .label("oldest_created_at"),
        ).where(_waiting, JOBS.c.kind == EMAIL)
    ).one()
    return filled(MailBacklog, row)


def undone_jobs(*, dead_only: bool, limit: int = 1000) -> list[Undone]:
    """Return what is not done, the oldest first."""
    asked = select(*columns_of(Undone, JOBS)).where(JOBS.c.state != DONE)
    if dead_only:
        asked = asked.where(JOBS.c.state == DEAD)
    found = db.session.execute(asked.order_by(JOBS.c.id).limit(limit))
    return [filled(Undone, row) for row in found]


def dead_count() -> int:
    """Return how many jobs were given up."""
    return db.session.scalar(select(func.count()).where(JOBS.c.state == DEAD)) or 0


def counts() -> list[Count]:
    """Return how many jobs there are, by kind and state."""
    number = func.count().label("number")
    asked = select(JOBS.c.kind, JOBS.c.state, number).group_by(JOBS.c.kind, JOBS.c.state)
    found = db.session.execute(asked.order_by(JOBS.c.kind, JOBS.c.state))
    return [filled(Count, row) for row in found]


def mail_state(subjects: Collection[str]) -> dict[str, MailState]:
    """Return, for each subject that a mail was about, how far the newest of them has come."""
    newest = (
        select(func.max(JOBS.c.id))
        .where(JOBS.c.kind.in_(EMAILS), JOBS.c.subject.in_(subjects))
        .group_by(JOBS.c.subject)
    )
    found = db.session.execute(
        select(JOBS.c.subject, JOBS.c.kind, JOBS.c.state, JOBS.c.last_error).where(
            JOBS.c.id.in_(newest)
        )
    )
    return {row.subject: _mail_state(row.kind, row.state, row.last_error) for row in found}


def mails_about(subject: str, most: int = 50) -> list[MailAbout]:
    """Return the mails about a subject and how far each has come, the newest first."""
    mine = (JOBS.c.kind.in_(EMAILS), JOBS.c.subject == subject)
    names = ("ref", "kind", "state", "last_error", "created_at", "finished_at")
    found = select(*(JOBS.c[name] for name in names)).where(*mine)
    return [
        MailAbout(
            row.ref,
            _mail_state(row.kind, row.state, row.last_error).state,
            row.last_error,
            row.created_at,
            row.finished_at,
        )
        for row in rows(found.order_by(JOBS.c.id.desc()).limit(most))
    ]


def states_of(refs: Collection[str]) -> dict[str, str]:
    """Return in which state each of the jobs is; those that are gone are left out."""
    found = select(JOBS.c.ref, JOBS.c.state).where(JOBS.c.ref.in_(list(refs)))
    return {row.ref: row.state for row in db.session.execute(found)}


def subject_of(ref: str) -> str:
    """Return what a job was about, "" if it is not known any more."""
    return db.session.scalar(select(JOBS.c.subject).where(JOBS.c.ref == ref)) or ""


def seconds_since_heartbeat() -> float | None:
    """Return how long ago any worker was seen, or None when none ever was."""
    seen: datetime | None = db.session.scalar(select(func.max(WORKERS.c.seen_at)))
    return (clock.now() - seen).total_seconds() if seen else None


def _mail_state(kind: str, state: str, last_error: str) -> MailState:
    if kind == DELAYED and state == WAITING:
        return MailState("delayed", last_error)
    failed_before = state == WAITING and last_error
    return MailState("retrying" if failed_before else state, last_error)
