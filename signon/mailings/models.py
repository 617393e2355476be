"""A mailing, its texts, and each of its recipients with a state of their own."""

from datetime import datetime
from typing import Any, cast

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Table, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from signon.kernel.database import Base, RowId, RowNumber

DRAFT, SCHEDULED, SENDING, PAUSED = "draft", "scheduled", "sending", "paused"
FINISHED, STOPPED, MISSED = "finished", "stopped", "missed"
STATES = (DRAFT, SCHEDULED, SENDING, PAUSED, FINISHED, STOPPED, MISSED)

WAITING, POSTED, SENT, REFUSED = "waiting", "posted", "sent", "refused"
SUPPRESSED, SKIPPED = "suppressed", "skipped"
OF_RECIPIENTS = (WAITING, POSTED, SENT, REFUSED, SUPPRESSED, SKIPPED)
"""What is posted lies in the outbox; what is sent was taken by a mail server."""


class Mailing(Base):
    """One update about a paper."""

    __tablename__ = "mailings"
    __table_args__ = (
        CheckConstraint(f"state IN {STATES}", name="known_state"),
        CheckConstraint("state = 'draft' OR send_at IS NOT NULL", name="planned"),
        CheckConstraint("not_after > send_at", name="time_to_send"),
    )

    id: Mapped[RowId]
    public_id: Mapped[str] = mapped_column(String(24), unique=True)
    paper_id: Mapped[int] = mapped_column(ForeignKey("papers.id"), index=True)
    state: Mapped[str] = mapped_column(String(10), index=True)
    created_at: Mapped[datetime]
    created_by: Mapped[str] = mapped_column(String(24))
    send_at: Mapped[datetime | None]
    not_after: Mapped[datetime | None]
    """After this moment nothing more is sent of it."""
    began_at: Mapped[datetime | None]
    """When its recipients were fixed."""
    ended_at: Mapped[datetime | None]


class MailingText(Base):
    """What a mailing says in one language."""

    __tablename__ = "mailing_texts"

    mailing_id: Mapped[int] = mapped_column(
        RowNumber, ForeignKey("mailings.id", ondelete="CASCADE"), primary_key=True
    )
    language: Mapped[str] = mapped_column(String(16), primary_key=True)
    subject: Mapped[str] = mapped_column(String(120))
    body: Mapped[str] = mapped_column(Text)
    """Markdown."""


class Recipient(Base):
    """One mailbox that a mailing goes to, by an endorsement of its own, at most once."""

    __tablename__ = "mailing_recipients"
    __table_args__ = (
        UniqueConstraint("mailing_id", "address_key"),
        Index("ix_mailing_recipients_mailing_id_state", "mailing_id", "state"),
        CheckConstraint(f"state IN {OF_RECIPIENTS}", name="known_state"),
    )

    id: Mapped[RowId]
    mailing_id: Mapped[int] = mapped_column(ForeignKey("mailings.id", ondelete="CASCADE"))
    endorsement_id: Mapped[int] = mapped_column(
        ForeignKey("endorsements.id", ondelete="CASCADE"), index=True
    )
    address_key: Mapped[str | None] = mapped_column(String(64))
    """Keyed hash of the mailbox, until it is erased."""
    language: Mapped[str] = mapped_column(String(16))
    """That of the text that it gets."""
    ref: Mapped[str] = mapped_column(String(24), unique=True)
    """Under which it is brought away, known before: the journal of finished jobs names it."""
    state: Mapped[str] = mapped_column(String(10))
    settled_at: Mapped[datetime | None]


MAILINGS: Any = cast(Table, Mailing.__table__)
TEXTS: Any = cast(Table, MailingText.__table__)
RECIPIENTS: Any = cast(Table, Recipient.__table__)
