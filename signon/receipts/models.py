"""A receipt says what was endorsed at one moment, and never changes."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from signon.kernel.database import Base, RowId


class Receipt(Base):
    """What its holder can show. `code` is the secret of its address, `digest` is in the trail."""

    __tablename__ = "receipts"
    __table_args__ = (Index("uq_receipts_once", "endorsement_id", "digest", unique=True),)

    id: Mapped[RowId]
    code: Mapped[str] = mapped_column(String(32), unique=True)
    endorsement_id: Mapped[int] = mapped_column(ForeignKey("endorsements.id", ondelete="CASCADE"))
    digest: Mapped[str] = mapped_column(String(64))
    facts: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    """With the salt of the digest; None when the person it named has left."""
    issued_at: Mapped[datetime]
