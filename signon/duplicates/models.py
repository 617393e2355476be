"""Which records may be one, and what a person has said of two: that they are one, or two."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
)
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from signon.kernel.database import Base, RowId

_STANDING = sql("undone_at IS NULL")
WAITS = sql("NOT is_apart")
"""Which pairs wait for a lead; for the index, a query says it in these words."""


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


class PossibleDuplicate(Base):
    """Two records under a paper that may be one, as the worker has found them.

    Gone as soon as one of the two leaves the paper or is merged.
    """

    __tablename__ = "possible_duplicates"
    __table_args__ = (
        UniqueConstraint("paper_id", "low_id", "high_id"),
        CheckConstraint("low_id < high_id", name="each_pair_once"),
        CheckConstraint("low_name <> '' OR domain <> ''", name="for_a_reason"),
        Index(
            "ix_possible_duplicates_waiting",
            "paper_id",
            "since",
            "low_id",
            "high_id",
            sqlite_where=WAITS,
            postgresql_where=WAITS,
        ),
    )

    id: Mapped[RowId]
    paper_id: Mapped[int] = mapped_column(ForeignKey("papers.id", ondelete="CASCADE"))
    low_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    high_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    low_name: Mapped[str] = mapped_column(String(300))
    high_name: Mapped[str] = mapped_column(String(300))
    """The names by which they are alike, "" where only the website is shared."""
    domain: Mapped[str] = mapped_column(String(253))
    """The website that both have, "" for none."""
    score: Mapped[float]
    same: Mapped[bool]
    rank: Mapped[float]
    """The greater, the likelier."""
    is_apart: Mapped[bool]
    """Whether a lead of the campaign has said that they are two."""
    since: Mapped[datetime]


class OrganisationToCompare(Base):
    """A record that came under a paper or left it, or has other names, since pairs were found."""

    __tablename__ = "organisations_to_compare"

    id: Mapped[RowId]
    paper_id: Mapped[int] = mapped_column(ForeignKey("papers.id", ondelete="CASCADE"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))


class OrganisationHandle(Base):
    """What a record is found by: `handles.Handles.kept` of its names.

    What a record lost with a name stays: whoever is found by it is compared, and found unlike.
    """

    __tablename__ = "organisation_handles"
    __table_args__ = ({"sqlite_with_rowid": False},)

    handle: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    organisation_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)


class ComparedBy(Base):
    """One row: the rules (`handles.VERSION`) by which all records have been compared."""

    __tablename__ = "compared_by"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    version: Mapped[str] = mapped_column(String(60))
