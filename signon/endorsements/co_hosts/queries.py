"""What came by the links of a co-host, counted; and who lets it write to them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import case, func, select

from signon.endorsements.models import Endorsement
from signon.extensions import rows
from signon.kernel.shapes import columns_of, filled
from signon.outbox import suppression
from signon.papers.models import Paper
from signon.submissions.models import Contact, ContactShare
from signon.submissions.states import State

_WAITING = (State.SUBMITTED, State.CONFIRMED)


@dataclass(frozen=True)
class Tally:
    """How many entries are on the list, and how many wait for a mailbox or a decision."""

    published: int = 0
    waiting: int = 0


def tallies_of(co_host_id: int) -> dict[int, Tally]:
    """Return what came by the links of a co-host, by the key of the paper."""
    counted = {
        "published": func.sum(case((Endorsement.state == State.PUBLISHED, 1), else_=0)),
        "waiting": func.sum(case((Endorsement.state.in_(_WAITING), 1), else_=0)),
    }
    found = rows(
        select(Endorsement.paper_id, *(column.label(name) for name, column in counted.items()))
        .where(Endorsement.co_host_id == co_host_id)
        .group_by(Endorsement.paper_id)
    )
    return {row.paper_id: Tally(int(row.published), int(row.waiting)) for row in found}


@dataclass(frozen=True)
class Known:
    """Somebody who agreed by name that a co-host sees who they are."""

    paper: str
    """The slug of what they signed."""
    name: str
    country: str
    capacity: str
    contact_name: str
    contact_role: str
    email: str
    language: str
    given_at: datetime
    wording: str
    """The version of the words that they agreed to."""


_NAMED = {
    "paper": Paper.slug,
    "contact_name": Contact.name,
    "contact_role": Contact.role,
    "email": Contact.email,
    "given_at": ContactShare.given_at,
    "wording": ContactShare.wording,
}
_ENDORSEMENTS: Any = Endorsement.__table__


def known_to(co_host_id: int) -> list[Known]:
    """Return who agreed to a co-host by its name, and to no other, the newest first.

    Their mailbox has confirmed it: anybody can tick a box beside an address. Who was taken off,
    has withdrawn or wants no mail at all is not among them.
    """
    theirs = (
        select(*columns_of(Known, _ENDORSEMENTS, named=_NAMED), Endorsement.address_key)
        .join(Contact, Contact.id == Endorsement.contact_id)
        .join(ContactShare, ContactShare.contact_id == Contact.id)
        .join(Paper, Paper.id == Endorsement.paper_id)
        .where(ContactShare.co_host_id == co_host_id)
        .where(Endorsement.state.in_((State.CONFIRMED, State.PUBLISHED)))
        .order_by(ContactShare.given_at.desc(), Endorsement.id.desc())
    )
    found = rows(theirs)
    silent = suppression.suppressed({row.address_key for row in found if row.address_key})
    return [filled(Known, row) for row in found if row.address_key not in silent]
