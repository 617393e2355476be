"""What the public hands in is taken in, and its mailbox asked to confirm."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, literal_column, select, union_all

from signon.audit import trail
from signon.extensions import db
from signon.jobs.queue import discard, enqueue
from signon.kernel.prepared import Prepared
from signon.outbox import quota, suppression
from signon.outbox.addresses import address_key
from signon.outbox.post import CONFIRMATION as FIRST
from signon.outbox.post import Email, post, post_now
from signon.submissions import emails, queries, rows
from signon.submissions.drafts import ContactDraft
from signon.submissions.kinds import Occasion, all_kinds
from signon.submissions.locks import Kind, lock
from signon.submissions.models import SubmissionMixin
from signon.submissions.receiving import codes
from signon.submissions.states import LIVE, State
from signon.transaction import command, running_connection

Values = dict[str, Any]

RESEND = "submissions.resend"
"""Jobs of links that the quota of their mailbox delays; made when they are sent."""


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
    row = rows.unsaved(kind, columns)
    to = emails.Asked(contact.email, tuple(share.name for share in contact.shares))
    email = emails.please_confirm(kind, row, occasion, to=to, code=code)
    _take_in(kind, _Fresh(values, columns, contact, email), occasion.scope)


@command
def resend(kind: Kind, submission: SubmissionMixin) -> None:
    """Send a new link to the address on record, if it is still wanted and may be written to.

    What is too much for the mailbox now is sent when there is room.
    """
    row = lock(kind, submission)
    if row.state == State.SUBMITTED and row.contact is not None:
        _send_link_in_turn(kind, row)


@command
def resend_in_turn(kind: Kind, public_id: str) -> None:
    """Send the link that its mailbox had no room for, unless it is not waited for any more."""
    row = queries.find(kind, public_id)
    if row is None:
        return
    row = lock(kind, row)
    if row.state == State.SUBMITTED and row.contact is not None and not _send_link(kind, row):
        _plan_link(kind, public_id, row.address_key or "", kind.occasion_of(row).scope)


def resend_all(email: str) -> None:
    """Send new links to an address for whatever of any kind waits there."""
    for kind in all_kinds().values():
        for row in queries.waiting_for(kind, email):
            resend(kind, row)


@command
def _take_in(kind: Kind, fresh: _Fresh, scope: str) -> None:
    """Write down a new row and its e-mail, or tell the address what is there already."""
    key, public_id = fresh.columns["address_key"], fresh.columns["public_id"]
    known = _known(kind).within(running_connection(), _mailbox_of(kind, fresh))
    if any(row.is_silent for row in known):
        return
    corrected = _corrected(kind, fresh) if known else None
    if corrected is not None:
        _answer_again(kind, corrected, fresh)
        return
    if not rows.add(kind, fresh.columns, fresh.contact):
        live = db.session.scalar(_of_mailbox(kind, fresh, kind.apart))
        if live is not None:
            _answer_again(kind, live, fresh)
        return
    trail.record("submit", public_id, actor=trail.SIGNATORY, kind=kind.name)
    if not post_now(fresh.email, about=public_id, scope=scope) and quota.may_wait(key):
        _plan_link(kind, public_id, key, scope)


def _answer_again(kind: Kind, row: SubmissionMixin, fresh: _Fresh) -> None:
    """Tell the address what is there: a new link for what waits, a word for what is confirmed."""
    if row.state != State.SUBMITTED:
        post(kind.already(row), about=row.public_id, scope=kind.occasion_of(row).scope)
        return
    # The newest words count, also for a link that is in the mailbox already: its page shows them.
    was_deferred = kind.deferred(row) is not None
    for name, value in fresh.values.items():
        setattr(row, name, value)
    if was_deferred or kind.deferred(row) is not None:
        # Only the day that was named now is still to be asked on.
        row.reminders = kind.schedule.when_due - 1
    if row.contact is not None:
        for name, value in rows.person(fresh.contact).items():
            setattr(row.contact, name, value)
        rows.share_anew(row.contact.id, fresh.contact)
    _send_link_in_turn(kind, row)


def _send_link_in_turn(kind: Kind, row: SubmissionMixin) -> None:
    """Send a new link now, or plan it: once, however often it is asked for meanwhile.

    Whatever waits already keeps its place, and says what stands there when it is sent.
    """
    key, has_place = row.address_key or "", discard(RESEND, subject=row.public_id)
    if not _send_link(kind, row) and (has_place or quota.may_wait(key)):
        _plan_link(kind, row.public_id, key, kind.occasion_of(row).scope)


def _send_link(kind: Kind, row: SubmissionMixin) -> bool:
    """Send a new link and a new code now; the older ones are dead then. False if not now."""
    stamp, hashed, code = row.link_stamp, row.code_hash, codes.new()
    for name, value in rows.keys(code).items():
        setattr(row, name, value)
    to = emails.asked_at(row.contact) if row.contact is not None else emails.Asked("")
    occasion = kind.occasion_of(row)
    link = emails.please_confirm(kind, row, occasion, to=to, code=code)
    if post_now(link, about=row.public_id, scope=occasion.scope):
        return True
    row.link_stamp, row.code_hash = stamp, hashed
    return False


def _plan_link(kind: Kind, public_id: str, key: str, scope: str) -> None:
    """Let a link be made and sent when its mailbox has room; the link before it works till then."""
    if not suppression.is_suppressed(key):
        due_at = quota.free_at(key, scope)
        enqueue(RESEND, {"kind": kind.name}, subject=public_id, priority=FIRST, due_at=due_at)


@cache
def _known(kind: Kind) -> Prepared:
    """Return the question whether a mailbox is to be left in peace, or has something waiting.

    Most are neither, and are asked about no further.
    """
    model: Any = kind.model.__table__
    key = bindparam("key", type_=model.c.address_key.type)
    waits: Select[Any] = select(literal_column("0").label("is_silent")).where(
        model.c[kind.scope_column] == bindparam("scope", type_=model.c[kind.scope_column].type),
        model.c.address_key == key,
        model.c.state == State.SUBMITTED.value,
    )
    silent: Select[Any] = select(literal_column("1").label("is_silent"))
    return Prepared(union_all(silent.where(suppression.is_among(key)), waits))


def _mailbox_of(kind: Kind, fresh: _Fresh) -> Values:
    return {"key": fresh.columns["address_key"], "scope": fresh.values[kind.scope_column]}


def _corrected(kind: Kind, fresh: _Fresh) -> SubmissionMixin | None:
    """Return what waits of the same mailbox and is only corrected by what it sends now."""
    if not kind.apart:
        return None
    unconfirmed = _of_mailbox(kind, fresh).where(kind.model.state == State.SUBMITTED)
    waiting = db.session.scalars(unconfirmed).all()
    return kind.corrects(fresh.values, waiting) if waiting else None


def _of_mailbox(kind: Kind, fresh: _Fresh, apart: tuple[str, ...] = ()) -> Select[Any]:
    """Select what is live of the same mailbox, held; only in the same place with `apart`."""
    model: Any = kind.model
    same = [getattr(model, name) == fresh.values[name] for name in (kind.scope_column, *apart)]
    of_mailbox = (model.address_key == fresh.columns["address_key"], model.state.in_(LIVE))
    return select(model).where(*same, *of_mailbox).order_by(model.id).with_for_update()
