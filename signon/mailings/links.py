"""The mailed link by which a signatory ends the updates about one paper."""

from sqlalchemy import select

from signon.endorsements.models import Endorsement
from signon.extensions import db
from signon.kernel.words import N_
from signon.links import refusals, writer
from signon.links.purposes import ALWAYS, Purpose
from signon.links.reader import proof_of, same
from signon.links.reader import read as read_values


class LinkDamaged(refusals.Damaged):
    """Cut, altered, made up, or meant for another door: all answered alike."""

    message = N_(
        "This link is not complete. Perhaps the mail program broke it: please open it again from "
        "the e-mail."
    )


class AddressGone(refusals.Over):
    """It was mailed to an address that no longer stands for this entry: nothing is sent there."""

    message = N_(
        "This link was sent to an address that is no longer on record here, so no updates are sent "
        "to it any more."
    )


UPDATES = Purpose("updates", ALWAYS, 2, LinkDamaged)


def url(language: str, row: Endorsement) -> str:
    """Return the link; it dies with the address it is mailed to."""
    return writer.url(language, "updates", UPDATES, row.public_id, proof_of(row.address_key))


def read(token: str) -> Endorsement:
    """Return whose updates this link ends; raise a `LinkUnusable` that says why nobody's."""
    public_id, proof = read_values(UPDATES, token)
    row = db.session.scalar(select(Endorsement).where(Endorsement.public_id == public_id))
    if row is None:
        raise LinkDamaged
    if not same(proof, proof_of(row.address_key)):
        raise AddressGone
    return row
