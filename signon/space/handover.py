"""A colleague signs again for an organisation that stands on the list: told by mail alone."""

from sqlalchemy import select

from signon.endorsements.models import Endorsement
from signon.extensions import db
from signon.links import reader
from signon.outbox.post import ORDINARY, post_asked
from signon.space import emails
from signon.space.links import JOIN, OfferOver
from signon.submissions.states import State


def tell_colleague(endorsement: Endorsement) -> None:
    """Mail whoever has confirmed for an organisation that a colleague has signed for already."""
    listed = twin_of(endorsement)
    if listed is None or endorsement.contact is None:
        return
    news = emails.signed_by_a_colleague(endorsement, listed, to=endorsement.contact.email)
    post_asked(news, about=endorsement.public_id, priority=ORDINARY)


def read(token: str) -> tuple[Endorsement, Endorsement]:
    """Return the second endorsement and the listed one; raise a `LinkUnusable` if that is over."""
    duplicate_id, listed_id, stamp = reader.read(JOIN, token)
    duplicate = db.session.scalar(select(Endorsement).where(Endorsement.public_id == duplicate_id))
    listed = twin_of(duplicate) if duplicate is not None else None
    if duplicate is None or listed is None or listed.public_id != listed_id:
        raise OfferOver
    if not reader.same(stamp, duplicate.link_stamp):
        raise OfferOver
    return duplicate, listed


def twin_of(endorsement: Endorsement) -> Endorsement | None:
    """Return the published endorsement of the same organisation, if this one waits beside it."""
    if endorsement.state != State.CONFIRMED or endorsement.organisation_id is None:
        return None
    return db.session.scalar(
        select(Endorsement).where(
            Endorsement.paper_id == endorsement.paper_id,
            Endorsement.organisation_id == endorsement.organisation_id,
            Endorsement.state == State.PUBLISHED,
            Endorsement.capacity == "organisation",
            Endorsement.id != endorsement.id,
        )
    )
