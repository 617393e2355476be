"""What leads keep beside a paper: what they have not saved yet, links for co-authors, files."""

from datetime import datetime

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from signon.kernel.database import Base, RowId, RowNumber
from signon.submissions.models import new_public_id


class UnsavedText(Base):
    """What one lead has typed into a text and not saved; nobody else ever sees it."""

    __tablename__ = "unsaved_texts"
    __table_args__ = (
        UniqueConstraint("lead", "paper_id", "language"),
        UniqueConstraint("lead", "campaign_id"),
        CheckConstraint(
            "(paper_id IS NULL) <> (campaign_id IS NULL)", name="of_a_paper_or_of_none_yet"
        ),
    )

    id: Mapped[RowId]
    paper_id: Mapped[int | None] = mapped_column(RowNumber, ForeignKey("papers.id"), index=True)
    campaign_id: Mapped[int | None] = mapped_column(
        RowNumber, ForeignKey("campaigns.id"), index=True
    )
    """Where a paper is being begun; None for the text of one that is there."""
    slug: Mapped[str] = mapped_column(Text, default="", server_default="")
    """The name that a paper which is being begun is to have."""
    lead: Mapped[str] = mapped_column(String(24))
    """Public id of the account."""
    language: Mapped[str] = mapped_column(String(16))
    title: Mapped[str] = mapped_column(Text)
    addressee: Mapped[str] = mapped_column(Text)
    summary: Mapped[str] = mapped_column(Text)
    markdown: Mapped[str] = mapped_column(Text)
    blocks: Mapped[list[str | None]] = mapped_column(JSON, default=list, server_default="[]")
    """The keys of its blocks, where it was written block by block; else empty."""
    based_on: Mapped[str] = mapped_column(String(64))
    """SHA-256 (hex) of the text that was being changed, "" for none."""
    revision: Mapped[int]
    """Counts how often it was kept, so that a second window notices the first."""
    saved_at: Mapped[datetime] = mapped_column(index=True)


class PreviewLink(Base):
    """A link by which co-authors read a draft; the link itself is kept nowhere."""

    __tablename__ = "preview_links"

    id: Mapped[RowId]
    public_id: Mapped[str] = mapped_column(String(24), unique=True, default=new_public_id)
    paper_id: Mapped[int] = mapped_column(RowNumber, ForeignKey("papers.id"), index=True)
    language: Mapped[str] = mapped_column(String(16), default="", server_default="")
    """Of the text that its maker has typed and not saved; "" for the draft as it is stored."""
    key_hash: Mapped[str] = mapped_column(String(64), unique=True)
    made_by: Mapped[str] = mapped_column(String(24))
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


class AttachmentFile(Base):
    """The bytes of a file, once however often it is attached."""

    __tablename__ = "attachment_files"

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)


class Attachment(Base):
    """A file that belongs to a paper, under the name that people keep it by."""

    __tablename__ = "attachments"
    __table_args__ = (UniqueConstraint("paper_id", "sha256"),)

    id: Mapped[RowId]
    public_id: Mapped[str] = mapped_column(String(24), unique=True, default=new_public_id)
    paper_id: Mapped[int] = mapped_column(RowNumber, ForeignKey("papers.id"), index=True)
    sha256: Mapped[str] = mapped_column(
        String(64), ForeignKey("attachment_files.sha256"), index=True
    )
    name: Mapped[str] = mapped_column(String(200))
    size: Mapped[int]
    """In bytes."""
    added_by: Mapped[str] = mapped_column(String(24))
    added_at: Mapped[datetime]
