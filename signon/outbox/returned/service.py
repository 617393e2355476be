"""`note` a returned mail, `lift` what was concluded from it, and forget it in time."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from sqlalchemy import and_, delete, or_

from signon.audit import trail
from signon.extensions import db
from signon.jobs.queries import subject_of
from signon.kernel import clock
from signon.kernel.upsert import insert_for
from signon.outbox import suppression
from signon.outbox.addresses import address_key
from signon.outbox.models import RETURNED
from signon.outbox.returned import marks
from signon.outbox.returned.policy import means_gone
from signon.outbox.returned.reading import Report, read
from signon.transaction import command

KEEP_GONE, KEEP_PASSING = timedelta(days=400), timedelta(days=30)
"""A mailbox that was full a month ago need not be so any more."""


class Outcome(StrEnum):
    """What a message came to."""

    GONE = "gone"
    """The mailbox is gone, and nothing more is written to it."""
    NOTED = "noted"
    """It did not arrive; the next mail may."""
    KNOWN = "known"
    """Was noted before."""
    FOREIGN = "foreign"
    """A report that proves no mail of ours, or another mailbox than it went to."""
    OTHER = "other"
    """Nothing of the kind: an answer, a note of absence, a receipt."""


@dataclass(frozen=True)
class Proven:
    """A failure of one of our mails, and the mailbox that it had gone to."""

    ref: str
    address_key: str
    status: str
    is_gone: bool


def note(raw: bytes) -> Outcome:
    """Note what a message says of a mail that we sent; return what it came to.

    Raises `Unreadable`, and `Busy` when the database cannot be had.
    """
    report = read(raw)
    if report is None:
        return Outcome.OTHER
    proven = list(_proven(report))
    if not proven:
        return Outcome.FOREIGN
    new = [one for one in proven if _keep(one)]
    if not new:
        return Outcome.KNOWN
    return Outcome.GONE if any(one.is_gone for one in new) else Outcome.NOTED


def _proven(report: Report) -> Iterator[Proven]:
    """Yield the failures of mails that went to the very mailbox which failed.

    Where a mail was passed on, the mailbox that failed is another one than we wrote to: the mail
    did not arrive, and more is not concluded.
    """
    for failure in report.failures:
        status, is_gone = failure.status[:12], means_gone(failure.status, failure.words)
        for ref, mark in report.mails:
            if to := _named(failure.addresses, ref, mark):
                yield Proven(ref, address_key(to), status, is_gone)
            elif to := _named(report.written_to, ref, mark):
                yield Proven(ref, address_key(to), status, is_gone=False)


def _named(addresses: tuple[str, ...], ref: str, mark: str) -> str:
    return next((to for to in addresses if marks.is_true(ref, mark, to)), "")


@command
def _keep(one: Proven) -> bool:
    """Note a failure and what follows from it; tell whether it was new.

    Of two reports about one mail, the one that says that the mailbox is gone stands.
    """
    values = {
        "address_key": one.address_key,
        "status": one.status,
        "is_gone": one.is_gone,
        "noted_at": clock.now(),
    }
    row = insert_for(db.session(), RETURNED).values(ref=one.ref, **values)
    if one.is_gone:
        worse = {"status": one.status, "is_gone": True}
        kept = row.on_conflict_do_update(
            index_elements=[RETURNED.c.ref], set_=worse, where=~RETURNED.c.is_gone
        )
    else:
        kept = row.on_conflict_do_nothing()
    if db.session.connection().execute(kept.returning(RETURNED.c.ref)).first() is None:
        return False
    if one.is_gone:
        suppression.suppress(one.address_key, suppression.BOUNCED)
    if subject := subject_of(one.ref):
        trail.record("mail_returned", subject, actor=trail.SYSTEM, status=one.status)
    return True


@command
def lift(email: str) -> bool:
    """Write again to a mailbox that was thought gone; tell whether it was.

    What its owner has asked for stays.
    """
    key = address_key(email)
    lifted = suppression.lift_bounce(key)
    db.session.execute(delete(RETURNED).where(RETURNED.c.address_key == key))
    return lifted


@command
def purge() -> None:
    """Forget what came back long ago. Mailboxes that are gone stay suppressed."""
    now = clock.now()
    over = or_(
        RETURNED.c.noted_at < now - KEEP_GONE,
        and_(~RETURNED.c.is_gone, RETURNED.c.noted_at < now - KEEP_PASSING),
    )
    db.session.execute(delete(RETURNED).where(over))
