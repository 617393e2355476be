"""What nobody confirms: asked for once more, and in the end deleted."""

from flask import current_app

from signon.audit import trail
from signon.extensions import db
from signon.kernel import clock
from signon.kernel.errors import DomainError
from signon.outbox.post import ORDINARY, cancel, post
from signon.submissions import emails
from signon.submissions.locks import Kind, lock_by_id
from signon.submissions.receiving import codes
from signon.submissions.states import Action, State
from signon.transaction import command


@command
def remind(kind: Kind, row_id: int, number: int) -> bool:
    """Ask once more for a confirmation, for the `number`th time; tell whether it was done.

    Done once, whoever else tries at the same time, and only while it can still be confirmed.
    """
    row = lock_by_id(kind, row_id)
    if row is None or row.state != State.SUBMITTED or row.reminders >= number:
        return False
    # Whoever is not asked yet, or whose row a run of today deletes, is not written to.
    if not kind.waited_for_since(row) <= clock.now() < emails.kept_until(kind, row):
        return False
    row.reminders = number
    if row.contact is None:
        return False
    try:
        kind.lifecycle.require_confirmable(row, clock.now())
    except DomainError:
        return False
    # The stamp stays, so that the link in an older e-mail leads on; a code is never kept readable.
    code = codes.new()
    row.code_hash = codes.digest(code, current_app.config["SECRET_KEY"])
    to = emails.asked_at(row.contact)
    again = emails.remind(kind, row, kind.occasion_of(row), to=to, code=code)
    return post(again, about=row.public_id, priority=ORDINARY)


@command
def expire(kind: Kind, row_id: int) -> bool:
    """Delete what nobody has confirmed, and who typed it; the trail alone knows that it was there.

    Tells whether it was deleted: what has been confirmed meanwhile stays.
    """
    row = lock_by_id(kind, row_id)
    if row is None or row.state != State.SUBMITTED:
        return False
    if emails.kept_until(kind, row) > clock.now():
        return False
    contact = row.contact
    cancel(row.public_id)
    trail.record(Action.EXPIRE, row.public_id, actor=trail.SYSTEM, before=State.SUBMITTED)
    db.session.delete(row)
    db.session.flush()
    if contact is not None:
        db.session.delete(contact)
    return True
