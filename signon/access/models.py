"""Accounts of leads, where they are signed in, what they may, and how often things were tried."""

import secrets
from datetime import datetime
from typing import cast

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    String,
    Table,
    UniqueConstraint,
    false,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from signon.access.roles import Role
from signon.kernel.database import Base, RowId, RowNumber


def new_public_id() -> str:
    """Return 128 random bits, fit for an address on the site."""
    return secrets.token_urlsafe(16)


class Account(Base):
    """A lead. Without a password nobody can sign in; a mailed link sets the first one."""

    __tablename__ = "accounts"
    __table_args__ = (
        CheckConstraint(
            "(password_hash IS NULL) = (password_set_at IS NULL)", name="password_has_its_date"
        ),
    )

    id: Mapped[RowId]
    public_id: Mapped[str] = mapped_column(String(24), unique=True, default=new_public_id)
    email: Mapped[str] = mapped_column(String(254))
    email_key: Mapped[str] = mapped_column(String(320), unique=True)
    name: Mapped[str] = mapped_column(String(200), default="")
    language: Mapped[str] = mapped_column(String(16))
    password_hash: Mapped[str | None] = mapped_column(String(200))
    password_set_at: Mapped[datetime | None]
    link_stamp: Mapped[str | None] = mapped_column(String(24))
    """Names the one mailed link that may set the password now; None when there is none."""
    created_at: Mapped[datetime]
    may_create_campaigns: Mapped[bool] = mapped_column(default=False, server_default=false())
    grants: Mapped[list["Grant"]] = relationship(
        back_populates="account", cascade="all, delete-orphan", order_by="Grant.id"
    )


class AccountSession(Base):
    """One browser that is signed in. Only a hash of its secret is kept."""

    __tablename__ = "account_sessions"
    __table_args__ = (CheckConstraint("ends_at > created_at", name="ends_after_start"),)

    id: Mapped[RowId]
    public_id: Mapped[str] = mapped_column(String(24), unique=True, default=new_public_id)
    secret_hash: Mapped[str] = mapped_column(String(64), unique=True)
    device: Mapped[str] = mapped_column(String(40), default="", server_default="")
    """In coarse words, such as "Firefox, Linux": enough for its owner, no trace of a person."""
    account_id: Mapped[int] = mapped_column(
        ForeignKey("accounts.id", ondelete="CASCADE"), index=True
    )
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ends_at: Mapped[datetime]


class Grant(Base):
    """The role of an account in a campaign."""

    __tablename__ = "grants"
    __table_args__ = (
        UniqueConstraint("account_id", "campaign_id"),
        CheckConstraint(
            "role IN ({})".format(", ".join(f"'{role}'" for role in Role)), name="known_role"
        ),
    )

    id: Mapped[RowId]
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"))
    # By name: the table belongs to a capability above this floor.
    campaign_id: Mapped[int] = mapped_column(
        ForeignKey("campaigns.id", ondelete="CASCADE"), index=True
    )
    role: Mapped[str] = mapped_column(String(16))
    account: Mapped[Account] = relationship(back_populates="grants")


class SecondStep(Base):
    """The secret of the codes that an account signs in with, beside its password.

    It counts once a code has confirmed it. `last_step` is the newest half minute (counted from
    1970) whose code was taken: RFC 6238, section 5.2, forbids to take one twice.
    """

    __tablename__ = "second_steps"

    account_id: Mapped[int] = mapped_column(
        RowNumber,
        ForeignKey("accounts.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    )
    secret: Mapped[str] = mapped_column(String(200))
    """Encrypted; see `second_step.encryption`."""
    last_step: Mapped[int | None] = mapped_column(BigInteger)
    made_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]


class RecoveryCode(Base):
    """A code for who has lost the device that makes them; its row goes with its use."""

    __tablename__ = "recovery_codes"

    code_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    account_id: Mapped[int] = mapped_column(
        RowNumber, ForeignKey("accounts.id", ondelete="CASCADE"), index=True
    )


class SecondStepRule(Base):
    """A campaign that asks for a second step of whoever may take its contacts."""

    __tablename__ = "second_step_rules"

    campaign_id: Mapped[int] = mapped_column(
        RowNumber,
        ForeignKey("campaigns.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    )
    made_at: Mapped[datetime]


class CoHostGrant(Base):
    """Somebody of a co-host. It is no role in the campaign: it opens the co-host's room alone."""

    __tablename__ = "co_host_grants"

    account_id: Mapped[int] = mapped_column(
        RowNumber,
        ForeignKey("accounts.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    )
    # By name: the table belongs to a capability above this floor.
    co_host_id: Mapped[int] = mapped_column(
        RowNumber,
        ForeignKey("co_hosts.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
        index=True,
    )


class RateCounter(Base):
    """How often something was tried in the current window. Keys are keyed hashes, not addresses."""

    __tablename__ = "rate_counters"

    key: Mapped[str] = mapped_column(String(160), primary_key=True)
    # Seconds since 1970: written and compared by one hand-made statement in each signing.
    expires_at: Mapped[int] = mapped_column(BigInteger)
    used: Mapped[int]


ACCOUNTS = cast(Table, Account.__table__)
