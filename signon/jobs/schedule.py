"""Work that comes back: each tick becomes one job, however many workers there are."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from flask import current_app
from sqlalchemy import exists, literal, select, update

from signon.extensions import db
from signon.jobs.models import JOBS, SCHEDULE, WAITING
from signon.jobs.queue import Claimed, enqueue
from signon.jobs.retry import Refused
from signon.kernel import clock
from signon.kernel.upsert import insert_for
from signon.transaction import command

KIND = "scheduled"
HELD_UNTIL = datetime(9999, 1, 1, tzinfo=UTC)
"""When work is due that is held: never, until somebody lets it go on."""


@dataclass(frozen=True)
class Scheduled:
    """Call `run` every so often. The name is its identity in the database: never change it."""

    name: str
    every: timedelta
    run: Callable[[], object]
    mails: bool = False
    """It writes to people, so that it waits while mail is held after a restore."""


def run_due(schedule: Sequence[Scheduled]) -> int:
    """Turn every tick that is due into a job; return how many this call made."""
    now = clock.now()
    ticks = db.session.execute(select(SCHEDULE.c.name, SCHEDULE.c.next_run_at)).all()
    known = {tick.name: tick.next_run_at for tick in ticks}
    due = [item for item in schedule if known.get(item.name, now) <= now]
    return sum(_tick(item, now) for item in due)


def run_scheduled(job: Claimed) -> None:
    """Handle a job of kind "scheduled": run what its name stands for."""
    schedule: Sequence[Scheduled] = current_app.extensions["signon.schedule"]
    found = [item for item in schedule if item.name == job.payload.get("name")]
    if not found:
        raise Refused("unknown_name")
    found[0].run()


@command
def hold(names: Iterable[str]) -> None:
    """Let this scheduled work wait until `release`."""
    for name in names:
        held = insert_for(db.session(), SCHEDULE).values(name=name, next_run_at=HELD_UNTIL)
        db.session.execute(
            held.on_conflict_do_update(
                index_elements=[SCHEDULE.c.name], set_={"next_run_at": HELD_UNTIL}
            )
        )


@command
def release() -> bool:
    """Let go on what `hold` has stopped; tell whether there was anything."""
    held = update(SCHEDULE).where(SCHEDULE.c.next_run_at == HELD_UNTIL)
    return db.session.connection().execute(held.values(next_run_at=clock.now())).rowcount > 0


@command
def _tick(item: Scheduled, now: datetime) -> bool:
    """Claim the tick and write its job in one commit; tell whether it was ours to claim."""
    first = insert_for(db.session(), SCHEDULE).values(name=item.name, next_run_at=now)
    db.session.execute(first.on_conflict_do_nothing())
    ours = (SCHEDULE.c.name == item.name, SCHEDULE.c.next_run_at <= now)
    later = update(SCHEDULE).where(*ours).values(next_run_at=now + item.every)
    if db.session.connection().execute(later).rowcount != 1:
        return False
    if not _is_waiting(item.name):
        enqueue(KIND, {"name": item.name}, subject=item.name)
    return True


def _is_waiting(name: str) -> bool:
    """Tell whether an earlier tick still waits to be run: two of them would do the same."""
    same = (
        JOBS.c.state == literal(WAITING, literal_execute=True),
        JOBS.c.kind == KIND,
        JOBS.c.subject == name,
    )
    return bool(db.session.scalar(select(exists().where(*same))))
