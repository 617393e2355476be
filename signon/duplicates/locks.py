"""Holds all that a merge touches, in the order in which everybody else takes the same things.

Whoever confirms, publishes or withdraws holds one endorsement first, then its paper's list, then
refers to an organisation. A merge takes many of each in that order, and within it by number.
"""

from collections.abc import Collection

from sqlalchemy import or_, select

from signon.endorsements import publication
from signon.endorsements.models import Endorsement
from signon.extensions import db
from signon.organisations import service as organisations
from signon.organisations.models import Organisation

Held = tuple[dict[int, Endorsement], dict[int, Organisation]]


def lock(organisation_ids: Collection[int], endorsement_ids: Collection[int] = ()) -> Held:
    """Return these organisations and all their endorsements, with others that are named.

    Nobody else changes them or their lists until the command ends. An endorsement that joined one
    of the organisations meanwhile is not among them.
    """
    wanted = select(Endorsement).where(
        or_(
            Endorsement.organisation_id.in_(organisation_ids),
            Endorsement.id.in_(endorsement_ids),
        )
    )
    held = wanted.order_by(Endorsement.id).with_for_update(of=Endorsement)
    held = held.execution_options(populate_existing=True)
    endorsements = {row.id: row for row in db.session.scalars(held)}
    for paper_id in sorted({row.paper_id for row in endorsements.values()}):
        publication.lock_list(paper_id)
    return endorsements, organisations.hold(organisation_ids)
