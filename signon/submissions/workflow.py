"""The verbs of the shared path. Nothing else in the house changes a state."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from signon.audit import trail
from signon.events import tell
from signon.extensions import db
from signon.kernel import clock
from signon.kernel.errors import Changed
from signon.outbox import suppression
from signon.outbox.addresses import address_key
from signon.outbox.post import cancel, cancel_waiting
from signon.submissions import queries, rows
from signon.submissions.drafts import ContactDraft
from signon.submissions.events import (
    Confirmed,
    Ended,
    Erased,
    Moved,
    Parted,
    Published,
    Unpublished,
)
from signon.submissions.kinds import kind_of
from signon.submissions.lifetime import ledger
from signon.submissions.locks import Kind, lock, lock_all, lock_by_id
from signon.submissions.models import SubmissionMixin
from signon.submissions.receiving import codes
from signon.submissions.states import (
    Action,
    AddressTaken,
    State,
    TransitionRefused,
    next_state,
)
from signon.transaction import command

Values = dict[str, Any]
Seen = tuple[SubmissionMixin, int]
"""A row, and its revision as somebody saw it."""


@command
def enter(
    kind: Kind, values: Values, contact: ContactDraft, *, actor: str, at: datetime
) -> SubmissionMixin | None:
    """Take in what reached us another way, as confirmed at `at`; nobody is mailed.

    A contact without an address is nobody who could be written to, and is not kept.
    Returns the row, or None when a live one of this address holds the place.
    """
    key = address_key(contact.email) if contact.email else None
    columns = {**rows.fresh(values, key, codes.new()), "submitted_at": at}
    if not rows.add(kind, columns, contact):
        return None
    trail.record("enter", columns["public_id"], actor=actor, kind=kind.name)
    row = queries.get(kind, columns["public_id"])
    _confirm(kind, row, actor=actor, at=at)
    tell(Confirmed(row, by_mailbox=False))
    return row


@command
def confirm(kind: Kind, submission: SubmissionMixin) -> SubmissionMixin:
    """Confirm what waits; confirming twice is harmless. Publish at once unless a lead looks first.

    Raises `TransitionRefused`, `Changed` when its address was mended since it was read, or the
    kind's own refusal, and then changes nothing.
    """
    mailbox = submission.address_key
    row = lock(kind, submission)
    if row.address_key not in (mailbox, None):  # None: erased meanwhile, which stops nobody
        raise Changed
    if row.state in (State.CONFIRMED, State.PUBLISHED):
        return row
    kind.lifecycle.require_confirmable(row, clock.now())
    cancel_waiting(row.public_id)  # what asks to confirm would contradict what follows
    _confirm(kind, row, actor=trail.SIGNATORY, at=clock.now())
    tell(Confirmed(row, by_mailbox=True))
    return row


@command
def readdress(kind: Kind, submission: SubmissionMixin, email: str, *, actor: str) -> None:
    """Mend an address that nobody has proven: every link that went to the old one is dead.

    What was mailed there and has not gone out is taken back. Nobody is mailed here. Raises
    `AddressTaken` where the new address has handed in the same, `TransitionRefused` without one.
    """
    row = lock(kind, submission)
    if row.contact is None:
        raise TransitionRefused
    cancel(row.public_id)
    with db.session.no_autoflush:
        row.contact.email, row.address_key = email, address_key(email)
        if queries.live_of(kind, row):
            raise AddressTaken
    for name, value in rows.keys(codes.new()).items():
        setattr(row, name, value)
    if row.state == State.SUBMITTED:  # whoever has the right address has not been asked yet
        row.submitted_at, row.reminders = clock.now(), 0
    else:
        row.code_hash = None
    trail.record("readdress", row.public_id, actor=actor)
    tell(Parted(row))


@command
def disown(kind: Kind, submission: SubmissionMixin, *, for_good: bool = False) -> None:
    """Remove what somebody else handed in with this address; `for_good`: never write to it again.

    For a week it may be reclaimed, in case the wrong button was pressed; then whoever was typed
    is erased.
    """
    row = lock(kind, submission)
    if row.state not in (State.DISOWNED, State.WITHDRAWN, State.EXPIRED):
        _move(kind, [row], Action.DISOWN, actor=trail.SIGNATORY)
        row.withdrawn_at, row.code_hash = clock.now(), None
        tell(Ended(row))
    ledger.note("disown", row.public_id)
    if row.address_key and for_good:
        silence(row.address_key, "not_us")
    cancel(row.public_id)


@command
def reclaim(kind: Kind, submission: SubmissionMixin) -> None:
    """Take back within a week that something was disowned: it waits to be confirmed again.

    Raises `TransitionRefused` when it is too late, or when the mailbox has signed anew since.
    """
    row = lock(kind, submission)
    if not may_reclaim(kind, row):
        raise TransitionRefused
    _move(kind, [row], Action.RECLAIM, actor=trail.SIGNATORY)
    row.confirmed_at = row.published_at = row.withdrawn_at = None
    row.submitted_at = clock.now()
    ledger.note("reclaim", row.public_id)
    if row.address_key:
        end_silence(row.address_key)


def may_reclaim(kind: Kind, row: SubmissionMixin) -> bool:
    """Tell whether something may be taken back that was disowned: nothing has taken its place."""
    return is_reclaimable(row) and not queries.live_of(kind, row)


def is_reclaimable(row: SubmissionMixin) -> bool:
    """Tell whether something was disowned so lately that it may be taken back."""
    if row.state != State.DISOWNED or row.contact is None or row.withdrawn_at is None:
        return False
    return row.withdrawn_at > clock.now() - suppression.UNDONE_WITHIN


@command
def erase_disowned(kind: Kind, row_id: int) -> bool:
    """Erase whom somebody typed in what was disowned a week ago; tell whether it was done."""
    row = lock_by_id(kind, row_id)
    if row is None or row.state != State.DISOWNED or is_reclaimable(row) or row.contact is None:
        return False
    db.session.delete(row.contact)
    kind.retention.erase_person_fields(row)
    row.contact = row.address_key = row.code_hash = None
    trail.record("erase_contact", row.public_id, actor=trail.SYSTEM)
    return True


@command
def withdraw(kind: Kind, submission: SubmissionMixin, *, actor: str, reason: str = "") -> None:
    """Take back what was confirmed, for good, and part it from the person who signed.

    `reason` is the signatory's own and public. Withdrawing twice is harmless. Raises
    `TransitionRefused` for what was never confirmed or has been removed.
    """
    row = lock(kind, submission)
    if row.state == State.WITHDRAWN:
        return
    _move(kind, [row], Action.WITHDRAW, actor=actor, reasoned=bool(reason))
    row.withdrawn_at, row.withdrawal_reason = clock.now(), reason or None
    kind.retention.erase_person_fields(row)
    _part_from_person(row)
    tell(Ended(row))
    ledger.note("withdraw", row.public_id)


@command
def erase_person(kind: Kind, submission: SubmissionMixin, *, actor: str) -> None:
    """Erase who handed something in, while what is public of it stays as it is."""
    row = lock(kind, submission)
    _part_from_person(row)
    tell(Erased(kind.model, [row.id]))
    trail.record("erase_contact", row.public_id, actor=actor)
    ledger.note("erase", row.public_id)


@command
def take_out(kind: Kind, submissions: Sequence[SubmissionMixin], *, actor: str) -> None:
    """Delete what was entered by mistake, with whoever stands behind it; the trail keeps that.

    All of them or none. Raises `TransitionRefused` for what its owner has taken back, which is to
    be remembered.
    """
    found = lock_all(kind, submissions)
    if still := [row for row in found if row.state != State.REJECTED]:
        _move(kind, still, Action.REJECT, actor=actor)
    for row in found:
        _part_from_person(row)
        trail.record("take_out", row.public_id, actor=actor)
    db.session.flush()
    for row in found:
        db.session.delete(row)
    db.session.flush()


@command
def silence(address_key: str, reason: str) -> None:
    """Never write to a mailbox again, not even after an older backup has been restored."""
    suppression.suppress(address_key, reason)
    ledger.note("suppress", address_key, reason=reason)


@command
def end_silence(address_key: str) -> None:
    """Write to a mailbox again whose owner takes back a wish of the last week; see `lift`."""
    if suppression.lift(address_key):
        ledger.note("lift", address_key)


@command
def decide(
    submission: SubmissionMixin, action: Action, *, revision: int, moderator: str, note: str = ""
) -> State:
    """Carry out a lead's decision about one row as `decide_all`; return the state before."""
    return decide_all([(submission, revision)], action, moderator=moderator, note=note)[0]


@command
def decide_all(
    seen: Sequence[Seen], action: Action, *, moderator: str, note: str = ""
) -> Sequence[State]:
    """Carry out a lead's decision on rows of one kind as they saw them; return the states before.

    All of them or none. Raises `Changed` when somebody decided in the meantime, `TransitionRefused`
    when it cannot be.
    """
    kind = kind_of(seen[0][0])
    rows = lock_all(kind, [row for row, _ in seen])
    if any(row.revision != revision for row, (_, revision) in zip(rows, seen, strict=True)):
        raise Changed
    before = [State(row.state) for row in rows]
    _move(kind, rows, action, actor=moderator, reasoned=bool(note))
    for row in rows:
        row.decided_at, row.decided_by, row.decision_note = clock.now(), moderator, note or None
    return before


@command
def unpublish(kind: Kind, row: SubmissionMixin) -> None:
    """Take something off the public list until a lead has looked at it."""
    _move(kind, [row], Action.UNPUBLISH, actor=trail.SYSTEM)


@command
def publish(kind: Kind, row: SubmissionMixin) -> None:
    """Publish what waited, because what it waited for has come; no lead is needed."""
    _move(kind, [row], Action.PUBLISH, actor=trail.SYSTEM)


@command
def set_aside(kind: Kind, row: SubmissionMixin, note: str) -> None:
    """Take something out of the way because another row says the same."""
    _move(kind, [row], Action.REJECT, actor=trail.SYSTEM, reasoned=True)
    row.decision_note = note


def _part_from_person(row: SubmissionMixin) -> None:
    """Erase who signed, and every e-mail about it that still waits."""
    if row.contact is not None:
        db.session.delete(row.contact)
    row.contact = row.address_key = row.code_hash = None
    cancel(row.public_id)


def _confirm(kind: Kind, row: SubmissionMixin, *, actor: str, at: datetime) -> None:
    next_state(State(row.state), Action.CONFIRM)
    kind.lifecycle.before_confirm(row)
    row.confirmed_at = at
    row.code_hash = None
    _move(kind, [row], Action.CONFIRM, actor=actor)
    if not kind.lifecycle.needs_moderation(row):
        _move(kind, [row], Action.PUBLISH, actor=trail.SYSTEM)


def _move(
    kind: Kind,
    rows: Sequence[SubmissionMixin],
    action: Action,
    *,
    actor: str,
    reasoned: bool = False,
) -> None:
    states = [State(row.state) for row in rows]
    steps = [
        (row, state, next_state(state, action)) for row, state in zip(rows, states, strict=True)
    ]
    # Before any state is set: it may refuse what the database would refuse next.
    if entering := [row for row, _, after in steps if after == State.PUBLISHED]:
        kind.lifecycle.entered_public(entering)
    if leaving := [row for row, before, _ in steps if before == State.PUBLISHED]:
        kind.lifecycle.left_public(leaving)
    for row, before, after in steps:
        row.state = after
        trail.record(action, row.public_id, actor=actor, before=before, reasoned=reasoned)
        if after == State.PUBLISHED:
            row.published_at = row.published_at or clock.now()
            tell(Published(row))
        elif before == State.PUBLISHED:
            tell(Unpublished(row))
    tell(Moved(rows, states))
