"""A round of asking, and what each signatory who is asked has answered."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from signon.kernel.database import Base, RowId

NO_ANSWER = ("keep_older", "withdraw")
ANSWERS = ("keep", "withdraw")

_OPEN = sql("closed_at IS NULL")


class Round(Base):
    """All who back an older text are asked whether they stand under this version too."""

    __tablename__ = "rounds"
    __table_args__ = (
        Index(
            "uq_rounds_open",
            "paper_id",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
        CheckConstraint(f"no_answer IN {NO_ANSWER}", name="known_no_answer"),
        CheckConstraint("answer_by > opened_at", name="time_to_answer"),
    )

    id: Mapped[RowId]
    public_id: Mapped[str] = mapped_column(String(24), unique=True)
    paper_id: Mapped[int] = mapped_column(ForeignKey("papers.id"), index=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("paper_versions.id"))
    """What everybody is asked to stand under."""
    asks_up_to: Mapped[int]
    """Number of the last version before the change of substance: its signatories are asked."""
    answer_by: Mapped[datetime]
    no_answer: Mapped[str] = mapped_column(String(12))
    """What happens to those who do not answer: they keep the older text, or leave the list."""
    opened_at: Mapped[datetime]
    opened_by: Mapped[str] = mapped_column(String(24))
    closed_at: Mapped[datetime | None]

    def takes_answers(self, now: datetime) -> bool:
        """Tell whether an answer still counts."""
        return self.closed_at is None and now < self.answer_by


class RoundAnswer(Base):
    """One endorsement in a round: what it backed before, whether it was asked, what it said."""

    __tablename__ = "round_answers"
    __table_args__ = (
        UniqueConstraint("round_id", "endorsement_id"),
        CheckConstraint(f"answer IN {ANSWERS}", name="known_answer"),
        CheckConstraint("(answer IS NULL) = (answered_at IS NULL)", name="answered_sometime"),
    )

    id: Mapped[RowId]
    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id", ondelete="CASCADE"))
    endorsement_id: Mapped[int] = mapped_column(
        ForeignKey("endorsements.id", ondelete="CASCADE"), index=True
    )
    before_version_id: Mapped[int] = mapped_column(ForeignKey("paper_versions.id"))
    before_text_sha256: Mapped[str] = mapped_column(String(64))
    asked_key: Mapped[str | None] = mapped_column(String(64))
    """Key of the address that was last tried, until the round is over; another one is asked too."""
    asked_at: Mapped[datetime | None]
    """When the question was last mailed; None while it was not, or may not be."""
    reminded_at: Mapped[datetime | None]
    answer: Mapped[str | None] = mapped_column(String(8))
    answered_at: Mapped[datetime | None]
    removed_at: Mapped[datetime | None]
    """When it was taken off the list for want of an answer."""
