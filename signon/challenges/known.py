"""Who is known to speak for an organisation: mailboxes that were believed when they signed for it.

More is asked here than where a signature is graded. Anybody may sign for any organisation with a
website of their own, and that must not let them take the true organisation's entry off a list: so
a mailbox at a website counts only if it is the website on the organisation's record, and a mailbox
that was known before counts by what made it known.
"""

from sqlalchemy import exists, select

from signon.challenges.models import Challenge
from signon.challenges.policy import STRONG
from signon.endorsements import evidence
from signon.endorsements.models import Endorsement
from signon.extensions import db
from signon.organisations.models import Organisation
from signon.submissions.states import State

MOST_TOLD = 3
MOST_READ = 200


def to_be_told(endorsement: Endorsement) -> list[Endorsement]:
    """Return what the mailboxes signed that are to hear of an endorsement, one for each."""
    by_mailbox: dict[str, Endorsement] = {}
    for row in _believed(endorsement):
        if row.address_key and row.address_key != endorsement.address_key:
            by_mailbox.setdefault(row.address_key, row)
    return list(by_mailbox.values())[:MOST_TOLD]


def speaks_for(address_key: str | None, endorsement: Endorsement) -> bool:
    """Tell whether a mailbox is known to speak for the organisation of an endorsement."""
    return any(row.address_key == address_key for row in _believed(endorsement) if address_key)


def _believed(endorsement: Endorsement) -> list[Endorsement]:
    """Return the other endorsements of its organisation by known contacts, the newest first."""
    organisation = db.session.get(Organisation, endorsement.organisation_id or 0)
    if organisation is None or endorsement.capacity != "organisation":
        return []
    rows = _candidates(organisation.id, endorsement.id)
    known = {row.address_key for row in rows if _stands_by_itself(row, organisation)}
    return [row for row in rows if row.address_key in known]


def _candidates(organisation_id: int, but: int) -> list[Endorsement]:
    doubted = exists().where(
        Challenge.endorsement_id == Endorsement.id,
        Challenge.state == State.CONFIRMED,
        Challenge.outcome.is_(None),
        Challenge.effect != "none",
        Challenge.evidence.in_(STRONG),
    )
    wanted = (
        select(Endorsement)
        .where(
            Endorsement.organisation_id == organisation_id,
            Endorsement.capacity == "organisation",
            Endorsement.state == State.PUBLISHED,
            Endorsement.evidence.in_(evidence.ACCEPTED),
            Endorsement.contact_id.is_not(None),
            # A weak claim must not silence the one who would be told.
            ~doubted,
            Endorsement.id != but,
        )
        .order_by(Endorsement.confirmed_at.desc(), Endorsement.id.desc())
    )
    return list(db.session.scalars(wanted.limit(MOST_READ)))


def _stands_by_itself(row: Endorsement, organisation: Organisation) -> bool:
    if row.evidence != "domain":
        return row.evidence in ("checked", "second")
    return row.contact is not None and evidence.speaks_for(row.contact.email, organisation.website)
