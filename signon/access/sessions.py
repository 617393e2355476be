"""Who is signed in: kept in the database, so that it can be ended at once and from anywhere."""

import hashlib
import secrets
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import delete, or_, select, update

from signon.access.models import Account, AccountSession, Grant
from signon.access.roles import Role
from signon.extensions import db
from signon.kernel import clock
from signon.kernel.errors import Busy
from signon.transaction import command

IDLE = timedelta(hours=12)
ABSOLUTE = timedelta(hours=20)
_SEEN_EVERY = timedelta(minutes=1)


@dataclass(frozen=True)
class SignedIn:
    """The lead who asks, and what they may in which campaign (by row number)."""

    account_id: int
    public_id: str
    email: str = field(repr=False)
    name: str = field(repr=False)
    grants: dict[int, Role]
    session_id: int

    def may(self, role: Role, campaign_id: int) -> bool:
        """Tell whether this lead may act as `role` in that campaign."""
        granted = self.grants.get(campaign_id)
        return granted is not None and granted.includes(role)

    def campaigns(self, role: Role) -> list[int]:
        """Return the campaigns in which this lead may act as `role`."""
        return [campaign_id for campaign_id in self.grants if self.may(role, campaign_id)]


@command
def start(account_id: int) -> str:
    """Sign a browser in; return the secret that it must show. Only its hash is kept."""
    secret, now = secrets.token_urlsafe(32), clock.now()
    db.session.add(
        AccountSession(
            secret_hash=_hash(secret),
            account_id=account_id,
            created_at=now,
            seen_at=now,
            ends_at=now + ABSOLUTE,
        )
    )
    return secret


def find(secret: str) -> SignedIn | None:
    """Return who shows `secret`, or None when that session is unknown, idle or over."""
    now = clock.now()
    row = db.session.execute(
        select(Account, AccountSession.id, AccountSession.seen_at)
        .join(AccountSession, AccountSession.account_id == Account.id)
        .where(AccountSession.secret_hash == _hash(secret))
        .where(AccountSession.ends_at > now, AccountSession.seen_at > now - IDLE)
    ).one_or_none()
    if row is None:
        return None
    account, session_id, seen_at = row
    found = SignedIn(
        account_id=account.id,
        public_id=account.public_id,
        email=account.email,
        name=account.name,
        grants=_grants(account.id),
        session_id=session_id,
    )
    if now - seen_at >= _SEEN_EVERY:
        _see(session_id, now)
    return found


@command
def end(session_id: int) -> None:
    """End one session."""
    db.session.execute(delete(AccountSession).where(AccountSession.id == session_id))


@command
def end_all(account_id: int) -> None:
    """End every session of an account, on every device."""
    db.session.execute(delete(AccountSession).where(AccountSession.account_id == account_id))


@command
def forget_ended() -> None:
    """Remove the sessions that are over."""
    now = clock.now()
    is_over = or_(AccountSession.ends_at <= now, AccountSession.seen_at <= now - IDLE)
    db.session.execute(delete(AccountSession).where(is_over))


def _see(session_id: int, now: datetime) -> None:
    # A database that is busy for a moment must not keep a lead from reading.
    with suppress(Busy):
        _note_seen(session_id, now)


@command
def _note_seen(session_id: int, now: datetime) -> None:
    this = AccountSession.id == session_id
    db.session.execute(update(AccountSession).where(this).values(seen_at=now))


def _grants(account_id: int) -> dict[int, Role]:
    rows = db.session.execute(
        select(Grant.campaign_id, Grant.role)
        .where(Grant.account_id == account_id)
        .order_by(Grant.campaign_id)
    )
    return {campaign_id: Role(role) for campaign_id, role in rows}


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()
