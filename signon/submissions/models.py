"""Columns that every submission carries, and the person behind it in a table of its own."""

import secrets
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from signon.kernel.database import Base, RowId, RowNumber
from signon.submissions.states import LIVE, State


def new_public_id() -> str:
    """Return 72 random bits for an address on the site; no row number ever shows.

    It begins and ends with a letter or digit: a spreadsheet would take a "-" in front for a
    formula, and mail programs leave a "-" or "_" at the end of an address out of the link.
    """
    while not ((found := secrets.token_urlsafe(9))[0] + found[-1]).isalnum():
        pass
    return found


class Contact(Base):
    """Who acted: name, role and address, apart from the act so that they can be erased."""

    __tablename__ = "contacts"

    id: Mapped[str] = mapped_column(String(24), primary_key=True)
    name: Mapped[str]
    role: Mapped[str]
    email: Mapped[str]
    updates_wording: Mapped[str | None]
    """Version of the words by which updates were asked for; None when they were not."""
    created_at: Mapped[datetime]
    erase_after: Mapped[datetime | None] = mapped_column(index=True)
    """When they are erased, as it stands today: never later than they were promised."""
    promised_months: Mapped[int | None]
    """How many months after the close the form said; no later rule adds to them."""
    promised_until: Mapped[datetime | None] = mapped_column(index=True)
    """The date that came of it; None while nobody knew when the close would be."""


class ContactShare(Base):
    """That somebody agreed by name that a co-host sees who they are, and writes to them."""

    __tablename__ = "contact_shares"

    contact_id: Mapped[str] = mapped_column(
        String(24), ForeignKey("contacts.id", ondelete="CASCADE"), primary_key=True
    )
    # By name: the table belongs to a capability above this floor.
    co_host_id: Mapped[int] = mapped_column(
        RowNumber,
        ForeignKey("co_hosts.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
        index=True,
    )
    name: Mapped[str] = mapped_column(String(200))
    """What the co-host was called where it was agreed to."""
    wording: Mapped[str] = mapped_column(String(16))
    """Version of the words that were agreed to."""
    given_at: Mapped[datetime]


class SubmissionMixin:
    """What the shared path needs. `link_stamp` dies with each new link, and the link with it."""

    id: Mapped[RowId]
    public_id: Mapped[str] = mapped_column(String(24), unique=True, default=new_public_id)
    state: Mapped[str] = mapped_column(String(16), default=State.SUBMITTED)
    language: Mapped[str] = mapped_column(String(16))
    contact_id: Mapped[str | None] = mapped_column(
        ForeignKey("contacts.id", ondelete="SET NULL"), index=True
    )
    address_key: Mapped[str | None] = mapped_column(String(64), index=True)
    link_stamp: Mapped[str] = mapped_column(String(24))
    code_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    submitted_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    published_at: Mapped[datetime | None]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[str | None] = mapped_column(String(24))
    decision_note: Mapped[str | None] = mapped_column(Text)
    withdrawn_at: Mapped[datetime | None]
    withdrawal_reason: Mapped[str | None] = mapped_column(Text)
    """The signatory's own words about leaving, which are public."""
    reminders: Mapped[int] = mapped_column(default=0, server_default="0")
    """How often its address was asked again to confirm."""
    revision: Mapped[int] = mapped_column(default=1)

    @declared_attr
    def contact(cls) -> Mapped[Contact | None]:  # noqa: N805 - SQLAlchemy hands in the class
        return relationship(Contact)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:  # noqa: N805 - as above
        return {"version_id_col": cls.revision}


def known_states(table: str) -> CheckConstraint:
    """Return the constraint that a row of `table` is in a state of the table of states."""
    states = ", ".join(f"'{state}'" for state in State)
    return CheckConstraint(f"state IN ({states})", name="known_state")


def one_live_submission_per_address(table: str, scope_column: str, *apart: str) -> Index:
    """Return the index by which an address counts once; the database guarantees it.

    The columns `apart` tell what one address may have handed in side by side.
    """
    live = text(live_condition())
    name = f"uq_{table}_live_address"
    columns = (scope_column, "address_key", *apart)
    return Index(name, *columns, unique=True, sqlite_where=live, postgresql_where=live)


def unconfirmed(table: str) -> Index:
    """Return the index by which what waits for its confirmation is found by age."""
    waiting = text(f"state = '{State.SUBMITTED}'")
    name = f"ix_{table}_unconfirmed"
    return Index(name, "submitted_at", sqlite_where=waiting, postgresql_where=waiting)


def live_condition() -> str:
    """Return the SQL condition of the partial index above."""
    return "state IN ({})".format(", ".join(f"'{state}'" for state in LIVE))
