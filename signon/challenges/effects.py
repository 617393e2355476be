"""What a challenge does to an entry: when it is confirmed, when it ends, when the entry ends.

Called inside the commands of the shared path. The entry is held before the challenge, always.
"""

from collections.abc import Sequence

from sqlalchemy import select

from signon.audit import trail
from signon.challenges import emails, known_contacts, policy
from signon.challenges.models import Challenge
from signon.endorsements import disputing, evidence
from signon.endorsements.models import Endorsement
from signon.extensions import db
from signon.kernel import clock, domains
from signon.outbox.addresses import normal_form
from signon.outbox.post import ORDINARY, cancel_read_by, post, post_newest
from signon.papers.queries import paper_by_id
from signon.submissions.models import Contact
from signon.submissions.states import LIVE, State
from signon.transaction import command


def tell_known(endorsement: Endorsement) -> None:
    """Tell those who have signed for an organisation that somebody else has; see `known`."""
    if endorsement.contact is None:
        return
    paper = paper_by_id(endorsement.paper_id)
    for told, speaks in known_contacts.to_be_told(endorsement):
        write = emails.signed_for_you if speaks else emails.signed_beside_you
        mail = write(paper, endorsement, told)
        # One paper, one notice at a time: many may sign for one organisation within a minute.
        scope = f"{paper.public_id}/told"
        post(mail, about=endorsement.public_id, priority=ORDINARY, scope=scope)


def take_back_notices(row_ids: Sequence[int]) -> None:
    """Take back what has not gone out to whoever signed these rows, about others who did.

    For when they are erased, have left, or somebody else speaks now: the mail is not for them.
    """
    told = Endorsement.id.in_(row_ids)
    readers = set(db.session.scalars(select(Endorsement.public_id).where(told)))
    organisations = select(Endorsement.organisation_id).where(
        told, Endorsement.organisation_id.is_not(None)
    )
    theirs = Endorsement.organisation_id.in_(organisations)
    cancel_read_by(readers, select(Endorsement.public_id).where(theirs))


def lock_entry(challenge: Challenge) -> None:
    """Lock the entry of a challenge until the running command ends."""
    disputing.lock(challenge.endorsement_id)


@command
def take_effect(challenge: Challenge) -> None:
    """Weigh what supports a challenge that was just confirmed, and let it do what it may."""
    row = disputing.lock(challenge.endorsement_id)
    challenge.evidence = _ground(challenge, row)
    challenge.effect = _effect(challenge, row)
    details = {"evidence": challenge.evidence, "effect": challenge.effect}
    trail.record("challenge", row.public_id, actor=trail.SIGNATORY, **details)
    if challenge.effect == "none":
        return
    is_news = row.contested_at is None
    disputing.dispute(row, hide=challenge.effect == "hidden")
    if is_news and row.contact is not None:
        mail = emails.disputed(paper_by_id(row.paper_id), row)
        post_newest(mail, about=row.public_id, sort="contested")


def release(challenge: Challenge) -> None:
    """Undo what a challenge did that was taken back, unless others say the same."""
    row = disputing.lock(challenge.endorsement_id)
    others = {other.effect for other in open_of(row.id)} - {"none"}
    if challenge.effect == "none" or challenge.outcome is not None:
        return
    if not others or (challenge.effect == "hidden" and "hidden" not in others):
        hidden = challenge.effect == "hidden"
        disputing.settle(row, publish=hidden, actor=trail.SYSTEM, note=row.decision_note or "")
    if others:
        disputing.dispute(row, hide=False)
    elif row.contact is not None and row.state in LIVE:
        mail = emails.dropped(paper_by_id(row.paper_id), row)
        post_newest(mail, about=row.public_id, sort="dropped")


def end(endorsement: Endorsement) -> None:
    """Close what was open about an entry that was withdrawn or disowned."""
    for challenge in open_of(endorsement.id):
        challenge.outcome, challenge.decided_at, challenge.answer = "gone", clock.now(), None
        trail.record("end_challenge", challenge.public_id, actor=trail.SYSTEM, outcome="gone")
        if challenge.contact is not None:
            mail = emails.ended(paper_by_id(challenge.paper_id), challenge, endorsement)
            post_newest(mail, about=challenge.public_id, sort="ended")


def open_of(endorsement_id: int) -> list[Challenge]:
    """Return the open challenges of an entry, the oldest first."""
    wanted = select(Challenge).where(
        Challenge.endorsement_id == endorsement_id,
        Challenge.state == State.CONFIRMED,
        Challenge.outcome.is_(None),
    )
    return list(db.session.scalars(wanted.order_by(Challenge.confirmed_at, Challenge.id)))


def _ground(challenge: Challenge, row: Endorsement) -> str:
    if challenge.contact is None:
        return "none"
    return evidence.ground(challenge.contact.email, row)


def _effect(challenge: Challenge, row: Endorsement) -> str:
    if row.state not in (State.CONFIRMED, State.PUBLISHED):
        return "none"
    effect = policy.effect_of(
        challenge.evidence,
        evidence.ground_of(row),
        paper_by_id(row.paper_id).contested_shown,
        before=_of_same_house(challenge),
        decided=_is_decided(challenge),
    )
    is_hidden = any(other.effect == "hidden" for other in open_of(row.id))
    if effect == "hidden" and row.state != State.PUBLISHED and not is_hidden:
        return "contested"  # it waits for a lead, so there is nothing to take off the list
    return effect


def _is_decided(challenge: Challenge) -> bool:
    stays = select(Challenge.evidence).where(
        Challenge.endorsement_id == challenge.endorsement_id, Challenge.outcome == "stays"
    )
    return any(policy.settles(before, challenge.evidence) for before in db.session.scalars(stays))


def _of_same_house(challenge: Challenge) -> int:
    """Count the other challenges on the paper by the same domain, but those that were right."""
    wanted = (
        select(Contact.email)
        .join(Challenge, Challenge.contact_id == Contact.id)
        .where(
            Challenge.paper_id == challenge.paper_id,
            Challenge.state == State.CONFIRMED,
            Challenge.outcome.is_(None) | (Challenge.outcome == "stays"),
            Challenge.id != challenge.id,
        )
    )
    house = _house(challenge.contact.email if challenge.contact else "")
    return sum(_house(email) == house for email in db.session.scalars(wanted))


def _house(email: str) -> str:
    """Return the domain behind a mailbox; at a domain that is everybody's, the mailbox itself."""
    domain = evidence.mail_domain(email)
    return normal_form(email) if domains.is_free(domain) else domains.registrable(domain) or domain
