"""The link to a space: mailed to whoever asks for it, opened by one browser, soon over."""

import hashlib
import hmac
import secrets
from datetime import timedelta

from flask import current_app
from sqlalchemy import delete, select, update

from signon.extensions import db
from signon.jobs.queue import enqueue
from signon.kernel import clock, tokens
from signon.kernel.errors import DomainError
from signon.kernel.tokens import LinkExpired, LinkInvalid, Purpose
from signon.kernel.words import N_
from signon.outbox import allowance
from signon.outbox.addresses import address_key
from signon.outbox.post import post
from signon.space import emails, queries
from signon.space.models import SpaceLink
from signon.submissions.models import new_public_id
from signon.transaction import command

WANTED = "space.link"
LINK_LASTS = timedelta(hours=1)
SPACE_LASTS = timedelta(hours=2)


class SpaceOver(DomainError):
    """The link is too old, was replaced, or belongs to another browser."""

    status = 410
    message = N_(
        "This link has been used or is too old. For your safety it works in one browser, for a "
        "short time. We can send you a new one."
    )


class SpaceUnknown(DomainError):
    """Cut, altered, made up, or meant for another door."""

    status = 404
    message = N_("This link is not complete. Perhaps the mail program broke it.")


@command
def want(email: str, language: str) -> None:
    """Note that somebody asked for the link of an address. What becomes of it no page can tell."""
    enqueue(WANTED, {"email": email, "language": language}, priority=20)


@command
def send(email: str, language: str) -> None:
    """Mail the link to an address that has signed; to any other, nothing."""
    key = address_key(email)
    if not queries.has_signed(key) or not allowance.may_write(key, "space"):
        return
    now = clock.now()
    _end_all(key)
    link = SpaceLink(
        stamp=new_public_id(), address_key=key, created_at=now, ends_at=now + LINK_LASTS
    )
    db.session.add(link)
    token = tokens.sign(Purpose.SPACE, link.stamp)
    url = f"{current_app.config['BASE_URL']}/{language}/space/{token}"
    post(emails.your_link(url, to=email, language=language), about=link.stamp)


def find(token: str) -> SpaceLink:
    """Return the link of a token while it lasts; raise `SpaceUnknown` or `SpaceOver`."""
    try:
        values = tokens.read(Purpose.SPACE, token, tokens.ALWAYS)
    except (LinkExpired, LinkInvalid):
        raise SpaceUnknown from None
    link = None
    if len(values) == 1:
        link = db.session.scalar(select(SpaceLink).where(SpaceLink.stamp == values[0]))
    if link is None or link.ends_at <= clock.now():
        raise SpaceOver
    return link


def is_open_for(link: SpaceLink, secret: str) -> bool:
    """Tell whether `secret` is what the browser keeps that has opened the link."""
    if link.device_hash is None:
        return False
    if not hmac.compare_digest(link.device_hash, _hash(secret)):
        raise SpaceOver
    return True


@command
def open_once(link: SpaceLink) -> str:
    """Open the space in this browser; return the secret that it must keep.

    Raises `SpaceOver` when another one was faster.
    """
    secret = secrets.token_urlsafe(32)
    mine = (SpaceLink.id == link.id, SpaceLink.device_hash.is_(None))
    opened = update(SpaceLink).where(*mine)
    ends_at = clock.now() + SPACE_LASTS
    done = db.session.execute(opened.values(device_hash=_hash(secret), ends_at=ends_at))
    if done.rowcount != 1:  # type: ignore[attr-defined]
        raise SpaceOver
    return secret


@command
def leave(link: SpaceLink) -> None:
    """Close a space for good."""
    db.session.execute(delete(SpaceLink).where(SpaceLink.id == link.id))


@command
def forget_ended() -> None:
    """Delete the links that are over."""
    db.session.execute(delete(SpaceLink).where(SpaceLink.ends_at <= clock.now()))


def _end_all(key: str) -> None:
    """End every older link of a mailbox: only the newest e-mail opens anything."""
    db.session.execute(delete(SpaceLink).where(SpaceLink.address_key == key))


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()
