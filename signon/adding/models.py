"""How an entry came to the hosts, what a lead corrected of it, and what gave way to what."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column, relationship

from signon.endorsements.models import Endorsement
from signon.kernel.database import Base, RowId

CHANNELS = ("email", "paper", "phone")
ANSWERS = ("open", "right", "undone")
SORTS = ("replaced", "second")
"""Why one entry gave way to another: it is the better one, or both contacts speak for one."""


class Addition(Base):
    """That a lead wrote down an entry: by which channel it came, when, and who took it."""

    __tablename__ = "additions"
    __table_args__ = (CheckConstraint(f"channel IN {CHANNELS}", name="known_channel"),)

    id: Mapped[RowId]
    endorsement_id: Mapped[int] = mapped_column(
        ForeignKey("endorsements.id", ondelete="CASCADE"), unique=True
    )
    channel: Mapped[str] = mapped_column(String(8))
    received_on: Mapped[date]
    taken_by: Mapped[str] = mapped_column(String(120))
    """The name of a person of the hosts; empty once the person behind the entry is erased."""
    added_by: Mapped[str] = mapped_column(String(24))
    """The public id of the lead."""
    added_at: Mapped[datetime]


class Correction(Base):
    """What a lead corrected of an entry: old and new, and what its signatory said to that."""

    __tablename__ = "lead_corrections"
    __table_args__ = (CheckConstraint(f"answer IN {ANSWERS}", name="known_answer"),)

    id: Mapped[RowId]
    stamp: Mapped[str] = mapped_column(String(24), unique=True)
    """What its mailed link carries."""
    endorsement_id: Mapped[int] = mapped_column(
        ForeignKey("endorsements.id", ondelete="CASCADE"), index=True
    )
    before: Mapped[dict[str, Any]] = mapped_column(JSON)
    """The old values by the names of the fields; empty once erased, as is `after`."""
    after: Mapped[dict[str, Any]] = mapped_column(JSON)
    made_by: Mapped[str] = mapped_column(String(24))
    made_at: Mapped[datetime]
    answer: Mapped[str] = mapped_column(String(8), default="open", server_default="open")
    answered_at: Mapped[datetime | None]

    endorsement: Mapped[Endorsement] = relationship(Endorsement)


class Pairing(Base):
    """That an entry left the list because another one stands for the same."""

    __tablename__ = "pairings"
    __table_args__ = (
        CheckConstraint(f"sort IN {SORTS}", name="known_sort"),
        Index(
            "uq_pairings_open",
            "other_id",
            unique=True,
            sqlite_where=sql("undone_at IS NULL"),
            postgresql_where=sql("undone_at IS NULL"),
        ),
    )

    id: Mapped[RowId]
    standing_id: Mapped[int] = mapped_column(
        ForeignKey("endorsements.id", ondelete="CASCADE"), index=True
    )
    other_id: Mapped[int] = mapped_column(ForeignKey("endorsements.id", ondelete="CASCADE"))
    """What left; its contact is kept with it."""
    sort: Mapped[str] = mapped_column(String(8))
    was_listed: Mapped[bool]
    """Whether what left had stood on the list."""
    made_by: Mapped[str] = mapped_column(String(24))
    made_at: Mapped[datetime]
    undone_at: Mapped[datetime | None]

    standing: Mapped[Endorsement] = relationship(Endorsement, foreign_keys=[standing_id])
    other: Mapped[Endorsement] = relationship(Endorsement, foreign_keys=[other_id])
