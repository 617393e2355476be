"""What time does to the things that were handed in: the worker asks again, and in the end forgets.

Each row is a command of its own: a run that is broken off goes on where it was, and whatever one
has done is not done again, however many workers there are.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from sqlalchemy import Select, delete, literal, select, tuple_, update

from signon.audit import trail
from signon.events import tell
from signon.extensions import db, rows
from signon.jobs.queue import Claimed
from signon.jobs.registry import Handler
from signon.jobs.schedule import Scheduled
from signon.kernel import clock
from signon.kernel.files.sqlite import empty_log
from signon.outbox.post import cancel
from signon.outbox.suppression import UNDONE_WITHIN
from signon.submissions import workflow
from signon.submissions.events import Erased
from signon.submissions.kinds import all_kinds
from signon.submissions.lifetime import reminders, retention
from signon.submissions.locks import Kind
from signon.submissions.models import Contact
from signon.submissions.receiving import intake
from signon.submissions.states import State
from signon.transaction import command

PORTION = 100


def remind() -> None:
    """Ask again for every confirmation that has been waited for long enough."""
    for kind in all_kinds().values():
        # The last one first: after a standstill of the worker nobody is asked three times at once.
        for number, age in reversed(list(enumerate(kind.schedule.reminders, start=1))):
            for row_id in _unconfirmed(kind, age, kind.model.reminders < number):
                reminders.remind(kind, row_id, number)
        for row_id in _to_ask_now(kind):
            reminders.remind(kind, row_id, kind.schedule.when_due)


def resend(job: Claimed) -> None:
    """Send a link that was delayed."""
    kind = all_kinds().get(job.payload["kind"])
    if kind is not None:
        intake.resend_in_turn(kind, job.subject)


def forget() -> None:
    """Delete what has waited for its confirmation for too long."""
    for kind in all_kinds().values():
        for row_id in _unconfirmed(kind, kind.schedule.kept):
            reminders.expire(kind, row_id)
        for row_id in _deferred(kind, kind.schedule.kept):
            reminders.expire(kind, row_id)


def erase() -> None:
    """Erase the people behind what was handed in, once the time that the form stated is over."""
    for kind in all_kinds().values():
        while _erase_some(kind):
            pass
        for row_id in rows(_disowned(kind)):
            workflow.erase_disowned(kind, row_id.id)
    _erase_stray_contacts()
    db.session.rollback()  # its own reading would be in the way
    empty_log(db.engine)


def _disowned(kind: Kind) -> Select[tuple[int]]:
    """Select the keys of what was disowned so long ago that it cannot be reclaimed any more."""
    model = kind.model
    return select(model.id).where(
        model.state == State.DISOWNED,
        model.contact_id.is_not(None),
        model.withdrawn_at <= clock.now() - UNDONE_WITHIN,
    )


def _unconfirmed(kind: Kind, age: timedelta, *conditions: Any) -> Iterator[int]:
    """Yield the key of everything that has waited so long, a portion at a time, each once."""
    not_before = _ask_not_before(kind)
    if not_before is not None:
        conditions = (*conditions, not_before.is_(None))
    return _waiting(kind, kind.model.submitted_at, age, *conditions)


def _to_ask_now(kind: Kind) -> Iterator[int]:
    """Yield the key of all that was deferred to a moment that has come, and not asked about yet."""
    not_before = _ask_not_before(kind)
    if not_before is None:
        return iter(())
    # Who handed in on the day itself has just been asked.
    came_before = kind.model.submitted_at < not_before
    is_unasked = kind.model.reminders < kind.schedule.when_due
    return _deferred(kind, timedelta(0), is_unasked, came_before)


def _deferred(kind: Kind, age: timedelta, *conditions: Any) -> Iterator[int]:
    """Yield the key of all that was deferred, to a moment that is so long ago."""
    not_before = _ask_not_before(kind)
    return iter(()) if not_before is None else _waiting(kind, not_before, age, *conditions)


def _ask_not_before(kind: Kind) -> Any:
    """Return the column with the moment before which nobody is asked; None in a kind without."""
    deferral = kind.schedule.deferral
    return getattr(kind.model, deferral.ask_not_before) if deferral else None


def _waiting(kind: Kind, since: Any, age: timedelta, *conditions: Any) -> Iterator[int]:
    """Yield what is so old, counted from the column `since`, in whose index it is found."""
    model = kind.model
    waiting = select(model.id, since.label("since")).where(
        model.state == literal(State.SUBMITTED.value, literal_execute=True),
        since <= clock.now() - age,
        *conditions,
    )
    waiting = following = waiting.order_by(since, model.id).limit(PORTION)
    while portion := rows(following):
        yield from (row.id for row in portion)
        last = portion[-1]
        following = waiting.where(tuple_(since, model.id) > tuple_(last.since, last.id))


@command
def _erase_some(kind: Kind) -> bool:
    """Part some rows from their contact and their address for good; False when there are none."""
    model: Any = kind.model
    over = select(Contact.id).where(retention.is_over(clock.now()))
    found = select(model.id, model.public_id, model.contact_id).where(model.contact_id.in_(over))
    parted = db.session.execute(found.limit(PORTION)).all()
    if not parted:
        return False
    nobody = {"contact_id": None, "address_key": None, "code_hash": None}
    ids = [row.id for row in parted]
    db.session.execute(
        update(model).where(model.id.in_(ids)).values(revision=model.revision + 1, **nobody)
    )
    kind.retention.erase_hidden(ids)
    tell(Erased(model, ids))
    db.session.execute(delete(Contact).where(Contact.id.in_([row.contact_id for row in parted])))
    for row in parted:
        cancel(row.public_id)
        trail.record("erase_contact", row.public_id, actor=trail.SYSTEM)
    return True


@command
def _erase_stray_contacts() -> None:
    db.session.execute(delete(Contact).where(retention.is_over(clock.now())))


HANDLERS: dict[str, Handler] = {intake.RESEND: resend}

SCHEDULE = (
    Scheduled("submissions.remind", timedelta(hours=1), remind, mails=True),
    Scheduled("submissions.forget", timedelta(days=1), forget),
    Scheduled("submissions.erase", timedelta(days=1), erase),
)
