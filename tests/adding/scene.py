"""What a lead types to add somebody, and ways to look at what came of it."""

from sqlalchemy import select

from signon.endorsements.models import Endorsement
from signon.extensions import db
from signon.outbox.post import Email
from signon.papers.queries import PublicPaper
from signon.signatories.models import Signatory
from tests.space.doors import mails
from tests.support.clients import Browser

NEW = "/desk/papers/ten-doors/signatories/new"
OFFICE = "office@hearth.example.org"

TYPED = {
    "capacity": "organisation",
    "name": "Hearth & Harbour",
    "country": "BE",
    "organisation_kind": "ngo",
    "channel": "paper",
    "received_on": "2026-11-02",
    "taken_by": "Lea Sample",
    "representative_name": "Ada Sample",
    "email": OFFICE,
    "language": "en",
}


def newest() -> Endorsement:
    """Return what was written down last."""
    db.session.expire_all()
    return db.session.scalars(select(Endorsement).order_by(Endorsement.id.desc())).first()  # type: ignore[return-value]


def again(row: Endorsement) -> Endorsement:
    """Return an entry as it is now."""
    db.session.expire_all()
    return db.session.get_one(Endorsement, row.id)


def listed(paper: PublicPaper) -> list[Signatory]:
    """Return the lines of the public list."""
    db.session.expire_all()
    lines = select(Signatory).where(Signatory.paper_id == paper.id).order_by(Signatory.id)
    return list(db.session.scalars(lines))


def mails_to(address: str) -> list[Email]:
    """Return what was mailed to an address, the oldest first."""
    return [mail for mail in mails() if mail.to == address]


def added(lead: Browser, **typed: str) -> Endorsement:
    """Add somebody as a lead does; return what was written down."""
    answer = lead.send(NEW, {**TYPED, **typed})
    assert answer.status_code == 303, answer.text
    return newest()
