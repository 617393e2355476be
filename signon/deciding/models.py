"""Who is looking at what, decisions about many at once, and who is told of what."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from signon.kernel.database import Base, RowId, RowNumber

WAITING, DONE, LEFT, UNDONE, KEPT = "waiting", "done", "left", "undone", "kept"
"""Of one item of a run: to be done; done; left, as it had changed; taken back; kept, as above."""

HOW_OFTEN = ("none", "daily", "weekly")


def _one_of(column: str, values: tuple[str, ...]) -> CheckConstraint:
    names = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({names})", name=f"known_{column}")


class Claim(Base):
    """That a lead has something open. Others see it, and may decide all the same."""

    __tablename__ = "claims"

    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    key: Mapped[str] = mapped_column(String(80), primary_key=True)
    account_id: Mapped[int] = mapped_column(
        ForeignKey("accounts.id", ondelete="CASCADE"), index=True
    )
    until: Mapped[datetime]


class BulkRun(Base):
    """One decision about many endorsements, carried out by the worker."""

    __tablename__ = "bulk_runs"
    __table_args__ = (
        _one_of("action", ("publish", "reject")),
        CheckConstraint("total > 0", name="about_something"),
    )

    id: Mapped[RowId]
    public_id: Mapped[str] = mapped_column(String(24), unique=True)
    paper_id: Mapped[int] = mapped_column(ForeignKey("papers.id"), index=True)
    action: Mapped[str] = mapped_column(String(16))
    note: Mapped[str] = mapped_column(Text, default="", server_default="")
    """The reason, for leads."""
    decided_by: Mapped[str] = mapped_column(String(24))
    total: Mapped[int]
    created_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    undo_asked_by: Mapped[str | None] = mapped_column(String(24))
    undo_finished_at: Mapped[datetime | None]


class BulkItem(Base):
    """One endorsement of a run, and what has become of it."""

    __tablename__ = "bulk_items"
    __table_args__ = (
        _one_of("outcome", (WAITING, DONE, LEFT, UNDONE, KEPT)),
        Index("ix_bulk_items_outcome", "run_id", "outcome", "position"),
    )

    run_id: Mapped[int] = mapped_column(
        RowNumber,
        ForeignKey("bulk_runs.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    )
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    endorsement_id: Mapped[int] = mapped_column(
        ForeignKey("endorsements.id", ondelete="CASCADE"), index=True
    )
    revision: Mapped[int]
    """As the lead saw it; once done, as the run left it."""
    outcome: Mapped[str] = mapped_column(String(8), default=WAITING, server_default=WAITING)
    before: Mapped[str] = mapped_column(String(16), default="", server_default="")
    """The state in which it was before."""
    why: Mapped[str] = mapped_column(String(200), default="", server_default="")
    """A marked message: why it was left or kept."""


class NoticeChoice(Base):
    """How often a lead wants to hear what waits; who has chosen nothing hears daily."""

    __tablename__ = "notice_choices"
    __table_args__ = (_one_of("how_often", HOW_OFTEN),)

    account_id: Mapped[int] = mapped_column(
        RowNumber,
        ForeignKey("accounts.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    )
    how_often: Mapped[str] = mapped_column(String(8))


class Digest(Base):
    """The last day, in its zone, on which a campaign's digest was made."""

    __tablename__ = "digests"

    campaign_id: Mapped[int] = mapped_column(
        RowNumber,
        ForeignKey("campaigns.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    )
    made_on: Mapped[date]


class Threshold(Base):
    """A number of signatories that a paper has passed, and its leads were told of."""

    __tablename__ = "thresholds"

    paper_id: Mapped[int] = mapped_column(
        RowNumber, ForeignKey("papers.id"), primary_key=True, autoincrement=False
    )
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    told_at: Mapped[datetime]
