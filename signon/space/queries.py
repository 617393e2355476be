"""What a mailbox has signed, and what is stored of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from werkzeug.exceptions import NotFound

from signon.audit import trail
from signon.campaigns.queries import CoHosting, co_hosts_by_id
from signon.endorsements import evidence
from signon.endorsements.form import consents
from signon.endorsements.models import Endorsement
from signon.endorsements.standing import is_established
from signon.extensions import db
from signon.kernel import clock
from signon.papers.models import PaperText, PaperVersion
from signon.papers.queries import PublicPaper, paper_by_id, paper_by_slug
from signon.signatories.models import Signatory
from signon.space.links import OFFER_LASTS
from signon.space.models import Offer
from signon.submissions import contacts
from signon.submissions.models import Contact, ContactShare
from signon.submissions.sections import Holder
from signon.submissions.states import State

MOST_OF_COLLEAGUES = 50
SHOWN = (State.CONFIRMED, State.PUBLISHED, State.REJECTED)


@dataclass(frozen=True)
class Entry:
    """One endorsement in its signatory's space."""

    row: Endorsement
    paper: PublicPaper
    title: str
    version: int
    offers: tuple[Offer, ...]
    """What somebody was asked about it and may still answer."""

    shares: tuple[tuple[ContactShare, CoHosting], ...] = ()
    """Which co-hosts may see who signed, as agreed to by name."""

    @property
    def signed(self) -> PublicPaper:
        """Return the paper in the version that was signed."""
        here = self.paper.version_id == self.row.version_id
        return self.paper if here else paper_by_slug(self.paper.slug, self.version, drafts=True)

    @property
    def has_scope(self) -> bool:
        """Tell whether there is anything to choose about how much of it is endorsed."""
        stated = self.row.priorities or self.row.reservation
        return bool(stated) or self.paper.allows_reservations or self.signed.takes_parts

    @property
    def kept_months(self) -> int:
        """Return how many months after the close the one who signed is kept at most."""
        promised, said = self.row.contact, self.paper.retention_months
        return min(promised.promised_months or said, said) if promised else said

    @property
    def may_change(self) -> bool:
        return self.row.state in (State.CONFIRMED, State.PUBLISHED)


def addresses(address_key: str) -> list[str]:
    """Return the addresses on record with that key that have something in their space."""
    wanted = select(Contact.email).join(Endorsement, Endorsement.contact_id == Contact.id)
    rows = wanted.where(*_of(address_key)).order_by(Endorsement.id)
    return list(db.session.scalars(rows))


def entries(holder: Holder) -> list[Entry]:
    """Return what the holder of a space has signed, the newest first."""
    rows = select(Endorsement).where(*_of(holder.address_key)).order_by(Endorsement.id.desc())
    return [_entry(row) for row in db.session.scalars(rows) if holder.is_(row.contact)]


def entry(holder: Holder, public_id: str) -> Entry:
    """Return one endorsement of the holder; 404 for that of any other."""
    this = select(Endorsement).where(*_of(holder.address_key), Endorsement.public_id == public_id)
    row = db.session.scalar(this)
    if row is None or not holder.is_(row.contact):
        raise NotFound
    return _entry(row)


def of_colleagues(entries: list[Entry]) -> list[Signatory]:
    """Return the public lines that others have signed for the same organisations."""
    organisations = {entry.row.organisation_id for entry in entries if entry.row.organisation_id}
    own = {entry.row.public_id for entry in entries}
    lines = (
        select(Signatory)
        .join(Endorsement, Endorsement.public_id == Signatory.public_id)
        .where(Endorsement.organisation_id.in_(organisations), Signatory.public_id.not_in(own))
        .order_by(Signatory.endorsed_at.desc(), Signatory.id)
    )
    return list(db.session.scalars(lines.limit(MOST_OF_COLLEAGUES))) if organisations else []


def stands(offer: Offer) -> bool:
    """Tell whether a question may still be answered: nothing it rests on has changed."""
    row = offer.endorsement
    return (
        offer.answer == "open"
        and row.state in (State.CONFIRMED, State.PUBLISHED)
        and row.address_key == offer.holder_key
        and offer.contact is not None
        and (offer.sort != "second" or is_of_the_organisation(offer.contact.email, row))
        and clock.now() - offer.asked_at <= OFFER_LASTS
        and _makes_sense(offer)
    )


def is_of_the_organisation(email: str, row: Endorsement) -> bool:
    """Tell whether an address lies at a domain that others have established for its record."""
    return is_established(evidence.mail_domain(email), row.organisation_id)


def stored(holder: Holder) -> list[dict[str, Any]]:
    """Return everything that is stored of what a mailbox has signed."""
    return [_stored(entry) for entry in entries(holder)]


def _of(address_key: str) -> tuple[Any, ...]:
    return Endorsement.address_key == address_key, Endorsement.state.in_(SHOWN)


def _entry(row: Endorsement) -> Entry:
    number = select(PaperVersion.number).where(PaperVersion.id == row.version_id)
    open_offers = select(Offer).where(Offer.endorsement_id == row.id, Offer.answer == "open")
    return Entry(
        row=row,
        paper=paper_by_id(row.paper_id),
        title=db.session.get_one(PaperText, row.text_id).title,
        version=db.session.execute(number).scalar_one(),
        offers=tuple(filter(stands, db.session.scalars(open_offers.order_by(Offer.id)))),
        shares=_shares_of(row),
    )


def _shares_of(row: Endorsement) -> tuple[tuple[ContactShare, CoHosting], ...]:
    shares = contacts.shares_of(row.contact_id)
    known = {one.id: one for one in co_hosts_by_id([share.co_host_id for share in shares])}
    return tuple((share, known[share.co_host_id]) for share in shares)


def _makes_sense(offer: Offer) -> bool:
    """Tell whether a yes would do what it says: for an organisation, setting a double aside."""
    if offer.endorsement.capacity != "organisation":
        return False
    if offer.duplicate_id is None:
        return True
    return db.session.get_one(Endorsement, offer.duplicate_id).state != State.PUBLISHED


_OURS = frozenset(
    [
        "id",
        "paper_id",
        "version_id",
        "text_id",
        "organisation_id",
        "contact_id",
        "address_key",
        "link_stamp",
        "code_hash",
        "look_key",
        "sort_key",
        "co_host_id",
        "decided_by",
        "revision",
    ]
)
"""Columns that only tie rows together, keep links safe, or name a lead."""

_COLUMNS = [column.name for column in Endorsement.__table__.columns if column.name not in _OURS]
_PERSON = [
    "name",
    "role",
    "email",
    "updates_wording",
    "created_at",
    "erase_after",
    "promised_months",
    "promised_until",
]


def _stored(entry: Entry) -> dict[str, Any]:
    contact, zone = entry.row.contact, ZoneInfo(entry.paper.time_zone)
    return {
        "paper": entry.paper.slug,
        "title": entry.title,
        "version": entry.version,
        **{name: _plain(getattr(entry.row, name), zone) for name in _COLUMNS},
        "agreed_to": consents.agreed(entry.row),
        "contact": contact and {name: _plain(getattr(contact, name), zone) for name in _PERSON},
        "shared_with": [_shared(share, zone) for share, _ in entry.shares],
        "history": [
            {"at": _plain(e.happened_at, zone), "what": e.action, "details": e.details}
            for e in trail.history(entry.row.public_id)
        ],
    }


def _shared(share: ContactShare, zone: ZoneInfo) -> dict[str, Any]:
    return {
        "name": share.name,
        "wording": share.wording,
        "agreed_to": consents.co_host_words(share.name, share.wording),
        "given_at": _plain(share.given_at, zone),
    }


def _plain(value: Any, zone: ZoneInfo) -> Any:
    return value.astimezone(zone).isoformat() if isinstance(value, datetime) else value
