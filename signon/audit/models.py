"""The trail and its head."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from signon.kernel.database import Base, RowNumber


class AuditEntry(Base):
    """Points at its subject by public id, so the trail outlives an erased subject."""

    __tablename__ = "audit_entries"

    number: Mapped[int] = mapped_column(RowNumber, primary_key=True, autoincrement=False)
    happened_at: Mapped[datetime]
    actor: Mapped[str]
    action: Mapped[str]
    subject: Mapped[str] = mapped_column(index=True)
    details: Mapped[dict[str, Any]] = mapped_column(JSON)
    previous_hash: Mapped[str] = mapped_column(unique=True)
    hash: Mapped[str] = mapped_column(unique=True)
    seal: Mapped[str] = mapped_column(String(64), server_default="")


class AuditHead(Base):
    """The newest entry, which a trigger keeps here. Its one row gives the chain one order."""

    __tablename__ = "audit_head"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(RowNumber)
    hash: Mapped[str]
