"""One entry takes the place of another, or stands for both; and that taken back.

Called by `service` and by the desk. The contact of what leaves is kept with it, and both are told.
"""

from sqlalchemy import select
from werkzeug.exceptions import NotFound

from signon.adding import emails, policy
from signon.adding.models import Pairing
from signon.audit import trail
from signon.endorsements import evidence, publication, revising, service
from signon.endorsements.models import Endorsement
from signon.extensions import db
from signon.kernel import clock
from signon.outbox.post import ORDINARY, Email, post_newest
from signon.submissions import workflow
from signon.submissions.states import Action, State
from signon.transaction import command


def entry_of(paper_id: int, public_id: str) -> Endorsement:
    """Return an entry of a paper; 404 for any other."""
    wanted = select(Endorsement).where(
        Endorsement.paper_id == paper_id, Endorsement.public_id == public_id
    )
    row = None if "\x00" in public_id else db.session.scalar(wanted)
    if row is None:
        raise NotFound
    return row


@command
def replace(new: Endorsement, old: Endorsement, *, lead: str) -> None:
    """Let an entry that waits, or is off the list, stand in another one's place; both are told.

    Raises `DisputeFirst`, `NotAPair`, and `StandsInTheWay` where a third one is listed.
    """
    new, old = _locked(new, old, lead)
    was_listed = _give_way(old, lead)
    publication.require_unlisted(new)
    if evidence.is_spoken_for(new):
        workflow.decide(new, Action.PUBLISH, revision=new.revision, moderator=lead)
    else:
        service.decide(new, Action.PUBLISH, revision=new.revision, moderator=lead)
    _note(new, old, lead, was_listed=was_listed)
    _tell(new, emails.took_place(new))
    _tell(old, emails.gave_way(old, new))


@command
def keep_second(standing: Endorsement, other: Endorsement, *, lead: str) -> None:
    """Keep the contact of an entry that waits as the second one of an entry that stands there.

    Raises `DisputeFirst` or `NotAPair`.
    """
    other, standing = _locked(other, standing, lead)
    _give_way(other, lead)
    _note(standing, other, lead, second=True)
    _tell(other, emails.is_second(other, standing))


@command
def keep(standing: Endorsement, other: Endorsement, *, lead: str, note: str) -> None:
    """Leave the entry that stands there, and take the one that waits off; `note` says why.

    Raises `DisputeFirst` or `NotAPair`.
    """
    other, _standing = _locked(other, standing, lead)
    service.decide(other, Action.REJECT, revision=other.revision, moderator=lead, note=note)


@command
def part(pairing: Pairing, *, lead: str) -> None:
    """Take back that an entry gave way: both stand as they stood before, and are told.

    Raises `TooLateToUndo` after 30 days, or when either has been decided about since.
    """
    standing, other = revising.lock(pairing.standing), revising.lock(pairing.other)
    is_old = clock.now() - pairing.made_at > policy.UNDONE_WITHIN
    if pairing.undone_at is not None or is_old or other.state != State.REJECTED:
        raise policy.TooLateToUndo
    if pairing.sort == "replaced" and standing.state != State.PUBLISHED:
        raise policy.TooLateToUndo
    pairing.undone_at = clock.now()
    if pairing.sort == "replaced":
        workflow.decide(standing, Action.UNPUBLISH, revision=standing.revision, moderator=lead)
        db.session.flush()
    workflow.decide(other, Action.RESTORE, revision=other.revision, moderator=lead)
    db.session.flush()
    if pairing.was_listed:
        workflow.decide(other, Action.PUBLISH, revision=other.revision, moderator=lead)
    trail.record("part", standing.public_id, actor=lead, other=other.public_id)
    for row in (standing, other):
        _tell(row, emails.put_back(row))


def latest(row: Endorsement) -> Pairing | None:
    """Return the newest pairing in which an entry takes part and that was not taken back."""
    wanted = select(Pairing).where(
        (Pairing.standing_id == row.id) | (Pairing.other_id == row.id), Pairing.undone_at.is_(None)
    )
    return db.session.scalars(wanted.order_by(Pairing.id.desc())).first()


def _locked(new: Endorsement, old: Endorsement, lead: str) -> tuple[Endorsement, Endorsement]:
    """Lock two entries in one order, whoever asks, and require that they may be a pair.

    One that a lead took off the list waits again first: that is how it would go on by hand.
    """
    first, second = sorted((new, old), key=lambda row: row.id)
    revising.lock(first)
    revising.lock(second)
    alike = new.id != old.id and new.paper_id == old.paper_id and new.capacity == old.capacity
    disputed = new.contested_at is not None or old.contested_at is not None
    is_off = new.state == State.REJECTED
    waits = str(State.CONFIRMED) if is_off else new.state
    policy.require_pair(waits, old.state, alike=alike, disputed=disputed)
    if is_off:
        workflow.decide(new, Action.RESTORE, revision=new.revision, moderator=lead)
    return new, old


def _note(
    standing: Endorsement,
    other: Endorsement,
    lead: str,
    *,
    second: bool = False,
    was_listed: bool = False,
) -> None:
    sort = "second" if second else "replaced"
    pairing = Pairing(
        standing_id=standing.id,
        other_id=other.id,
        sort=sort,
        was_listed=was_listed,
        made_by=lead,
        made_at=clock.now(),
    )
    db.session.add(pairing)
    trail.record("replace", standing.public_id, actor=lead, other=other.public_id, sort=sort)


def _give_way(row: Endorsement, lead: str) -> bool:
    """Take an entry out of the way; tell whether it stood on the list."""
    before = workflow.decide(row, Action.REJECT, revision=row.revision, moderator=lead)
    db.session.flush()
    return before == State.PUBLISHED


def _tell(row: Endorsement, mail: Email) -> None:
    if row.contact is not None:
        post_newest(mail, about=row.public_id, sort="paired", priority=ORDINARY)
