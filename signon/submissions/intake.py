"""What the public hands in is taken in, and its mailbox asked to confirm."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from signon.audit import trail
from signon.extensions import db
from signon.outbox import quota, suppression
from signon.outbox.addresses import address_key
from signon.outbox.post import Email, post, write
from signon.submissions import codes, emails, queries, rows
from signon.submissions.drafts import ContactDraft
from signon.submissions.kinds import Occasion, all_kinds
from signon.submissions.locks import Kind, lock
from signon.submissions.models import SubmissionMixin
from signon.submissions.states import LIVE, State
from signon.transaction import command

Values = dict[str, Any]


@dataclass(frozen=True)
class _Fresh:
    """What was handed in: the kind's own values, all columns of its row, who, and the e-mail."""

    values: Values
    columns: Values
    contact: ContactDraft
    email: Email


def submit(kind: Kind, values: Values, contact: ContactDraft, occasion: Occasion) -> None:
    """Take in what was typed and ask its address to confirm. `values` are the kind's own columns.

    Whoever hands something in learns nothing: what was there before is told by e-mail only.
    """
    code = codes.new()
    columns = rows.fresh(values, address_key(contact.email), code)
    # Composed before the transaction begins: on SQLite everybody else who signs waits for its end.
    row = kind.model(**columns)
    email = emails.please_confirm(kind, row, occasion, to=contact.email, code=code)
    _take_in(kind, _Fresh(values, columns, contact, email), occasion.scope)


@command
def resend(kind: Kind, submission: SubmissionMixin) -> None:
    """Send a new link to the address on record, if it is still wanted and may be written to."""
    row = lock(kind, submission)
    contact = row.contact
    if row.state != State.SUBMITTED or contact is None:
        return
    if quota.may_write(row.address_key or "", kind.occasion_of(row).scope):
        _send_link(kind, row, contact.email)


def resend_all(email: str) -> None:
    """Send new links to an address for whatever of any kind waits there."""
    for kind in all_kinds().values():
        for row in queries.waiting_for(kind, email):
            resend(kind, row)


@command
def _take_in(kind: Kind, fresh: _Fresh, scope: str) -> None:
    """Write down a new row and its e-mail, or tell the address what is there already."""
    key, public_id = fresh.columns["address_key"], fresh.columns["public_id"]
    may_write = quota.may_write(key, scope)
    if not may_write and suppression.is_suppressed(key):
        return
    if rows.add(kind, fresh.columns, fresh.contact):
        trail.record("submit", public_id, actor=trail.SIGNATORY, kind=kind.name)
        if may_write:
            # Not `post`: whoever is suppressed has been turned away before.
            write(fresh.email, about=public_id)
        return
    live = _live(kind, fresh.values[kind.scope_column], key)
    if live is not None and may_write:
        _answer_again(kind, live, fresh.values, fresh.contact)


def _answer_again(kind: Kind, row: SubmissionMixin, values: Values, contact: ContactDraft) -> None:
    """Tell the address what is there: a new link for what waits, a word for what is confirmed."""
    if row.state != State.SUBMITTED:
        post(kind.already(row), about=row.public_id)
        return
    # What the link confirms is always what its e-mail said: the newest words, the newest link.
    was_deferred = kind.deferred(row) is not None
    for name, value in values.items():
        setattr(row, name, value)
    if was_deferred or kind.deferred(row) is not None:
        # Only the day that was named now is still to be asked on.
        row.reminders = kind.schedule.when_due - 1
    if row.contact is not None:
        for name, value in rows.person(contact).items():
            setattr(row.contact, name, value)
    _send_link(kind, row, contact.email)


def _send_link(kind: Kind, row: SubmissionMixin, email: str) -> None:
    """Send a new link and a new code; the older ones are dead from now on."""
    code = codes.new()
    for name, value in rows.keys(code).items():
        setattr(row, name, value)
    # Not `post`: whoever is suppressed has been turned away before.
    link = emails.please_confirm(kind, row, kind.occasion_of(row), to=email, code=code)
    write(link, about=row.public_id)


def _live(kind: Kind, scope_id: int, key: str) -> SubmissionMixin | None:
    model = kind.model
    place = getattr(model, kind.scope_column) == scope_id
    row: SubmissionMixin | None = db.session.scalar(
        select(model)
        .where(place, model.address_key == key, model.state.in_(LIVE))
        .with_for_update()
    )
    return row
