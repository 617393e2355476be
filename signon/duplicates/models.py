"""What a person has said of two records: that they are one, or that they are two."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from signon.kernel.database import Base, RowId

_STANDING = sql("undone_at IS NULL")


class OrganisationMerge(Base):
    """One record that was merged into another, and all that it takes to part them again."""

    __tablename__ = "organisation_merges"
    __table_args__ = (
        CheckConstraint("kept_id <> merged_id", name="of_two"),
        CheckConstraint("(undone_at IS NULL) = (undone_by IS NULL)", name="undone_by_somebody"),
        Index(
            "uq_organisation_merges_standing",
            "merged_id",
            unique=True,
            sqlite_where=_STANDING,
            postgresql_where=_STANDING,
        ),
    )

    id: Mapped[RowId]
    public_id: Mapped[str] = mapped_column(String(24), unique=True)
    kept_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    merged_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    done_at: Mapped[datetime]
    done_by: Mapped[str] = mapped_column(String(24))
    undone_at: Mapped[datetime | None]
    undone_by: Mapped[str | None] = mapped_column(String(24))
    before: Mapped[dict[str, Any]] = mapped_column(JSON)
    """What the merge changed, by row number, with the values that stood there: see `service`."""
    left_alone: Mapped[list[dict[str, Any]]] = mapped_column(
        JSON, default=list, server_default=sql("'[]'")
    )
    """What parting them did not touch, because somebody had changed it since."""


class OrganisationsApart(Base):
    """Two records that are two bodies, as the leads of a campaign know."""

    __tablename__ = "organisations_apart"
    __table_args__ = (
        UniqueConstraint("campaign_id", "low_id", "high_id"),
        CheckConstraint("low_id < high_id", name="each_pair_once"),
    )

    id: Mapped[RowId]
    public_id: Mapped[str] = mapped_column(String(24), unique=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id", ondelete="CASCADE"))
    low_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    high_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    said_at: Mapped[datetime]
    said_by: Mapped[str] = mapped_column(String(24))
