"""The mailed links of this capability, and what they open."""

from datetime import timedelta

from sqlalchemy import select

from signon.adding.models import Correction
from signon.endorsements.models import Endorsement
from signon.extensions import db
from signon.links.purposes import Purpose
from signon.links.reader import read, same
from signon.links.refusals import Damaged, Over, Replaced
from signon.links.writer import url
from signon.submissions.states import State

LASTS = timedelta(days=60)

ADDED = Purpose("added", LASTS, 2)
CORRECTED = Purpose("corrected", LASTS, 2)
PURPOSES = (ADDED, CORRECTED)

_STANDING = (State.CONFIRMED, State.PUBLISHED)


def added_url(row: Endorsement) -> str:
    """Return the link by which a mailbox says that what others wrote down is right."""
    return url(row.language, "added", ADDED, row.public_id, row.link_stamp)


def read_added(token: str) -> Endorsement:
    """Return what was written down; raise a `LinkUnusable` that says why it is of no use."""
    public_id, stamp = read(ADDED, token)
    row = db.session.scalar(select(Endorsement).where(Endorsement.public_id == public_id))
    if row is None:
        raise Damaged
    if not same(stamp, row.link_stamp):
        raise Replaced
    if row.state not in _STANDING:
        raise Over
    return row


def corrected_url(correction: Correction) -> str:
    """Return the link by which a signatory says whether what a lead corrected is right."""
    row = correction.endorsement
    return url(row.language, "corrected", CORRECTED, correction.stamp, row.link_stamp)


def read_corrected(token: str) -> Correction:
    """Return a correction; raise a `LinkUnusable` where its entry is gone or another's by now."""
    stamp, mailbox = read(CORRECTED, token)
    found = db.session.scalar(select(Correction).where(Correction.stamp == stamp))
    if found is None or not found.after:
        raise Damaged
    if not same(mailbox, found.endorsement.link_stamp):
        raise Replaced
    if found.endorsement.state not in _STANDING:
        raise Over
    return found
