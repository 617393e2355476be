"""Reads of this floor."""

import unicodedata
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select

from signon.access.models import Account, Grant
from signon.access.roles import Role
from signon.audit import trail
from signon.extensions import db
from signon.kernel.shapes import columns_of, filled
from signon.outbox.addresses import ascii_domain


@dataclass(frozen=True)
class Credentials:
    """What a sign-in is checked against."""

    account_id: int
    public_id: str
    password_hash: str | None = field(repr=False)
    password_set_at: datetime | None


_ACCOUNTS: Any = Account.__table__
_CREDENTIALS = columns_of(Credentials, _ACCOUNTS, named={"account_id": _ACCOUNTS.c.id})


@dataclass(frozen=True)
class Lead:
    """Somebody with a role in a campaign, as its owners see them."""

    public_id: str
    name: str
    email: str = field(repr=False)
    role: Role
    has_password: bool
    has_come: bool
    """Have they signed in, or set a password, since they were invited into this campaign?

    Whether they had a password before is the business of those for whom they use it.
    """


def email_key(email: str) -> str:
    """Return the form under which an account is found: one case, one spelling of the domain.

    Unlike the limits on mail it tells dots and "+tags" apart: they may be different people, and
    a role must not go to the wrong one. The domain is written as the network does (IDNA 2008): to
    fold its case would make one of `faß.de` and `fass.de`, which have two owners.
    """
    # What no database takes (NUL, half characters) is in no address and must not be a fault.
    storable = email.replace("\0", "?").encode("utf-8", "replace").decode("utf-8")
    typed = unicodedata.normalize("NFKC", storable).strip()
    local, at, domain = typed.rpartition("@")
    try:
        return f"{local.lower()}{at}{ascii_domain(domain)}"
    except UnicodeError:
        return typed.lower()


def credentials(email: str) -> Credentials | None:
    """Return what to check a sign-in with this address against, if there is such an account."""
    row = db.session.execute(
        select(*_CREDENTIALS).where(Account.email_key == email_key(email))
    ).one_or_none()
    return filled(Credentials, row) if row else None


def credentials_of(public_id: str) -> Credentials | None:
    """Return what to check an account against that is known already."""
    found = select(*_CREDENTIALS).where(Account.public_id == public_id)
    row = db.session.execute(found).one_or_none()
    return filled(Credentials, row) if row else None


def locked_account(public_id: str) -> Account | None:
    """Return the account with that public id, held until the command ends."""
    account = select(Account).where(Account.public_id == public_id).with_for_update()
    return db.session.scalar(account.execution_options(populate_existing=True))


def leads_of(campaign_id: int) -> list[Lead]:
    """Return everybody with a role in a campaign, by address."""
    rows = db.session.execute(
        select(Account, Grant.role)
        .join(Grant, Grant.account_id == Account.id)
        .where(Grant.campaign_id == campaign_id)
        .order_by(Account.email_key)
    ).all()
    come = have_come(campaign_id, [account for account, _role in rows])
    return [
        Lead(
            account.public_id,
            account.name,
            account.email,
            Role(role),
            account.password_hash is not None,
            account.public_id in come,
        )
        for account, role in rows
    ]


def have_come(campaign_id: int, accounts: Collection[Account]) -> set[str]:
    """Return the public ids of those who came since the last invitation into a campaign."""
    able = [account.public_id for account in accounts if account.password_hash is not None]
    asked = trail.last_numbers(["invite"], able, campaign_id)
    came = trail.last_numbers(["sign_in", "set_password"], able)
    return {who for who in able if came.get(who, 0) >= asked.get(who, 0)}


def has_role(email: str, campaign_id: int) -> bool:
    """Tell whether the account of an address has a role in a campaign."""
    mine = select(Grant.id).join(Grant.account).where(Account.email_key == email_key(email))
    return db.session.scalar(mine.where(Grant.campaign_id == campaign_id)) is not None
