"""The mailed links of the space and of offers, what they open, and how that can fail."""

import hashlib
from datetime import timedelta

from sqlalchemy import select

from signon.endorsements.models import Endorsement
from signon.extensions import db
from signon.kernel import clock
from signon.kernel.words import N_
from signon.links import refusals
from signon.links.purposes import ALWAYS, Purpose
from signon.links.reader import read, same
from signon.links.refusals import Way
from signon.links.writer import url
from signon.space.models import Offer, SpaceLink
from signon.submissions.sections import Holder

OFFER_LASTS = timedelta(days=14)

_TO_SPACE = (Way(N_("Send me my link"), "space.ask"),)


class SpaceOver(refusals.Used):
    """The link is too old, was replaced, or belongs to another browser."""

    message = N_(
        "This link has been used or is too old. For your safety it works in one browser, for a "
        "short time. We can send you a new one."
    )
    ways = _TO_SPACE


class LinkDamaged(refusals.Damaged):
    """Cut, altered, made up, or meant for another door."""

    message = N_("This link is not complete. Perhaps the mail program broke it.")
    ways = _TO_SPACE


class OfferOver(refusals.Over):
    """Answered, replaced, or overtaken by something else."""

    message = N_("This question has been answered, or it is no longer asked. Nothing was changed.")
    ways = _TO_SPACE


class OfferTooOld(refusals.Expired):
    """Nobody answered in time."""

    message = OfferOver.message
    ways = _TO_SPACE


SPACE = Purpose("space", ALWAYS, 1, LinkDamaged)
"""Its row says how long it lasts."""
OFFER = Purpose("offer", OFFER_LASTS, 1, LinkDamaged, OfferTooOld)
JOIN = Purpose("join", OFFER_LASTS, 3, LinkDamaged, OfferTooOld)
PURPOSES = (SPACE, OFFER, JOIN)


def find(token: str) -> SpaceLink:
    """Return the link of a token while it lasts; raise `LinkDamaged` or `SpaceOver`."""
    [stamp] = read(SPACE, token)
    link = db.session.scalar(select(SpaceLink).where(SpaceLink.stamp == stamp))
    if link is None or link.ends_at <= clock.now() or not link.mailbox_key:
        raise SpaceOver
    return link


def is_open_for(link: SpaceLink, secret: str) -> bool:
    """Tell whether `secret` is what the browser keeps that has opened the link.

    Raises `SpaceOver` when another browser has.
    """
    if link.device_hash is None:
        return False
    if not same(hash_of(secret), link.device_hash):
        raise SpaceOver
    return True


def holder_of(link: SpaceLink) -> Holder:
    """Return whose space a link opens."""
    return Holder(link.address_key, link.mailbox_key)


def hash_of(secret: str) -> str:
    """Return under what the secret of a browser is stored."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def space_url(language: str, link: SpaceLink) -> str:
    """Return the link to a space."""
    return url(language, "space", SPACE, link.stamp)


def offer_url(offer: Offer) -> str:
    """Return the link by which somebody answers an offer."""
    return url(offer.endorsement.language, "offers", OFFER, offer.stamp)


def join_url(duplicate: Endorsement, listed: Endorsement) -> str:
    """Return the link by which a colleague asks to become the contact."""
    values = (duplicate.public_id, listed.public_id, duplicate.link_stamp)
    return url(duplicate.language, "join", JOIN, *values)
