"""The verbs of the shared path. Nothing else in the house changes a state."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import current_app
from sqlalchemy import select

from signon.audit import trail
from signon.extensions import db
from signon.kernel import clock
from signon.kernel.errors import Changed, DomainError
from signon.outbox import quota, suppression
from signon.outbox.addresses import address_key
from signon.outbox.post import ORDINARY, Email, cancel, post, write
from signon.submissions import codes, emails, ledger, queries, rows
from signon.submissions.drafts import ContactDraft
from signon.submissions.kinds import Occasion, SubmissionKind, kind_of
from signon.submissions.models import SubmissionMixin
from signon.submissions.states import LIVE, Action, State, next_state
from signon.transaction import command

Kind = SubmissionKind[Any]
Values = dict[str, Any]

ON_THE_DAY = 4
"""Number of the reminder on the day for which a place is kept: it comes after any ordinary one."""


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
def enter(
    kind: Kind, values: Values, contact: ContactDraft, *, actor: str, at: datetime
) -> SubmissionMixin | None:
    """Take in what reached us another way, as confirmed at `at`; nobody is mailed.

    Returns the row, or None when a live one of this address holds the place.
    """
    columns = rows.fresh(values, address_key(contact.email), codes.new())
    if not rows.add(kind, columns, contact):
        return None
    trail.record("enter", columns["public_id"], actor=actor, kind=kind.name)
    row = queries.get(kind, columns["public_id"])
    row.submitted_at = at
    _confirm(kind, row, actor=actor, at=at)
    return row


@command
def confirm(kind: Kind, submission: SubmissionMixin) -> SubmissionMixin:
    """Confirm what waits; confirming twice is harmless. Publish at once unless a lead looks first.

    Raises `TransitionRefused` or the kind's own refusal, and then changes nothing.
    """
    row = _locked(kind, submission)
    if row.state in (State.CONFIRMED, State.PUBLISHED):
        return row
    kind.require_confirmable(row, clock.now())
    _confirm(kind, row, actor=trail.SIGNATORY, at=clock.now())
    kind.after_confirm(row)
    return row


@command
def resend(kind: Kind, submission: SubmissionMixin) -> None:
    """Send a new link to the address on record, if it is still wanted and may be written to."""
    row = _locked(kind, submission)
    contact = row.contact
    if row.state != State.SUBMITTED or contact is None:
        return
    if quota.may_write(row.address_key or "", kind.occasion_of(row).scope):
        _send_link(kind, row, contact.email)


@command
def remind(kind: Kind, row_id: int, number: int) -> bool:
    """Ask once more for a confirmation, for the `number`th time; tell whether it was done.

    Done once, whoever else tries at the same time, and only while it can still be confirmed.
    """
    row = _held(kind, row_id)
    if row is None or row.state != State.SUBMITTED or row.reminders >= number:
        return False
    if kind.waited_for_since(row) > clock.now():
        return False
    row.reminders = number
    if row.contact is None:
        return False
    try:
        kind.require_confirmable(row, clock.now())
    except DomainError:
        return False
    # The stamp stays, so that the link in an older e-mail leads on; a code is never kept readable.
    code = codes.new()
    row.code_hash = codes.digest(code, current_app.config["SECRET_KEY"])
    again = emails.remind(kind, row, kind.occasion_of(row), to=row.contact.email, code=code)
    return post(again, about=row.public_id, priority=ORDINARY)


@command
def forget(kind: Kind, row_id: int) -> bool:
    """Delete what nobody has confirmed, and who typed it; the trail alone knows that it was there.

    Tells whether it was deleted: what has been confirmed meanwhile stays.
    """
    row = _held(kind, row_id)
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


@command
def disown(kind: Kind, submission: SubmissionMixin) -> None:
    """Remove what somebody else handed in with this address, and never write to it again."""
    row = _locked(kind, submission)
    if row.state not in (State.DISOWNED, State.WITHDRAWN, State.EXPIRED):
        _move(kind, row, Action.DISOWN, actor=trail.SIGNATORY)
        kind.after_end(row)
    ledger.note("disown", row.public_id)
    if row.address_key:
        silence(row.address_key, "not_us")
    if row.contact is not None:
        db.session.delete(row.contact)
    kind.forget_person(row)
    cancel(row.public_id)


@command
def withdraw(kind: Kind, submission: SubmissionMixin, *, actor: str, reason: str = "") -> None:
    """Take back what was confirmed, for good, and part it from the person who signed.

    `reason` is the signatory's own and public. Withdrawing twice is harmless. Raises
    `TransitionRefused` for what was never confirmed or has been removed.
    """
    row = _locked(kind, submission)
    if row.state == State.WITHDRAWN:
        return
    _move(kind, row, Action.WITHDRAW, actor=actor, reasoned=bool(reason))
    row.withdrawn_at, row.withdrawal_reason = clock.now(), reason or None
    kind.forget_person(row)
    _part_from_person(row)
    kind.after_end(row)
    ledger.note("withdraw", row.public_id)


@command
def erase_person(kind: Kind, submission: SubmissionMixin, *, actor: str) -> None:
    """Erase who handed something in, while what is public of it stays as it is."""
    row = _locked(kind, submission)
    _part_from_person(row)
    trail.record("erase_contact", row.public_id, actor=actor)
    ledger.note("erase", row.public_id)


@command
def silence(address_key: str, reason: str) -> None:
    """Never write to a mailbox again, not even after an older backup has been restored."""
    suppression.suppress(address_key, reason)
    ledger.note("suppress", address_key, reason=reason)


@command
def decide(
    submission: SubmissionMixin, action: Action, *, revision: int, moderator: str, note: str = ""
) -> State:
    """Carry out a lead's decision on the row as they saw it; return the state before.

    Raises `Changed` when somebody decided in the meantime, `TransitionRefused` when it cannot be.
    """
    kind = kind_of(submission)
    row = _locked(kind, submission)
    before = State(row.state)
    if row.revision != revision:
        raise Changed
    _move(kind, row, action, actor=moderator, reasoned=bool(note))
    row.decided_at = clock.now()
    row.decided_by = moderator
    row.decision_note = note or None
    return before


@command
def unpublish(kind: Kind, row: SubmissionMixin) -> None:
    """Take something off the public list until a lead has looked at it."""
    _move(kind, row, Action.UNPUBLISH, actor=trail.SYSTEM)


@command
def publish(kind: Kind, row: SubmissionMixin) -> None:
    """Publish what waited, because what it waited for has come; no lead is needed."""
    _move(kind, row, Action.PUBLISH, actor=trail.SYSTEM)


@command
def set_aside(kind: Kind, row: SubmissionMixin, note: str) -> None:
    """Take something out of the way because another row says the same."""
    _move(kind, row, Action.REJECT, actor=trail.SYSTEM, reasoned=True)
    row.decision_note = note


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


def lock(kind: Kind, submission: SubmissionMixin) -> SubmissionMixin:
    """Return the row as it is now; nobody else changes it until the command ends.

    Raises `Changed` when it is gone.
    """
    return _locked(kind, submission)


def _part_from_person(row: SubmissionMixin) -> None:
    """Erase who signed, and every e-mail about it that still waits."""
    if row.contact is not None:
        db.session.delete(row.contact)
    row.contact = row.address_key = row.code_hash = None
    cancel(row.public_id)


def _confirm(kind: Kind, row: SubmissionMixin, *, actor: str, at: datetime) -> None:
    next_state(State(row.state), Action.CONFIRM)
    kind.before_confirm(row)
    row.confirmed_at = at
    row.code_hash = None
    _move(kind, row, Action.CONFIRM, actor=actor)
    if not kind.needs_moderation(row):
        _move(kind, row, Action.PUBLISH, actor=trail.SYSTEM)


def _answer_again(kind: Kind, row: SubmissionMixin, values: Values, contact: ContactDraft) -> None:
    """Tell the address what is there: a new link for what waits, a word for what is confirmed."""
    if row.state != State.SUBMITTED:
        post(kind.already(row), about=row.public_id)
        return
    # What the link confirms is always what its e-mail said: the newest words, the newest link.
    was_reserved = kind.reserved_until(row) is not None
    for name, value in values.items():
        setattr(row, name, value)
    if was_reserved or kind.reserved_until(row) is not None:
        # Only the day that was named now is still to be asked on.
        row.reminders = ON_THE_DAY - 1
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


def _locked(kind: Kind, submission: SubmissionMixin) -> SubmissionMixin:
    """Return the row as it is now, held until the command ends."""
    kind.lock_first(submission)
    row = _held(kind, submission.id)
    if row is None:
        raise Changed
    return row


def _held(kind: Kind, row_id: int) -> SubmissionMixin | None:
    """Return the row with that key, if it is still there, held until the command ends."""
    row: SubmissionMixin | None = db.session.scalar(
        select(kind.model)
        .where(kind.model.id == row_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return row


def _move(
    kind: Kind, row: SubmissionMixin, action: Action, *, actor: str, reasoned: bool = False
) -> None:
    before, after = State(row.state), next_state(State(row.state), action)
    if after == State.PUBLISHED:
        # Asked before the state is set: it may refuse what the database would refuse next.
        kind.entered_public(row)
        row.published_at = row.published_at or clock.now()
    elif before == State.PUBLISHED:
        kind.left_public(row)
    row.state = after
    trail.record(action, row.public_id, actor=actor, before=before, reasoned=reasoned)
