"""Verbs of mailings: write one, plan it, bring it away in portions, pause and end it.

Whoever changes something in a mailing that is under way holds its row. What a portion posts and the
states of its recipients are one commit: a worker that is killed has posted all of it or nothing.
"""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from pathlib import Path

from flask import current_app
from sqlalchemy import delete, insert, select, update

from signon.access.models import Account
from signon.audit import trail
from signon.endorsements.models import Endorsement
from signon.extensions import db
from signon.jobs import journal
from signon.jobs.models import DEAD, DONE
from signon.jobs.queries import states_of
from signon.jobs.queue import discard, enqueue, new_ref, take_back
from signon.kernel import clock
from signon.mailings import audience, emails, policy, queries
from signon.mailings.drafts import PlanDraft, TextDraft
from signon.mailings.models import (
    DRAFT,
    FINISHED,
    MISSED,
    PAUSED,
    POSTED,
    RECIPIENTS,
    REFUSED,
    SCHEDULED,
    SENDING,
    SENT,
    SKIPPED,
    STOPPED,
    SUPPRESSED,
    TEXTS,
    WAITING,
    Mailing,
    Recipient,
)
from signon.outbox.post import MAILING, post, post_update
from signon.papers.queries import PublicPaper, paper_by_id
from signon.submissions import contacts
from signon.submissions.models import Contact, new_public_id
from signon.submissions.states import State
from signon.transaction import command

KIND = "mailings.send"
LATER = timedelta(seconds=10)
"""After so long it is looked again whether what was posted has gone."""

PORTION = 100
"""So many lie in the outbox at once: what is paused or stopped leaves few behind."""


@command
def begin(paper: PublicPaper, *, actor: str) -> str:
    """Begin an update that nobody gets yet; return its public id."""
    row = Mailing(
        public_id=new_public_id(),
        paper_id=paper.id,
        state=DRAFT,
        created_at=clock.now(),
        created_by=actor,
    )
    db.session.add(row)
    return row.public_id


@command
def write(mailing: Mailing, said: Sequence[TextDraft]) -> None:
    """Let an update say this, in these languages, in place of what it said.

    Raises `NothingWritten` or `WrongState`.
    """
    row = _locked(mailing.id, DRAFT)
    if not said:
        raise policy.NothingWritten
    db.session.execute(delete(TEXTS).where(TEXTS.c.mailing_id == row.id))
    db.session.execute(insert(TEXTS), [{"mailing_id": row.id, **vars(one)} for one in said])


@command
def drop(mailing: Mailing) -> None:
    """Delete an update that is only a draft; raise `WrongState` for any other."""
    db.session.delete(_locked(mailing.id, DRAFT))


@command
def send_trial(mailing: Mailing, *, to: str) -> int:
    """Mail each text of an update to the lead who asks for it; return how many were posted."""
    row = _locked(mailing.id, DRAFT)
    paper = paper_by_id(row.paper_id)
    said = [emails.trial(paper, text, to=to) for text in queries.texts(row.id)]
    about = [(email, f"trial/{email.language}") for email in said]
    return sum(post(email, about=row.public_id, scope=scope) for email, scope in about)


@command
def plan(mailing: Mailing, when: PlanDraft, *, actor: str) -> None:
    """Let an update leave at a moment, or now.

    Raises `BadMoment`, `TooMany`, `NothingWritten`, `NobodyToTell` or `WrongState`.
    """
    row, now = _locked(mailing.id, DRAFT), clock.now()
    send_at = when.send_at or now
    policy.require_moments(send_at, when.not_after, now)
    policy.require_room(queries.moments(row.paper_id, but=row.id), send_at)
    written = [text.language for text in queries.texts(row.id)]
    if not written:
        raise policy.NothingWritten
    reached = audience.of(paper_by_id(row.paper_id), written)
    if not reached.readers:
        raise policy.NobodyToTell
    row.state, row.send_at, row.not_after = SCHEDULED, send_at, when.not_after
    trail.record("plan_mailing", row.public_id, actor=actor, readers=len(reached.readers))
    _go_on_later(row)


@command
def pause(mailing: Mailing, *, actor: str) -> None:
    """Send no more of an update until it is resumed; what a worker has begun still goes out."""
    row = _locked(mailing.id, SCHEDULED, SENDING)
    _pause(row)
    trail.record("pause_mailing", row.public_id, actor=actor)


@command
def resume(mailing: Mailing, *, actor: str) -> None:
    """Go on with an update. What was sent since a restored backup was made is not sent again."""
    row = _locked(mailing.id, PAUSED)
    known = set(journal.refs(Path(current_app.config["DATA_DIR"])))
    _mark([ref for ref in queries.refs(row.id, [WAITING]) if ref in known], SENT)
    row.state = SENDING if row.began_at else SCHEDULED
    trail.record("resume_mailing", row.public_id, actor=actor)
    _go_on_later(row)


@command
def stop(mailing: Mailing, *, actor: str) -> None:
    """End an update for good: who has not got it by now gets it no more."""
    row = _locked(mailing.id, SCHEDULED, SENDING, PAUSED)
    _end(row, STOPPED)
    trail.record("stop_mailing", row.public_id, actor=actor)


@command
def go_on(public_id: str) -> None:
    """Bring the next portion of an update away, or end it; broken off, it goes on where it was."""
    row = db.session.scalar(select(Mailing).where(Mailing.public_id == public_id).with_for_update())
    now = clock.now()
    if row is None or row.state not in (SCHEDULED, SENDING) or (row.send_at or now) > now:
        return
    if row.not_after is not None and now >= row.not_after:
        _miss(row)
        return
    if row.state == SCHEDULED:
        _fix_recipients(row)
    _settle(row.id)
    if _post_some(row):
        _go_on_later(row)
    elif queries.refs(row.id, [WAITING, POSTED]):
        _go_on_later(row, LATER)
    else:
        row.state, row.ended_at = FINISHED, now
        trail.record("finish_mailing", row.public_id, actor=trail.SYSTEM)


@command
def end_updates(endorsement: Endorsement) -> bool:
    """Write a mailbox no more updates about a paper; tell whether it had asked for some.

    That holds for whatever it has signed there, and for what lies in the outbox already.
    """
    theirs = select(Endorsement).where(
        Endorsement.paper_id == endorsement.paper_id,
        Endorsement.address_key == endorsement.address_key,
    )
    had = [row for row in db.session.scalars(theirs) if _ends(row.contact)]
    for row in had:
        trail.record("end_updates", row.public_id, actor=trail.SIGNATORY)
    of_theirs = RECIPIENTS.c.endorsement_id.in_([row.id for row in had])
    posted = select(RECIPIENTS.c.ref).where(of_theirs, RECIPIENTS.c.state == POSTED)
    _mark(take_back(db.session.scalars(posted).all()), SKIPPED)
    return bool(had)


@command
def pause_all() -> None:
    """Pause whatever is planned or under way, because a backup is put in place."""
    for row in db.session.scalars(select(Mailing).where(Mailing.state.in_((SCHEDULED, SENDING)))):
        row.state = PAUSED


@command
def forget_keys() -> None:
    """Forget the mailbox of whoever has none on record any more."""
    nobody = select(Endorsement.id).where(Endorsement.address_key.is_(None))
    known = RECIPIENTS.c.address_key.is_not(None)
    forgotten = update(RECIPIENTS).where(known, RECIPIENTS.c.endorsement_id.in_(nobody))
    db.session.execute(forgotten.values(address_key=None))


def _ends(contact: Contact | None) -> bool:
    return contact is not None and contacts.end_updates(contact)


def _locked(mailing_id: int, *states: str) -> Mailing:
    wanted = select(Mailing).where(Mailing.id == mailing_id).with_for_update()
    row = db.session.scalar(wanted.execution_options(populate_existing=True))
    if row is None or row.state not in states:
        raise policy.WrongState
    return row


def _go_on_later(row: Mailing, delay: timedelta = timedelta(0)) -> None:
    """Let the worker go on once it has brought away what is more urgent, and what is posted."""
    due_at = max(row.send_at or clock.now(), clock.now() + delay)
    discard(KIND, subject=row.public_id)
    enqueue(KIND, {}, subject=row.public_id, priority=MAILING, due_at=due_at)


def _fix_recipients(row: Mailing) -> None:
    written = [text.language for text in queries.texts(row.id)]
    found = audience.of(paper_by_id(row.paper_id), written)
    now = {"mailing_id": row.id, "state": WAITING}
    each = [{**vars(reader), **now, "ref": new_ref()} for reader in found.readers]
    if each:
        db.session.execute(insert(RECIPIENTS), each)
    row.state, row.began_at = SENDING, clock.now()


def _settle(mailing_id: int) -> None:
    """Note what became of what was posted; what has gone from the outbox was taken back."""
    posted = queries.refs(mailing_id, [POSTED])
    states = states_of(posted)
    _mark([ref for ref in posted if states.get(ref) == DONE], SENT)
    _mark([ref for ref in posted if states.get(ref) == DEAD], REFUSED)
    _mark([ref for ref in posted if ref not in states], SKIPPED)


def _post_some(row: Mailing) -> int:
    """Post what the outbox has room for; return how many recipients were served by that."""
    room = PORTION - len(queries.refs(row.id, [POSTED]))
    wanted = (
        select(Recipient, Endorsement)
        .join(Endorsement, Endorsement.id == Recipient.endorsement_id)
        .where(Recipient.mailing_id == row.id, Recipient.state == WAITING)
        .order_by(Recipient.id)
        .limit(max(room, 0))
    )
    paper, said = paper_by_id(row.paper_id), {one.language: one for one in queries.texts(row.id)}
    served = db.session.execute(wanted).all()
    for recipient, endorsement in served:
        recipient.state = _post(paper, recipient, endorsement, said[recipient.language])
        recipient.settled_at = None if recipient.state == POSTED else clock.now()
    return len(served)


def _post(paper: PublicPaper, recipient: Recipient, row: Endorsement, text: TextDraft) -> str:
    """Post an update to one recipient as they are now; return in which state that leaves them."""
    contact = row.contact
    is_asked = contact is not None and contact.updates_wording is not None
    if contact is None or not is_asked or row.state != State.PUBLISHED:
        return SKIPPED
    if row.address_key != recipient.address_key:
        return SKIPPED
    email = emails.update(paper, row, text, to=contact.email)
    is_posted = post_update(email, ref=recipient.ref, about=row.public_id)
    return POSTED if is_posted else SUPPRESSED


def _pause(row: Mailing) -> None:
    _mark(take_back(queries.refs(row.id, [POSTED])), WAITING)
    row.state = PAUSED
    discard(KIND, subject=row.public_id)


def _end(row: Mailing, state: str) -> None:
    """End a mailing: what no worker has begun is not sent."""
    _settle(row.id)
    _mark(take_back(queries.refs(row.id, [POSTED])), SKIPPED)
    waiting = RECIPIENTS.c.mailing_id == row.id, RECIPIENTS.c.state == WAITING
    skipped = {"state": SKIPPED, "settled_at": clock.now()}
    db.session.execute(update(RECIPIENTS).where(*waiting).values(**skipped))
    row.state, row.ended_at = state, clock.now()
    discard(KIND, subject=row.public_id)


def _miss(row: Mailing) -> None:
    """End a mailing whose time is over, and tell who planned it how many it has not reached."""
    before = set(queries.refs(row.id, [SKIPPED]))
    _end(row, MISSED)
    unsent = len(set(queries.refs(row.id, [SKIPPED])) - before)
    trail.record("miss_mailing", row.public_id, actor=trail.SYSTEM, unsent=unsent)
    lead = db.session.scalar(select(Account).where(Account.public_id == row.created_by))
    if lead is not None:
        paper, [text, *_] = paper_by_id(row.paper_id), queries.texts(row.id)
        post(emails.missed(paper, text, unsent, to=lead.email), about=row.public_id)


def _mark(refs: Iterable[str], state: str) -> None:
    mine = update(RECIPIENTS).where(RECIPIENTS.c.ref.in_(list(refs)))
    settled = None if state == WAITING else clock.now()
    db.session.execute(mine.values(state=state, settled_at=settled))
