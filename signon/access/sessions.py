"""Who is signed in: kept in the database, so that it can be ended at once and from anywhere."""

import hashlib
import secrets
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, column, delete, exists, or_, select, table, update

from signon.access.models import (
    Account,
    AccountSession,
    CoHostGrant,
    Grant,
    SecondStep,
    SecondStepRule,
    new_public_id,
)
from signon.access.roles import Role
from signon.extensions import db, rows
from signon.kernel import clock
from signon.kernel.errors import Busy
from signon.kernel.prepared import Prepared
from signon.transaction import command

IDLE = timedelta(hours=12)
ABSOLUTE = timedelta(hours=20)
_CO_HOSTS = table("co_hosts", column("id"), column("campaign_id"))
"""By name: it belongs to a capability above this floor."""

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
    must_prove: bool = False
    """Whether a campaign asks for a second step that this lead has not set up."""
    may_create_campaigns: bool = False
    co_hosts: frozenset[int] = frozenset()
    """The co-hosts whose room they may see, which is no role in a campaign."""

    def may(self, role: Role, campaign_id: int) -> bool:
        """Tell whether this lead may act as `role` in that campaign."""
        granted = self.grants.get(campaign_id)
        return granted is not None and granted.includes(role)

    def campaigns(self, role: Role) -> list[int]:
        """Return the campaigns in which this lead may act as `role`."""
        return [campaign_id for campaign_id in self.grants if self.may(role, campaign_id)]


@command
def start(account_id: int, device: str = "") -> str:
    """Sign a browser in; return the secret that it must show. Only its hash is kept.

    `device` says in coarse words which one it is, for the owner of the account.
    """
    secret, now = secrets.token_urlsafe(32), clock.now()
    db.session.add(
        AccountSession(
            public_id=new_public_id(),
            secret_hash=_hash(secret),
            device=device,
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
    shown = {"hash": _hash(secret), "now": now, "since": now - IDLE}
    found = rows(_SIGNED_IN, shown)
    return _signed_in(found[0], now) if found else None


def _signed_in(row: Any, now: datetime) -> SignedIn:
    granted, asks = _grants(row.account_id)
    co_hosts, asks_partners = _co_hosts(row.account_id) if row.of_co_host else (frozenset(), False)
    found = SignedIn(
        account_id=row.account_id,
        public_id=row.public_id,
        email=row.email,
        name=row.name,
        grants=granted,
        session_id=row.session_id,
        must_prove=(asks or asks_partners) and not row.proven,
        may_create_campaigns=row.may_create_campaigns,
        co_hosts=co_hosts,
    )
    if now - row.seen_at >= _SEEN_EVERY:
        _see(row.session_id, now)
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
def end_others(account_id: int, session_id: int) -> None:
    """End every session of an account but one."""
    others = AccountSession.account_id == account_id, AccountSession.id != session_id
    db.session.execute(delete(AccountSession).where(*others))


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


def _grants(account_id: int) -> tuple[dict[int, Role], bool]:
    """Return what an account may in which campaign, and whether one asks for a second step."""
    found = rows(_GRANTS, {"account": account_id})
    granted = {row.campaign_id: Role(row.role) for row in found}
    asks = any(
        row.ruled is not None and granted[row.campaign_id].includes(Role.EXPORTER) for row in found
    )
    return granted, asks


def _co_hosts(account_id: int) -> tuple[frozenset[int], bool]:
    """Return the co-hosts that somebody is of, and whether a campaign asks for a second step.

    They can take contacts along too, of those who agreed to it.
    """
    rule = SecondStepRule.campaign_id
    found = db.session.execute(
        select(CoHostGrant.co_host_id, rule)
        .join(_CO_HOSTS, _CO_HOSTS.c.id == CoHostGrant.co_host_id)
        .outerjoin(SecondStepRule, rule == _CO_HOSTS.c.campaign_id)
        .where(CoHostGrant.account_id == account_id)
    ).all()
    return frozenset(row[0] for row in found), any(row[1] is not None for row in found)


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


_ACCOUNTS: Any = Account.__table__
_SESSIONS: Any = AccountSession.__table__
_GRANTED: Any = Grant.__table__
_RULES: Any = SecondStepRule.__table__
_SIGNED_IN = Prepared(
    select(
        _ACCOUNTS.c.id.label("account_id"),
        _ACCOUNTS.c.public_id,
        _ACCOUNTS.c.email,
        _ACCOUNTS.c.name,
        _ACCOUNTS.c.may_create_campaigns,
        _SESSIONS.c.id.label("session_id"),
        _SESSIONS.c.seen_at,
        exists()
        .where(SecondStep.account_id == _ACCOUNTS.c.id, SecondStep.confirmed_at.is_not(None))
        .label("proven"),
        exists().where(CoHostGrant.account_id == _ACCOUNTS.c.id).label("of_co_host"),
    )
    .join(_SESSIONS, _SESSIONS.c.account_id == _ACCOUNTS.c.id)
    .where(_SESSIONS.c.secret_hash == bindparam("hash"))
    .where(_SESSIONS.c.ends_at > bindparam("now"), _SESSIONS.c.seen_at > bindparam("since"))
)
_GRANTS = Prepared(
    select(_GRANTED.c.campaign_id, _GRANTED.c.role, _RULES.c.campaign_id.label("ruled"))
    .outerjoin(_RULES, _RULES.c.campaign_id == _GRANTED.c.campaign_id)
    .where(_GRANTED.c.account_id == bindparam("account"))
    .order_by(_GRANTED.c.campaign_id)
)
