"""When what is public last changed."""

from datetime import datetime

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from signon.kernel.database import Base, RowNumber


class PublicChange(Base):
    """Number and time of the last public change of something; they never go back.

    Of a campaign; of a paper with its list; of a paper itself, which no signature changes.
    """

    __tablename__ = "public_changes"
    __table_args__ = (
        CheckConstraint("scope IN ('paper', 'paper_itself', 'campaign')", name="known_scope"),
        CheckConstraint("number > 0", name="counts_from_one"),
    )

    scope: Mapped[str] = mapped_column(String(12), primary_key=True)
    key: Mapped[int] = mapped_column(RowNumber, primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(RowNumber)
    changed_at: Mapped[datetime]
