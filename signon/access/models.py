"""Accounts of leads, where they are signed in, what they may, and how often things were tried."""

import secrets
from datetime import datetime
from typing import cast

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, String, Table, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from signon.access.roles import Role
from signon.kernel.database import Base, RowId


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
    grants: Mapped[list["Grant"]] = relationship(
        back_populates="account", cascade="all, delete-orphan", order_by="Grant.id"
    )


class AccountSession(Base):
    """One browser that is signed in. Only a hash of its secret is kept."""

    __tablename__ = "account_sessions"
    __table_args__ = (CheckConstraint("ends_at > created_at", name="ends_after_start"),)

    id: Mapped[RowId]
    secret_hash: Mapped[str] = mapped_column(String(64), unique=True)
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


class RateCounter(Base):
    """How often something was tried in the current window. Keys are keyed hashes, not addresses."""

    __tablename__ = "rate_counters"

    key: Mapped[str] = mapped_column(String(160), primary_key=True)
    # Seconds since 1970: written and compared by one hand-made statement in each signing.
    expires_at: Mapped[int] = mapped_column(BigInteger)
    used: Mapped[int]


ACCOUNTS = cast(Table, Account.__table__)
