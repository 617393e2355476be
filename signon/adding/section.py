"""The section of what the hosts wrote down themselves: how it came, and the proof they keep."""

from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import or_, select

from signon.adding.models import Addition
from signon.adding.proofs.models import Proof
from signon.endorsements.models import Endorsement
from signon.extensions import db
from signon.papers.queries import PublicPaper, paper_by_id
from signon.submissions.models import Contact
from signon.submissions.sections import Holder, Section


def addresses(address_key: str) -> list[str]:
    """Return the addresses on record with that key beside which the hosts wrote something down."""
    wanted = select(Contact.email).join(Endorsement, Endorsement.contact_id == Contact.id)
    noted = wanted.join(Addition, Addition.endorsement_id == Endorsement.id)
    rows = noted.where(Endorsement.address_key == address_key).order_by(Endorsement.id)
    return list(db.session.scalars(rows))


def stored(holder: Holder) -> list[dict[str, Any]]:
    """Return how each entry came to the hosts, and which file shows it; the newest first.

    The file is described, so that its owner can ask for it and check that it is the one: a file
    of JSON does not carry it.
    """
    same_person = Proof.contact_id == Endorsement.contact_id
    beside = (
        select(Endorsement, Addition, Proof)
        .outerjoin(Addition, Addition.endorsement_id == Endorsement.id)
        .outerjoin(Proof, (Proof.endorsement_id == Endorsement.id) & same_person)
        .where(Endorsement.address_key == holder.address_key)
        .where(or_(Addition.id.is_not(None), Proof.id.is_not(None)))
        .order_by(Endorsement.id.desc())
    )
    found = db.session.execute(beside).all()
    return [_entry(*row) for row in found if holder.is_(row[0].contact)]


def _entry(row: Endorsement, addition: Addition | None, proof: Proof | None) -> dict[str, Any]:
    paper = paper_by_id(row.paper_id)
    zone = ZoneInfo(paper.time_zone)
    return {
        "endorsement": row.public_id,
        "paper": paper.slug,
        "added_by": paper.campaign_host,
        "received": addition and _received(addition, zone),
        "proof": proof and _proof(proof, paper, zone, addition),
    }


def _received(addition: Addition, zone: ZoneInfo) -> dict[str, Any]:
    return {
        "channel": addition.channel,
        "on": addition.received_on.isoformat(),
        "taken_by": addition.taken_by,
        "written_down_at": addition.added_at.astimezone(zone).isoformat(),
    }


def _proof(
    proof: Proof, paper: PublicPaper, zone: ZoneInfo, addition: Addition | None
) -> dict[str, Any]:
    return {
        "name": proof.name,
        "format": proof.kind,
        "size": proof.size,
        "sha256": sha256(proof.content).hexdigest(),
        "added_at": proof.added_at.astimezone(zone).isoformat(),
        "added_by": (addition.taken_by if addition else "") or paper.campaign_host,
    }


def _draws_nothing(_holder: Holder, _token: str) -> str:
    """Return nothing: the entries themselves stand in the section of what was signed."""
    return ""


ADDED = Section("added_by_the_hosts", addresses, _draws_nothing, stored)
