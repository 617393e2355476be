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


PEPPERS = cast(Table, Pepper.__table__)
SUPPRESSIONS = cast(Table, Suppression.__table__)
ALLOWANCES = cast(Table, Allowance.__table__)
