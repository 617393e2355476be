"""Who must not be written to, and how often the others may be."""

from datetime import datetime
from typing import cast

from sqlalchemy import CheckConstraint, String, Table
from sqlalchemy.orm import Mapped, mapped_column

from signon.kernel.database import Base

AddressKey = String(64)
"""A keyed hash: tells that two addresses are one mailbox, and tells a thief nothing."""


class Pepper(Base):
    """A random value of this installation that makes its hashes worthless elsewhere."""

    __tablename__ = "peppers"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[str] = mapped_column(String(64))


class Suppression(Base):
    """A mailbox that gets no mail any more, and why."""

    __tablename__ = "suppressions"
    __table_args__ = (CheckConstraint("reason IN ('not_us', 'asked', 'bounced')", name="reason"),)

    address_key: Mapped[str] = mapped_column(AddressKey, primary_key=True)
    since: Mapped[datetime]
    reason: Mapped[str] = mapped_column(String(10))


class Allowance(Base):
    """How many mails a mailbox has had for one scope since its window began."""

    __tablename__ = "email_allowances"
    __table_args__ = (CheckConstraint("used >= 0", name="used"),)

    address_key: Mapped[str] = mapped_column(AddressKey, primary_key=True)
    scope: Mapped[str] = mapped_column(String(80), primary_key=True)
    window_started_at: Mapped[datetime]
    used: Mapped[int]


class ReturnedMail(Base):
    """A mail that a server took and then could not deliver."""

    __tablename__ = "returned_mails"

    ref: Mapped[str] = mapped_column(String(24), primary_key=True)
    """That of the job which had brought it away."""
    address_key: Mapped[str] = mapped_column(AddressKey, index=True)
    status: Mapped[str] = mapped_column(String(12))
    """Code of RFC 3463, "" if the report had none."""
    is_gone: Mapped[bool]
    """Whether no mail will reach the mailbox: it is suppressed."""
    noted_at: Mapped[datetime]


PEPPERS = cast(Table, Pepper.__table__)
SUPPRESSIONS = cast(Table, Suppression.__table__)
ALLOWANCES = cast(Table, Allowance.__table__)
RETURNED = cast(Table, ReturnedMail.__table__)
